#pragma once

#include <string>
#include <string_view>

#include "ledger/store/invoices.hpp"

namespace airut::ledger {

// list_invoices() of those alone whose claim stands so: a status of receivables, or not_tracked
// for those whose money is not followed; "" for all.
Listed<InvoiceRow> list_invoices(Snapshot& view, std::string_view tenant,
                                 InvoiceFilter const& filter, std::string const& ledger_status,
                                 Page const& page);

}  // namespace airut::ledger
