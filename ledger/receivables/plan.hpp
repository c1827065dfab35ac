#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "ledger/journal/case_facts.hpp"
#include "ledger/receivables/dunning.hpp"

// Payment plans: what one would be, to the last cent, and how one stands. Pure functions.
namespace airut::ledger::plan {

// What somebody asks for: either instalments with their days and amounts (the last amount may be
// left out and is then what remains), or a number of equal ones, a month apart from the first day.
struct Wish {
  std::string made_by;                      // operator, client, debtor
  std::vector<PlanInstalment> instalments;  // zero: what remains
  int count = 0;
  std::optional<model::Date> first;
};

// Where an instalment goes when it is paid on its day, over all claims of the plan.
struct Share {
  PlanInstalment instalment;
  Owed parts;
  model::Money principal_left;
};

// What the plan adds to one of its claims.
struct Charge {
  model::Money fee, interest;
  std::optional<model::Date> interest_from, interest_until;
  std::string interest_percent;
  std::vector<RateSpan> interest_rates;
  std::vector<dunning::Proof> proof;
  friend bool operator==(Charge const&, Charge const&) = default;
};

// A plan that may be offered: all of it is fixed on its day.
struct Offer {
  std::vector<Share> shares;    // their parts sum to what is open with fee and interest
  std::vector<Charge> charges;  // by claim, in the order asked; the first alone carries the fee
  model::Money fee, interest, total;
  friend bool operator==(Offer const&, Offer const&) = default;
};

struct Refusal {
  std::string code, text;  // kebab-case; one sentence
};

// One plan for claims of one debtor, which its instalments pay one after another. One fee, by the
// law's table for the number of instalments and the first claim's size, below the ceiling of that
// claim's costs; interest up to the day, and with policy.plan.interest "runs" also on the falling
// principals until the last instalment. A missing row of the law refuses the plan.
tl::expected<Offer, Refusal> offer(std::span<dunning::ItemFacts const> items,
                                   dunning::CustomerFacts const& customer,
                                   config::DunningPolicy const& policy, config::Law const& law,
                                   Wish const& wish, model::Date as_of);

inline tl::expected<Offer, Refusal> offer(dunning::ItemFacts const& item,
                                          dunning::CustomerFacts const& customer,
                                          config::DunningPolicy const& policy,
                                          config::Law const& law, Wish const& wish,
                                          model::Date as_of) {
  return offer(std::span{&item, 1}, customer, policy, law, wish, as_of);
}

struct Contract {
  std::vector<PlanInstalment> instalments;
  model::Money tolerance;
  std::int64_t tolerance_days = 0, missed_max = 0;
};

struct Instalment {
  PlanInstalment instalment;
  model::Money open;
  bool is_missed = false;
};

struct Standing {
  std::vector<Instalment> instalments;  // what was paid fills them in their order
  model::Money paid, left;
  std::int64_t missed = 0;
  bool is_completed = false, is_broken = false;
};

// known_until: the last day of which every payment is known; an instalment is not missed before.
// due: its day, or the first banking day from it.
config::Found<Standing> standing(Contract const& contract, model::Money paid,
                                 std::optional<model::Date> known_until, std::string_view country,
                                 config::Law const& law);

}  // namespace airut::ledger::plan
