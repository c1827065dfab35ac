#pragma once

#include <optional>

#include "gateway/claim/collection_case.hpp"

// What a collection agency reports as paid.
namespace airut::gateway {

// Lays it as the agency splits it, for the agency knows which component the debtor paid. Interest
// that the law gives up to the day of the payment is fixed first, where more is reported than is
// open. What then is still more than is open waits for a person; of a case that is closed a person
// is told in any case. The money itself is the agency's debt until it remits. Refused when nothing,
// or something negative, is told.
std::optional<CaseRefusal> lay_report(ledger::Transaction& tx, DayContext const& context,
                                      ledger::CaseRow const& row, CaseNews const& news,
                                      model::Date day);

}  // namespace airut::gateway
