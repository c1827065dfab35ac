#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// A small disk of its own, gone with the test.
class SmallDisk {
 public:
  SmallDisk(std::filesystem::path path, std::string const& size) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    mounted_ = mount({"mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path_.string()});
  }
  ~SmallDisk() {
    if (mounted_) mount({"umount", "-l", path_.string()});
  }
  SmallDisk(SmallDisk const&) = delete;
  SmallDisk& operator=(SmallDisk const&) = delete;
  bool mounted() const { return mounted_; }
  void fill() const {
    std::ofstream out{path_ / ".filler", std::ios::binary};
    std::string const block(4096, 'x');
    while (out.write(block.data(), 4096) && out.flush()) continue;
  }
  void grow(std::string const& size) const {
    mount({"mount", "-o", "remount,size=" + size, path_.string()});
  }
  void clear() const { std::filesystem::remove(path_ / ".filler"); }
  bool read_only(bool on) const {
    return mount({"mount", "-o", on ? "remount,ro" : "remount,rw", path_.string()});
  }

 private:
  bool mount(std::vector<std::string> const& command) const {
    return ::geteuid() == 0 && run(command, log_.path() / "log") == 0;
  }
  TempDirectory log_;
  std::filesystem::path path_;
  bool mounted_ = false;
};

}  // namespace airut::tests
