#include <algorithm>

#include "ledger/audit/claims.hpp"

// When claims rested, by what is about them and what is about their customer.
namespace airut::ledger::audit {

bool Claims::CustomerRest::covers(Claim const& claim) const {
  auto const& invoice = claim.invoice;
  return client == invoice.client && customer_number == invoice.customer_number &&
         (!currency || *currency == invoice.due.currency());
}

void Claims::rest_customer(DeviationOpened const& fact, model::Date day) {
  bool const credit = fact.code == "claim.credit_waits";
  if (!credit && fact.code != "print.returned_deceased") return;
  auto const note = notes_.find(fact.invoice_id);
  auto const* claim = of_invoice(fact.invoice_id);
  if (claim == nullptr && note == notes_.end()) return;
  auto const& invoice = claim != nullptr ? claim->invoice : note->second;
  if (invoice.customer_number.empty()) return;  // names are not in the hashed journal
  auto const currency = credit ? std::optional{invoice.due.currency()} : std::nullopt;
  customer_rests_[fact.deviation_id] = {
      invoice.client, invoice.customer_number, currency, {day, std::nullopt}};
}

bool Claims::rests_with_customer(Claim const& claim) const {
  return std::any_of(customer_rests_.begin(), customer_rests_.end(), [&](auto const& one) {
    return !one.second.rested.last && one.second.covers(claim);
  });
}

std::vector<Rested> Claims::rests(Claim const& claim) const {
  auto all = claim.rests;
  if (claim.pause) all.push_back(*claim.pause);
  for (auto const& [id, day] : claim.deviations) all.push_back({day, std::nullopt});
  for (auto const& [id, one] : customer_rests_)
    if (one.covers(claim)) all.push_back(one.rested);
  auto const holds = holds_.find({claim.invoice.client, claim.invoice.customer_number});
  if (holds != holds_.end()) all.insert(all.end(), holds->second.begin(), holds->second.end());
  return all;
}

void Claims::on(CustomerTermsSet const& fact, model::Date day) {
  terms_[{fact.client, fact.customer_number}] = fact;
  auto& holds = holds_[{fact.client, fact.customer_number}];
  auto const before = day - std::chrono::days{1};
  if (!holds.empty()) holds.back().last = std::min(holds.back().last.value_or(before), before);
  if (!fact.stopped.empty()) {
    holds.push_back({day, std::nullopt});
  } else if (!fact.hold_reason.empty()) {
    holds.push_back({day, fact.hold_until});
  }
}

}  // namespace airut::ledger::audit
