#include "channels/directory/directory.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "channels/blocking.hpp"
#include "channels/content.hpp"
#include "channels/file_name.hpp"

namespace airut::channels {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Outcome failed(std::filesystem::path const& directory, int fault) {
  Trace trace;
  trace.endpoint = directory.string();
  bool const full = fault == ENOSPC || fault == EDQUOT;
  trace.code = full ? "transport.disk_full" : "transport.unreachable";
  trace.native_code = "errno " + std::to_string(fault);
  trace.excerpt = std::generic_category().message(fault);
  return Deferred{trace, std::nullopt};
}

// Reads no more than decides it.
bool holds(std::filesystem::path const& path, Content& content) {
  std::error_code fault;
  if (std::filesystem::file_size(path, fault) != content.size() || fault) return false;
  std::ifstream in{path, std::ios::binary};
  std::string there;
  content.rewind();
  for (auto piece = content.next(); !piece.empty(); piece = content.next()) {
    there.resize(piece.size());
    if (!in.read(there.data(), static_cast<std::streamsize>(there.size()))) return false;
    if (there != piece) return false;
  }
  return !content.broken();
}

Outcome handed_over(std::filesystem::path const& path) {
  HandedOver over;
  over.receipt = path.filename().string();
  over.trace.endpoint = path.parent_path().string();
  return over;
}

Outcome taken(std::filesystem::path const& path) {
  Trace trace;
  trace.endpoint = path.parent_path().string();
  trace.code = "transport.name_taken";
  trace.excerpt = path.filename().string() + " is there with other bytes";
  return Refused{trace};
}

// The file itself, and that it has a name.
bool sync_names(std::filesystem::path const& directory) {
  Descriptor const folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return folder.ok() && ::fsync(folder.get()) == 0;
}

bool write_synced(std::filesystem::path const& path, Content& content) {
  Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640)};
  if (!file.ok()) return false;
  content.rewind();
  for (auto piece = content.next(); !piece.empty(); piece = content.next()) {
    if (!write_all(file.get(), piece)) return false;
  }
  if (content.broken()) errno = EIO;
  return !content.broken() && ::fsync(file.get()) == 0;
}

// Refuses a name that is there; where the file system cannot, the look before must do.
bool give_name(std::filesystem::path const& from, std::filesystem::path const& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  return ::rename(from.c_str(), to.c_str()) == 0;
}

struct Places {
  Places(std::filesystem::path const& directory, Parcel const& parcel)
      : folder(directory),
        file(directory / drop_name(parcel)),
        temporary(directory / ("." + parcel.delivery_id + ".tmp")) {}
  std::filesystem::path folder, file, temporary;
};

std::optional<Outcome> made_ready(Places const& at, Content& content) {
  if (write_synced(at.temporary, content) && sync_names(at.folder)) return std::nullopt;
  auto const outcome = failed(at.folder, errno);
  ::unlink(at.temporary.c_str());
  return outcome;
}

Outcome already_there(Places const& at, Content& content) {
  ::unlink(at.temporary.c_str());
  return holds(at.file, content) ? handed_over(at.file) : taken(at.file);
}

Outcome drop(Places const& at, Content& content) {
  if (std::filesystem::exists(at.file)) return already_there(at, content);
  if (!holds(at.temporary, content)) {
    if (auto hindered = made_ready(at, content)) return *std::move(hindered);
  }
  if (!give_name(at.temporary, at.file)) {
    // The temporary name stays: until the answer is on disk it alone says that nothing arrived.
    return errno == EEXIST ? already_there(at, content) : failed(at.folder, errno);
  }
  if (sync_names(at.folder)) return handed_over(at.file);
  Trace trace;  // it has its name, but perhaps not after the next loss of power
  trace.endpoint = at.folder.string();
  trace.code = "transport.no_answer";
  trace.native_code = "errno " + std::to_string(errno);
  return Unsure{trace};
}

// A temporary name was there when the attempt was committed: it is gone only when the file got its
// own, and that is gone only when the agent took it.
Arrival where_is(Places const& at, Content& content) {
  std::error_code fault;
  if (std::filesystem::exists(at.file, fault)) {
    return holds(at.file, content) ? Arrival::arrived : Arrival::cannot_tell;
  }
  if (fault || !std::filesystem::is_directory(at.folder, fault)) return Arrival::no_answer;
  return std::filesystem::exists(at.temporary, fault) ? Arrival::not_arrived : Arrival::arrived;
}

}  // namespace

DirectoryChannel::DirectoryChannel(std::filesystem::path directory, boost::asio::thread_pool& pool)
    : directory_(std::move(directory)), pool_(pool) {}

boost::asio::awaitable<std::optional<Outcome>> DirectoryChannel::prepare(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    Content content{parcel.files.front()};
    return made_ready(Places{directory_, parcel}, content);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<void> DirectoryChannel::discard(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    return ::unlink(Places{directory_, parcel}.temporary.c_str());
  };
  co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Outcome> DirectoryChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    Content content{parcel.files.front()};
    return drop(Places{directory_, parcel}, content);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> DirectoryChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    Content content{parcel.files.front()};
    return where_is(Places{directory_, parcel}, content);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
