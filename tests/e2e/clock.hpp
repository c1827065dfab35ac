#pragma once

#include <string>

#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"

namespace airut::tests {

// The gateway's clock says this moment, "2026-03-02T12:00:00Z", from now on.
inline void set_moment(Gateway const& gateway, std::string const& moment) {
  REQUIRE(gateway.post("/v1/test/clock", "{\"now\":\"" + moment + "\"}").status == 200);
}

}  // namespace airut::tests
