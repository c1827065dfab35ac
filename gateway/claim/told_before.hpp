#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "formats/model/bank_entry.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {

// What is known of a bank file's entries from before it. Nothing is asked of a booking day of which
// no payment is kept: that is the day of nearly every statement.
class ToldBefore {
 public:
  ToldBefore(ledger::Snapshot& view, std::string_view tenant, std::string format);

  // How many equal entries were kept. Ask it of all entries before the first is appended.
  std::int64_t equal_entries(std::optional<model::Date> const& booked,
                             std::string_view fingerprint);

  struct SamePayments {
    std::int64_t occurrence = 0;  // the n-th of this account, day, amount and reference in the file
    std::int64_t elsewhere = 0;   // kept ones of that from files of another format
    std::string taken_back_by;    // the reversal that waits for it, ""
  };
  SamePayments same(ledger::PaymentReceived const& payment);

  // What same() was asked since the mark was never asked.
  void mark() { asked_.clear(); }
  void undo();

  // It is kept from now on.
  void keep(ledger::PaymentReceived const& payment);

 private:
  bool has_day(std::optional<model::Date> const& booked);

  ledger::Snapshot& view_;
  std::string tenant_, format_;
  bool reversal_waits_;
  std::map<std::optional<model::Date>, bool> days_;
  // Account, booking day, amount and reference.
  using Key = std::tuple<std::string, std::optional<model::Date>, std::int64_t, std::string>;
  std::map<Key, std::int64_t> seen_;
  std::vector<Key> asked_;  // since the mark
};

}  // namespace airut::gateway
