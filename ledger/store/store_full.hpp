#pragma once

#include "ledger/store/store.hpp"

namespace airut::ledger {

// The disk has no room for a write; what was there before is whole and can be read.
class StoreFull : public StoreLost {
 public:
  using StoreLost::StoreLost;
};

}  // namespace airut::ledger
