#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/books/book.hpp"

// A month of one client's books: each voucher an event of the journal, each line of the basis a sum
// of events that can be named.
namespace airut::ledger::books {

using Period = std::chrono::year_month;

std::string period_text(Period period);  // "2026-03"
std::optional<Period> parse_period(std::string_view text);
model::Date first_day(Period period);
model::Date last_day(Period period);
Period period_of(model::Date day);

struct Voucher {
  std::string event_id;
  std::int64_t seq = 0;
  Entry entry;
  bool is_correction = false;  // its day lies in a month that was closed before it became known
};

struct BasisLine {
  Account account = Account::principal;
  model::Currency currency;
  model::Money debit, credit;     // of the month
  model::Money opening, closing;  // a debit is positive
  // What earlier years left on an account of income or expenses, which begins each year at nothing:
  // not in opening and closing, but part of what the biller owns.
  model::Money earlier_years;
  std::vector<std::string> events;  // that the two are the sums of
};

// What an item's debtor owed at the beginning and at the end, on one receivable account.
struct ItemBalance {
  model::Currency currency;
  std::int64_t opening = 0, closing = 0;  // minor units
  bool moves = false;                     // within the month
};

struct Basis {
  std::string client;
  Period period{};
  std::int64_t until_seq = 0;  // the last event that was looked at
  bool is_closed = false;
  std::optional<Period> earliest;  // that has an event of the client
  std::vector<Voucher> vouchers;   // in the order of the journal
  std::vector<BasisLine> lines;    // by account and currency
  // By receivable id and account; those that neither owed anything nor
  // moved are left out.
  std::map<std::pair<std::string, Account>, ItemBalance> items;
};

// Months of a client that are closed, each with the last event that its basis looked at.
using Closed = std::map<Period, std::int64_t>;

// Whether the month is closed: it or a later one was.
bool is_closed(Closed const& closed, Period period);

// The month that an event counts for: that of its effective day, or, when that one or a later one
// was closed before the event became known, the first month that was open then.
Period counts_for(Closed const& closed, model::Date effective, std::int64_t seq);

// Hex SHA-256 of what a month said: its vouchers and sums, each in its order.
std::string digest_of(Basis const& basis);

// Takes a tenant's facts from the first on, in their order, and keeps one client's month.
class BasisMaker {
 public:
  BasisMaker(std::string client, Period period, Closed closed);
  void take(Fact const& fact, std::int64_t seq, std::string const& event_id, model::Instant booked);
  Basis finish();

  std::vector<std::string> breaches() const { return book_.breaches(); }

 private:
  void add(Line const& line, std::string const& event_id, Period period);

  Basis basis_;
  Book book_;
  Closed closed_;
  std::map<std::pair<Account, model::Currency>, BasisLine> lines_;
};

}  // namespace airut::ledger::books
