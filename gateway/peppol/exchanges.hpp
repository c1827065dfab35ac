#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/peppol_reports/reports.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Every document for which the receiving access point signed, and every one that came in, from the
// first day through the last, whenever it was made: of all tenants, out of what was sealed, the
// receipts and what was received. Message Level Statuses that were sent are not among them.
std::vector<peppol_reports::Exchange> exchanges_of(ledger::Snapshot& view, Billers const& billers,
                                                   std::string_view channel,
                                                   peppol_reports::Period const& period);

}  // namespace airut::gateway
