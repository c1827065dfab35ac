#pragma once

#include "config/codes.hpp"
#include "formats/json/writer.hpp"
#include "gateway/claim/after_letter.hpp"
#include "gateway/deviations/actions.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"

// How rows look in the API, one function an object.
namespace airut::gateway::api {

// With its current delivery and the standing of its claim, where it has them.
void write_invoice(json::Writer& out, ledger::Snapshot& view, ledger::InvoiceRow const& row);
void write_delivery(json::Writer& out, ledger::DeliveryRow const& row);
void write_attempt(json::Writer& out, ledger::AttemptRow const& row);
// actions: only for the single object.
void write_deviation(json::Writer& out, ledger::DeviationRow const& row, config::Codes const& codes,
                     std::string_view language, std::vector<ActionOffer> const& actions = {});
// uncharged: what of interest no letter has asked for yet, where that is asked.
void write_receivable(json::Writer& out, ledger::ReceivableRow const& row,
                      std::optional<UnchargedInterest> const& uncharged = {});
void write_entry(json::Writer& out, ledger::EntryRow const& row);
void write_letter(json::Writer& out, ledger::LetterRow const& row);
void write_payment(json::Writer& out, ledger::PaymentRow const& row);

}  // namespace airut::gateway::api
