#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/billers.hpp"
#include "ledger/books/basis.hpp"
#include "ledger/books/reconciliation.hpp"
#include "ledger/store/store.hpp"

// A client's sub-ledger, book and bank statements laid against each other.
namespace airut::gateway {

struct ReconcileWish {
  std::string client;
  model::Date day{};        // statements of the bank until this day
  model::Instant before{};  // what was known then
  // A month's book, with what became known later and counts for it; none: the book as it was known.
  std::optional<ledger::books::Period> period;
  // Accounts that clients share are left out: their statements tell of others.
  bool own_accounts_only = false;
  // Of the sub-ledger, when it is not a month's: that has the items of its book.
  std::vector<ledger::books::OpenSubItem> items;
};

std::vector<ledger::books::ReconciliationSection> reconcile(ledger::Snapshot& view,
                                                            Billers const& billers,
                                                            std::string const& tenant,
                                                            ReconcileWish const& wish);

}  // namespace airut::gateway
