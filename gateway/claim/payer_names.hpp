#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace airut::gateway {

// Beginnings under which a payer's name may stand among buyers: two words of it in any order, which
// find the very debtor among many with his first name, then each word. Of four words of at least
// three letters.
std::vector<std::string> name_beginnings(std::string_view payer_name);

}  // namespace airut::gateway
