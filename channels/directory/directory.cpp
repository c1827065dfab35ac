#include "channels/directory/directory.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "channels/blocking.hpp"
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

// Removes the temporary file whatever happened, also one that an earlier process left; after the
// link it is only a second name.
class Unlinked {
 public:
  explicit Unlinked(std::filesystem::path path) : path_(std::move(path)) {}
  ~Unlinked() { ::unlink(path_.c_str()); }
  Unlinked(Unlinked const&) = delete;
  Unlinked& operator=(Unlinked const&) = delete;

 private:
  std::filesystem::path path_;
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

bool holds(std::filesystem::path const& path, std::string_view bytes) {
  std::ifstream in{path, std::ios::binary};
  std::string const there{std::istreambuf_iterator<char>{in}, {}};
  return in.good() && there == bytes;
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

Outcome drop(std::filesystem::path const& directory, Parcel const& parcel) {
  auto const path = directory / drop_name(parcel);
  auto const& bytes = parcel.files.front().bytes;
  auto const temporary = directory / ("." + parcel.delivery_id + ".tmp");
  Unlinked const unlinked{temporary};
  if (std::filesystem::exists(path)) return holds(path, bytes) ? handed_over(path) : taken(path);
  {
    Descriptor const file{
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640)};
    if (!file.ok() || !write_all(file.get(), bytes) || ::fsync(file.get()) != 0) {
      return failed(directory, errno);
    }
  }
  if (::link(temporary.c_str(), path.c_str()) != 0) {  // refuses a name that is there
    if (errno != EEXIST) return failed(directory, errno);
    return holds(path, bytes) ? handed_over(path) : taken(path);
  }
  Descriptor const folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.ok() || ::fsync(folder.get()) != 0) return failed(directory, errno);
  return handed_over(path);
}

}  // namespace

DirectoryChannel::DirectoryChannel(std::filesystem::path directory, boost::asio::thread_pool& pool)
    : directory_(std::move(directory)), pool_(pool) {}

boost::asio::awaitable<Outcome> DirectoryChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return drop(directory_, parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> DirectoryChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const there = holds(directory_ / drop_name(parcel), parcel.files.front().bytes);
    return there ? Arrival::arrived : Arrival::cannot_tell;  // the agent may have taken it
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
