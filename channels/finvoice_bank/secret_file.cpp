#include "channels/finvoice_bank/secret_file.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace airut::channels {
namespace {

[[noreturn]] void fail(std::filesystem::path const& file) {
  throw std::system_error{errno, std::generic_category(), file.string()};
}

class Descriptor {
 public:
  Descriptor(std::filesystem::path const& file, int flags)
      : file_(file), number_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
    if (number_ < 0) fail(file);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const count = ::write(number_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail(file_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void sync() const {
    if (::fsync(number_) != 0) fail(file_);
  }

 private:
  std::filesystem::path file_;
  int number_;
};

void sync_folder_of(std::filesystem::path const& file) {
  auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  Descriptor{folder, O_RDONLY | O_DIRECTORY}.sync();
}

}  // namespace

void write_secret(std::filesystem::path const& file, std::string_view bytes) {
  auto const temporary = std::filesystem::path{file}.concat(".writing");
  ::unlink(temporary.c_str());  // what a crash left: its mode may be any
  {
    Descriptor const out{temporary, O_WRONLY | O_CREAT | O_EXCL};
    out.write(bytes);
    out.sync();
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file);
  sync_folder_of(file);
}

void replace_keeping(std::filesystem::path const& file, std::filesystem::path const& in_place_of,
                     std::filesystem::path const& kept_as) {
  if (::link(in_place_of.c_str(), kept_as.c_str()) != 0 && errno != EEXIST && errno != ENOENT) {
    fail(kept_as);
  }
  sync_folder_of(kept_as);
  if (::rename(file.c_str(), in_place_of.c_str()) != 0) fail(in_place_of);
  sync_folder_of(in_place_of);
}

}  // namespace airut::channels
