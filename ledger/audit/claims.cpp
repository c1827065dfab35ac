#include "ledger/audit/claims.hpp"

#include <algorithm>

#include "formats/model/account_key.hpp"

namespace airut::ledger::audit {

// As model::day_there(), which the audit does not take on trust.
model::Date local_day(model::Instant moment) {
  return std::chrono::floor<std::chrono::days>(moment + std::chrono::hours{3});
}

void Claims::take(Fact const& fact, model::Instant booked) {
  auto const day = local_day(booked);
  keep_balance(fact);
  FactView{fact}.visit([&](auto const& f) {
    using F = std::decay_t<decltype(f)>;
    if constexpr (requires { on(f, day); }) {
      on(f, day);
    } else if constexpr (std::is_same_v<F, PaymentReceived>) {
      auto const paid = f.value_date ? *f.value_date : f.booked.value_or(model::day_of(booked));
      payment_days_[f.payment_id] = paid;
      pay(f.parts, paid);
      note_paid(f.parts, paid);
    } else if constexpr (std::is_same_v<F, PaymentAllocated>) {
      auto const known = payment_days_.find(f.payment_id);
      auto const paid = known == payment_days_.end() ? model::day_of(booked) : known->second;
      pay(f.parts, paid);
      note_paid(f.parts, paid);
    } else if constexpr (std::is_same_v<F, ReceivableCredited>) {
      auto const claim = claims_.find(f.receivable_id);
      if (claim == claims_.end()) return;
      settle(claim->second, f.amount.minor());
      claim->second.open["principal"] -= f.amount.minor();
      claim->second.moves.emplace_back(claim->second.invoice.issue_date, -f.amount.minor());
    } else if constexpr (std::is_same_v<F, DueDateChanged>) {
      auto const claim = claims_.find(f.receivable_id);
      if (claim != claims_.end()) claim->second.invoice.due_date = f.due_date;
    } else if constexpr (std::is_same_v<F, CreditLaid>) {
      pay(f.parts, model::day_of(booked));
    } else if constexpr (std::is_same_v<F, ReceivableAdjusted>) {
      adjust(f.parts, f.effective.value_or(model::day_of(booked)));
      auto const claim = claims_.find(f.receivable_id);
      if (claim != claims_.end() && f.interest_until)
        claim->second.interest_fixed_until = f.interest_until;
    } else if constexpr (requires { on(f); }) {
      on(f);
    }
  });
}

Claim const* Claims::find(std::string const& receivable_id) const {
  auto const found = claims_.find(receivable_id);
  return found == claims_.end() ? nullptr : &found->second;
}

std::optional<model::Date> Claims::bank_data(Claim const& claim,
                                             LetterDecided const& letter) const {
  auto const& invoice = claim.invoice;
  std::set<std::string> shown{model::account_key(invoice.account)};
  for (auto const& one : invoice.more_accounts) shown.insert(model::account_key(one));
  // An invoice with one account needs no naming of it in its letters.
  auto asked = letter.bank_accounts;
  if (asked.empty() && shown.size() == 1) asked = {invoice.account};
  std::optional<model::Date> known;
  for (auto const& account : asked) {
    auto const found = bank_.find(model::account_key(account));
    if (found == bank_.end() || shown.count(found->first) == 0) return std::nullopt;
    known = std::min(found->second, known.value_or(found->second));
  }
  return known;
}

void Claims::on(InvoiceAccepted const& fact) {
  if (fact.type == "credit_note") notes_[fact.invoice_id] = fact;
  if (!fact.track) return;
  Claim claim;
  claim.invoice = fact;
  claim.open["principal"] = fact.due.minor();
  of_invoice_[fact.invoice_id] = fact.receivable_id;
  claims_[fact.receivable_id] = std::move(claim);
}

void Claims::on(DeliveryRouted const& fact) {
  deliveries_[fact.delivery_id] = {fact.document_kind, fact.document_id, fact.invoice_id};
}

void Claims::on(DeliveryChanged const& fact, model::Date day) {
  auto const travelling = deliveries_.find(fact.delivery_id);
  auto* claim = of_invoice(fact.invoice_id);
  if (travelling == deliveries_.end() || claim == nullptr) return;
  if (travelling->second.kind == "invoice") {
    note_arrival(*claim, fact, day);
    return note(claim->sent_on, fact, day);
  }
  for (auto* about : letters_with(travelling->second.document_id)) {
    note(about->sent_on, fact, day);
  }
}

bool Claims::has_left(DeliveryChanged const& fact) {
  bool const gone = fact.to == "sent" || fact.to == "delivered";
  return gone && fact.evidence != "none" && (!fact.evidence.empty() || fact.assumed);
}

void Claims::note(std::optional<model::Date>& sent_on, DeliveryChanged const& fact,
                  model::Date day) {
  if (fact.event == "negative_feedback") {
    sent_on.reset();
  } else if (has_left(fact) && !sent_on) {
    sent_on = day;
  }
}

void Claims::note_arrival(Claim& claim, DeliveryChanged const& fact, model::Date day) {
  if (fact.event == "negative_feedback") {
    claim.delivered_on.reset();
    claim.delivery_assumed = false;
  } else if (has_left(fact) && fact.to == "delivered") {
    claim.delivery_assumed = fact.assumed;
    if (!claim.delivered_on) claim.delivered_on = day;
  }
}

std::vector<Claims::Leaving> Claims::leaving(DeliveryChanged const& fact) const {
  auto const travelling = deliveries_.find(fact.delivery_id);
  if (travelling == deliveries_.end() || !has_left(fact)) return {};
  auto const sheet = sheets_.find(travelling->second.document_id);
  if (sheet == sheets_.end()) return {};
  std::vector<Leaving> all;
  for (auto const& receivable : sheet->second) {
    auto const& claim = claims_.at(receivable);
    for (auto const& one : claim.letters) {
      bool const on_it = one.fact.letter_id == sheet->first || one.fact.sheet_id == sheet->first;
      if (on_it && !one.sent_on && !one.withdrawn) all.push_back({&claim, &one});
    }
  }
  return all;
}

Letter const* Claims::letter(std::string const& invoice_id, std::string const& letter_id) const {
  auto const receivable = of_invoice_.find(invoice_id);
  if (receivable == of_invoice_.end()) return nullptr;
  for (auto const& one : claims_.at(receivable->second).letters) {
    if (one.fact.letter_id == letter_id) return &one;
  }
  return nullptr;
}

std::vector<PlanClaim> Planned::claims() const {
  auto all = std::vector<PlanClaim>{{fact.receivable_id, fact.invoice_id, fact.letter_id}};
  all.insert(all.end(), fact.also.begin(), fact.also.end());
  return all;
}

Planned const* Claims::plan(std::string const& plan_id) const {
  auto const found = plans_.find(plan_id);
  return found == plans_.end() ? nullptr : &found->second;
}

Planned const* Claims::plan_of(Claim const& claim) const { return plan(claim.plan_id); }

void Claims::on(DeviationOpened const& fact, model::Date day) {
  rest_customer(fact, day);
  if (auto* claim = of_invoice(fact.invoice_id)) claim->deviations[fact.deviation_id] = day;
}

void Claims::on(DeviationResolved const& fact, model::Date day) {
  if (auto const rest = customer_rests_.find(fact.deviation_id); rest != customer_rests_.end())
    rest->second.rested.last = day - std::chrono::days{1};
  auto* claim = of_invoice(fact.invoice_id);
  if (claim == nullptr) return;
  auto const open = claim->deviations.find(fact.deviation_id);
  if (open == claim->deviations.end()) return;
  claim->rests.push_back({open->second, day - std::chrono::days{1}});
  claim->deviations.erase(open);
}

void Claims::on(PaymentFileImported const& fact) {
  for (auto const& cover : fact.coverage) {
    auto& until = bank_.try_emplace(model::account_key(cover.account), cover.until).first->second;
    until = std::max(until, cover.until);
  }
}

void Claims::on(ReceivablePaused const& fact, model::Date day) {
  auto const claim = claims_.find(fact.receivable_id);
  if (claim == claims_.end()) return;
  if (fact.action == "approve") {
    claim->second.approved = true;
    return;
  }
  auto& pause = claim->second.pause;
  auto const& until = claim->second.held_until;
  if (fact.action == "pause" && claim->second.disputed && !(until && *until < day)) {
    // It does not end the dispute.
    auto const last = until && fact.until ? std::max(until, fact.until) : std::nullopt;
    claim->second.held_until = last;
    if (pause) pause->last = last;
    return;
  }
  if (pause) {
    auto const before = day - std::chrono::days{1};
    claim->second.rests.push_back({pause->first, std::min(pause->last.value_or(before), before)});
  }
  pause.reset();
  if (fact.action != "resume") pause = Rested{day, fact.until};
  claim->second.held = fact.action != "resume";
  claim->second.disputed = fact.action == "dispute";
  claim->second.held_until = claim->second.held ? fact.until : std::nullopt;
}

void Claims::on(LetterDecided const& fact) {
  auto const claim = claims_.find(fact.receivable_id);
  if (claim == claims_.end()) return;
  auto& open = claim->second.open;
  open["fee"] += fact.fee.minor();
  open["interest"] += fact.interest.minor();
  open["cost"] += fact.cost.minor();
  if (fact.plan_id.empty()) claim->second.approved = false;
  claim->second.letters.push_back({fact, {}, false, fact.fee.minor(), fact.cost.minor()});
  sheets_[fact.sheet_id.empty() ? fact.letter_id : fact.sheet_id].insert(fact.receivable_id);
  if (!fact.sheet_id.empty() && !fact.fee.is_zero()) sheet_fees_.insert(fact.sheet_id);
}

void Claims::on(LetterCorrected const& fact) {
  auto const claim = claims_.find(fact.receivable_id);
  if (claim == claims_.end()) return;
  auto& open = claim->second.open;
  open["fee"] -= fact.fee.minor();
  open["interest"] -= fact.interest.minor();
  open["cost"] -= fact.cost.minor();
  for (auto& one : claim->second.letters) {
    if (one.fact.letter_id != fact.letter_id) continue;
    one.withdrawn |= fact.withdrawn;
    one.fee -= fact.fee.minor();
    one.cost -= fact.cost.minor();
    if (fact.interest_until) one.fact.interest_until = fact.interest_until;
  }
}

void Claims::pay(std::vector<AllocatedPart> const& parts, model::Date day) {
  for (auto const& part : parts) {
    auto const claim = claims_.find(part.receivable_id);
    if (claim != claims_.end()) settle(claim->second, part.amount.minor());
  }
  adjust(parts, day);
}

// What is taken back was never paid.
void Claims::note_paid(std::vector<AllocatedPart> const& parts, model::Date day) {
  for (auto const& part : parts) {
    auto const claim = claims_.find(part.receivable_id);
    if (claim == claims_.end()) continue;
    auto& paid = claim->second.paid;
    auto const amount = part.amount.minor();
    if (amount > 0) {
      paid.emplace_back(day, amount);
      continue;
    }
    auto const same = std::find_if(paid.rbegin(), paid.rend(),
                                   [&](auto const& one) { return one.second == -amount; });
    if (same != paid.rend()) paid.erase(std::next(same).base());
  }
}

void Claims::adjust(std::vector<AllocatedPart> const& parts, model::Date day) {
  for (auto const& part : parts) {
    auto const claim = claims_.find(part.receivable_id);
    if (claim == claims_.end()) continue;
    claim->second.open[part.component] -= part.amount.minor();
    if (part.component == "principal") {
      claim->second.moves.emplace_back(day, -part.amount.minor());
    }
  }
}

Claim* Claims::of_invoice(std::string const& invoice_id) {
  auto const id = of_invoice_.find(invoice_id);
  return id == of_invoice_.end() ? nullptr : &claims_.at(id->second);
}

std::vector<Letter*> Claims::letters_with(std::string const& first_letter) {
  std::vector<Letter*> sheet;
  auto const ids = sheets_.find(first_letter);
  if (ids == sheets_.end()) return sheet;
  for (auto const& receivable : ids->second) {
    for (auto& one : claims_.at(receivable).letters) {
      if (one.fact.letter_id == first_letter || one.fact.sheet_id == first_letter) {
        sheet.push_back(&one);
      }
    }
  }
  return sheet;
}

PolicyRecorded const* Claims::policy(std::string const& name, std::int64_t version) const {
  auto const found = policies_.find({name, version});
  return found == policies_.end() ? nullptr : &found->second;
}

CustomerTermsSet const* Claims::terms(Claim const& claim) const {
  auto const found = terms_.find({claim.invoice.client, claim.invoice.customer_number});
  return found == terms_.end() ? nullptr : &found->second;
}

void Claims::on(PolicyRecorded const& fact) { policies_[{fact.policy, fact.version}] = fact; }

void Claims::on(PromiseMade const& fact, model::Date day) {
  auto const claim = claims_.find(fact.receivable_id);
  if (claim != claims_.end())
    claim->second.promises[fact.promise_id] = {fact, day, 0, false, false};
}

void Claims::on(PromiseEnded const& fact) {
  auto const claim = claims_.find(fact.receivable_id);
  if (claim == claims_.end()) return;
  auto& promise = claim->second.promises[fact.promise_id];
  promise.ended = true;
  promise.withdrawn = fact.outcome == "withdrawn";
}

void Claims::on(PlanMade const& fact, model::Date day) {
  auto const& plan = plans_[fact.plan_id] = Planned{fact, day, 0, false};
  for (auto const& one : plan.claims()) {
    auto const claim = claims_.find(one.receivable_id);
    if (claim == claims_.end()) continue;
    claim->second.plan_id = fact.plan_id;
    if (fact.made_by == "debtor") claim->second.agreed.push_back(day);
  }
}

void Claims::on(PlanEnded const& fact) {
  auto const plan = plans_.find(fact.plan_id);
  if (plan == plans_.end()) return;
  plan->second.ended = true;
  for (auto const& one : plan->second.claims()) {
    auto const claim = claims_.find(one.receivable_id);
    if (claim != claims_.end()) claim->second.plan_id.clear();
  }
}

// The orders so far, but for one that was decided just now to begin the next case.
void Claims::hand_back(Claim& claim) {
  for (auto& one : claim.letters) {
    if (one.fact.kind == "collection_order") one.handed_back = one.ordered;
  }
}

void Claims::on(CollectionMoved const& fact) {
  auto const found = claims_.find(fact.receivable_id);
  if (found == claims_.end()) return;
  auto& claim = found->second;
  claim.cases[fact.case_id] = fact.to;
  if (fact.event == "order") {
    for (auto& one : claim.letters) one.ordered = true;
  }
  if (fact.event == "threaten") claim.threatened_on = fact.day;
  bool const demands = fact.from != fact.to && !fact.to.starts_with("closed");
  if (demands && claim.cases[fact.case_id] != "accepted") claim.agency_demands.push_back(fact.day);
  bool const closes = fact.from != fact.to && fact.to.starts_with("closed");
  if (closes || (fact.from != fact.to && fact.to == "rejected")) hand_back(claim);
  if (!closes) return;
  for (auto const& [component, amount] : {std::pair{"principal", fact.principal},
                                          {"interest", fact.interest},
                                          {"fee", fact.fee},
                                          {"cost", fact.cost}}) {
    claim.open[component] -= amount.minor();
    if (std::string_view{component} == "principal" && !amount.is_zero()) {
      claim.moves.emplace_back(fact.day, -amount.minor());
    }
  }
}

// What was paid or credited counts for promises and plans that were made before.
void Claims::settle(Claim& claim, std::int64_t amount) {
  for (auto& [id, promise] : claim.promises) promise.paid += amount;
  auto const plan = plans_.find(claim.plan_id);
  if (plan != plans_.end()) plan->second.paid += amount;
}

}  // namespace airut::ledger::audit
