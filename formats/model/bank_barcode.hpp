#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "formats/model/reference.hpp"

namespace airut::model {

// The 54 digits of the Finnish bank bar code (Finance Finland, "Pankkiviivakoodi"; printed as
// Code 128 C, carried by Finvoice as VirtualBankBarcode): version 4 for a viitenumero, 5 for an RF
// reference. An amount of a million or more is written as zeros, as the standard says, and so is
// an absent due date. nullopt for what the code cannot say: another country's account, another
// currency, a negative sum, another kind of reference or an RF with letters.
std::optional<std::string> bank_barcode(std::string_view iban, Money const& due,
                                        Reference const& reference, std::optional<Date> due_date);

}  // namespace airut::model
