#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "formats/model/date.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

// An item's sums, read before they change: on SQLite an UPDATE that returns them costs a table of
// its own.
struct Standing {
  std::int64_t key = 0;
  std::string id;
  std::int64_t principal = 0, interest = 0, fee = 0, cost = 0, paid = 0, credited = 0;
  std::int64_t subledger = 0;
  model::Date due_date{};
  // Payments that named the invoice alone: it has as much of its version from them.
  std::int64_t payments = 0;

  std::int64_t open() const { return principal + interest + fee + cost; }
  // A word that is no component must never reach a statement's text.
  std::int64_t& of(std::string_view component) {
    if (component == "principal") return principal;
    if (component == "interest") return interest;
    if (component == "fee") return fee;
    if (component == "cost") return cost;
    throw std::logic_error{fmt::format("'{}' is no component of a receivable", component)};
  }
  std::string_view status() const {
    if (open() == 0) return paid > 0 ? "paid" : credited > 0 ? "credited" : "closed";
    return paid > 0 || credited > 0 ? "partly_paid" : "open";
  }
};

// Its columns of receivables r, for take_standing().
inline constexpr std::string_view standing_columns =
    "r.key, r.id, r.principal, r.interest, r.fee, r.cost, r.paid, r.credited, r.subledger,"
    " r.due_date, r.payments";

inline Standing take_standing(Query& query) {
  Standing item;
  query.take(item.key, item.id, item.principal, item.interest, item.fee, item.cost, item.paid,
             item.credited, item.subledger, item.due_date, item.payments);
  return item;
}

}  // namespace airut::ledger
