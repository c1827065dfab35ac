#pragma once

#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"

namespace airut::rules {

// Completes and checks an invoice in the order that its origin asks: what says all its figures
// itself is checked as it stands and completed afterwards, anything else is completed first.
model::Findings settle(model::Invoice& invoice, CompleteContext const& terms,
                       CheckContext const& context);

}  // namespace airut::rules
