#include "gateway/claim/day_run.hpp"

#include <algorithm>
#include <map>

#include "formats/model/ids.hpp"
#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/collection_case.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/hold.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/claim/letter_fact.hpp"
#include "gateway/claim/missing_law.hpp"
#include "gateway/claim/policies.hpp"
#include "gateway/claim/waking.hpp"
#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {
namespace {

namespace dunning = ledger::dunning;

dunning::Decision no_policy() {
  dunning::Decision decision;
  decision.reason_code = "no-policy";
  decision.reason = "The billing client has no such dunning policy.";
  return decision;
}

// The decision without regard to the customer's other items, or with the fee in another's letter.
DayDecision decide_alone(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                         DayContext const& context, std::string const& fee_with = "") {
  DayDecision one;
  one.item = row;
  one.decision = no_policy();
  auto const* client = context.billers.client(row.tenant, row.client);
  if (client == nullptr) return one;
  auto const name = policy_name_of(view, row, *client);
  one.policy = context.billers.policy(row.tenant, name, context.as_of);
  if (one.policy == nullptr) return one;
  auto facts = facts_of(view, row, *client);
  facts.fee_with = fee_with;
  one.customer = customer_of(view, row, *client);
  one.decision = dunning::decide(facts, one.customer, *one.policy, context.law, context.as_of);
  bool const letter =
      one.decision.action != dunning::Action::none || one.decision.reason_code == "missing-law-row";
  if (!letter) return one;
  // Only now is the document looked into: it may ask for another rate than the law.
  one.submission = std::make_shared<model::Submission const>(submission_for_letter(view, row));
  one.agreed_rate = facts.agreed_rate_millionths = agreed_rate(*one.submission);
  if (!one.agreed_rate) return one;
  one.decision = dunning::decide(facts, one.customer, *one.policy, context.law, context.as_of);
  return one;
}

ClaimContext claim_context(DayContext const& context) {
  return {context.billers, context.law, context.tenant, context.actor, context.now};
}

// The same, and nobody is reminded while his money waits.
DayDecision decide_for_day(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                           DayContext const& context, std::string const& fee_with = "") {
  auto one = decide_alone(view, row, context, fee_with);
  if (one.decision.action == dunning::Action::none) return one;
  auto const hold = money_hold(view, claim_context(context), row, context.as_of);
  if (!hold) return one;
  auto held = row;
  held.hold_reason = hold->reason;
  held.hold_until = hold->until;
  one = decide_alone(view, held, context, fee_with);
  one.item = row;
  one.waits_for = hold->reason;
  return one;
}

bool may_share(DayDecision const& one) {
  return one.policy != nullptr && one.policy->one_letter && !one.item.customer_number.empty() &&
         one.decision.action != dunning::Action::none &&
         one.decision.action != dunning::Action::collection_order;
}

bool same_sheet(DayDecision const& a, DayDecision const& b) {
  return may_share(a) && may_share(b) && a.decision.action == b.decision.action &&
         a.decision.announces_collection == b.decision.announces_collection &&
         a.item.principal.currency() == b.item.principal.currency() &&
         a.item.buyer_type == b.item.buyer_type && a.item.language == b.item.language;
}

constexpr int sheet_items_max = 50;

// The customer's items that go on one sheet with this one today, oldest first, itself among them.
std::vector<DayDecision> sheet_of(ledger::Snapshot& view, DayDecision one,
                                  DayContext const& context) {
  std::vector<DayDecision> sheet;
  if (!may_share(one)) {
    sheet.push_back(std::move(one));
    return sheet;
  }
  for (auto const& row : ledger::open_items_of_customer(
           view, context.tenant, one.item.client, one.item.customer_number, sheet_items_max)) {
    auto other = row.id == one.item.id ? one : decide_for_day(view, row, context);
    if (same_sheet(one, other)) sheet.push_back(std::move(other));
  }
  if (sheet.empty()) sheet.push_back(std::move(one));
  return sheet;
}

DayDecision decision_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                        DayContext const& context) {
  auto one = decide_for_day(view, row, context);
  if (!may_share(one)) return one;
  auto const sheet = sheet_of(view, one, context);
  if (sheet.front().item.id == row.id) return one;
  return decide_for_day(view, row, context, sheet.front().item.invoice_number);
}

