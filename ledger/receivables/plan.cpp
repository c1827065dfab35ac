#include "ledger/receivables/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/receivables/allocate.hpp"
#include "ledger/receivables/charges.hpp"

namespace airut::ledger::plan {
namespace {

using dunning::CustomerFacts;
using dunning::ItemFacts;
using model::Date;
using model::Money;
using std::chrono::days;

constexpr int short_plan_max = 4;  // instalments that the cheaper fee covers

tl::unexpected<Refusal> refusal(std::string code, std::string text) {
  return tl::unexpected{Refusal{std::move(code), std::move(text)}};
}

Date month_after(Date day, int months) {
  std::chrono::year_month_day moved{day};
  moved += std::chrono::months{months};
  return moved.ok() ? Date{moved} : Date{moved.year() / moved.month() / std::chrono::last};
}

std::optional<Refusal> standing_refusal(ItemFacts const& item, CustomerFacts const& customer,
                                        config::DunningPolicy const& policy, Wish const& wish) {
  auto const& who = policy.plan.made_by;
  if (std::find(who.begin(), who.end(), wish.made_by) == who.end()) {
    return Refusal{"not-permitted",
                   fmt::format("The policy lets no {} make a plan.", wish.made_by)};
  }
  if (item.owed.principal.is_zero()) return Refusal{"paid", "No principal is open."};
  if (item.has_plan) return Refusal{"has-plan", "The claim has a payment plan."};
  if (item.in_collection) return Refusal{"in-collection", "The claim is in collection."};
  if (item.disputed) return Refusal{"disputed", "The claim is disputed."};
  if (!customer.stopped.empty()) return Refusal{"stopped", "Stopped: " + customer.stopped + "."};
  return std::nullopt;
}

// The days of the wish, and the amounts that it names; zero: what remains.
std::vector<PlanInstalment> wished(Wish const& wish, Money zero, Date as_of) {
  if (!wish.instalments.empty()) return wish.instalments;
  std::vector<PlanInstalment> list;
  auto const first = wish.first.value_or(month_after(as_of, 1));
  for (int i = 0; i < wish.count; ++i) list.push_back({month_after(first, i), zero});
  return list;
}

std::optional<Refusal> bad_days(std::vector<PlanInstalment> const& list,
                                config::PlanTerms const& terms, Date as_of) {
  if (list.empty()) return Refusal{"no-instalments", "A plan needs at least one instalment."};
  if (list.size() > static_cast<std::size_t>(terms.instalments_max)) {
    return Refusal{"too-many-instalments",
                   fmt::format("At most {} instalments are allowed.", terms.instalments_max)};
  }
  auto before = as_of;
  for (auto const& one : list) {
    if (one.due <= before) {
      return Refusal{"day-order", fmt::format("The instalment of {} is not after {}.",
                                              model::date_text(one.due), model::date_text(before))};
    }
    if (one.due - before > days{terms.gap_days_max}) {
      return Refusal{"gap-too-long",
                     fmt::format("{} is more than {} days after {}.", model::date_text(one.due),
                                 terms.gap_days_max, model::date_text(before))};
    }
    before = one.due;
  }
  return std::nullopt;
}

// Equal instalments of the total, the odd cents in the last; or the named amounts, of which the
// last alone may be left open.
std::optional<Refusal> fill_amounts(std::vector<PlanInstalment>& list, bool equal, Money total,
                                    config::PlanTerms const& terms) {
  auto const count = static_cast<std::int64_t>(list.size());
  auto left = total;
  for (std::size_t i = 0; i + 1 < list.size(); ++i) {
    auto& one = list[i];
    if (equal) one.amount = Money{total.minor() / count, total.currency()};
    if (one.amount.currency() != total.currency() || one.amount.minor() < terms.instalment_minor) {
      return Refusal{"instalment-too-small",
                     fmt::format("An instalment is at least {}.",
                                 Money{terms.instalment_minor, total.currency()}.text())};
    }
    left -= one.amount;
  }
  auto& last = list.back();
  bool const open = last.amount.is_zero();
  if (left.minor() <= 0 || (!open && last.amount != left)) {
    return Refusal{"sum-differs", fmt::format("The instalments must sum to {}.", total.text())};
  }
  last.amount = left;
  return std::nullopt;
}

// What is settled of each claim before the days and amounts are.
struct Member {
  ItemFacts const& item;
  config::RateTable rates;
  Date interest_begins{}, interest_first{};  // of the claim, of the plan
};

struct Basis {
  std::vector<Member> members;
  CustomerFacts const& customer;
  config::Law const& law;
  std::vector<config::Component> order;
  Date as_of{};
  bool runs = false;
};

// An instalment as it is laid: the share, and what it takes off each claim's principal.
struct Laid {
  Share share;
  std::vector<Money> principal;
};

// Each instalment laid on what is open: claim after claim, in the law's order.
std::vector<Laid> lay(std::vector<PlanInstalment> const& list, std::vector<Owed> owed,
                      std::vector<config::Component> const& order) {
  std::vector<Laid> all;
  for (auto const& one : list) {
    auto const zero = one.amount - one.amount;
    Laid laid{{one, nothing_owed(one.amount.currency()), zero}, {}};
    auto rest = one.amount;
    for (auto& open : owed) {
      OpenItem item;
      item.owed = open;
      auto const taken = allocate(item, rest, order);
      for (auto const component : order) {
        auto const part = open.of(component) - taken.owed.of(component);
        laid.share.parts.of(component) += part;
        rest -= part;
      }
      laid.principal.push_back(open.principal - taken.owed.principal);
      open = taken.owed;
      laid.share.principal_left += open.principal;
    }
    all.push_back(std::move(laid));
  }
  return all;
}

model::Result<Interest> interest_of(Basis const& basis, std::size_t index,
                                    std::vector<Laid> const& laid) {
  auto const& member = basis.members[index];
  auto history = member.item.history;
  auto last = basis.as_of;
  if (basis.runs) {
    for (auto const& one : laid) {
      history.changes.push_back({one.share.instalment.due, -one.principal[index]});
    }
    if (!laid.empty()) last = laid.back().share.instalment.due;
  }
  return added_interest(history, member.interest_begins, member.interest_first, last, member.rates);
}

// The interest of the plan depends on how fast the principals fall, and that on how much of each
// instalment the interest takes: reckoned again until all agree to the cent.
struct Schedule {
  std::vector<Laid> laid;
  std::vector<Interest> interest;
  Money total;
};

// One round: with the interest of the round before among what is open.
model::Result<Schedule> laid_out(Basis const& basis, std::vector<PlanInstalment> const& list,
                                 std::vector<Owed> const& owed) {
  Schedule made;
  made.laid = lay(list, owed, basis.order);
  for (std::size_t i = 0; i < basis.members.size(); ++i) {
    auto sum = interest_of(basis, i, made.laid);
    if (!sum) return tl::unexpected{sum.error()};
    made.interest.push_back(*std::move(sum));
  }
  return made;
}

tl::expected<Schedule, Refusal> schedule(Basis const& basis, Wish const& wish,
                                         std::vector<Owed> const& start,
                                         config::PlanTerms const& terms) {
  auto const zero = start.front().principal - start.front().principal;
  auto list = wished(wish, zero, basis.as_of);
  std::vector<Money> added(start.size(), zero);
  // Equal amounts grow with the interest that they shrink, so that a cent may go to and fro: then
  // the first ones stay and the last alone takes the difference, which comes to rest.
  constexpr int rounds_equal = 8, rounds_max = 100;
  bool const open_end = list.back().amount.is_zero();
  for (int round = 0; round < rounds_max; ++round) {
    auto owed = start;
    auto total = zero;
    for (std::size_t i = 0; i < owed.size(); ++i) {
      owed[i].interest += added[i];
      total += owed[i].total();
    }
    if (open_end) list.back().amount = zero;
    bool const equal = wish.instalments.empty() && round < rounds_equal;
    if (auto wrong = fill_amounts(list, equal, total, terms)) {
      return tl::unexpected{*std::move(wrong)};
    }
    auto made = laid_out(basis, list, owed);
    if (!made) return refusal("missing-law-row", made.error().text);
    made->total = total;
    bool agrees = true;
    for (std::size_t i = 0; i < added.size(); ++i) {
      agrees = agrees && made->interest[i].amount == added[i];
      added[i] = made->interest[i].amount;
    }
    if (agrees) return *std::move(made);
  }
  return refusal("no-schedule", "The interest and the instalments come to no agreement.");
}

tl::expected<Money, Refusal> fee_of(Basis const& basis, config::DunningPolicy const& policy,
                                    std::size_t count, std::vector<dunning::Proof>& proof) {
  auto const& item = basis.members.front().item;
  auto const& customer = basis.customer;
  auto const zero = item.owed.principal - item.owed.principal;
  if (!policy.plan.fee) return zero;
  auto const kind = count > short_plan_max ? "long_plan" : "plan";
  auto const principal = item.owed.principal.minor();
  auto const cap =
      basis.law.cost_cap(customer.country, customer.debtor, kind, basis.as_of, principal);
  if (!cap) return refusal("missing-law-row", cap.error());
  if (cap->currency != zero.currency().code()) return zero;
  Money fee{cap->minor, zero.currency()};
  auto const ceiling = basis.law.cost_ceiling(customer.country, customer.debtor, basis.as_of,
                                              principal, customer.enforceable);
  if (ceiling) {
    auto sum = item.other_costs.value_or(zero);
    for (auto const& letter : item.letters) sum += letter.fee + letter.cost;
    fee = std::max(zero, std::min(fee, Money{*ceiling, zero.currency()} - sum));
  }
  proof.push_back(
      {"plan-fee", fmt::format("Fee {} for {} instalments, at most {} ({}).", fee.text(), count,
                               Money{cap->minor, zero.currency()}.text(), cap->source)});
  return fee;
}

Charge charge_of(Member const& member, Interest&& interest, Money fee,
                 std::vector<dunning::Proof> proof) {
  Charge charge;
  charge.fee = fee;
  charge.interest = interest.amount;
  charge.proof = std::move(proof);
  if (interest.spans.empty()) return charge;
  charge.interest_from = interest.first;
  charge.interest_until = interest.last;
  charge.interest_percent = interest.percent;
  charge.interest_rates = std::move(interest.spans);
  charge.proof.push_back(
      {"plan-interest", fmt::format("Interest {} for {} to {}.", charge.interest.text(),
                                    model::date_text(*charge.interest_from),
                                    model::date_text(*charge.interest_until))});
  if (member.interest_begins < *charge.interest_from)
    charge.proof.push_back(dunning::rounded_together(member.interest_begins));
  return charge;
}

// What is settled of one claim; the refusal when it can be in no plan.
tl::expected<Member, Refusal> member_of(ItemFacts const& item, CustomerFacts const& customer,
                                        config::DunningPolicy const& policy, config::Law const& law,
                                        Wish const& wish, Date as_of) {
  if (auto why = standing_refusal(item, customer, policy, wish)) return tl::unexpected{*why};
  auto const rules = law.reminders(customer.country, customer.debtor, as_of);
  if (!rules) return refusal("missing-law-row", rules.error());
  if (as_of > limitation_day(item, *rules))
    return refusal("time-barred", "The claim is time-barred.");
  auto const free_until = interest_free_until(item, customer, *rules, law);
  if (!free_until) return refusal("missing-law-row", free_until.error());
  return Member{item, rates_for(item, customer, law), *free_until + days{1},
                std::max(*free_until, item.interest_until.value_or(*free_until)) + days{1}};
}

}  // namespace

tl::expected<Offer, Refusal> offer(std::span<ItemFacts const> items, CustomerFacts const& customer,
                                   config::DunningPolicy const& policy, config::Law const& law,
                                   Wish const& wish, Date as_of) {
  if (items.empty()) return refusal("required", "A plan needs a claim.");
  Basis basis{{}, customer, law, {}, as_of, policy.plan.interest == "runs"};
  auto const zero = items.front().owed.principal - items.front().owed.principal;
  for (auto const& item : items) {
    if (item.owed.principal.currency() != zero.currency()) {
      return refusal("currencies-differ", "The claims are in different currencies.");
    }
    auto member = member_of(item, customer, policy, law, wish, as_of);
    if (!member) return tl::unexpected{member.error()};
    basis.members.push_back(*std::move(member));
  }
  auto const list = wished(wish, zero, as_of);
  if (auto why = bad_days(list, policy.plan, as_of)) return tl::unexpected{*why};
  auto const order = law.allocation(customer.country, customer.debtor, as_of);
  if (!order) return refusal("missing-law-row", order.error());
  basis.order = order->order;
  std::vector<dunning::Proof> proof;
  auto const fee = fee_of(basis, policy, list.size(), proof);
  if (!fee) return tl::unexpected{fee.error()};
  std::vector<Owed> start;
  for (auto const& item : items) start.push_back(item.owed);
  start.front().fee += *fee;
  auto made = schedule(basis, wish, start, policy.plan);
  if (!made) return tl::unexpected{made.error()};
  Offer offer;
  offer.fee = *fee;
  offer.interest = zero;
  offer.total = made->total;
  for (auto& one : made->laid) offer.shares.push_back(one.share);
  for (auto& one : made->interest) {
    offer.interest += one.amount;
    bool const is_first = offer.charges.empty();
    offer.charges.push_back(charge_of(basis.members[offer.charges.size()], std::move(one),
                                      is_first ? *fee : zero,
                                      is_first ? proof : std::vector<dunning::Proof>{}));
  }
  return offer;
}

config::Found<Standing> standing(Contract const& contract, Money paid,
                                 std::optional<Date> known_until, std::string_view country,
                                 config::Law const& law) {
  Standing now;
  now.paid = now.left = paid - paid;
  now.paid = paid;
  auto rest = paid;
  for (auto const& one : contract.instalments) {
    auto const filled = std::max(paid - paid, std::min(rest, one.amount));
    rest -= filled;
    Instalment instalment{one, one.amount - filled, false};
    now.left += instalment.open;
    if (known_until && instalment.open > contract.tolerance) {
      auto const due = law.banking_day_from(country, one.due);
      if (!due) return tl::unexpected{due.error()};
      instalment.is_missed = *known_until >= *due + days{contract.tolerance_days};
      now.missed += instalment.is_missed;
    }
    now.instalments.push_back(instalment);
  }
  now.is_completed = now.left <= contract.tolerance;
  now.is_broken = !now.is_completed && now.missed > contract.missed_max;
  return now;
}

}  // namespace airut::ledger::plan
