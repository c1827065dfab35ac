#include "ledger/receivables/dunning.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::ledger::dunning {
namespace {

using model::Date;
using std::chrono::days;

Decision no(std::string code, std::string reason, std::optional<Date> next = std::nullopt) {
  Decision decision;
  decision.reason_code = std::move(code);
  decision.reason = std::move(reason);
  decision.next_check = next;
  return decision;
}

// Why nothing may be demanded now, whatever the calendar says.
std::optional<Decision> standing_gate(ItemFacts const& item, CustomerFacts const& customer,
                                      Date as_of) {
  if (!item.tracked) return no("not-tracked", "The claim is not followed.");
  if (!item.delivered_on) {
    return no("not-delivered", "There is no proof yet that the invoice was delivered.");
  }
  if (!customer.stopped.empty()) return no("stopped", "Stopped: " + customer.stopped + ".");
  if (item.disputed) return no("disputed", "The claim is disputed.");
  bool const hold_over = item.hold_until && *item.hold_until < as_of;
  if (item.held && !hold_over) {
    auto const next = item.hold_until ? std::optional{*item.hold_until + days{1}} : std::nullopt;
    return no("held", "Held: " + item.hold_reason + ".", next);
  }
  if (item.has_plan) return no("payment-plan", "A payment plan is in good standing.");
  if (item.in_collection) return no("in-collection", "The claim is in collection.");
  return std::nullopt;
}

std::optional<Decision> money_gate(ItemFacts const& item, config::DunningPolicy const& policy) {
  if (item.owed.principal.is_zero()) return no("paid", "No principal is open.");
  if (item.owed.principal.minor() < policy.minimum_minor) {
    return no("below-minimum", fmt::format("Only {} is open, less than the policy's minimum.",
                                           item.owed.principal.text()));
  }
  return std::nullopt;
}

std::optional<Action> next_action(ItemFacts const& item, config::DunningPolicy const& policy,
                                  config::DunningStep const*& step) {
  auto const index = item.letters.size();
  if (index >= policy.steps.size()) return std::nullopt;
  step = &policy.steps[index];
  return parse_action(step->action);
}

// A due date counts only from proof of delivery: what came late is due later.
Date effective_due(ItemFacts const& item) { return std::max(item.due_date, *item.delivered_on); }

// The first day on which the step may be taken: the policy's days and, for collection, the law's.
Date earliest(ItemFacts const& item, config::DunningPolicy const& policy,
              config::DunningStep const& step, Action action, config::ReminderLaw const& law) {
  auto const grace = days{policy.grace_days};
  if (item.letters.empty()) return effective_due(item) + days{step.after_days} + grace;
  auto const& last = item.letters.back();
  // Time to pay must have passed, and the letter's gap.
  auto day = std::max(last.day + days{step.after_days}, last.deadline + days{1} + grace);
  if (action == Action::collection_order) {
    day = std::max(day, last.day + days{law.collection_gap_days} + days{1});
  }
  return day;
}

std::optional<Decision> mode_gate(ItemFacts const& item, config::DunningPolicy const& policy,
                                  Action action) {
  bool const collection = action == Action::collection_order;
  auto const mode = collection ? item.collection : item.reminders;
  if (mode == Mode::never) return no("never", "The submission asked for none of this.");
  if (item.approved) return std::nullopt;
  if (mode == Mode::manual || (collection && !policy.collection_automatic)) {
    return no("manual", collection ? "A person decides about collection."
                                   : "A person decides about reminders.");
  }
  return std::nullopt;
}

std::optional<Decision> bank_gate(ItemFacts const& item, CustomerFacts const& customer,
                                  config::DunningPolicy const& policy, config::Law const& law,
                                  Date as_of) {
  if (!item.bank_data_until) {
    return no("bank-data-missing", "No bank file has told about the account yet.");
  }
  auto const lag = law.banking_days(customer.country, *item.bank_data_until, as_of - days{1});
  if (!lag) return no("missing-law-row", lag.error());
  if (*lag > policy.bank_data_age_days) {
    return no("bank-data-stale", fmt::format("Bank files speak for days until {} only.",
                                             model::date_text(*item.bank_data_until)));
  }
  return std::nullopt;
}

// What a letter is made of, with why.
struct Draft {
  Decision decision;
  ItemFacts const& item;
  CustomerFacts const& customer;
  config::DunningStep const& step;
  config::ReminderLaw const& law;

