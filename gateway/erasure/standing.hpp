#pragma once

#include <string>

#include "ledger/store/invoices.hpp"

namespace airut::gateway {

// Why an invoice is not settled: claim-open, case-open, deviation-open, delivery-open; "" when it
// is.
std::string open_because(ledger::Snapshot& view, ledger::InvoiceRow const& invoice);

}  // namespace airut::gateway
