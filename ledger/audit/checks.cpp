#include "ledger/audit/checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/audit/due_interest.hpp"
#include "ledger/audit/limitation.hpp"
#include "ledger/audit/plan_checks.hpp"
#include "ledger/audit/policy_checks.hpp"
#include "ledger/audit/rests.hpp"

namespace airut::ledger::audit {
namespace {

using model::date_text;
using std::chrono::days;

class Check {
 public:
  Check(Claims const& claims, Claim const& claim, LetterDecided const& letter,
        config::Law const& law)
      : claims_(claims), claim_(claim), letter_(letter), law_(law) {
    for (auto const& one : claim.letters) {
      if (one.withdrawn) continue;
      (one.is_step() ? before_ : others_).push_back(&one);
    }
  }

  std::vector<Breach> run(std::optional<model::Date> bank_data) {
    standing();
    started();
    agreed();
    bank(bank_data);
    auto const rules = law_.reminders(letter_.country, debtor(), letter_.day);
    if (!rules) {
      say("law", rules.error());
      return std::move(breaches_);
    }
    limitation(*rules);
    due(*rules);
    order(*rules);
    deadline(*rules);
    fee(*rules);
    compensation();
    interest();
    return std::move(breaches_);
  }

 private:
  void say(std::string rule, std::string text) {
    breaches_.push_back({std::move(rule), std::move(text)});
  }

  config::Debtor debtor() const { return config::debtor_of(letter_.debtor); }
  bool is_order() const { return letter_.kind == "collection_order"; }

  void standing() {
    auto const principal = claim_.open.find("principal");
    auto const open = principal == claim_.open.end() ? 0 : principal->second;
    if (open <= 0) say("open", "Nothing of the principal was open.");
    if (letter_.principal_open.minor() != open) {
      say("open", fmt::format("The letter tells {} of principal, the journal {} (minor units).",
                              letter_.principal_open.minor(), open));
    }
    if (open > claim_.invoice.due.minor()) {
      say("open", fmt::format("{} of principal were open, {} invoiced (minor units).", open,
                              claim_.invoice.due.minor()));
    }
    if (claim_.balance > 0) {
      say("credit-balance",
          fmt::format("The customer had {} to get for the invoice (minor units).", claim_.balance));
    }
    if (config::debtor_of(claim_.invoice.buyer_type) != debtor()) {
      say("debtor", fmt::format("The debtor is {}, the letter was decided for {}.",
                                claim_.invoice.buyer_type, letter_.debtor));
    }
    bool const held = claim_.held && !(claim_.held_until && *claim_.held_until < letter_.day);
    if (held) say("held", "The claim was paused or disputed.");
    if (!claim_.deviations.empty()) say("deviation", "A deviation waited to be resolved.");
    if (!claim_.sent_on) say("delivered", "There was no evidence that the invoice had left.");
  }

  // Who may start the step: the submission said, or a person asked for it.
  void started() {
    auto const& mode = is_order() ? claim_.invoice.collection : claim_.invoice.reminders;
    if (mode == "never") say("never", "The submission asked for none of this.");
    bool const manual = mode == "manual" || (is_order() && mode != "auto");
    if (manual && !claim_.approved) say("approval", "Nobody asked for this step.");
    auto const& country = claim_.invoice.buyer_country;
    bool const abroad = !country.empty() && country != letter_.country;
    if (abroad && debtor() == config::Debtor::consumer && !claim_.approved) {
      say("foreign-debtor", "A consumer in " + country + ", and nobody asked for this step.");
    }
  }

  // Promises and plans rest the claim.
  void agreed() {
    for (auto const& [id, promise] : claim_.promises) {
      if (promise.ended) continue;
      auto const until = promised_day(claims_, claim_, promise, letter_.day);
      if (until >= letter_.day) {
        say("promise", "The debtor had promised to pay by " + date_text(until) + ".");
      }
    }
    if (!claim_.plan_id.empty()) say("plan", "A payment plan was in force.");
  }

  // Policies differ in how fresh the data must be; never older than what was due.
  void bank(std::optional<model::Date> until) {
    if (!until || *until < claim_.invoice.due_date) {
      say("bank-data", "No bank file told of every account after the due date.");
    }
  }

  void limitation(config::ReminderLaw const& rules) {
    auto const last = limitation_end(claim_, rules);
    if (letter_.day > last) say("time-bar", "The claim was time-barred since " + date_text(last));
  }

