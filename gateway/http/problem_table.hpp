#pragma once

#include <string_view>

namespace airut::gateway::http {

// config/tables/problems.tsv as it stood when the program was built.
std::string_view problem_table();

}  // namespace airut::gateway::http
