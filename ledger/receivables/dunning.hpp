#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "ledger/receivables/interest.hpp"
#include "ledger/receivables/open_item.hpp"

// The daily question about one item: does a letter go out today, and which? A pure function of
// facts, policy, law and day; asked again with the letter among the facts it answers no.
namespace airut::ledger::dunning {

enum class Action { none, first_reminder, second_reminder, payment_demand, collection_order };

std::string_view action_text(Action action);  // as LetterDecided::kind; "none"
std::optional<Action> parse_action(std::string_view text);

// A letter that was decided about the item, oldest first in the facts. Withdrawn ones are left out.
struct LetterFacts {
  Action action = Action::first_reminder;
  model::Date day{}, deadline{};
  std::optional<model::Date> sent_on;  // the day it left; none: it has not
  model::Money fee, cost;              // as charged, less what was taken back
  bool announces_collection = false;   // it says that collection follows
};

// Who may start the next step.
enum class Mode { automatic, manual, never };

std::optional<Mode> parse_mode(std::string_view text);  // auto, manual, never

struct ItemFacts {
  model::Date due_date{};
  std::optional<model::Date> sent_on;                  // the invoice left, with a receipt
  std::optional<model::Date> delivered_on;             // the recipient has it, or silence says so
  bool delivery_assumed = false;                       // silence says so
  Owed owed;                                           // open components
  PrincipalHistory history;                            // for interest on the reducing balance
  std::optional<model::Date> interest_until;           // charged up to and including
  std::optional<std::int64_t> agreed_rate_millionths;  // contract's late interest; else statutory
  std::vector<LetterFacts> letters;
  std::vector<model::Date> acknowledged{};     // days on which the debtor paid, promised or agreed
  std::optional<model::Money> other_costs;     // charged by what is no reminder: a plan's fee
  std::optional<model::Date> plan_deadline{};  // that the letter of a broken plan gave
  std::optional<model::Date> returned_on{};    // the last day that the bank took a payment back
  bool tracked = true;
  std::string open_deviation;  // code of an unresolved deviation about the invoice or a letter
  bool in_collection = false;
  bool handed_back = false;  // it was in collection, and the agency has it no more
  bool disputed = false;
  bool has_plan = false;                      // a payment plan in good standing
  std::optional<model::Date> promised_until;  // the debtor promised to pay by then
  std::string fee_with;  // invoice whose letter on the same sheet carries the sheet's fee, ""
  bool held = false;
  std::optional<model::Date> hold_until;  // last day of the hold; none: until released
  std::string hold_reason;
  Mode reminders = Mode::automatic;
  Mode collection = Mode::manual;
  bool approved = false;  // a person asked for the next step: manual counts as automatic
  std::optional<model::Date> bank_data_until;  // last booking day known of all accounts asked for
  std::string bank_data_account{};             // the one of which least is known
};

struct CustomerFacts {
  std::string country;  // whose law and bank days hold: FI, NO
  std::string abroad;   // a debtor's country when it is another, "" when not
  config::Debtor debtor = config::Debtor::consumer;
  std::string stopped;  // why nothing is demanded: bankrupt, deceased, minor ...; "" when nothing
  std::string hold_reason{};                // all his claims rest, "" when they do not
  std::optional<model::Date> hold_until{};  // last day of that; none: until it is lifted
  bool enforceable = false;                 // without a judgment (config::Client)
};

// One rule that the letter satisfies (or why it carries no fee), with the figures.
struct Proof {
  std::string rule;  // "fee-wait", "fee-cap", "deadline" ... stable
  std::string text;
  friend bool operator==(Proof const&, Proof const&) = default;
};

struct Decision {
  Action action = Action::none;
  std::string reason_code;                // kebab-case: why nothing, "" when a letter goes out
  std::string reason;                     // the same as a sentence
  Action pending = Action::none;          // what a person may start, when that is the reason
  std::optional<model::Date> next_check;  // first day the answer may differ by time alone

  // Of a letter:
  int round = 0;  // 1, 2, ... within the item
  int step = 0;   // of the policy, from 1
  model::Date day{}, deadline{};
  model::Money principal, fee, interest, cost;  // fee, interest and cost are what this letter adds
  std::optional<model::Date> interest_from, interest_until;
  std::string interest_percent;  // "" when none or when it changed within the time
  std::vector<RateSpan> interest_rates;
  bool announces_collection = false;  // collection comes next: the letter says so
  std::vector<Proof> proof;
  friend bool operator==(Decision const&, Decision const&) = default;
};

// The day that the claim counts as due for reminders: the due date, or the banking day after it,
// or so long after the invoice was sent as the law gives. The error: a row of the law is missing.
config::Found<model::Date> due_day(ItemFacts const& item, CustomerFacts const& customer,
                                   config::ReminderLaw const& rules, config::Law const& law);
// The last day on which the claim may be demanded: the law's years from its due date, or from the
// last demand or acknowledgement in time where those interrupt them, but never beyond the final
// end.
model::Date limitation_day(ItemFacts const& item, config::ReminderLaw const& rules);
// The last day without interest.
config::Found<model::Date> interest_free_until(ItemFacts const& item, CustomerFacts const& customer,
                                               config::ReminderLaw const& rules,
                                               config::Law const& law);
// The rate that holds for the debtor: a contract may ask a consumer for less than the law, and may
// ask others for anything.
config::RateTable rates_for(ItemFacts const& item, CustomerFacts const& customer,
                            config::Law const& law);

// Gates in order: tracked, delivered, stopped, deviation, disputed, held (the item, then the
// customer), promise, plan, in collection, minimum sum, the letter before has left, what the step
// itself asks, due and grace, the step's own days, who may start it, fresh bank data, then the law.
// Where the policy's step is collection (in Norway the creditor's own payment demand, too) and the
// law wants it announced first, which no letter did, a reminder that does so goes out in its place.
// Whoever's payment was returned since the last letter has the step's time again, and a reminder
// before his claim is handed over. A missing law row stops the letter with reason_code
// "missing-law-row".
Decision decide(ItemFacts const& item, CustomerFacts const& customer,
                config::DunningPolicy const& policy, config::Law const& law, model::Date as_of);

}  // namespace airut::ledger::dunning
