#include "gateway/avtalegiro/close_claims.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "gateway/avtalegiro/tell.hpp"
#include "gateway/claim/civil_day.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

constexpr int at_once = 200;

// The last due day after which so many banking days have passed.
model::Date silent_since(ClearingContext const& context) {
  auto const today = civil_day("NO", context.now);
  auto const rule = context.law.clearing().rule(avtalegiro_scheme, "payment_seen", today);
  if (!rule) throw std::runtime_error{rule.error()};
  auto due = today;
  for (;;) {
    auto const passed = context.law.banking_days("NO", due, today);
    if (!passed) throw std::runtime_error{passed.error()};
    if (*passed > rule->value) return due;
    due -= std::chrono::days{1};
  }
}

}  // namespace

std::vector<ledger::DebitClaimRow> unpaid_claims(ledger::Snapshot& view,
                                                 ClearingContext const& context) {
  return ledger::overdue_claims(view, context.tenant, context.channel, silent_since(context),
                                at_once);
}

int tell_unpaid(ledger::Transaction& tx, ClearingContext const& context) {
  int told = 0;
  for (auto const& claim : unpaid_claims(tx, context)) {
    auto const invoice = ledger::find_invoice(tx, context.tenant, claim.invoice_id);
    tx.append(context.tenant, context.actor, context.now,
              ledger::DebitClaimChanged{claim.id, claim.invoice_id, "unpaid", "not-seen"});
    // About no invoice: an open deviation about one would stop its reminders.
    open_trouble(tx, context,
                 {"avtalegiro.not_seen_paid", claim.id,
                  fmt::format("{} KID {} due {}", invoice ? invoice->number : "", claim.kid,
                              model::date_text(claim.due)),
                  claim.client, ""});
    ++told;
  }
  return told;
}

}  // namespace airut::gateway
