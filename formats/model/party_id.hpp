#pragma once

#include <string>
#include <string_view>

namespace airut::model {

// Check digits of the identifiers that Nordic invoices carry. All take machine form.

bool is_business_id_fi(std::string_view text);   // Y-tunnus 1234567-1
bool is_organisation_no(std::string_view text);  // Norwegian organisasjonsnummer, 9 digits MOD11
bool is_ovt(std::string_view text);              // 0037 + 8 digits of a Y-tunnus + 0-5 characters
bool is_account_no(std::string_view text);       // Norwegian BBAN, 11 digits MOD11
bool is_iban(std::string_view text);             // ISO 13616: length by country, mod 97
bool is_bic(std::string_view text);              // ISO 9362: 8 or 11 characters
bool is_gln(std::string_view text);              // GS1 GLN, 13 digits

// FI2112345600000785 -> "FI21 1234 5600 0007 85"; a Norwegian account -> "1234 56 78903".
std::string iban_printed(std::string_view iban);
// NO9386011117947 -> 86011117947; empty for other countries.
std::string account_no_of_iban(std::string_view iban);

}  // namespace airut::model
