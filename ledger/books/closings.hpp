#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/books/basis.hpp"

namespace airut::ledger::books {

// A month as it was closed.
struct ClosedMonth {
  Period period{};
  std::int64_t until_seq = 0;
  std::string digest;
};

// Makes every closed month of a tenant's clients again in one pass over its entries, and tells
// which no longer say what they said. Keeps the id of each event of those months.
class Closings {
 public:
  explicit Closings(std::map<std::string, std::vector<ClosedMonth>> const& by_client);
  void take(Entry const& entry, std::int64_t seq, std::string const& event_id);

  // A sentence each.
  std::vector<std::string> changed() const;

 private:
  struct Sums {
    std::int64_t debit = 0, credit = 0;  // minor units
  };
  using Key = std::pair<Account, model::Currency>;
  struct Month {
    std::vector<std::string> events;
    std::map<Key, Sums> sums;
  };
  struct Client {
    Closed closed;
    std::map<Period, std::string> digests;
    std::map<Period, Month> months;  // up to the last closed one
  };

  static Basis basis_of(std::string const& client, Period period, Month const& month,
                        std::map<Key, std::int64_t> const& opening);

  std::map<std::string, Client, std::less<>> clients_;
};

}  // namespace airut::ledger::books
