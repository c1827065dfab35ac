#include "ledger/audit/case_checks.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/audit/due_interest.hpp"
#include "ledger/audit/limitation.hpp"
#include "ledger/audit/rests.hpp"

namespace airut::ledger::audit {
namespace {

using std::chrono::days;

struct Way {
  std::string_view from;
  std::string_view next;  // states, blank-separated
};

// From where to where a case may go. Every state after the acknowledgement may also end.
constexpr std::array<Way, 13> ways{{
    {"", "eligible"},
    {"eligible", "proposed approved closed_recalled closed_paid"},
    {"proposed", "approved closed_recalled closed_paid"},
    {"approved", "transfer_pending closed_recalled closed_paid"},
    {"transfer_pending", "sent accepted rejected closed_recalled closed_paid"},
    {"sent", "accepted rejected closed_recalled closed_paid"},
    {"rejected", "closed_recalled closed_paid"},
    {"accepted", "voluntary legal"},
    {"voluntary", "tratta_threatened legal surveillance"},
    {"tratta_threatened", "tratta_published legal voluntary"},
    {"tratta_published", "legal surveillance"},
    {"legal", "enforcement surveillance"},
    {"enforcement", "surveillance"},
}};
constexpr std::string_view after_surveillance = "voluntary legal enforcement";
constexpr std::string_view end_states =
    "closed_paid closed_recalled closed_credit_loss closed_settled closed_time_barred";

bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    auto const blank = list.find(' ');
    if (list.substr(0, blank) == word) return true;
    list = blank == std::string_view::npos ? std::string_view{} : list.substr(blank + 1);
  }
  return false;
}

bool with_agency(std::string_view state) {
  return lists(
      "accepted voluntary tratta_threatened tratta_published legal enforcement "
      "surveillance",
      state);
}

bool may_go(std::string_view from, std::string_view to) {
  if (from == to) return with_agency(from);
  if (with_agency(from) && lists(end_states, to)) return true;
  if (from == "surveillance") return lists(after_surveillance, to);
  auto const found =
      std::find_if(ways.begin(), ways.end(), [&](auto const& one) { return one.from == from; });
  return found != ways.end() && lists(found->next, to);
}

// The order that the case waited to be sent with was taken back: another may follow.
bool orders_anew(Claim const& claim, CollectionMoved const& fact) {
  bool const asked = (fact.event == "order" && fact.to == "transfer_pending") ||
                     (fact.event == "propose" && fact.to == "proposed");
  if (fact.from != "transfer_pending" || !asked) return false;
  return std::none_of(claim.letters.begin(), claim.letters.end(), [](auto const& one) {
    bool const stands = one.ordered && !one.withdrawn && !one.handed_back;
    return one.fact.kind == "collection_order" && stands;
  });
}

std::int64_t open_of(Claim const& claim, char const* component) {
  auto const found = claim.open.find(component);
  return found == claim.open.end() ? 0 : found->second;
}

bool is_all_open(Claim const& claim, CollectionMoved const& fact) {
  return fact.principal.minor() == open_of(claim, "principal") &&
         fact.interest.minor() == open_of(claim, "interest") &&
         fact.fee.minor() == open_of(claim, "fee") && fact.cost.minor() == open_of(claim, "cost");
}

bool is_nothing(CollectionMoved const& fact) {
  return fact.principal.is_zero() && fact.interest.is_zero() && fact.fee.is_zero() &&
         fact.cost.is_zero();
}

void check_sums(Claim const& claim, CollectionMoved const& fact, std::vector<Breach>& found) {
  if (fact.event == "order" && !is_all_open(claim, fact)) {
    found.push_back({"collection-sum", "The order claims something else than what is open."});
  }
  if (fact.from == fact.to || !fact.to.starts_with("closed")) return;
  bool const gives_up = fact.to != "closed_paid" && fact.to != "closed_recalled";
  if (gives_up ? !is_all_open(claim, fact) : !is_nothing(fact)) {
    found.push_back({"collection-sum", "The closing does not come to zero."});
  }
  bool const paid = open_of(claim, "principal") + open_of(claim, "interest") +
                        open_of(claim, "fee") + open_of(claim, "cost") ==
                    0;
  if (fact.to == "closed_paid" && !paid) {
    found.push_back({"collection-sum", "Closed as paid, and something is open."});
  }
}

void check_tratta(Claims const& claims, Claim const& claim, CollectionMoved const& fact,
                  config::Law const& law, std::vector<Breach>& found) {
  if (fact.event != "threaten" && fact.event != "publish") return;
  if (rested_on(claims, claim, fact.day)) {
    found.push_back({"tratta", "Threatened or published while the claim rested."});
  }
  if (fact.day <= claim.invoice.due_date) {
    found.push_back({"tratta", "Threatened or published before the claim was due."});
  }
  auto const debtor = config::debtor_of(claim.invoice.buyer_type);
  std::optional<model::Date> last;
  std::string country;
  for (auto const& one : claim.letters) {
    country = one.fact.country;
    bool const reminder = one.fact.plan_id.empty() && one.fact.kind != "collection_order";
    if (reminder && !one.withdrawn && one.sent_on) last = one.sent_on;
  }
  auto const rules = law.collection(country, debtor, fact.day);
  if (!rules) return found.push_back({"law", rules.error()});
  if (!rules->has_tratta) {
    return found.push_back({"tratta", "The law has no publication for this debtor."});
  }
  if (fact.event == "threaten") {
    bool const early = !last || fact.day < *last + days{rules->tratta_wait_days};
    if (early) found.push_back({"tratta", "Publication was threatened too early."});
    return;
  }
  bool const waited =
      claim.threatened_on && fact.day > *claim.threatened_on + days{rules->tratta_protest_days};
  if (!waited) found.push_back({"tratta", "Published while the debtor could still object."});
}

