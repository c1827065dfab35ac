#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "gateway/agency/take_reports.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/house.hpp"
#include "tests/claim/policies.hpp"

namespace airut::tests {

inline auto const handed_policies = policy_of({"first_reminder", "collection_order"});

// An invoice of 1 000 euro that was handed over.
struct Handed {
  ClaimHouse house{handed_policies};
  std::string claim, order;

  Handed() {
    house.today(day("2026-01-02"));
    claim = house.invoice("17", "1000.00", "business", "200", "2026-01-16");
    house.deliver();
    for (auto const* text : {"2026-01-30", "2026-02-16", "2026-02-17"}) {
      house.today(day(text));
      house.bank(house.day_now() - std::chrono::days{1}, {});
      house.run();
    }
    REQUIRE(house.collection(claim)->state == "sent");
    order = house.letters(claim).back().id;
  }

  // "outcome code" of each report, or the first fault.
  std::string take(std::string const& bytes, char const* partner = "agency") {
    std::string told;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const taken = gateway::take_reports(tx, house.context(), {partner, "reports", bytes});
      told = taken.seen_before ? "seen" : "";
      for (auto const& one : taken.outcomes) {
        told += (told.empty() ? "" : ", ") + one.outcome + (one.code.empty() ? "" : " ") + one.code;
      }
      if (!taken.faults.empty()) told = taken.faults.front().code;
    });
    return told;
  }

  // What waits for a person.
  std::vector<ledger::PaymentRow> waiting() {
    ledger::PaymentFilter filter;
    filter.allocated = false;
    return house.store().read([&](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", filter, {10, ""}).rows;
    });
  }

  std::string state() { return house.collection(claim)->state; }
};

}  // namespace airut::tests
