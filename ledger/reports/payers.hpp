#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// How customers pay: whole days between the due day and the day the money counts from.
namespace airut::ledger::reports {

struct Paid {
  std::string customer;  // number, or the invoice's when there is none
  std::string name;
  model::Money amount;  // of principal
  model::Date due{}, paid{};
};

struct OpenSum {
  std::string customer, name;
  model::Money open;
  model::Date due{};
};

// One customer in one currency. Tenths of days, so that no figure is rounded away.
struct Payer {
  std::string customer, name;
  model::Currency currency;
  std::int64_t payments = 0;
  std::int64_t late_tenths = 0;                              // mean, weighted by the sums
  std::int64_t median_days = 0;                              // of the payments
  std::optional<std::int64_t> recent_tenths, before_tenths;  // the last 90 days, those before
  model::Money paid, overdue;
  std::int64_t oldest_days = 0;  // of what is overdue
};

enum class Trend { unknown, steady, slower, faster };
std::string_view trend_text(Trend trend);
// slower: ten days more than before, or twice as late; faster: the same the other way.
Trend trend_of(Payer const& payer);

// Slowest first; customers without a payment and without a debt are not there.
std::vector<Payer> payers(std::vector<Paid> const& history, std::vector<OpenSum> const& open,
                          model::Date as_of);

}  // namespace airut::ledger::reports
