#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace airut::ledger {

// What a payment without a usable reference tells about what it pays.

// Reference keys (model::reference_match_key) that one slip of the pen away from this one: a digit
// wrong, missing, too many, or two neighbours swapped. Those whose check digit is right come from
// the caller's look-up: only real references are found. Digits only; empty for anything else.
std::vector<std::string> slips_of(std::string_view reference_key);

// Words of the payer's free text that may be an invoice number, a customer number or a reference:
// runs of letters, digits and "-/." with at least four digits, as written and without what is no
// digit. Each once, in their order, at most 32.
std::vector<std::string> numbers_in(std::vector<std::string> const& texts);

// How alike two names are, 0 to 100: the words they share, whatever their order, case, accents of
// the region's letters and legal form (Oy, AS, AB ...). 100: the same words.
int likeness(std::string_view a, std::string_view b);
constexpr int likeness_of_one = 80;  // from there on two names are taken for one payer's

// Words of a name as likeness() compares them: folded, without legal forms.
std::vector<std::string> name_words(std::string_view name);

}  // namespace airut::ledger
