#pragma once

#include <string>
#include <string_view>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/submission.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// The letter that heads a sheet: its first that has not been withdrawn, by whose invoice the sheet
// is addressed, numbered and paid; its first of all when none is left. A letter alone heads itself.
// Throws std::runtime_error when the store has lost it.
ledger::LetterRow leading_letter(ledger::Snapshot& view, std::string_view tenant,
                                 std::string_view letter_id);

// The letter that a delivery of kind reminder or collection_order carries, with what is open now:
// all invoices of its sheet, and the instalments of a plan on the days to which rests had moved
// them by the letter's day. submission: of the leading letter's invoice.
// Throws std::runtime_error when the store has lost the letter.
model::Letter letter_document(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                              model::Submission const& submission, config::Client const& client,
                              config::Law const& law);

// A collection order as JSON: creditor, debtor, invoice, each component apart, the letters before
// it.
std::string collection_order_json(model::Letter const& letter, model::Invoice const& invoice);

}  // namespace airut::gateway
