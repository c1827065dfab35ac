#pragma once

#include <string>

#include <doctest/doctest.h>

namespace airut::tests {

// The text of an element from its start tag to its end.
inline std::string element(std::string const& soap, std::string const& name) {
  auto const from = soap.find("<" + name);
  auto const close = "</" + name + ">";
  REQUIRE(from != std::string::npos);
  return soap.substr(from, soap.find(close, from) + close.size() - from);
}

}  // namespace airut::tests
