#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>

#include <sys/stat.h>

#include "channels/inbox/places.hpp"

namespace airut::channels {
namespace fs = std::filesystem;
namespace {

Trace trace_at(fs::path const& place, std::string code, std::string text) {
  return {place.string(), std::move(code), {}, std::move(text)};
}

// nullopt for what is no regular file, or gone meanwhile. Links are not followed.
std::optional<InboxFile> file_at(fs::path const& path) {
  struct stat told{};
  if (::lstat(path.c_str(), &told) != 0 || !S_ISREG(told.st_mode)) return std::nullopt;
  return InboxFile{path.filename().string(), static_cast<std::uint64_t>(told.st_size),
                   model::Instant{std::chrono::seconds{told.st_mtime}}};
}

}  // namespace

Inbox::Answer<std::vector<InboxFile>> DirectoryInbox::list() {
  std::error_code fault;
  fs::directory_iterator at{folder_, fault};
  std::vector<InboxFile> files;
  for (; !fault && at != fs::directory_iterator{}; at.increment(fault)) {
    auto file = file_at(at->path());
    if (file && !is_on_its_way(file->name)) files.push_back(*std::move(file));
  }
  if (fault) return tl::unexpected{trace_at(folder_, "transport.unreachable", fault.message())};
  std::sort(files.begin(), files.end(),
            [](auto const& one, auto const& other) { return one.name < other.name; });
  return files;
}

Inbox::Answer<std::string> DirectoryInbox::fetch(std::string const& name) {
  constexpr auto code = "inbox.file_refused";
  auto const file = is_plain_name(name) ? file_at(folder_ / name) : std::nullopt;
  if (!file) return tl::unexpected{trace_at(folder_, file_gone, name + " is no file any more.")};
  if (file->size > inbox_file_most) {
    return tl::unexpected{trace_at(folder_, code, name + " is too large.")};
  }
  std::ifstream in{folder_ / name, std::ios::binary};
  std::string bytes(file->size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in) return tl::unexpected{trace_at(folder_, code, name + " cannot be read.")};
  return bytes;
}

Inbox::Answer<bool> DirectoryInbox::put_away(std::string const& name, std::string const& as) {
  std::error_code fault;
  fs::create_directory(folder_ / archive_, fault);
  if (is_plain_name(name) && is_plain_name(as))
    fs::rename(folder_ / name, folder_ / archive_ / as, fault);
  if (fault) return tl::unexpected{trace_at(folder_, "inbox.file_refused", fault.message())};
  return true;
}

}  // namespace airut::channels
