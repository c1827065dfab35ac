#include "gateway/dispatch/pair.hpp"

#include <algorithm>

#include "gateway/route/routing.hpp"

namespace airut::gateway {
namespace {

constexpr int deliveries_most = 200;

std::vector<ledger::DeliveryRow> deliveries_of(ledger::Snapshot& view,
                                               ledger::DeliveryRow const& one) {
  ledger::DeliveryFilter filter;
  filter.invoice_id = one.invoice_id;
  return ledger::list_deliveries(view, one.tenant, filter, {deliveries_most, ""}).rows;
}

}  // namespace

bool is_of_invoice(ledger::DeliveryRow const& delivery) {
  auto const& kind = delivery.document_kind;
  return kind == "invoice" || kind == claim_kind || kind == copy_kind;
}

// A half that is held for a person has said no, unless nobody knows whether it arrived.
Half half_of(ledger::DeliveryRow const& delivery) {
  auto const& state = delivery.state;
  if (delivery.doubtful || state == "unknown") return Half::unknown;
  if (state == "sent" || state == "delivered") return Half::accepted;
  bool const by_caller = delivery.last_code.empty() || delivery.last_code == "route.held_by_caller";
  bool const said_no = state == "held" && !by_caller;
  bool const ended = state == "rerouted" || state == "failed" || state == "cancelled";
  return said_no || ended ? Half::refused : Half::waiting;
}

std::optional<ledger::DeliveryRow> claim_beside(ledger::Snapshot& view,
                                                ledger::DeliveryRow const& invoice) {
  auto rows = deliveries_of(view, invoice);  // newest first
  auto const found = std::find_if(rows.begin(), rows.end(), [](ledger::DeliveryRow const& one) {
    return one.document_kind == claim_kind;
  });
  if (found == rows.end()) return std::nullopt;
  return std::move(*found);
}

std::optional<ledger::DeliveryRow> invoice_beside(ledger::Snapshot& view,
                                                  ledger::DeliveryRow const& claim) {
  auto rows = deliveries_of(view, claim);
  auto const found = std::find_if(rows.begin(), rows.end(), [](ledger::DeliveryRow const& one) {
    return one.document_kind == "invoice";
  });
  if (found == rows.end()) return std::nullopt;
  return std::move(*found);
}

config::PairAction pair_action(ledger::Snapshot& view, ledger::DeliveryRow const& invoice,
                               config::Codes const& codes) {
  if (invoice.document_kind != "invoice" || invoice.format != "efaktura") return {};
  auto const claim = claim_beside(view, invoice);
  // A claim is cancelled when nothing is to be collected; and a delivery that was made after its
  // refusal promises nothing.
  if (!claim || claim->state == "cancelled" || invoice.reason == "claim-refused") return {};
  auto action = codes.pair_action(half_of(*claim), half_of(invoice));
  // What is not sealed yet will be made as the claim stands then.
  bool const open = half_of(invoice) == Half::waiting && invoice.payload_digest.empty();
  return open ? config::PairAction{} : action;
}

}  // namespace airut::gateway