  void prove(std::string rule, std::string text) {
    decision.proof.push_back({std::move(rule), std::move(text)});
  }
};

int fees_charged(ItemFacts const& item, config::ReminderLaw const& law, Date as_of) {
  int count = 0;
  for (auto const& letter : item.letters) {
    if (letter.fee.is_zero()) continue;
    bool const forgotten =
        law.fee_reset_months > 0 && letter.day + std::chrono::months{law.fee_reset_months} <
                                        std::chrono::sys_time<std::chrono::seconds>{as_of};
    count += !forgotten;
  }
  return count;
}

// Why this letter carries no fee; "" when it may.
std::string why_no_fee(Draft const& draft, Date as_of) {
  auto const& item = draft.item;
  auto const& law = draft.law;
  if (!draft.step.fee) return "the policy charges none";
  if (as_of < effective_due(item) + days{law.fee_wait_days}) {
    return fmt::format("fewer than {} days since the due date", law.fee_wait_days);
  }
  auto const sent = item.sent_on ? *item.sent_on : *item.delivered_on;
  if (item.due_date - sent < days{law.invoice_lead_days}) {
    return fmt::format("the invoice left fewer than {} days before it was due",
                       law.invoice_lead_days);
  }
  if (fees_charged(item, law, as_of) >= law.fees_max) return "the claim has had all its fees";
  if (item.letters.empty()) return {};
  auto const& last = item.letters.back();
  if (as_of - last.day < days{law.fee_gap_days}) {
    return fmt::format("fewer than {} days since the last letter", law.fee_gap_days);
  }
  bool const short_deadline = last.deadline - last.day < days{law.fee_deadline_days};
  if (law.fee_deadline_days > 0 && (short_deadline || as_of <= last.deadline)) {
    return fmt::format("no deadline of {} days has passed", law.fee_deadline_days);
  }
  return {};
}

// nullopt and a sentence in error: a row of the law is missing.
std::optional<model::Money> fee_of(Draft& draft, config::Law const& law, Date as_of,
                                   std::string& error) {
  model::Money const nothing{0, draft.item.owed.principal.currency()};
  if (draft.decision.action == Action::collection_order) return nothing;
  auto const why = why_no_fee(draft, as_of);
  if (!why.empty()) {
    draft.prove("no-fee", "No fee: " + why + ".");
    return nothing;
  }
  auto const cap =
      law.fee_cap(draft.customer.country, draft.customer.debtor, as_of, draft.item.due_date);
  if (!cap) {
    error = cap.error();
    return std::nullopt;
  }
  if (cap->currency != nothing.currency().code()) {
    draft.prove("no-fee", "No fee: the law's cap is in another currency.");
    return nothing;
  }
  model::Money const fee{cap->minor, nothing.currency()};
  draft.prove("fee-cap", fmt::format("Fee {} {}, the highest on that day ({}).", fee.text(),
                                     cap->currency, cap->source));
  return fee;
}

config::RateTable rates_of(Draft const& draft, config::Law const& law) {
  auto rates = law.rates(draft.customer.country, draft.customer.debtor);
  auto const agreed = draft.item.agreed_rate_millionths;
  return agreed ? rates.capped(*agreed) : rates;
}

// false and a sentence: a half-year is missing.
bool add_interest(Draft& draft, config::Law const& law, Date as_of, std::string& error) {
  auto& decision = draft.decision;
  decision.interest = model::Money{0, draft.item.owed.principal.currency()};
  if (!draft.step.interest) return true;
  auto const from = draft.item.interest_until ? *draft.item.interest_until + days{1}
                                              : effective_due(draft.item) + days{1};
  if (from > as_of) return true;
  auto const charged = interest(draft.item.history, from, as_of, rates_of(draft, law));
  if (!charged) {
    error = charged.error().text;
    return false;
  }
  decision.interest = charged->amount;
  decision.interest_from = charged->first;
  decision.interest_until = charged->last;
  decision.interest_percent = charged->percent;
  draft.prove("interest",
              fmt::format("Interest {} for {} to {}.", charged->amount.text(),
                          model::date_text(charged->first), model::date_text(charged->last)));
  return true;
}

Decision letter(Draft draft, config::DunningPolicy const& policy, config::Law const& law,
                Date as_of) {
  auto& decision = draft.decision;
  decision.round = static_cast<int>(draft.item.letters.size()) + 1;
  decision.day = as_of;
  auto const least = std::max(draft.step.deadline_days, draft.law.deadline_days);
  auto const deadline = law.banking_day_from(draft.customer.country, as_of + days{least});
  if (!deadline) return no("missing-law-row", deadline.error());
  decision.deadline = *deadline;
  decision.principal = draft.item.owed.principal;
  draft.prove("deadline",
              fmt::format("{} days to pay, at least {} ({}).", (decision.deadline - as_of).count(),
                          draft.law.deadline_days, draft.law.source));
  std::string error;
  auto const fee = fee_of(draft, law, as_of, error);
  if (!fee || !add_interest(draft, law, as_of, error)) return no("missing-law-row", error);
  decision.fee = *fee;
  auto const next = draft.item.letters.size() + 1;
  decision.announces_collection = next < policy.steps.size() &&
                                  policy.steps[next].action == "collection_order" &&
                                  decision.action != Action::collection_order;
  return decision;
}

}  // namespace