  void due(config::ReminderLaw const& rules) {
    auto const banking = law_.banking_day_from(letter_.country, claim_.invoice.due_date);
    if (!banking) return say("law", banking.error());
    due_ = *banking;
    if (claim_.sent_on) due_ = std::max(due_, *claim_.sent_on + days{rules.payment_time_days});
    if (letter_.day <= due_) {
      say("due",
          fmt::format("Sent on {}, but due only on {}.", date_text(letter_.day), date_text(due_)));
    }
  }

  void order(config::ReminderLaw const& rules) {
    if (letter_.round != static_cast<std::int64_t>(before_.size()) + 1) {
      say("order", fmt::format("Round {} after {} letters.", letter_.round, before_.size()));
    }
    for (auto const* one : others_) {
      bool const runs = one->fact.kind == "plan_broken" && letter_.day <= one->fact.deadline;
      if (runs) say("order", "The time to pay of the broken plan had not passed.");
    }
    if (before_.empty()) {
      if (is_order()) say("order", "Collection without a reminder before it.");
      if (is_demand()) say("order", "A payment demand without a reminder before it.");
      return;
    }
    auto const& last = *before_.back();
    if (last.fact.kind == "collection_order") say("order", "The claim was in collection already.");
    if (!last.sent_on) return say("order", "The letter before had not left.");
    auto const left = std::max(*last.sent_on, last.fact.day);
    if (letter_.day <= last.fact.deadline || letter_.day <= left + days{rules.deadline_days}) {
      say("order", fmt::format("The time to pay of the letter before had not passed on {}.",
                               date_text(letter_.day)));
    }
    if (is_order() && letter_.day <= left + days{rules.collection_gap_days}) {
      say("order", "Collection too soon after the last letter.");
    }
  }

  void deadline(config::ReminderLaw const& rules) {
    if (letter_.deadline < letter_.day + days{rules.deadline_days}) {
      say("deadline", fmt::format("{} days to pay, {} is the least.",
                                  (letter_.deadline - letter_.day).count(), rules.deadline_days));
    }
    auto const open = law_.is_banking_day(letter_.country, letter_.deadline);
    if (!open || !*open) say("deadline", "The last day to pay is no banking day.");
  }

  void fee(config::ReminderLaw const& rules) {
    if (letter_.fee.is_negative()) say("fee", "The fee is negative.");
    if (letter_.fee.minor() > 0 || letter_.cost.minor() > 0) ceiling();
    if (letter_.fee.minor() <= 0) return;
    if (is_order()) say("fee", "A collection order carries a fee.");
    if (letter_.day < due_ + days{rules.fee_wait_days}) {
      say("fee-wait", fmt::format("A fee within {} days of the due date.", rules.fee_wait_days));
    }
    bool const lead = claim_.sent_on &&
                      claim_.invoice.due_date - *claim_.sent_on >= days{rules.invoice_lead_days};
    if (!lead) {
      say("fee-lead", fmt::format("A fee, though the invoice left fewer than {} days before it "
                                  "was due.",
                                  rules.invoice_lead_days));
    }
    fee_amount();
    fee_after_others(rules);
  }

  bool is_demand() const { return letter_.kind == "payment_demand"; }

  config::Found<config::FeeCap> cap_of_letter() const {
    if (!is_demand()) {
      return law_.fee_cap(letter_.country, debtor(), letter_.day, claim_.invoice.due_date);
    }
    bool const again = std::any_of(before_.begin(), before_.end(), [](auto const* one) {
      return one->fact.kind == "payment_demand";
    });
    return law_.cost_cap(letter_.country, debtor(), again ? "second_own_demand" : "own_demand",
                         letter_.day, letter_.principal_open.minor());
  }

  void fee_amount() {
    auto const cap = cap_of_letter();
    if (!cap) return say("law", cap.error());
    if (cap->currency != letter_.fee.currency().code() || letter_.fee.minor() > cap->minor) {
      say("fee-cap", fmt::format("Fee {} {}, at most {} {} (minor units).", letter_.fee.minor(),
                                 letter_.fee.currency().code(), cap->minor, cap->currency));
    }
  }

  void ceiling() {
    auto sum = letter_.fee.minor() + letter_.cost.minor();
    for (auto const* one : before_) sum += one->fee + one->cost;
    for (auto const* one : others_) sum += one->fee + one->cost;
    auto const ceiling =
        law_.cost_ceiling(letter_.country, debtor(), letter_.day, letter_.principal_open.minor(),
                          proves_enforceable(letter_));
    if (ceiling && sum > *ceiling) {
      say("cost-ceiling", fmt::format("All costs {}, at most {} (minor units).", sum, *ceiling));
    }
  }

