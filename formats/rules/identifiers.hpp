#pragma once

#include <string_view>

// Shapes and check digits of identifiers that Peppol's rules look at, beside those of
// formats/model/party_id.hpp. All take the identifier as it stands, without its scheme.
namespace airut::rules {

bool all_digits(std::string_view text);  // at least one

bool is_gs1_number(std::string_view text);       // digits of any length, the last GS1's (0088)
bool is_organisation_se(std::string_view text);  // 10 digits, Luhn (scheme 0007)
bool is_cvr_dk(std::string_view text);           // 8 digits, with or without DK (0184)
bool is_se_number_dk(std::string_view text);     // DK and 8 digits (0198)
bool is_p_number_dk(std::string_view text);      // 10 digits (0096)
bool is_enterprise_be(std::string_view text);    // 10 digits, 97 - first eight mod 97 (0208)
bool is_business_au(std::string_view text);      // ABN, 11 digits mod 89 (0151)
bool is_kvk_nl(std::string_view text);           // 8 digits (0106)
bool is_oin_nl(std::string_view text);           // 20 digits (0190)
bool is_vat_nl(std::string_view text);           // NL, 9 digits, B, 2 digits (9944)
bool is_branch_nl(std::string_view text);        // 12 digits (0217)
bool is_office_it(std::string_view text);        // Codice IPA, 6 letters or digits (0201)
bool is_tax_code_it(std::string_view text);  // Codice fiscale, 16 characters or 11 digits (0210)
bool is_vat_it(std::string_view text);       // IT and 11 digits with their check digit (0211)
bool is_tin_gr(std::string_view text);       // 9 digits, weights of two's powers (9933)
bool is_greek_vat(std::string_view text);    // EL and the 9 digits of a TIN
bool is_vat_no(std::string_view text);       // NO, organisation number, MVA
bool is_vat_fi(std::string_view text);       // FI and the 8 digits of a business id

}  // namespace airut::rules
