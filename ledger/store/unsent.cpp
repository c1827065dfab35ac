#include "ledger/store/unsent.hpp"

#include "ledger/store/heads.hpp"
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

namespace {

// Between the words of deliveries that have ended, as the index of states has them.
constexpr std::string_view running =
    "SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state < 'cancelled'"
    " UNION ALL SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state > 'cancelled'"
    "  AND state < 'delivered'"
    " UNION ALL SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state > 'delivered'"
    "  AND state < 'failed'"
    " UNION ALL SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state > 'failed'"
    "  AND state < 'rerouted'"
    " UNION ALL SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state > 'rerouted'"
    "  AND state < 'sent'"
    " UNION ALL SELECT invoice_id FROM deliveries WHERE tenant = ?1 AND state > 'sent' LIMIT ?2";

}  // namespace

RunningDeliveries::RunningDeliveries(Transaction& tx, std::string_view tenant, int most)
    : tx_(tx), tenant_(tenant), changes_(Heads::of(tx)->counts.size()) {
  Query query{tx.connection(), running};
  query.bind(tenant_number(tx, tenant), most + 1);
  invoices_.emplace();
  for (int met = 0; invoices_ && query.next();) {
    if (++met > most) invoices_.reset();
    if (invoices_) invoices_->insert(query.take<std::string>());
  }
}

bool RunningDeliveries::has(std::string_view invoice_id) const {
  // What is undone goes back no further than to where this was made.
  bool const is_known = invoices_ && Heads::of(tx_)->counts.size() == changes_;
  return is_known ? invoices_->contains(invoice_id)
                  : has_running_delivery(tx_, tenant_, invoice_id);
}

}  // namespace airut::ledger
