#pragma once

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::rules {

struct CompleteContext {
  int payment_terms_days = 14;  // due date (BT-9) = issue date + this, when absent
};

// Computes what a document may leave out (BT-126, BT-131, BT-148, BG-23, BT-106..BT-115, BT-9) from
// what it says; a figure that it says stays as it is, and rules::check compares it. VAT is computed
// on each category's sum and rounded half up once (EN 16931-1, BR-CO-17). Figures that do not fit
// are a finding (amount-too-large), never wrapped.
model::Findings complete(model::Invoice& invoice, CompleteContext const& context);

}  // namespace airut::rules
