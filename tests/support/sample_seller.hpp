#pragma once

#include <string_view>

namespace airut::tests {

// The seller and account of a Finnish billing client, as they stand below a [[tenant.client]].
inline constexpr std::string_view sample_seller = R"([tenant.client.seller]
name = "Mallisiivous Oy"
legal_id = "2617416-4"
legal_id_scheme = "0212"
vat_id = "FI26174164"
electronic_address = "003726174164"
electronic_address_scheme = "0216"
intermediary = "003721291126"
[tenant.client.seller.address]
line1 = "Siivouskuja 2"
postal_code = "33100"
city = "Tampere"
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
bic = "NDEAFIHH"
)";

}  // namespace airut::tests
