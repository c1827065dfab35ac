#pragma once

#include <cstdint>
#include <string_view>

#include "tests/support/gateway.hpp"

namespace airut::tests {

// How many rows a list has.
inline std::size_t row_count(Answer const& answer) {
  return answer.body.at("data").as_array().size();
}

// A number that an answer tells.
inline std::int64_t count_in(Answer const& answer, std::string_view member) {
  return answer.body.at(member).as_int64();
}

}  // namespace airut::tests
