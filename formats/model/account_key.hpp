#pragma once

#include <string>
#include <string_view>

namespace airut::model {

// Whether two spellings name one account: blanks and dots aside, an IBAN of Finland or Norway
// equals the national number in it.
std::string account_key(std::string_view account);  // one text for all spellings
bool same_account(std::string_view a, std::string_view b);

}  // namespace airut::model
