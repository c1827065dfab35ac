#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"

// What a collection agency tells of its cases, as a file. No standard for it is known, so the file
// is Airut's own: JSON, {"reports": [{...}]}, or CSV with a line of headings; members and columns
// have the names of CaseReport's. Amounts are decimals of the claim's currency, days YYYY-MM-DD.
namespace airut::collection {

struct CaseReport {
  std::string report_id;       // the agency's own id: each counts once
  std::string case_id;         // col_..., or the id of the order (ltr_...); or
  std::string invoice_number;  // of the claim
  std::string event;           // accept, reject, start, payment_reported, question ...
  std::string agency_reference, reason, note;
  std::optional<model::Date> day, until;
  std::string principal, interest, fee, cost;  // of payment_reported
  std::string settlement_id;                   // its own id of what it remits together
};

// All of them, or all that is wrong.
tl::expected<std::vector<CaseReport>, model::Findings> read_reports(std::string_view bytes);

}  // namespace airut::collection
