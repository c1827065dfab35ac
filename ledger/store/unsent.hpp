#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "ledger/store/store.hpp"

namespace airut::ledger {

// Whether a delivery of the invoice has not ended: only then may something of it still leave.
bool has_running_delivery(Snapshot& view, std::string_view tenant, std::string_view invoice_id);

// The same of many invoices in one piece of work. Where no more than so many deliveries run, they
// are read at once; what the work itself changes in deliveries is seen. To be made outside of
// attempts (attempt.hpp).
class RunningDeliveries {
 public:
  RunningDeliveries(Transaction& tx, std::string_view tenant, int most);

  bool has(std::string_view invoice_id) const;

 private:
  Transaction& tx_;
  std::string tenant_;
  std::size_t changes_;  // of deliveries, in this commit when they were read
  std::optional<std::set<std::string, std::less<>>> invoices_;  // nullopt: too many
};

}  // namespace airut::ledger
