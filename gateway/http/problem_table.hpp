#pragma once

#include <string_view>

namespace airut::gateway::http {

// Tables of config/tables as they stood when the program was built.
std::string_view problem_table();  // problems.tsv
std::string_view remedy_table();   // remedies.tsv

// What to do about a problem, in fi, sv, nb or en; "" when it is none of ours.
std::string_view problem_remedy(std::string_view code, std::string_view language);

}  // namespace airut::gateway::http