// A claim is not given up as time-barred before it is. Once a court may have decided, others know.
void check_time_bar(Claim const& claim, CollectionMoved const& fact, config::Law const& law,
                    std::vector<Breach>& found) {
  if (fact.to != "closed_time_barred" || fact.from == fact.to || claim.letters.empty()) return;
  if (lists("legal enforcement surveillance", fact.from)) return;
  auto const& country = claim.letters.back().fact.country;
  auto const rules = law.reminders(country, config::debtor_of(claim.invoice.buyer_type), fact.day);
  if (!rules) return found.push_back({"law", rules.error()});
  auto const last = limitation_end(claim, *rules);
  if (fact.day > last) return;
  found.push_back(
      {"time-bar", "Closed as time-barred, but it holds until " + model::date_text(last) + "."});
}

}  // namespace

std::vector<Breach> case_breaches(Claims const& claims, CollectionMoved const& fact,
                                  config::Law const& law) {
  auto const* claim = claims.find(fact.receivable_id);
  if (claim == nullptr) return {{"open", "The journal knows no such claim."}};
  std::vector<Breach> found;
  auto const known = claim->cases.find(fact.case_id);
  auto const state = known == claim->cases.end() ? std::string{} : known->second;
  if (state != fact.from) {
    found.push_back({"collection", fmt::format("The case was {}, not {}.", state, fact.from)});
  }
  // Money that comes after the end is told, and the case stays closed.
  bool const told_after = fact.event == "payment_reported" || fact.event == "open_again";
  bool const late = told_after && fact.from == fact.to && fact.from.starts_with("closed");
  if (!late && !orders_anew(*claim, fact) && !may_go(fact.from, fact.to)) {
    found.push_back(
        {"collection", fmt::format("A case does not go from \"{}\" to {}.", fact.from, fact.to)});
  }
  check_sums(*claim, fact, found);
  check_tratta(claims, *claim, fact, law, found);
  check_time_bar(*claim, fact, law, found);
  return found;
}

std::vector<Breach> fixed_interest_breaches(Claims const& claims, ReceivableAdjusted const& fact,
                                            config::Law const& law) {
  auto const* claim = claims.find(fact.receivable_id);
  if (claim == nullptr || claim->letters.empty() || !fact.interest_from || !fact.interest_until) {
    return {{"interest", "Interest is fixed of a claim without letters, or for no time."}};
  }
  std::vector<Breach> found;
  auto as_letter = claim->letters.back().fact;
  as_letter.interest_from = fact.interest_from;
  as_letter.interest_until = fact.interest_until;
  as_letter.day = *fact.interest_until;
  as_letter.interest_rates = fact.interest_rates;
  auto charged = claim->interest_fixed_until.value_or(claim->invoice.due_date);
  for (auto const& one : claim->letters) {
    if (!one.withdrawn) charged = std::max(charged, one.fact.interest_until.value_or(charged));
  }
  if (*fact.interest_from <= charged) {
    found.push_back({"interest", "Days until " + model::date_text(charged) + " are charged."});
  }
  std::int64_t sum = 0;
  for (auto const& part : fact.parts) sum -= part.amount.minor();
  auto const right = due_interest(*claim, as_letter, law);
  if (!right) {
    found.push_back({"law", right.error()});
  } else if (sum != right->added && sum != right->alone) {
    found.push_back({"interest", fmt::format("Interest {}, it should be {} (minor units).", sum,
                                             right->added)});
  }
  for (auto const& wrong : told_rates_breaches(as_letter, law)) found.push_back({"rates", wrong});
  return found;
}

std::vector<Breach> promise_breaches(Claims const& claims, PromiseEnded const& fact) {
  auto const* claim = claims.find(fact.receivable_id);
  auto const known =
      claim == nullptr ? decltype(claim->promises.end()){} : claim->promises.find(fact.promise_id);
  if (claim == nullptr || known == claim->promises.end()) {
    return {{"promise", "The journal knows no such promise."}};
  }
  auto const& promise = known->second;
  std::int64_t open = 0;
  for (auto const& [component, amount] : claim->open) open += amount;
  bool const met = promise.paid >= promise.fact.amount.minor() || open == 0;
  std::vector<Breach> found;
  if (fact.outcome == "kept" && !met) found.push_back({"promise", "It was not paid."});
  if (fact.outcome == "broken" && met) found.push_back({"promise", "It was paid."});
  if (fact.outcome == "broken" && fact.day <= promised_day(claims, *claim, promise, fact.day)) {
    found.push_back({"promise", "Judged before its day was over."});
  }
  if (fact.outcome == "broken" && rested_on(claims, *claim, fact.day)) {
    found.push_back({"promise", "Judged while the claim rested."});
  }
  return found;
}

}  // namespace airut::ledger::audit
