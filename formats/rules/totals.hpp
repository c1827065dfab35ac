#pragma once

#include <optional>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::rules {

// The figures of an invoice as EN 16931 computes them from its lines and document adjustments.
struct Computed {
  std::vector<model::Money> lines;             // BT-131 of each line
  std::vector<model::VatBreakdown> breakdown;  // BG-23, in order of first appearance
  model::Money line_sum, allowances, charges;  // BT-106, BT-107, BT-108
  model::Money net, vat, gross, due;           // BT-109, BT-110, BT-112, BT-115
};

// nullopt when a product or sum leaves the range of Money. Uses BT-113 and BT-114 as given. A line
// whose net amount is given keeps it; computed_line() says what it should be.
std::optional<Computed> compute(model::Invoice const& invoice);

// quantity x price / base - allowances + charges (BR-LIN, PEPPOL-EN16931-R120).
std::optional<model::Money> computed_line(model::Line const& line, model::Currency currency);

// Whether two lines fall into one row of the VAT breakdown.
bool same_vat(model::VatCategory const& a, model::VatCategory const& b);

}  // namespace airut::rules
