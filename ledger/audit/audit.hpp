#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "config/law.hpp"

// A second opinion on every letter ever decided, every plan, promise and step of collection, from
// an export of the journal and the tables of the law alone. Nothing here is shared with the code
// that decides letters: who errs in one place is found out in the other.
namespace airut::ledger::audit {

struct Finding {
  std::string tenant, invoice_number;
  std::string letter_id;  // or of the plan, promise or collection case
  std::string rule;  // delivered, held, deviation, bank-data, due, order, deadline, fee-cap ...
  std::string text;  // one sentence with the figures
};

struct Report {
  std::int64_t events = 0, claims = 0, letters = 0;
  std::vector<Finding> findings;
  std::string unreadable;  // "line 7: ..." when the export could not be read to its end
};

// Reads export_line() lines, tenant after tenant. That the chain holds is verify_export()'s matter.
Report audit(std::istream& lines, config::Law const& law);

}  // namespace airut::ledger::audit