std::string_view action_text(Action action) {
  switch (action) {
    case Action::none:
      return "none";
    case Action::first_reminder:
      return "first_reminder";
    case Action::second_reminder:
      return "second_reminder";
    case Action::collection_order:
      return "collection_order";
  }
  return "none";
}

std::optional<Action> parse_action(std::string_view text) {
  for (auto const action :
       {Action::none, Action::first_reminder, Action::second_reminder, Action::collection_order}) {
    if (action_text(action) == text) return action;
  }
  return std::nullopt;
}

std::optional<Mode> parse_mode(std::string_view text) {
  if (text == "auto") return Mode::automatic;
  if (text == "manual") return Mode::manual;
  if (text == "never") return Mode::never;
  return std::nullopt;
}

Decision decide(ItemFacts const& item, CustomerFacts const& customer,
                config::DunningPolicy const& policy, config::Law const& law, Date as_of) {
  if (auto stop = standing_gate(item, customer, as_of)) return *stop;
  if (auto stop = money_gate(item, policy)) return *stop;
  config::DunningStep const* step = nullptr;
  auto const action = next_action(item, policy, step);
  if (!action || *action == Action::none) {
    return no("no-step-left", "The policy has no further step.");
  }
  auto const rules = law.reminders(customer.country, customer.debtor, as_of);
  if (!rules) return no("missing-law-row", rules.error());
  auto const first_day = earliest(item, policy, *step, *action, *rules);
  if (as_of < first_day) {
    return no("too-early", fmt::format("Not before {}.", model::date_text(first_day)), first_day);
  }
  if (auto stop = mode_gate(item, policy, *action)) return *stop;
  if (auto stop = bank_gate(item, customer, policy, law, as_of)) return *stop;
  Draft draft{{}, item, customer, *step, *rules};
  draft.decision.action = *action;
  return letter(std::move(draft), policy, law, as_of);
}

}  // namespace airut::ledger::dunning
