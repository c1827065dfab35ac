#include "gateway/dispatch/one_by_one.hpp"

#include "gateway/dispatch/seal.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {
namespace {

bool takes_one_by_one(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known != nullptr && std::holds_alternative<config::BankWsSettings>(known->transport);
}

std::size_t files_in(ledger::Snapshot& view, std::string const& digest) {
  auto const seal = ledger::find_document(view, digest);
  return seal ? sealed_files(seal->bytes).size() : 1;
}

}  // namespace

FileCount count_files(ledger::Snapshot& view, Billers const& billers,
                      ledger::DeliveryRow const& delivery) {
  constexpr int all_events = 100'000;
  FileCount count;
  if (delivery.payload_digest.empty() || !takes_one_by_one(billers, delivery.channel)) return count;
  count.all = files_in(view, delivery.payload_digest);
  if (count.all < 2) return count;
  auto const kind = ledger::fact_kind(ledger::DeliveryChanged{});
  auto const events =
      ledger::events_of_invoice(view, delivery.tenant, delivery.invoice_id, 0, all_events);
  for (auto const& stored : events) {
    if (stored.kind != kind) continue;
    auto const fact = ledger::decode(stored.kind, stored.event.body, "");
    auto const* change = fact ? std::get_if<ledger::DeliveryChanged>(&*fact) : nullptr;
    if (change == nullptr || change->delivery_id != delivery.id) continue;
    if (change->event == file_handed_over || change->event == file_found_there) ++count.taken;
    if (change->event == "negative_feedback") count.taken = 0;
  }
  return count;
}

}  // namespace airut::gateway
