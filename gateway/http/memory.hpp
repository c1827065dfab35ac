#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace airut::gateway::http {

// Bounds the memory that large bodies take together. A share is given back with its end.
class BodyMemory {
 public:
  explicit BodyMemory(std::uint64_t most) : most_(most) {}

  class Share {
   public:
    Share(BodyMemory& memory, std::uint64_t bytes) : memory_(&memory), bytes_(bytes) {}
    Share(Share&& other) noexcept
        : memory_(std::exchange(other.memory_, nullptr)), bytes_(other.bytes_) {}
    Share& operator=(Share&& other) noexcept {
      std::swap(memory_, other.memory_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Share() {
      if (memory_ != nullptr) memory_->taken_ -= bytes_;
    }

   private:
    BodyMemory* memory_;
    std::uint64_t bytes_;
  };

  // nullopt when there is no room for so many bytes now.
  std::optional<Share> take(std::uint64_t bytes) {
    if (taken_.fetch_add(bytes) + bytes <= most_) return Share{*this, bytes};
    taken_ -= bytes;
    return std::nullopt;
  }

 private:
  std::uint64_t most_;
  std::atomic<std::uint64_t> taken_{0};
};

}  // namespace airut::gateway::http
