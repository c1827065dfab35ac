#include "gateway/dispatch/unopened.hpp"

#include <algorithm>

#include "gateway/claim/civil_day.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::hours shortest{24};  // also what is due soon lies a day

bool is_portal(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known != nullptr && std::holds_alternative<config::PortalSettings>(known->transport);
}

// The day on which it is to be paid; nullopt when there is nothing to pay.
std::optional<model::Date> owed_on(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  auto const invoice = ledger::find_invoice(view, delivery.tenant, delivery.invoice_id);
  if (!invoice || invoice->status == "cancelled" || invoice->type == "credit_note")
    return std::nullopt;
  if (invoice->due.minor() <= 0) return std::nullopt;
  if (invoice->receivable_id.empty()) return invoice->due_date;
  auto const item = ledger::find_receivable(view, delivery.tenant, invoice->receivable_id);
  if (!item) return invoice->due_date;
  if (item->principal.minor() <= 0) return std::nullopt;
  return item->due_date;
}

// The first moment of the day that is so long before the due day.
std::optional<model::Instant> open_by(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                                      StepContext const& context) {
  auto const before = -context.codes.timers(delivery.channel).silence;
  bool const asked = before.count() > 0 && is_portal(context.billers, delivery.channel);
  if (!asked || delivery.document_kind != "invoice") return std::nullopt;
  auto const due = owed_on(view, delivery);
  if (!due) return std::nullopt;
  auto const* tenant = context.billers.tenant(delivery.tenant);
  auto const day = *due - std::chrono::floor<std::chrono::days>(before);
  return civil_moment(tenant ? tenant->country : std::string{}, day, std::chrono::minutes{0});
}

}  // namespace

std::optional<model::Instant> reader_timer(ledger::Snapshot& view,
                                           ledger::DeliveryRow const& delivery,
                                           StepContext const& context) {
  auto const by = open_by(view, delivery, context);
  if (!by) return std::nullopt;
  return std::max<model::Instant>(*by, context.now + shortest);
}

bool waits_for_reader(ledger::DeliveryRow const& delivery, StepContext const& context) {
  return is_portal(context.billers, delivery.channel) &&
         context.codes.timers(delivery.channel).silence.count() <= 0;
}

Step after_unopened(ledger::Snapshot& view, ledger::DeliveryRow const& delivery, Rules const& rules,
                    StepContext const& context) {
  auto const by = open_by(view, delivery, context);
  if (by && *by <= context.now)
    return after_feedback(delivery, "portal.not_opened", rules, context.now);
  auto step = after_note(delivery);
  step.next_at.reset();  // what holds by now is put there as it is kept
  return step;
}

}  // namespace airut::gateway
