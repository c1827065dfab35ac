#pragma once

#include <string>

#include <doctest/doctest.h>

#include "gateway/books/feed.hpp"
#include "tests/claim/house.hpp"

namespace airut::tests {

// The biller's own ledger tells of another due date.
inline void give_time(ClaimHouse& house, char const* number, char const* due) {
  gateway::FeedItem item;
  item.id = std::string{number} + due;
  item.kind = "due_date";
  item.invoice_number = number;
  item.due_date = day(due);
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const& at = house.context();
    gateway::ClaimContext const claim{at.billers, at.law, at.tenant, at.actor, at.now};
    CHECK(gateway::take_feed_item(tx, claim, "biller", item).outcome == "taken");
  });
}

}  // namespace airut::tests
