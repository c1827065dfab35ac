#include "ledger/receivables/dunning.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/receivables/charges.hpp"

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

// The day from which the policy takes the invoice for delivered.
std::optional<Date> proof_of_delivery(ItemFacts const& item, config::DunningPolicy const& policy) {
  if (policy.delivery_proof == "handed_over") return item.sent_on;
  if (policy.delivery_proof == "delivered" && item.delivery_assumed) return std::nullopt;
  return item.delivered_on;
}

std::optional<Decision> hold_gate(ItemFacts const& item, Date as_of) {
  bool const over = item.hold_until && *item.hold_until < as_of;
  if (over) return std::nullopt;
  auto const next = item.hold_until ? std::optional{*item.hold_until + days{1}} : std::nullopt;
  if (item.disputed) return no("disputed", "The claim is disputed.", next);
  if (item.held) return no("held", "Held: " + item.hold_reason + ".", next);
  return std::nullopt;
}

std::optional<Decision> customer_gate(CustomerFacts const& customer, Date as_of) {
  if (customer.hold_reason.empty()) return std::nullopt;
  if (customer.hold_until && *customer.hold_until < as_of) return std::nullopt;
  auto const next =
      customer.hold_until ? std::optional{*customer.hold_until + days{1}} : std::nullopt;
  return no("customer-held", "The customer's claims rest: " + customer.hold_reason + ".", next);
}

