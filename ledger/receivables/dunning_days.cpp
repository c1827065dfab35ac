#include <algorithm>

#include "formats/model/months.hpp"
#include "ledger/receivables/dunning.hpp"

// The days and rates that the law gives a claim, whatever the policy.
namespace airut::ledger::dunning {

using model::Date;
using model::years_after;
using std::chrono::days;

config::Found<Date> due_day(ItemFacts const& item, CustomerFacts const& customer,
                            config::ReminderLaw const& rules, config::Law const& law) {
  auto const due = law.banking_day_from(customer.country, item.due_date);
  if (!due || !item.sent_on) return due;
  return std::max(*due, *item.sent_on + days{rules.payment_time_days});
}

Date limitation_day(ItemFacts const& item, config::ReminderLaw const& rules) {
  std::vector<Date> interruptions;
  if (rules.acknowledgement_interrupts) interruptions = item.acknowledged;
  if (rules.demand_interrupts) {
    for (auto const& letter : item.letters) {
      if (letter.sent_on) interruptions.push_back(*letter.sent_on);
    }
  }
  std::sort(interruptions.begin(), interruptions.end());
  auto last = years_after(item.due_date, rules.limitation_years);
  for (auto const day : interruptions) {
    // What comes too late begins nothing again.
    if (day <= last) last = std::max(last, years_after(day, rules.limitation_years));
  }
  if (rules.limitation_final_years == 0) return last;
  return std::min(last, years_after(item.due_date, rules.limitation_final_years));
}

config::Found<Date> interest_free_until(ItemFacts const& item, CustomerFacts const& customer,
                                        config::ReminderLaw const& rules, config::Law const& law) {
  auto const due = law.banking_day_from(customer.country, item.due_date);
  if (!due || !item.sent_on || *item.sent_on <= item.due_date) return due;
  return std::max(*due, *item.sent_on + days{rules.interest_wait_days});
}

config::RateTable rates_for(ItemFacts const& item, CustomerFacts const& customer,
                            config::Law const& law) {
  auto statutory = law.rates(customer.country, customer.debtor);
  if (!item.agreed_rate_millionths) return statutory;
  auto const agreed = *item.agreed_rate_millionths;
  if (customer.debtor == config::Debtor::consumer) return statutory.capped(agreed);
  Date const first{std::chrono::year{1900} / 1 / 1}, last{std::chrono::year{2199} / 12 / 31};
  return {"agreed", {{first, last, agreed, "contract"}}};
}

}  // namespace airut::ledger::dunning
