#pragma once

#include <string_view>

#include "ledger/store/store.hpp"

namespace airut::ledger {

// Whether a delivery of the invoice has not ended: only then may something of it still leave.
bool has_running_delivery(Snapshot& view, std::string_view tenant, std::string_view invoice_id);

}  // namespace airut::ledger
