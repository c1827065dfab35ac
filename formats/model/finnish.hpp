#pragma once

#include <string>
#include <string_view>

#include "formats/model/invoice.hpp"

// What Finnish documents leave out because it goes without saying in Finland.
namespace airut::model {

// The country of a party that names none: FI, unless its VAT id is of another country or it names
// its country in words, which are not of Finland; empty then.
std::string country_meant(Party const& party, std::string_view country_in_words);

// "FI12345671" for a business id that stands where the VAT id should ("1234567-1", "12345671");
// anything else as it is.
std::string vat_id_meant(std::string vat_id);

}  // namespace airut::model
