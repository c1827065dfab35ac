#include "gateway/batches/spool.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/store/store_full.hpp"

namespace airut::gateway {
namespace {

[[noreturn]] void fail(std::filesystem::path const& path) {
  auto const text = fmt::format("{}: {}", path.string(), std::strerror(errno));
  if (errno == ENOSPC || errno == EDQUOT) throw ledger::StoreFull{text};
  throw std::runtime_error{text};
}

class Descriptor {
 public:
  Descriptor(std::filesystem::path const& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (number_ < 0) fail(path);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

Spool::Spool(std::filesystem::path directory) : directory_(std::move(directory)) {
  std::filesystem::create_directories(directory_);
  std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
}

std::filesystem::path Spool::path_of(std::string const& batch_id) const {
  return directory_ / batch_id;
}

void Spool::sync_directory() const {
  Descriptor const folder{directory_, O_RDONLY | O_DIRECTORY};
  if (::fsync(folder.number()) != 0) fail(directory_);
}

void Spool::write(std::filesystem::path const& path, std::string_view head,
                  std::string_view bytes) const {
  {
    Descriptor const file{path, O_WRONLY | O_CREAT | O_EXCL};
    for (auto left : {head, bytes}) {
      while (!left.empty()) {
        auto const put = ::write(file.number(), left.data(), left.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) fail(path);
        left.remove_prefix(static_cast<std::size_t>(put));
      }
    }
    if (::fsync(file.number()) != 0) fail(path);
  }
  sync_directory();
}

void Spool::keep(std::string const& batch_id, std::string_view bytes, std::string_view head) const {
  try {
    write(path_of(batch_id), head, bytes);
  } catch (...) {
    drop(batch_id);  // half a body only takes the room that is short
    throw;
  }
}

void Spool::keep_again(std::string const& batch_id, std::string_view bytes,
                       std::string_view head) const {
  auto const early = batch_id + ".part";
  drop(early);
  keep(early, bytes, head);
  if (::rename(path_of(early).c_str(), path_of(batch_id).c_str()) != 0) fail(path_of(batch_id));
  sync_directory();
}

bool Spool::has(std::string const& batch_id) const {
  std::error_code fault;
  auto const size = std::filesystem::file_size(path_of(batch_id), fault);
  return !fault && size > 0;
}

void Spool::drop(std::string const& batch_id) const {
  std::error_code ignored;  // a file that stays is dropped at the next start
  std::filesystem::remove(path_of(batch_id), ignored);
}

void Spool::keep_only(std::set<std::string, std::less<>> const& batch_ids) const {
  for (auto const& entry : std::filesystem::directory_iterator{directory_}) {
    auto const name = entry.path().filename().string();
    if (!batch_ids.contains(name)) drop(name);
  }
}

Spool::Mapped::Mapped(Spool const& spool, std::string const& batch_id) {
  auto const path = spool.path_of(batch_id);
  Descriptor const file{path, O_RDONLY};
  struct stat about{};
  if (::fstat(file.number(), &about) != 0) fail(path);
  size_ = static_cast<std::size_t>(about.st_size);
  auto* start = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (start == MAP_FAILED) fail(path);
  start_ = static_cast<char const*>(start);
}

Spool::Mapped::~Mapped() { ::munmap(const_cast<char*>(start_), size_); }

}  // namespace airut::gateway
