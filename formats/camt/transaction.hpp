#pragma once

#include <optional>
#include <string_view>

#include "formats/model/bank_entry.hpp"
#include "formats/xml/document.hpp"

// How camt spells its values.
namespace airut::camt {

// A day, alone or at the beginning of a moment.
std::optional<model::Date> day_of(std::string_view text);
std::optional<model::Date> date_of(xml::Element element);  // Dt or DtTm
std::optional<model::Money> amount_of(xml::Element element);
// Max15NumericText, "001"; -1, which no count is, for what is none.
std::int64_t count_of(std::string_view text);

// Whether the bank tells the sum of this one transaction.
bool tells_amount(xml::Element details);

// A TxDtls as an entry of its own; what it does not tell is the surrounding entry's.
model::BankEntry transaction_of(xml::Element details, model::BankEntry const& entry);

}  // namespace airut::camt