ledger::LetterDecided letter_fact(DayDecision const& one, DayContext const& context,
                                  std::int64_t policy_version) {
  auto const& decision = one.decision;
  ledger::LetterDecided fact;
  fact.policy = one.policy->name;
  fact.policy_version = policy_version;
  fact.letter_id = model::new_id("ltr", context.now);
  fact.receivable_id = one.item.id;
  fact.invoice_id = one.item.invoice_id;
  fact.client = one.item.client;
  fact.kind = dunning::action_text(decision.action);
  fact.round = decision.round;
  fact.day = decision.day;
  fact.deadline = decision.deadline;
  fact.principal_open = decision.principal;
  fact.fee = decision.fee;
  fact.interest = decision.interest;
  fact.cost = decision.cost;
  fact.interest_rates = rates_text(decision.interest_rates);
  fact.country = one.customer.country;
  fact.debtor = config::debtor_text(one.customer.debtor);
  if (one.agreed_rate) {
    fact.agreed_percent = model::Decimal{*one.agreed_rate, 4}.text_shortest();
  }
  fact.interest_from = decision.interest_from;
  fact.interest_until = decision.interest_until;
  fact.interest_percent = decision.interest_percent;
  fact.proof = proof_text(decision.proof, one.customer);
  fact.announces_collection = decision.announces_collection;
  auto const* client = context.billers.client(context.tenant, one.item.client);
  bool const shows_several = client != nullptr && !one.item.more_accounts.empty();
  if (shows_several) fact.bank_accounts = accounts_asked(one.item, *client);
  return fact;
}

}  // namespace

std::vector<std::int64_t> day_items(ledger::Snapshot& view, DayContext const& context) {
  auto const awake = wakings(context.billers, context.tenant, context.as_of);
  return ledger::dunning_candidates(view, context.tenant, awake);
}

std::vector<std::span<std::int64_t const>> stretches(std::vector<std::int64_t> const& items) {
  constexpr std::size_t items_at_once = 500;
  std::vector<std::span<std::int64_t const>> all;
  for (std::span<std::int64_t const> left{items}; !left.empty();) {
    all.push_back(left.first(std::min(items_at_once, left.size())));
    left = left.subspan(all.back().size());
  }
  return all;
}

std::vector<DayDecision> decide_stretch(ledger::Snapshot& view, DayContext const& context,
                                        std::span<std::int64_t const> items) {
  std::vector<DayDecision> decisions;
  decisions.reserve(items.size());
  for (auto const& row : ledger::receivables_at(view, context.tenant, items)) {
    decisions.push_back(decision_of(view, row, context));
    decisions.back().submission.reset();  // nothing is sent
  }
  return decisions;
}

namespace {

// Appends the letters of one walk: each policy is recorded once, each sheet leaves as one.
class Letters {
 public:
  Letters(ledger::Transaction& tx, DayContext const& context) : tx_(tx), context_(context) {}

  // Returns whether a delivery waits.
  bool send(std::vector<DayDecision> const& sheet) {
    std::optional<ledger::LetterDecided> first;
    for (auto const& one : sheet) {
      auto fact = letter_fact(one, context_, version_of(*one.policy));
      if (sheet.size() > 1) fact.sheet_id = first ? first->letter_id : fact.letter_id;
      fact.consent_on = demand_consent(tx_, context_, fact, one.item.customer_number);
      tx_.append(context_.tenant, context_.actor, context_.now, fact);
      if (one.item.approved && announces_first(one)) approve_again(one);
      if (fact.kind == "collection_order") order_case(tx_, context_, one.item, fact.letter_id);
      if (!first) first = std::move(fact);
    }
    return route_letter(tx_, *first, context_, *sheet.front().submission,
                        {step_of(sheet.front()).channels});
  }

