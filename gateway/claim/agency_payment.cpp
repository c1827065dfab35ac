#include "gateway/claim/agency_payment.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/claim/fix_interest.hpp"
#include "gateway/dispatch/new_deviation.hpp"

namespace airut::gateway {
namespace {

namespace collection = ledger::collection;

std::optional<CaseRefusal> refusal_of(CaseNews const& news, model::Currency currency) {
  if (!news.paid || news.report_id.empty()) {
    return CaseRefusal{"required", "A payment is told with report_id and its amounts."};
  }
  auto const& paid = *news.paid;
  for (auto const* sum : {&paid.principal, &paid.interest, &paid.fee, &paid.cost}) {
    if (sum->currency() != currency) {
      return CaseRefusal{"wrong-value", "An amount is in another currency than the claim."};
    }
    if (sum->is_negative()) return CaseRefusal{"wrong-value", "An amount is negative."};
  }
  if (paid.total().is_zero()) {
    return CaseRefusal{"required", "The payment is of nothing."};
  }
  return std::nullopt;
}

// What of the reported split fits into what is open.
std::vector<ledger::AllocatedPart> fitting(ledger::CaseRow const& row,
                                           ledger::Components const& paid) {
  std::vector<ledger::AllocatedPart> parts;
  auto const add = [&](char const* name, model::Money const& sum, model::Money const& open) {
    auto const fits = std::min(sum, open);
    if (!fits.is_zero()) parts.push_back({row.receivable_id, row.invoice_id, name, fits});
  };
  add("principal", paid.principal, row.open.principal);
  add("interest", paid.interest, row.open.interest);
  add("fee", paid.fee, row.open.fee);
  add("cost", paid.cost, row.open.cost);
  return parts;
}

void tell_late(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row,
               CaseNews const& news, model::Money const& amount) {
  auto const& code = context.codes.find("collection.paid_after_close");
  auto fact = new_deviation(code, row.partner, context.now);
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.channel = row.partner;
  fact.personal_excerpt = fmt::format("{}: {} {}", news.report_id, amount.text(), row.state);
  tx.append(context.tenant, context.actor, context.now, fact);
}

// The case with the interest that runs until the day, when that is what is missing.
ledger::CaseRow with_interest(ledger::Transaction& tx, DayContext const& context,
                              ledger::CaseRow const& row, ledger::Components const& paid,
                              model::Date day) {
  if (paid.interest <= row.open.interest || collection::is_closed(row.state)) return row;
  auto const item = ledger::find_receivable(tx, context.tenant, row.receivable_id);
  ClaimContext const claim{context.billers, context.law, context.tenant, context.actor,
                           context.now};
  if (!item || !fix_interest(tx, claim, *item, day, {"collection-agency", {}})) return row;
  return *ledger::find_case(tx, context.tenant, row.id);
}

}  // namespace

std::optional<CaseRefusal> lay_report(ledger::Transaction& tx, DayContext const& context,
                                      ledger::CaseRow const& row, CaseNews const& news,
                                      model::Date day) {
  if (auto why = refusal_of(news, row.open.principal.currency())) return why;
  auto const& paid = *news.paid;
  auto const now = with_interest(tx, context, row, paid, day);
  bool const late = collection::is_closed(row.state);
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", context.now);
  fact.client = row.client;
  fact.fingerprint = fmt::format("agency {} {}", row.id, news.report_id);
  fact.value_date = day;
  fact.funds = "agency";
  // A client may have none in its settings any more, or not yet.
  fact.partner = row.partner.empty() ? "agency" : row.partner;
  fact.settlement_id = news.settlement_id;
  fact.rule = "collection-agency";
  fact.explanation = late ? fmt::format("The agency reported it after the case was {}.", row.state)
                          : "The agency reported it with its split.";
  fact.amount = fact.unallocated = paid.total();
  fact.parts = fitting(now, paid);
  for (auto const& part : fact.parts) fact.unallocated -= part.amount;
  if (!fact.unallocated.is_zero())
    fact.unallocated_reason = late ? "case-closed" : "more-than-open";
  tx.append(context.tenant, context.actor, context.now, fact);
  if (late) tell_late(tx, context, row, news, fact.amount);
  return std::nullopt;
}

}  // namespace airut::gateway
