#pragma once

#include <string>
#include <string_view>

#include "formats/bank_files/bank_files.hpp"

namespace airut::tests {

// The first fault's code; "" for a file that is read.
inline std::string refusal(std::string_view bytes) {
  auto const file = bank_files::read(bytes);
  return file ? "" : file.error().front().code;
}

}  // namespace airut::tests
