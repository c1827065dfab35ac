#pragma once

#include <atomic>
#include <chrono>
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
  // As it was a tenth of a second ago at most: every invoice asks.
  bool has_room() const {
    auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
    if (now - looked_.load() > look_again.count()) {
      has_room_ = free_bytes() >= floor_;
      looked_ = now;
    }
    return has_room_;
  }

 private:
  static constexpr std::chrono::nanoseconds look_again{100'000'000};
  std::filesystem::path directory_;
  std::uint64_t floor_;
  mutable std::atomic<std::int64_t> looked_ = -2 * look_again.count();
  mutable std::atomic<bool> has_room_ = false;
};

}  // namespace airut::gateway
