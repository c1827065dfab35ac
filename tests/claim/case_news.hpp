#pragma once

#include <optional>
#include <string>

#include "tests/claim/house.hpp"

namespace airut::tests {

// What an agency or the biller tells of a case.
inline gateway::CaseNews news(char const* event, std::optional<model::Date> until = {}) {
  gateway::CaseNews one;
  one.event = event;
  one.until = until;
  return one;
}

// Hands the claim over now: "" or the refusal's code.
inline std::string transfer(ClaimHouse& house, std::string const& claim) {
  std::string code;
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const item = ledger::find_receivable(tx, "demo", claim);
    auto const done = gateway::transfer_now(tx, house.context(), *item);
    code = done ? "" : done.error().code;
  });
  house.deliver();
  return code;
}

}  // namespace airut::tests
