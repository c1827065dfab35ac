#pragma once

#include "formats/model/date.hpp"

namespace airut::tests {

// "2026-03-02".
inline model::Date day(char const* text) { return *model::parse_date(text); }

}  // namespace airut::tests
