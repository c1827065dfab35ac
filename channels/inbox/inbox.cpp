#include "channels/inbox/inbox.hpp"

#include <algorithm>
#include <array>

#include "channels/inbox/places.hpp"

namespace airut::channels {

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == name.npos;
}

bool is_on_its_way(std::string_view name) {
  constexpr std::array<std::string_view, 4> ends{".tmp", ".part", ".partial", ".filepart"};
  return name.starts_with('.') || std::any_of(ends.begin(), ends.end(), [&](std::string_view end) {
           return name.ends_with(end);
         });
}

std::unique_ptr<Inbox> make_inbox(config::InboxSettings const& settings) {
  if (auto const* sftp = std::get_if<config::SftpSettings>(&settings.place)) {
    return std::make_unique<SftpInbox>(*sftp, settings.archive);
  }
  if (auto const* http = std::get_if<config::HttpSettings>(&settings.place)) {
    return std::make_unique<HttpInbox>(*http);
  }
  return std::make_unique<DirectoryInbox>(std::get<config::DirectorySettings>(settings.place).path,
                                          settings.archive);
}

}  // namespace airut::channels
