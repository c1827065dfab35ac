#include <algorithm>

#include "config/parts.hpp"

namespace airut::config {
namespace {

using Place = std::variant<SftpSettings, DirectorySettings>;

// The inbox lies where the channel itself leaves its files.
struct Beside {
  std::string const& inbox;

  std::optional<Place> operator()(SftpSettings sftp) const {
    sftp.directory = inbox;
    return sftp;
  }
  std::optional<Place> operator()(DirectorySettings const&) const {
    return DirectorySettings{inbox};
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

}  // namespace

std::optional<InboxSettings> read_inbox(Section& in,
                                        decltype(Channel::transport) const& transport) {
  if (!in.has("inbox")) return std::nullopt;
  std::string folder;
  in.take_needed("inbox", folder);
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
  auto place = std::visit(Beside{folder}, transport);
  if (!place) {
    in.wrong("inbox", "only channels that leave files at a server or in a folder have an inbox");
    return std::nullopt;
  }
  inbox.place = *std::move(place);
  return inbox;
}

}  // namespace airut::config
