#pragma once

#include <string>

#include <doctest/doctest.h>

#include "formats/ubl/write.hpp"

namespace airut::tests {

// The invoice as UBL, which it must fit.
inline std::string written(model::Invoice const& invoice) {
  auto result = ubl::write(invoice);
  if (!result) FAIL(result.error().text);
  return result->bytes;
}

}  // namespace airut::tests
