#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "formats/model/submission.hpp"
#include "gateway/billers.hpp"
#include "ledger/receivables/dunning.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

struct DayContext {
  Billers const& billers;
  config::Codes const& codes;
  config::Law const& law;
  std::string tenant, actor;
  model::Date as_of{};
  model::Instant now{};
};

// What the day means for one item.
struct DayDecision {
  ledger::ReceivableRow item;
  ledger::dunning::Decision decision;
  ledger::dunning::CustomerFacts customer;
  config::DunningPolicy const* policy = nullptr;  // none: no letter
  std::string waits_for;  // reason of the hold: the debtor's money waits, and no letter leaves
  std::optional<std::int64_t> agreed_rate;  // late interest of the invoice, millionths
  // The invoice's, read when a letter goes out, without what letters never ask (lines, sums).
  std::shared_ptr<model::Submission const> submission;
};

// Keys of the items that may have a letter today by the days of the policies, in the order of the
// walk. Nothing else need be looked at.
std::vector<std::int64_t> day_items(ledger::Snapshot& view, DayContext const& context);
// So many of them at a time that a transaction stays short.
std::vector<std::span<std::int64_t const>> stretches(std::vector<std::int64_t> const& items);

// The decisions for a stretch of them. Reads only.
std::vector<DayDecision> decide_stretch(ledger::Snapshot& view, DayContext const& context,
                                        std::span<std::int64_t const> items);

// Decides a stretch and appends its letters: charged fees and interest, and a delivery for each.
// Asked again for the same day it finds them sent and does nothing. Returns whether a delivery
// waits.
struct DayWork {
  std::vector<DayDecision> decisions;
  bool queued = false;
};
DayWork run_stretch(ledger::Transaction& tx, DayContext const& context,
                    std::span<std::int64_t const> items);

}  // namespace airut::gateway
