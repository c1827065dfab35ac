#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/law.hpp"
#include "formats/model/date.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// When a bank is asked by itself.
struct FetchPlan {
  std::string country;                      // of the bank: its banking days and its clock
  std::vector<std::chrono::minutes> times;  // after midnight, in order
};

// Whether a time of today's has come since the bank was asked last, or a round that went wrong
// waits to be tried again. On days whose holidays nobody knows the bank is asked as on others.
// broke_off: when a round of this process began that did not come to its end, so that last does not
// know of it: the store took nothing.
bool fetch_is_due(FetchPlan const& plan, std::optional<ledger::BankRoundRow> const& last,
                  std::optional<model::Instant> broke_off, config::Law const& law,
                  model::Instant now);

// Why a person must know that nothing came from the bank for so many banking days; "" when all is
// well. Days that cannot be counted are told, too.
std::string silence_since(FetchPlan const& plan, ledger::BankRoundRow const& last, int days_most,
                          config::Law const& law, model::Instant now);

}  // namespace airut::gateway
