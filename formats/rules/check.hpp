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

}  // namespace airut::rules
