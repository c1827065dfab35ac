#pragma once

#include <cstdint>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::tests {

// "2026-03-02".
inline model::Date day(std::string_view text) { return *model::parse_date(text); }

inline model::Money euro(std::int64_t minor) { return {minor, model::Currency{}}; }

}  // namespace airut::tests
