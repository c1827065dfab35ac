#pragma once

#include "tests/e2e/clearing_steps.hpp"
#include "tests/e2e/clock.hpp"

// One payer with a mandate, his claim, and what is known of it.
namespace airut::tests::debits {

inline constexpr auto account = "86011117947";
inline constexpr auto kid = "0001004220260013";  // customer 10042, invoice 2026001

inline void agree(Gateway const& gateway) {
  auto const taken =
      brought(gateway, clearing_house({"mandates", account, "1", std::string{kid} + ":J"}));
  CAPTURE(taken.text);
  REQUIRE(taken.status == 201);
  REQUIRE(taken.string("outcome") == "taken");
}

inline std::vector<std::string> codes(Gateway const& gateway) {
  std::vector<std::string> found;
  auto const open = gateway.get("/v1/deviations");
  for (auto const& one : open.body.at("data").as_array()) {
    found.emplace_back(one.at("code").as_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Of the first claim of the first transmission.
inline std::string claim_state(Gateway const& gateway) {
  auto const list = gateway.get("/v1/transmissions").body.at("data").as_array();
  REQUIRE_FALSE(list.empty());
  auto const id = std::string{list.back().at("id").as_string()};
  auto const claims = gateway.get("/v1/transmissions/" + id + "/claims").body.at("data").as_array();
  return claims.empty() ? "" : std::string{claims.front().at("state").as_string()};
}

}  // namespace airut::tests::debits
