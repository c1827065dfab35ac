#pragma once

#include <string_view>

namespace airut::gateway {

// config/tables/reasons.tsv as it stood when the program was built.
std::string_view reason_table();

}  // namespace airut::gateway
