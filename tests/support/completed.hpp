#pragma once

#include <doctest/doctest.h>

#include "formats/model/invoice.hpp"
#include "formats/rules/complete.hpp"

namespace airut::tests {

// The invoice with what follows from the rest of it.
inline model::Invoice completed(model::Invoice invoice) {
  auto const findings = rules::complete(invoice, {});
  for (auto const& one : findings) MESSAGE(one.detail);
  REQUIRE(findings.empty());
  return invoice;
}

}  // namespace airut::tests
