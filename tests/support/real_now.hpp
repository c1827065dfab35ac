#pragma once

#include <chrono>

#include "formats/model/date.hpp"

namespace airut::tests {

// The calendar of this machine.
inline model::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace airut::tests
