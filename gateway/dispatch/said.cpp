#include "gateway/dispatch/said.hpp"

#include <algorithm>

#include "ledger/journal/fact.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {

bool was_said(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
              std::string_view native_code) {
  constexpr int all = 100'000;
  auto const kind = ledger::fact_kind(ledger::DeliveryChanged{});
  auto const events = ledger::events_of_invoice(view, delivery.tenant, delivery.invoice_id, 0, all);
  return std::any_of(events.begin(), events.end(), [&](ledger::StoredEvent const& stored) {
    if (stored.kind != kind) return false;
    auto const fact = ledger::decode(stored.kind, stored.event.body, "");
    auto const* change = fact ? std::get_if<ledger::DeliveryChanged>(&*fact) : nullptr;
    return change != nullptr && change->delivery_id == delivery.id &&
           change->native_code == native_code;
  });
}

}  // namespace airut::gateway
