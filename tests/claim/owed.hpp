#pragma once

#include <string>

#include "ledger/store/receivables.hpp"

namespace airut::tests {

// "principal interest fee" of what is open.
inline std::string owed(ledger::ReceivableRow const& row) {
  return row.principal.text() + " " + row.interest.text() + " " + row.fee.text();
}

}  // namespace airut::tests
