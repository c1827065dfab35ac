#pragma once

#include <atomic>
#include <cstdint>

namespace airut::gateway::http {

// Bounds the memory that bodies take together: what has come of them, not what was announced. Taken
// in steps; a body below the first one costs nothing. A share is given back with its end.
class BodyMemory {
 public:
  explicit BodyMemory(std::uint64_t most) : most_(most) {}

  class Share {
   public:
    explicit Share(BodyMemory& memory) : memory_(memory) {}
    Share(Share const&) = delete;
    Share& operator=(Share const&) = delete;
    ~Share() { memory_.taken_ -= bytes_; }

    // False when there is no room for so many bytes now.
    bool grow_to(std::uint64_t bytes) {
      if (bytes < step || bytes <= bytes_) return true;
      auto const more = (bytes / step + 1) * step - bytes_;
      if (memory_.taken_.fetch_add(more) + more > memory_.most_) {
        memory_.taken_ -= more;
        return false;
      }
      bytes_ += more;
      return true;
    }

   private:
    BodyMemory& memory_;
    std::uint64_t bytes_ = 0;
  };

 private:
  static constexpr std::uint64_t step = 64u << 10;

  std::uint64_t most_;
  std::atomic<std::uint64_t> taken_{0};
};

}  // namespace airut::gateway::http
