#pragma once

#include <string>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::ubl {

struct Written {
  std::string bytes;
  std::vector<std::string> notes;  // what UBL has no place for, one sentence each
};

// Peppol BIS Billing 3.0 (EHF Billing 3.0 in Norway): UBL 2.1 Invoice, or CreditNote for a credit
// note, in UTF-8. The invoice must be completed (rules::complete).
// Problem missing: an electronic address (BT-34, BT-49), which Peppol demands; unsupported: a type
// that BIS Billing does not have (reminders, payment requests).
model::Result<Written> write(model::Invoice const& invoice);

}  // namespace airut::ubl
