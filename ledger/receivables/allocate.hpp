#pragma once

#include <vector>

#include "config/law.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/receivables/open_item.hpp"

namespace airut::ledger {

// How an amount spreads over one item. The sum of the parts plus left is the amount, to the cent;
// no part is larger than what its component owes, none is zero.
struct Allocation {
  std::vector<AllocatedPart> parts;
  Owed owed;          // after the parts
  model::Money left;  // what the item did not need
};

// Pays the components in the order given. The amount is positive and of the item's currency.
Allocation allocate(OpenItem const& item, model::Money amount,
                    std::vector<config::Component> const& order);

}  // namespace airut::ledger
