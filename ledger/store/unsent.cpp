#include "ledger/store/unsent.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

bool has_running_delivery(Snapshot& view, std::string_view tenant, std::string_view invoice_id) {
  // Not IN (...): that would build a table of its words at every call.
  Query query{view.connection(),
              "SELECT 1 FROM deliveries WHERE tenant = ? AND invoice_id = ? AND state <> 'sent'"
              " AND state <> 'delivered' AND state <> 'rerouted' AND state <> 'failed'"
              " AND state <> 'cancelled' LIMIT 1"};
  return query.bind(tenant_number(view, tenant), invoice_id).next();
}

}  // namespace airut::ledger
