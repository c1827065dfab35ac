#include <algorithm>

#include "config/parts.hpp"
#include "config/plain_text.hpp"

namespace airut::config {
namespace {

using Place = decltype(InboxSettings::place);

// The inbox lies where the channel itself leaves its files.
struct Beside {
  std::string const& inbox;
  std::filesystem::path const& here;  // the same as a folder of this machine

  std::optional<Place> operator()(SftpSettings sftp) const {
    sftp.directory = inbox;
    return sftp;
  }
  std::optional<Place> operator()(DirectorySettings const&) const {
    return DirectorySettings{here};
  }
  std::optional<Place> operator()(HttpSettings http) const {
    http.url = inbox;
    return http;
  }
  std::optional<Place> operator()(PrintSettings const& print) const {
    return std::visit(*this, print.printer);
  }
  std::optional<Place> operator()(AvtaleGiroSettings const& clearing) const {
    return std::visit(*this, clearing.clearing_house);
  }
  template <class Other>
  std::optional<Place> operator()(Other const&) const {
    return std::nullopt;
  }
};

// What is fetched is deleted there, and lies nowhere else.
void check_url(Section& in, HttpSettings const& http) {
  bool const is_url = http.url.starts_with("https://") || http.url.starts_with("http://");
  if (!is_url) in.wrong("inbox", "inbox must be the URL of the operator's list of files");
  if (http.bearer_token && goes_in_plain_text(http.url))
    in.wrong("inbox",
             "the bearer token would go to another machine in plain text: inbox must begin with "
             "https://");
  if (in.has("inbox_archive"))
    in.wrong("inbox_archive",
             "inbox_archive means nothing here: what is fetched from a URL is deleted there");
}

}  // namespace

std::optional<InboxSettings> read_inbox(Section& in,
                                        decltype(Channel::transport) const& transport) {
  if (!in.has("inbox")) return std::nullopt;
  std::string folder;
  in.take_needed("inbox", folder);
  std::filesystem::path here;
  in.take("inbox", here);
  InboxSettings inbox;
  in.take("inbox_archive", inbox.archive);
  in.take("inbox_profile", inbox.profile);
  in.take_seconds("fetch_time", inbox.fetch_time, 86400);
  auto hours = inbox.silent_time.count();
  in.take("silent_hours", hours, 1, 720);
  inbox.silent_time = std::chrono::hours{hours};
  bool const is_path = inbox.archive.find('/') != std::string::npos || inbox.archive.empty() ||
                       inbox.archive.front() == '.';
  if (is_path) in.wrong("inbox_archive", "inbox_archive is the name of a folder in the inbox");
  auto place = std::visit(Beside{folder, here}, transport);
  if (!place) {
    in.wrong(
        "inbox",
        "only channels that leave files at a server or in a folder, or post them, have an inbox");
    return std::nullopt;
  }
  inbox.place = *std::move(place);
  if (auto const* http = std::get_if<HttpSettings>(&inbox.place)) check_url(in, *http);
  return inbox;
}

}  // namespace airut::config
