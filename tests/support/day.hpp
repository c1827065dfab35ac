#pragma once

#include <string_view>

#include "formats/model/date.hpp"

namespace airut::tests {

// "2026-03-02".
inline model::Date day(std::string_view text) { return *model::parse_date(text); }

}  // namespace airut::tests
