#pragma once

#include <cstdint>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/happening.hpp"

// Sums of what is open, by subledger (the open items of one client in one currency) and due day.
// Changes gather in the committer's memory and are written once a commit.
namespace airut::ledger {

// Its key: that of the event which opened its first item.
std::int64_t subledger_of(Transaction& tx, Happening const& at, std::string_view client,
                          model::Currency currency);

// An item as it stands after a change of what it owes.
struct ItemAfter {
  std::int64_t subledger = 0;
  model::Date due_date{};
  std::int64_t open = 0;  // all components, minor units
};
// changed: by how much it owes more than before.
void note_open(Transaction& tx, ItemAfter const& item, std::int64_t changed);
void note_due_date(Transaction& tx, ItemAfter const& item, model::Date before);

}  // namespace airut::ledger
