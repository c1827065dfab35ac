#pragma once

#include <optional>

#include "config/codes.hpp"
#include "ledger/store/deliveries.hpp"

// A claim for a direct debit (AvtaleGiro) and the invoice that tells the payer of it (eFaktura) are
// one delivery for people and two for the machine: each is submitted by itself and has its own
// state. The claim's document_kind is "claim". What one half's end means for the other stands in
// config/tables/pair_outcomes.tsv.
namespace airut::gateway {

using config::Half;

inline constexpr std::string_view claim_kind = "claim";

// The invoice itself, or what goes beside it: no letter.
bool is_of_invoice(ledger::DeliveryRow const& delivery);

// How one half stands, by its delivery.
Half half_of(ledger::DeliveryRow const& delivery);

// The newest claim beside an invoice's delivery, if it has one; and the delivery of the invoice
// that is beside a claim now.
std::optional<ledger::DeliveryRow> claim_beside(ledger::Snapshot& view,
                                                ledger::DeliveryRow const& invoice);
std::optional<ledger::DeliveryRow> invoice_beside(ledger::Snapshot& view,
                                                  ledger::DeliveryRow const& claim);

// What the table says of the pair that this invoice's delivery is in; nothing when it is in none,
// or when its channel shows no collection.
config::PairAction pair_action(ledger::Snapshot& view, ledger::DeliveryRow const& invoice,
                               config::Codes const& codes);

}  // namespace airut::gateway
