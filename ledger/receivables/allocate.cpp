#include "ledger/receivables/allocate.hpp"

#include <algorithm>

namespace airut::ledger {

Allocation allocate(OpenItem const& item, model::Money amount,
                    std::vector<config::Component> const& order) {
  Allocation allocation{{}, item.owed, amount};
  for (auto const component : order) {
    auto& owed = allocation.owed.of(component);
    auto const part = std::min(owed, allocation.left);
    if (part.minor() <= 0) continue;
    owed -= part;
    allocation.left -= part;
    allocation.parts.push_back({item.receivable_id, item.invoice_id,
                                std::string{config::component_text(component)}, part});
  }
  return allocation;
}

}  // namespace airut::ledger
