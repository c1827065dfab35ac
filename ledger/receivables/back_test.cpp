#include "ledger/receivables/back_test.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "formats/model/clock_days.hpp"
#include "ledger/journal/pause.hpp"
#include "ledger/receivables/allocate.hpp"

namespace airut::ledger {
namespace {

using std::chrono::days;

std::optional<Pause> pause_of(dunning::ItemFacts const& facts) {
  if (!facts.held) return std::nullopt;
  return Pause{facts.hold_reason, {}, facts.hold_until, facts.disputed};
}

std::string code_of(model::Money const& money) { return std::string{money.currency().code()}; }

// As a letter of today would ask for: those that the client has still.
std::vector<std::string> asked_accounts(BackTestClient const& client, InvoiceAccepted const& fact) {
  auto shown = fact.more_accounts;
  shown.insert(shown.begin(), fact.account);
  if (client.accounts.empty()) return shown;
  std::erase_if(shown, [&](std::string const& account) {
    return std::none_of(client.accounts.begin(), client.accounts.end(),
                        [&](auto const& own) { return same_account(own, account); });
  });
  return shown.empty() ? std::vector{fact.account} : shown;
}

void hold(dunning::CustomerFacts& customer, CustomerTermsSet const& terms) {
  customer.hold_reason = terms.hold_reason;
  customer.hold_until = terms.hold_until;
  customer.stopped = terms.stopped;
}

}  // namespace

BackTest::BackTest(BackTestWish wish, config::Law const& law) : wish_(std::move(wish)), law_(law) {}

void BackTest::take(Fact const& fact, model::Instant booked) {
  ++report_.events;
  auto const day = model::day_there(booked);
  days_until(day);
  FactView{fact}.visit([&](auto const& f) {
    using F = std::decay_t<decltype(f)>;
    if constexpr (std::is_same_v<F, DeliveryChanged> || std::is_same_v<F, ReceivablePaused>) {
      on(f, day);
    } else if constexpr (std::is_same_v<F, ReceivableAdjusted>) {
      on(f, model::day_of(booked));
    } else if constexpr (std::is_same_v<F, CreditLaid>) {
      pay(f.parts, model::day_of(booked), Means::credit);
    } else if constexpr (std::is_same_v<F, PaymentReceived>) {
      auto const paid = f.value_date ? *f.value_date : f.booked.value_or(model::day_of(booked));
      payment_days_[f.payment_id] = paid;
      pay(f.parts, paid, Means::cash);
      if (f.is_reversal) give_back(f.parts, paid);
    } else if constexpr (std::is_same_v<F, PaymentAllocated>) {
      auto const known = payment_days_.find(f.payment_id);
      auto const paid = known == payment_days_.end() ? model::day_of(booked) : known->second;
      pay(f.parts, paid, Means::cash);
    } else if constexpr (requires { on(f); }) {
      on(f);
    }
  });
}

BackTestReport BackTest::finish() {
  days_until(wish_.until + days{1});
  for (auto const& [id, claim] : claims_) {
    auto const total = claim.facts.owed.total();
    if (!total.is_zero()) report_.open[code_of(total)] += total.minor();
  }
  report_.claims = static_cast<std::int64_t>(claims_.size());
  return report_;
}

BackTest::Claim* BackTest::changed(std::string const& receivable_id) {
  auto const found = claims_.find(receivable_id);
  if (found == claims_.end()) return nullptr;
  found->second.skip_until.reset();
  return &found->second;
}

BackTest::Claim* BackTest::of_invoice(std::string const& invoice_id) {
  auto const id = of_invoice_.find(invoice_id);
  return id == of_invoice_.end() ? nullptr : changed(id->second);
}

void BackTest::on(InvoiceAccepted const& fact) {
  auto const client = wish_.clients.find(fact.client);
  bool const mine = wish_.all || fact.policy == wish_.policy.name;
  if (!fact.track || !mine || client == wish_.clients.end()) return;
  auto const& country = client->second.country;
  Claim claim;
  claim.facts.due_date = fact.due_date;
  claim.facts.owed = nothing_owed(fact.due.currency());
  claim.facts.owed.principal = claim.facts.history.original = fact.due;
  claim.facts.reminders = dunning::parse_mode(fact.reminders).value_or(dunning::Mode::automatic);
  claim.facts.collection = dunning::parse_mode(fact.collection).value_or(dunning::Mode::manual);
  claim.customer.country = country;
  claim.customer.enforceable = client->second.enforceable;
  if (fact.buyer_country != country) claim.customer.abroad = fact.buyer_country;
  claim.customer.debtor = config::debtor_of(fact.buyer_type);
  claim.accounts = asked_accounts(client->second, fact);
  claim.invoice_id = fact.invoice_id;
  claim.invoice_number = fact.number;
  claim.client = fact.client;
  claim.customer_number = fact.customer_number;
  claim.issue_date = fact.issue_date;
  if (!fact.customer_number.empty())
    claim.sheet = fmt::format("{}\n{}\n{}\n{}\n{}", fact.client, fact.customer_number,
                              code_of(fact.due), fact.buyer_type, fact.language);
  if (auto const terms = terms_.find({fact.client, fact.customer_number}); terms != terms_.end())
    hold(claim.customer, terms->second);
  of_invoice_[fact.invoice_id] = fact.receivable_id;
  claims_[fact.receivable_id] = std::move(claim);
}

std::optional<model::Date> BackTest::known_until(Claim const& claim) const {
  std::optional<model::Date> known;
  for (auto const& account : claim.accounts) {
    auto const bank = bank_.find(account_key(account));
    if (bank == bank_.end()) return std::nullopt;
    known = std::min(bank->second, known.value_or(bank->second));
  }
  return known;
}

void BackTest::on(DeliveryRouted const& fact) {
  auto const id = of_invoice_.find(fact.invoice_id);
  if (fact.document_kind == "invoice" && id != of_invoice_.end())
    deliveries_[fact.delivery_id] = id->second;
}

void BackTest::on(DeliveryChanged const& fact, model::Date day) {
  auto const delivery = deliveries_.find(fact.delivery_id);
  auto* claim = delivery == deliveries_.end() ? nullptr : changed(delivery->second);
  if (claim == nullptr) return;
  auto& facts = claim->facts;
  if (fact.event == "negative_feedback") {
    facts.sent_on.reset();
    facts.delivered_on.reset();
    facts.delivery_assumed = false;
    return;
  }
  bool const gone = fact.to == "sent" || fact.to == "delivered";
  if (!gone || fact.evidence == "none" || (fact.evidence.empty() && !fact.assumed)) return;
  if (!facts.sent_on) facts.sent_on = day;
  if (fact.to != "delivered") return;
  facts.delivery_assumed = fact.assumed;
  if (!facts.delivered_on) facts.delivered_on = day;
}

void BackTest::on(DeviationOpened const& fact) {
  auto* claim = of_invoice(fact.invoice_id);
  if (claim == nullptr) return;
  claim->deviations.insert(fact.deviation_id);
  claim->facts.open_deviation = fact.code;
}

void BackTest::on(DeviationResolved const& fact) {
  auto* claim = of_invoice(fact.invoice_id);
  if (claim == nullptr) return;
  claim->deviations.erase(fact.deviation_id);
  if (claim->deviations.empty()) claim->facts.open_deviation.clear();
}

void BackTest::on(PaymentFileImported const& fact) {
  for (auto const& cover : fact.coverage) {
    auto& until = bank_.try_emplace(account_key(cover.account), cover.until).first->second;
    until = std::max(until, cover.until);
  }
}

void BackTest::on(ReceivableCredited const& fact) {
  auto* claim = changed(fact.receivable_id);
  if (claim == nullptr) return;
  auto const amount = std::min(fact.amount, claim->facts.owed.principal);
  claim->facts.owed.principal -= amount;
  claim->facts.history.changes.push_back({claim->facts.due_date, -amount});
}

// What was given up or cancelled takes off as much. Interest fixed or waived by a payment does not.
void BackTest::on(ReceivableAdjusted const& fact, model::Date day) {
  auto* claim = changed(fact.receivable_id);
  bool const by_payment = fact.kind == "waiver" && !fact.source.empty();
  if (claim == nullptr || fact.kind == "interest" || by_payment) return;
  auto const from = fact.kind == "cancelled" ? claim->issue_date : fact.effective.value_or(day);
  for (auto const& part : fact.parts) give_up(*claim, part.component, part.amount, from);
}

void BackTest::on(DueDateChanged const& fact) {
  if (auto* claim = changed(fact.receivable_id)) claim->facts.due_date = fact.due_date;
}

// A closing gives up what is left; what the agency has no more is the client's again.
void BackTest::on(CollectionMoved const& fact) {
  bool const closes = fact.from != fact.to && fact.to.starts_with("closed");
  auto* claim = closes || fact.to == "rejected" ? changed(fact.receivable_id) : nullptr;
  if (claim == nullptr) return;
  auto& facts = claim->facts;
  if (closes) {
    give_up(*claim, "principal", fact.principal, fact.day);
    give_up(*claim, "interest", fact.interest, fact.day);
    give_up(*claim, "fee", fact.fee, fact.day);
    give_up(*claim, "cost", fact.cost, fact.day);
  }
  if (!facts.in_collection) return;
  facts.in_collection = false;
  facts.handed_back = true;
  std::erase_if(facts.letters, [](auto const& letter) {
    return letter.action == dunning::Action::collection_order;
  });
}

void BackTest::on(CustomerTermsSet const& fact) {
  terms_[{fact.client, fact.customer_number}] = fact;
  for (auto& [id, claim] : claims_) {
    if (claim.client != fact.client || claim.customer_number != fact.customer_number) continue;
    hold(claim.customer, fact);
    claim.skip_until.reset();
  }
}

void BackTest::on(ReceivablePaused const& fact, model::Date day) {
  auto* claim = changed(fact.receivable_id);
  if (claim == nullptr) return;
  auto& facts = claim->facts;
  if (fact.action == "approve") facts.approved = true;
  auto const now = paused_by(pause_of(facts), fact, day);
  facts.held = now.has_value();
  facts.disputed = now && now->disputed;
  facts.hold_reason = now ? now->reason : std::string{};
  facts.hold_until = now ? now->last : std::nullopt;
}

// What really happened, beside what would have.
void BackTest::on(LetterDecided const& fact) {
  bool const counts = claims_.count(fact.receivable_id) > 0 && fact.day >= wish_.from &&
                      fact.day <= wish_.until && fact.plan_id.empty();
  if (!counts) return;
  auto& was = report_.was[code_of(fact.principal_open)];
  ++was.letters[fact.kind];
  was.fees += fact.fee.minor();
  was.interest += fact.interest.minor();
  was.compensation += fact.cost.minor();
}

void BackTest::on(PromiseMade const& fact) {
  auto* claim = changed(fact.receivable_id);
  if (claim == nullptr) return;
  claim->promises.insert(fact.promise_id);
  claim->facts.promised_until = std::max(fact.day, claim->facts.promised_until.value_or(fact.day));
}

void BackTest::on(PromiseEnded const& fact) {
  auto* claim = changed(fact.receivable_id);
  if (claim == nullptr) return;
  claim->promises.erase(fact.promise_id);
  if (claim->promises.empty()) claim->facts.promised_until.reset();
}

void BackTest::on(PlanMade const& fact) {
  auto& claims = plans_[fact.plan_id] = {fact.receivable_id};
  for (auto const& one : fact.also) claims.push_back(one.receivable_id);
  for (auto const& id : claims) {
    if (auto* claim = changed(id)) claim->facts.has_plan = true;
  }
}

void BackTest::on(PlanEnded const& fact) {
  for (auto const& id : plans_[fact.plan_id]) {
    if (auto* claim = changed(id)) claim->facts.has_plan = false;
  }
}

void BackTest::pay(std::vector<AllocatedPart> const& parts, model::Date day, Means means) {
  std::map<std::string, model::Money> sums;
  for (auto const& part : parts) {
    auto const there = sums.find(part.receivable_id);
    if (there == sums.end()) {
      sums.emplace(part.receivable_id, part.amount);
    } else {
      there->second += part.amount;
    }
  }
  for (auto const& [id, amount] : sums) {
    if (auto* claim = changed(id)) lay(*claim, amount, day, means);
  }
}

void BackTest::give_back(std::vector<AllocatedPart> const& parts, model::Date day) {
  for (auto const& part : parts) {
    auto* claim = part.component == "principal" ? changed(part.receivable_id) : nullptr;
    if (claim == nullptr) continue;
    claim->facts.returned_on = std::max(day, claim->facts.returned_on.value_or(day));
  }
}

void BackTest::give_up(Claim& claim, std::string_view component, model::Money amount,
                       model::Date day) {
  auto& owed = claim.facts.owed;
  if (component == "principal") {
    auto const off = std::min(amount, owed.principal);
    owed.principal -= off;
    claim.facts.history.changes.push_back({day, -off});
    return;
  }
  // Charges that are put back stand in letters that this policy would not have sent.
  if (amount.is_negative()) return;
  auto& charge = component == "interest" ? owed.interest
                 : component == "fee"    ? owed.fee
                                         : owed.cost;
  charge -= std::min(amount, charge);
}

// A reversal opens the principal again; what it had paid of other components stays paid.
void BackTest::lay(Claim& claim, model::Money amount, model::Date day, Means means) {
  auto& facts = claim.facts;
  auto const code = code_of(amount);
  if (means == Means::cash) report_.cash[code] += amount.minor();
  auto const before = facts.owed.principal;
  if (amount.is_negative()) {
    facts.owed.principal -= amount;
  } else {
    auto const order = law_.allocation(claim.customer.country, claim.customer.debtor, day);
    OpenItem item;
    item.owed = facts.owed;
    auto const laid =
        allocate(item, amount, order ? order->order : std::vector{config::Component::principal});
    facts.owed = laid.owed;
    if (!laid.left.is_zero()) report_.beyond[code] += laid.left.minor();
  }
  facts.history.changes.push_back({day, facts.owed.principal - before});
}

void BackTest::days_until(model::Date day) {
  if (!decided_) decided_ = std::min(day, wish_.from) - days{1};
  for (auto next = *decided_ + days{1}; next < day && next <= wish_.until; next += days{1}) {
    if (next >= wish_.from) decide_day(next);
    decided_ = next;
  }
}

std::optional<dunning::Decision> BackTest::decision_on(Claim& claim, model::Date day) {
  claim.facts.bank_data_until = known_until(claim);
  auto decision = dunning::decide(claim.facts, claim.customer, wish_.policy, law_, day);
  if (decision.action != dunning::Action::none) return decision;
  ++report_.no_letter[decision.reason_code];
  claim.skip_until = decision.next_check;
  return std::nullopt;
}

void BackTest::decide_day(model::Date day) {
  // The first claim of each sheet carries its fee.
  std::map<std::tuple<std::string, dunning::Action, bool>, std::string> carriers;
  for (auto& [id, claim] : claims_) {
    if (claim.facts.due_date >= day || claim.facts.owed.principal.is_zero()) continue;
    if (claim.facts.in_collection || (claim.skip_until && day < *claim.skip_until)) continue;
    auto decision = decision_on(claim, day);
    if (!decision) continue;
    bool const may_share = wish_.policy.one_letter && !claim.sheet.empty() &&
                           decision->action != dunning::Action::collection_order;
    if (may_share) {
      auto const [carrier, first] = carriers.try_emplace(
          {claim.sheet, decision->action, decision->announces_collection}, claim.invoice_number);
      if (!first) {
        claim.facts.fee_with = carrier->second;
        decision = decision_on(claim, day);
        claim.facts.fee_with.clear();
      }
    }
    if (decision) send(claim, *decision);
  }
}

void BackTest::send(Claim& claim, dunning::Decision const& decision) {
  auto& facts = claim.facts;
  auto& would = report_.would[code_of(decision.principal)];
  ++would.letters[std::string{dunning::action_text(decision.action)}];
  would.fees += decision.fee.minor();
  would.interest += decision.interest.minor();
  would.compensation += decision.cost.minor();
  facts.letters.push_back({decision.action, decision.day, decision.deadline, decision.day,
                           decision.fee, decision.cost, decision.announces_collection});
  facts.owed.fee += decision.fee;
  facts.owed.interest += decision.interest;
  facts.owed.cost += decision.cost;
  if (decision.interest_until) facts.interest_until = decision.interest_until;
  facts.in_collection = decision.action == dunning::Action::collection_order;
  facts.approved = false;
}

}  // namespace airut::ledger
