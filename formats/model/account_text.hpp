#pragma once

#include <string>
#include <string_view>

namespace airut::model {

// An account as machines write it: an IBAN without blanks and in upper case (ISO 13616
// section 6.1), a national number without blanks. Other text stays as it is.
std::string account_text(std::string_view written);

}  // namespace airut::model
