#pragma once

#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"

namespace airut::camt {

// ISO 20022 camt.053 (statement) and camt.054 (notification), versions 02 to 13, alone or in an
// envelope with a business application header. An entry with transaction details gives one entry a
// transaction; their amounts must sum to the entry's where all are told, else the entry is one
// lump; transactions in another currency or less charges stay one entry with all their references.
// Counts and balances must agree. Entries that are not booked are passed over. Entries are taken
// one by one as the XML is read: besides the file's value, memory does not grow with it. nullopt:
// well-formed XML that is something else.
std::optional<tl::expected<model::BankFile, model::Findings>> read(std::string_view bytes);

}  // namespace airut::camt
