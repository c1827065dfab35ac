#include "gateway/claim/fix_interest.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "gateway/claim/letter_fact.hpp"

namespace airut::gateway {
namespace dunning = ledger::dunning;

std::optional<ledger::Interest> run_until(ledger::Snapshot& view, ClaimContext const& context,
                                          ledger::ReceivableRow const& item,
                                          config::Client const& client, model::Date until) {
  auto const customer = customer_of(item, client);
  auto const rules = context.law.reminders(customer.country, customer.debtor, until);
  if (!rules || !item.sent_on) return std::nullopt;
  auto facts = facts_of(view, item, client);
  facts.agreed_rate_millionths = agreed_rate(view, item);
  auto const free_until = dunning::interest_free_until(facts, customer, *rules, context.law);
  if (!free_until) return std::nullopt;
  auto const from =
      std::max(*free_until, item.interest_until.value_or(*free_until)) + std::chrono::days{1};
  if (from > until) return std::nullopt;
  auto const sum = ledger::added_interest(facts.history, *free_until + std::chrono::days{1}, from,
                                          until, dunning::rates_for(facts, customer, context.law));
  return sum ? std::optional{*sum} : std::nullopt;
}

std::optional<model::Money> fix_interest(ledger::Transaction& tx, ClaimContext const& context,
                                         ledger::ReceivableRow const& item, model::Date until,
                                         FixingGround const& ground) {
  auto const* client = context.billers.client(context.tenant, item.client);
  if (client == nullptr) return std::nullopt;
  auto const sum = run_until(tx, context, item, *client, until);
  if (!sum || sum->amount.is_zero()) return std::nullopt;
  ledger::ReceivableAdjusted fact;
  fact.adjustment_id = model::new_id("adj", context.now);
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.kind = "interest";
  fact.reason = ground.reason;
  fact.source = ground.source;
  fact.effective = until;
  fact.parts = {{item.id, item.invoice_id, "interest", -sum->amount}};
  fact.interest_from = sum->first;
  fact.interest_until = sum->last;
  fact.interest_rates = rates_text(sum->spans);
  tx.append(context.tenant, context.actor, context.now, fact);
  return sum->amount;
}

}  // namespace airut::gateway