  void fee_after_others(config::ReminderLaw const& rules) {
    std::int64_t others = 0;
    std::optional<model::Date> newest;
    for (auto one = before_.rbegin(); one != before_.rend(); ++one) {
      if ((*one)->fee <= 0) continue;
      auto const later = newest.value_or(letter_.day);
      if (rules.fee_reset_months > 0 && forgotten((*one)->fact.day, later, rules)) break;
      newest = (*one)->fact.day;
      if ((*one)->fact.kind != "payment_demand") ++others;
    }
    if (!is_demand() && others >= rules.fees_max) {
      say("fee-count", fmt::format("Fee number {} of {}.", others + 1, rules.fees_max));
    }
    if (before_.empty()) return;
    auto const& last = *before_.back();
    auto const left = std::max(last.fact.day, last.sent_on.value_or(last.fact.day));
    if (letter_.day < left + days{rules.fee_gap_days}) {
      say("fee-gap", fmt::format("A fee within {} days of the last letter.", rules.fee_gap_days));
    }
    bool const long_enough = last.fact.deadline >= left + days{rules.fee_deadline_days};
    if (rules.fee_deadline_days > 0 && !long_enough) {
      say("fee-deadline", "A further fee without a long enough deadline before it.");
    }
  }

  static bool forgotten(model::Date fee_day, model::Date later, config::ReminderLaw const& rules) {
    std::chrono::year_month_day at{fee_day};
    at += std::chrono::months{rules.fee_reset_months};
    if (!at.ok()) at = at.year() / at.month() / std::chrono::last;
    return later > model::Date{at};
  }

  void compensation() {
    if (letter_.cost.is_zero()) return;
    if (debtor() == config::Debtor::consumer) return say("compensation", "Charged to a consumer.");
    auto const row = law_.compensation(letter_.country, debtor(), claim_.invoice.due_date);
    if (!row) return say("law", row.error());
    if (letter_.cost.minor() != row->minor) {
      say("compensation", fmt::format("Compensation {}, the law's is {} (minor units).",
                                      letter_.cost.minor(), row->minor));
    }
    bool const twice =
        std::any_of(before_.begin(), before_.end(), [](auto const* one) { return one->cost > 0; });
    if (twice) say("compensation", "Charged twice.");
    if (letter_.fee.minor() > 0) say("compensation", "A fee besides the compensation.");
  }

  void interest() {
    if (!letter_.interest_from) {
      if (!letter_.interest.is_zero()) say("interest", "Interest for no time.");
      return;
    }
    auto earliest = free_until(claim_, letter_, law_);
    if (!earliest) return say("law", earliest.error());
    auto charged = before_;
    charged.insert(charged.end(), others_.begin(), others_.end());
    if (claim_.interest_fixed_until) *earliest = std::max(*earliest, *claim_.interest_fixed_until);
    for (auto const* one : charged) {
      if (one->fact.interest_until) *earliest = std::max(*earliest, *one->fact.interest_until);
    }
    if (*letter_.interest_from <= *earliest || *letter_.interest_until > letter_.day) {
      say("interest", fmt::format("Interest for {} to {}; {} is charged or free.",
                                  date_text(*letter_.interest_from),
                                  date_text(*letter_.interest_until), date_text(*earliest)));
    }
    auto const right = due_interest(claim_, letter_, law_);
    if (!right) return say("law", right.error());
    if (auto wrong = interest_breach(*right, letter_); !wrong.empty()) say("interest", wrong);
    for (auto const& wrong : told_rates_breaches(letter_, law_)) say("rates", wrong);
  }

  Claims const& claims_;
  Claim const& claim_;
  LetterDecided const& letter_;
  config::Law const& law_;
  std::vector<Letter const*> before_;
  std::vector<Letter const*> others_;  // of plans, and orders of claims that came back
  model::Date due_{};
  std::vector<Breach> breaches_;
};

}  // namespace

std::vector<Breach> breaches(Claims const& claims, LetterDecided const& letter,
                             config::Law const& law) {
  auto const* claim = claims.find(letter.receivable_id);
  if (claim == nullptr) return {{"open", "The journal knows no such claim."}};
  if (!letter.plan_id.empty()) return plan_breaches(claims, *claim, letter, law);
  auto found = Check{claims, *claim, letter, law}.run(claims.bank_data(*claim, letter));
  for (auto& one : policy_breaches(claims, *claim, letter, law)) found.push_back(std::move(one));
  return found;
}

}  // namespace airut::ledger::audit
