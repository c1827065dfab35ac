#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include <sys/random.h>

namespace airut::model {

// Random bytes of the system, fetched in pages: one system call a few hundred ids. Not thread-safe.
// Throws std::runtime_error when the system has none.
class Randomness {
 public:
  void fill(std::uint8_t* to, std::size_t count) {
    if (left_ < count) refill();
    for (std::size_t i = 0; i < count; ++i) to[i] = page_.at(--left_);
  }

 private:
  void refill() {
    for (std::size_t got = 0; got < page_.size();) {
      auto const more = ::getrandom(page_.data() + got, page_.size() - got, 0);
      if (more < 0) throw std::runtime_error{"getrandom failed"};
      got += static_cast<std::size_t>(more);
    }
    left_ = page_.size();
  }
  std::array<std::uint8_t, 4096> page_{};
  std::size_t left_ = 0;
};

}  // namespace airut::model
