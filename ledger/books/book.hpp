#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/books/chart.hpp"
#include "ledger/journal/fact.hpp"

// Double entry bookkeeping of what the journal tells: what an event means in money is worked out
// when it is read, from its fact and the facts before it, and is nowhere stored.
namespace airut::ledger::books {

struct Line {
  Account account = Account::principal;
  std::string_view client;    // who bills; lives as long as the book
  model::Money amount;        // a debit is positive
  std::string receivable_id;  // "" for money that is laid on no item
};

// One event's lines: their sum is zero in each currency.
struct Entry {
  model::Date booked{};     // when it became known
  model::Date effective{};  // the day that counts: issue, value day, day of the letter
  std::string text;         // "invoice 2026-7"
  std::vector<Line> lines;  // none: the event moves no money
};

// A fact with one of these members moves money: the book must know how, and who tells of the money
// must tell of it.
template <class F>
constexpr bool has_money = requires(F f) { f.amount; } || requires(F f) { f.fee; } ||
                           requires(F f) { f.parts; } || requires(F f) { f.due; };

// Names of the facts that a book looks at; the others move no money.
std::vector<std::string_view> const& money_kinds();

struct Place {
  std::string_view client;
  Account account = Account::principal;
  model::Currency currency;
  friend auto operator<=>(Place const&, Place const&) = default;
};

// One tenant's book: takes its facts in the order of the journal. Keeps some hundred bytes an item
// and a payment that waits.
class Book {
 public:
  Book();
  ~Book();
  Book(Book&&) noexcept;
  Book& operator=(Book&&) noexcept;

  Entry take(Fact const& fact, model::Instant booked);

  // Sums of all lines so far; minor units, a debit is positive.
  std::map<Place, std::int64_t> const& balances() const { return balances_; }

  // What must be true of every book and was not, a sentence each: an event whose lines do not sum
  // to zero, a component below zero, a closed item that is open again though nothing was taken
  // back, client funds that are not what is owed to the biller and to debtors.
  std::vector<std::string> breaches() const;

 private:
  friend class Posting;
  struct Item;
  struct Waiting;

  std::string_view name_of(std::string_view client);

  std::set<std::string, std::less<>> clients_;
  std::unordered_map<std::string, Item> items_;
  std::unordered_map<std::string, Waiting> waiting_;  // payments
  std::map<Place, std::int64_t> balances_;
  std::vector<std::string> breaches_;
};

}  // namespace airut::ledger::books