 private:
  static config::DunningStep const& step_of(DayDecision const& one) {
    return one.policy->steps.at(static_cast<std::size_t>(one.decision.step) - 1);
  }
  // A reminder that had to go before the collection that the policy has next.
  static bool announces_first(DayDecision const& one) {
    return step_of(one).action == "collection_order" &&
           one.decision.action != dunning::Action::collection_order;
  }
  // Whoever approved collection did not ask for the letter alone, which takes the approval.
  void approve_again(DayDecision const& one) {
    ledger::ReceivablePaused fact;
    fact.receivable_id = one.item.id;
    fact.invoice_id = one.item.invoice_id;
    fact.action = "approve";
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }
  std::int64_t version_of(config::DunningPolicy const& policy) {
    auto& version = versions_[&policy];
    if (version == 0) {
      version = record_policy(tx_, context_.tenant, context_.actor, context_.now, policy);
    }
    return version;
  }

  ledger::Transaction& tx_;
  DayContext const& context_;
  std::map<config::DunningPolicy const*, std::int64_t> versions_;
};

// The items on the sheet after the first carry no fee of their own.
std::vector<DayDecision> decided_sheet(ledger::Snapshot& view, DayDecision one,
                                       DayContext const& context) {
  auto sheet = sheet_of(view, std::move(one), context);
  for (std::size_t i = 1; i < sheet.size(); ++i) {
    sheet[i] = decide_alone(view, sheet[i].item, context, sheet.front().item.invoice_number);
  }
  return sheet;
}

}  // namespace

DayWork run_stretch(ledger::Transaction& tx, DayContext const& context,
                    std::span<std::int64_t const> items) {
  DayWork work;
  work.decisions.reserve(items.size());
  Letters letters{tx, context};
  for (auto& row : ledger::receivables_at(tx, context.tenant, items)) {
    if (row.credit_balance.minor() > 0) {
      use_own_credit(tx, claim_context(context), row.id);
      row = *ledger::find_receivable(tx, context.tenant, row.id);
    }
    auto one = decide_for_day(tx, row, context);
    if (!one.waits_for.empty()) hold_item(tx, claim_context(context), row.id, one.waits_for);
    if (one.decision.pending == dunning::Action::collection_order) {
      propose_case(tx, context, row);
    }
    if (one.decision.action == dunning::Action::none) {
      work.decisions.push_back(std::move(one));
      continue;
    }
    auto sheet = decided_sheet(tx, std::move(one), context);
    work.queued |= letters.send(sheet);
    for (auto& sent : sheet) {
      sent.submission.reset();  // it is on its way
      work.decisions.push_back(std::move(sent));
    }
  }
  tell_silent_accounts(tx, context, work.decisions);
  tell_missing_law(tx, context, missing_law(work.decisions));
  return work;
}

tl::expected<bool, CaseRefusal> transfer_now(ledger::Transaction& tx, DayContext const& context,
                                             ledger::ReceivableRow const& item) {
  auto asked = item;
  asked.approved = true;
  auto const one = decide_alone(tx, asked, context);
  auto const& decision = one.decision;
  if (decision.action == dunning::Action::none) {
    return tl::unexpected{CaseRefusal{decision.reason_code, decision.reason}};
  }
  if (decision.action != dunning::Action::collection_order) {
    return tl::unexpected{
        CaseRefusal{"reminders-first", "The policy has a reminder before collection."}};
  }
  ledger::ReceivablePaused fact;
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.action = "approve";
  tx.append(context.tenant, context.actor, context.now, fact);
  return Letters{tx, context}.send({one});
}

}  // namespace airut::gateway
