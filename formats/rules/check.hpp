#pragma once

#include <optional>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

namespace airut::rules {

struct CheckContext {
  std::optional<model::KidAlgorithm> kid_algorithm;  // of the client's KID agreement
};

// The built-in checks on a completed invoice: EN 16931 business rules, code lists, check digits of
// Nordic identifiers and references. Every finding at once; an empty answer means valid here.
model::Findings check(model::Invoice const& invoice, CheckContext const& context);

// Those of them that look at one value alone (identifiers, addresses, accounts, references): for an
// invoice of which parts could not be read.
model::Findings check_values(model::Invoice const& invoice, CheckContext const& context);

}  // namespace airut::rules
