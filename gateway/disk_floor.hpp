#pragma once

#include <cstdint>
#include <filesystem>

namespace airut::gateway {

// Whether the data directory's disk has more room than the operator's floor. Below it intake stops
// before the store would.
class DiskFloor {
 public:
  DiskFloor(std::filesystem::path directory, std::uint64_t floor_bytes)
      : directory_(std::move(directory)), floor_(floor_bytes) {}

  std::uint64_t free_bytes() const {
    std::error_code fault;
    auto const space = std::filesystem::space(directory_, fault);
    return fault ? 0 : space.available;
  }
  bool has_room() const { return free_bytes() >= floor_; }

 private:
  std::filesystem::path directory_;
  std::uint64_t floor_;
};

}  // namespace airut::gateway
