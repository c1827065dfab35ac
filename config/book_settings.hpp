#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// How a billing client's money is kept and reported.
namespace airut::config {

// What a difference of so little does: an item that owes no more is closed, money over that is no
// more is kept. Both 0: never. Minor units of the item's currency.
struct Tolerance {
  std::int64_t under_minor = 0, over_minor = 0;
};

struct BookSettings {
  Tolerance tolerance;
  // What is over: pays other open items of the same customer (lay), or waits (wait).
  std::string overpayment = "wait";
  int return_after_days = 14;  // what waits longer is proposed to be paid back
  // Days past due that end the buckets of the ageing report; beyond the last: the oldest bucket.
  std::vector<int> ageing_days{0, 14, 30, 60, 90, 100};
  // Own account numbers by account of the shadow ledger: "receivable.principal" = "1700".
  std::map<std::string, std::string, std::less<>> accounts;
  // Who is believed when the biller's own ledger says something else: of the principal, of charges.
  std::string principal_truth = "biller";  // biller, service
  // Reminders of an item in difference wait until both ledgers agree, but no longer than this; 0:
  // however long it takes.
  int difference_hold_days = 0;
  // What the service collected is paid out when somebody asks for it, or by each day's run.
  std::string settlement = "manual";  // manual, daily
};

}  // namespace airut::config
