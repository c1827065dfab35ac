#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/codes.hpp"
#include "config/law.hpp"
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
  std::optional<std::int64_t> agreed_rate;        // late interest of the invoice, millionths
};

// The decisions for the items after a cursor, oldest first; empty at the end. Reads only.
struct DayStretch {
  std::vector<DayDecision> decisions;
  std::string next;  // cursor
};
DayStretch decide_stretch(ledger::Snapshot& view, DayContext const& context, std::string_view after,
                          int limit);

// Decides a stretch and appends its letters: charged fees and interest, and a delivery for each.
// Asked again for the same day it finds them sent and does nothing. Returns whether a delivery
// waits.
struct DayWork {
  DayStretch stretch;
  bool queued = false;
};
DayWork run_stretch(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                    int limit);

}  // namespace airut::gateway