// Why nothing may be demanded now, whatever the calendar says.
std::optional<Decision> standing_gate(ItemFacts const& item, CustomerFacts const& customer,
                                      config::DunningPolicy const& policy, Date as_of) {
  if (!item.tracked) return no("not-tracked", "The claim is not followed.");
  if (!item.sent_on || !proof_of_delivery(item, policy)) {
    return no("not-delivered", "There is no proof yet that the invoice was delivered.");
  }
  if (!customer.stopped.empty()) return no("stopped", "Stopped: " + customer.stopped + ".");
  if (!customer.abroad.empty() && customer.debtor == config::Debtor::consumer && !item.approved) {
    return no("foreign-debtor", fmt::format("The debtor is a consumer in {}: whose law holds is "
                                            "for a person to say.",
                                            customer.abroad));
  }
  if (!item.open_deviation.empty()) {
    return no("deviation-open",
              fmt::format("A deviation waits to be resolved first: {}.", item.open_deviation));
  }
  if (auto stop = hold_gate(item, as_of)) return stop;
  if (auto stop = customer_gate(customer, as_of)) return stop;
  if (item.promised_until && *item.promised_until >= as_of) {
    return no(
        "promised",
        fmt::format("The debtor promised to pay by {}.", model::date_text(*item.promised_until)),
        *item.promised_until + days{1});
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

bool sends_own_notice(CustomerFacts const& customer, config::Law const& law, Date as_of) {
  return customer.country != "NO" || !law.in_force(config::Change::no_collection_act, as_of);
}

struct Next {
  Action action = Action::none;
  config::DunningStep const* step = nullptr;
  int number = 0;            // of the step, from 1
  bool is_announced = true;  // of collection: it may follow the letters that there were
};

// The place of the first step from there on that no change of the law has ended by the day: one
// that it has is as if it were not in the policy.
std::size_t place_from(std::size_t at, CustomerFacts const& customer,
                       config::DunningPolicy const& policy, config::Law const& law, Date day) {
  auto const& steps = policy.steps;
  while (at < steps.size() && steps[at].action == "payment_demand" &&
         !sends_own_notice(customer, law, day))
    ++at;
  return at;
}

// The step after those of the letters so far, each of which took the next one of its own day. A
// policy may have become shorter than they are: a letter that announced collection is still
// followed by it.
std::optional<Next> next_step(ItemFacts const& item, CustomerFacts const& customer,
                              config::DunningPolicy const& policy, config::Law const& law,
                              Date as_of) {
  auto const& steps = policy.steps;
  std::size_t index = 0;
  for (auto const& one : item.letters)
    index = place_from(index, customer, policy, law, one.day) + 1;
  index = place_from(index, customer, policy, law, as_of);
  if (index >= steps.size()) {
    bool const follows = !item.letters.empty() && item.letters.back().announces_collection &&
                         !steps.empty() && steps.back().action == "collection_order";
    if (!follows) return std::nullopt;
    index = steps.size() - 1;
  }
  auto const action = parse_action(steps[index].action);
  if (!action || *action == Action::none) return std::nullopt;
  return Next{*action, &steps[index], static_cast<int>(index) + 1};
}

// Whether a letter since then told of the payment that was returned, and its time to pay is over.
bool knows_of_return(ItemFacts const& item, Date as_of) {
  return !item.returned_on ||
         std::any_of(item.letters.begin(), item.letters.end(), [&](auto const& letter) {
           return letter.sent_on && letter.day > *item.returned_on && letter.deadline < as_of;
         });
}

// A reminder at least, and where the law wants it a letter after the due date that said that
// collection follows, with its time to pay passed.
bool may_collect(ItemFacts const& item, config::CollectionLaw const& collection, bool own_notice,
                 Date due, Date as_of) {
  if (item.letters.empty()) return false;
  if (!own_notice) return true;
  if (!knows_of_return(item, as_of)) return false;
  if (!collection.needs_notice) return true;
  return std::any_of(item.letters.begin(), item.letters.end(), [&](auto const& letter) {
    return letter.announces_collection && letter.sent_on && letter.day > due &&
           letter.deadline < as_of;
  });
}

// The first day on which the step may be taken: the policy's days and the law's.
Date earliest(ItemFacts const& item, config::DunningPolicy const& policy,
              config::DunningStep const& step, Action action, config::ReminderLaw const& rules,
              Date due) {
  auto const grace = days{policy.grace_days};
  auto const time = days{std::max(step.after_days, 1)} + grace;
  // Who paid, and whose payment came back, has the same time to pay again.
  auto const again = item.returned_on ? *item.returned_on + time : due;
  if (item.letters.empty()) return std::max(due + time, again);
  auto const& last = item.letters.back();
  // A letter that left late gives its time from then.
  auto const left = std::max(last.day, *last.sent_on);
  auto const deadline = std::max(last.deadline, left + days{rules.deadline_days});
  auto day = std::max(left + days{step.after_days}, deadline + days{1} + grace);
  // More time given since the letter holds for what comes after it.
  day = std::max({day, due + days{1} + grace, again});
  if (action == Action::collection_order) {
    day = std::max(day, left + days{rules.collection_gap_days} + days{1});
  }
  return day;
}

// What the step itself asks for, besides its days.
std::optional<Decision> step_gate(ItemFacts const& item, config::DunningStep const& step,
                                  Action action) {
  if (item.owed.principal.minor() < step.minimum_minor) {
    return no("below-minimum", fmt::format("Only {} is open, less than the step's minimum.",
                                           item.owed.principal.text()));
  }
  if (action == Action::payment_demand && item.letters.empty()) {
    return no("no-reminder-before", "A payment demand needs a reminder before it.");
  }
  return std::nullopt;
}

std::optional<Decision> mode_gate(ItemFacts const& item, config::DunningPolicy const& policy,
                                  Action action) {
  bool const collection = action == Action::collection_order;
  auto const mode = collection ? item.collection : item.reminders;
  if (mode == Mode::never) return no("never", "The submission asked for none of this.");
  if (item.approved) return std::nullopt;
  if (collection && item.handed_back) {
    return no("handed-back", "The agency has the claim no more: what becomes of it a person says.");
  }
  if (mode == Mode::manual || (collection && !policy.collection_automatic)) {
    auto waits = no("manual", collection ? "A person decides about collection."
                                         : "A person decides about reminders.");
    waits.pending = action;
    return waits;
  }
  return std::nullopt;
}

std::optional<Decision> bank_gate(ItemFacts const& item, CustomerFacts const& customer,
                                  config::DunningPolicy const& policy, config::Law const& law,
                                  Date due, Date as_of) {
  auto const account = item.bank_data_account.empty() ? "" : " " + item.bank_data_account;
  if (!item.bank_data_until) {
    return no("bank-data-missing",
              fmt::format("No bank file has told about the account{} yet.", account));
  }
  auto const lag = law.banking_days(customer.country, *item.bank_data_until, as_of - days{1});
  if (!lag) return no("missing-law-row", lag.error());
  if (*lag > policy.bank_data_age_days || *item.bank_data_until < due) {
    return no("bank-data-stale",
              fmt::format("Bank files speak for days of the account{} until {} only.", account,
                          model::date_text(*item.bank_data_until)));
  }
  return std::nullopt;
}

std::optional<Decision> add_charges(Draft& draft) {
  for (auto* add : {add_compensation, add_fee, add_interest}) {
    if (auto const missing = add(draft); !missing.empty()) return no("missing-law-row", missing);
  }
  return std::nullopt;
}

// A Norwegian creditor's own payment demand is collection: as the step to an agency it follows a
// letter that announced it (inkassoloven §§ 9, 10).
bool is_collection(CustomerFacts const& customer, Action action) {
  return action == Action::collection_order ||
         (action == Action::payment_demand && customer.country == "NO");
}

// The law's first day for handing over. A reminder takes the place of the step, on any day from the
// due date on, when collection may not follow yet.
config::Found<Date> transfer_day(ItemFacts const& item, CustomerFacts const& customer,
                                 config::Law const& law, Date due, Date as_of, Next& next) {
  bool const order = next.action == Action::collection_order;
  // A demand without a letter before it is refused as such.
  bool const own = sends_own_notice(customer, law, as_of);
  bool const demands = !order && is_collection(customer, next.action) && own;
  if (!order && (!demands || item.letters.empty())) return due;
  auto const collection = law.collection(customer.country, customer.debtor, as_of);
  if (!collection) return tl::unexpected{collection.error()};
  if (may_collect(item, *collection, own, due, as_of)) {
    return order ? due + days{collection->transfer_wait_days} : due;
  }
  next.is_announced = false;
  next.action = item.letters.empty() ? Action::first_reminder : Action::second_reminder;
  return due;
}

// Whether collection comes after this letter, and the law lets the creditor say so himself.
bool collection_follows(Draft const& draft, Next const& next) {
  auto const& steps = draft.policy.steps;
  if (draft.decision.action == Action::collection_order) return false;
  if (!sends_own_notice(draft.customer, draft.law, draft.decision.day)) return false;
  if (!next.is_announced) return true;
  auto const number = static_cast<std::size_t>(next.number);
  auto const after = number < steps.size() ? parse_action(steps[number].action) : std::nullopt;
  if (draft.decision.action == Action::payment_demand) return after == Action::collection_order;
  return after && is_collection(draft.customer, *after);
}

Decision letter(Draft draft, Next const& next) {
  auto& decision = draft.decision;
  auto const before = draft.item.letters.size();
  decision.round = static_cast<int>(before) + 1;
  auto const least = std::max(draft.step.deadline_days, draft.rules.deadline_days);
  auto const deadline =
      draft.law.banking_day_from(draft.customer.country, decision.day + days{least});
  if (!deadline) return no("missing-law-row", deadline.error());
  decision.deadline = *deadline;
  decision.principal = draft.item.owed.principal;
  decision.step = next.number;
  draft.prove("due", fmt::format("Due {}, counted as due {}; the invoice was sent {}.",
                                 model::date_text(draft.item.due_date), model::date_text(draft.due),
                                 model::date_text(*draft.item.sent_on)));
  if (draft.item.returned_on) {
    draft.prove("payment-returned",
                fmt::format("A payment was returned on {}; the step's time began again then.",
                            model::date_text(*draft.item.returned_on)));
  }
  draft.prove("bank-data", fmt::format("Bank files speak for days until {}.",
                                       model::date_text(*draft.item.bank_data_until)));
  draft.prove("deadline", fmt::format("{} days to pay, at least {} ({}).",
                                      (decision.deadline - decision.day).count(),
                                      draft.rules.deadline_days, draft.rules.source));
  if (auto stop = add_charges(draft)) return *stop;
  decision.announces_collection = collection_follows(draft, next);
  if (decision.announces_collection) {
    draft.prove("collection-notice", "The next step is collection, and the letter says so.");
  }
  bool const claims = draft.policy.interest_after_letter == "claim" && draft.step.interest;
  if (claims) draft.prove("interest-claimed", "Interest after this letter is claimed, too.");
  auto const& tone = draft.step.tone;
  if (tone != "neutral") draft.prove("tone-" + tone, "The letter is " + tone + ".");
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
    case Action::payment_demand:
      return "payment_demand";
    case Action::collection_order:
      return "collection_order";
  }
  return "none";
}

std::optional<Action> parse_action(std::string_view text) {
  for (auto const action : {Action::none, Action::first_reminder, Action::second_reminder,
                            Action::payment_demand, Action::collection_order}) {
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
  if (auto stop = standing_gate(item, customer, policy, as_of)) return *stop;
  if (auto stop = money_gate(item, policy)) return *stop;
  auto next = next_step(item, customer, policy, law, as_of);
  if (!next) return no("no-step-left", "The policy has no further step.");
  if (!item.letters.empty() && !item.letters.back().sent_on) {
    return no("letter-under-way", "The letter before this has not left yet.");
  }
  auto const rules = law.reminders(customer.country, customer.debtor, as_of);
  if (!rules) return no("missing-law-row", rules.error());
  if (auto const last = limitation_day(item, *rules); as_of > last) {
    return no("time-barred", fmt::format("The claim could be demanded until {} ({} years).",
                                         model::date_text(last), rules->limitation_years));
  }
  auto const due = due_day(item, customer, *rules, law);
  if (!due) return no("missing-law-row", due.error());
  auto const transfer = transfer_day(item, customer, law, *due, as_of, *next);
  if (!transfer) return no("missing-law-row", transfer.error());
  if (auto stop = step_gate(item, *next->step, next->action)) return *stop;
  auto first_day =
      std::max(*transfer, earliest(item, policy, *next->step, next->action, *rules, *due));
  if (item.plan_deadline) {
    first_day = std::max(first_day, *item.plan_deadline + days{1} + days{policy.grace_days});
  }
  if (as_of < first_day) {
    auto const returned = item.returned_on ? fmt::format(" A payment was returned on {}.",
                                                         model::date_text(*item.returned_on))
                                           : std::string{};
    return no("too-early", fmt::format("Not before {}.{}", model::date_text(first_day), returned),
              first_day);
  }
  if (auto stop = mode_gate(item, policy, next->action)) return *stop;
  if (auto stop = bank_gate(item, customer, policy, law, *due, as_of)) return *stop;
  Draft draft{{}, item, customer, policy, *next->step, *rules, law, *due};
  draft.decision.action = next->action;
  draft.decision.day = as_of;
  return letter(std::move(draft), *next);
}

}  // namespace airut::ledger::dunning
