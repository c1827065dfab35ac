#pragma once

#include <doctest/doctest.h>

#include "formats/model/invoice.hpp"
#include "formats/rules/complete.hpp"

namespace airut::tests {

inline model::Invoice completed(model::Invoice invoice) {
  auto const findings = rules::complete(invoice, {});
  for (auto const& one : findings) MESSAGE(one.detail);
  REQUIRE(findings.empty());
  return invoice;
}

}  // namespace airut::tests
