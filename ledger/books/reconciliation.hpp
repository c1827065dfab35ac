#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/books/book.hpp"

// One client's book laid against what it should agree with: the open items of its sub-ledger, the
// bank's statements, and each payment, report and settlement that is on its way. What nothing
// explains is told as such.
namespace airut::ledger::books {

// An account of the bank as its statements tell of it, from the first to the last.
struct BankWindow {
  std::string iban;
  bool held = false;  // the service's: client_funds, else bank
  std::int64_t statements = 0;
  model::Date from{}, until{};
  model::Money opening, closing;
  model::Money other;   // entries on these statements that are no payments; a debit is negative
  model::Money untold;  // lump sums on them, less what is told of those days one by one
};

// Where money of a client that no payment tells the account of comes from and goes to.
struct BankPlaces {
  std::string own, held;  // IBANs, "" when the client has none
};

struct ReconciliationLine {
  std::string_view kind;  // "open_item", "statement_closing", "not_on_statement" ...
  std::string id;         // of the receivable, payment, return or settlement; "" of a sum
  std::string account;    // the book's account or the bank's
  std::string text;       // invoice number, or why a payment waits
  std::optional<model::Date> day;
  model::Money amount;
  bool is_open = false;  // an open bank item: it waits for the bank, an agency or a person
};

// Lines whose sum is nothing but for what is unexplained.
struct ReconciliationSection {
  std::string_view name;  // receivables, bank, client_funds, waiting, agency_clearing, settlement
  model::Currency currency;
  std::vector<ReconciliationLine> lines;
  model::Money unexplained;
};

// An item of the sub-ledger, all its components.
struct OpenSubItem {
  std::string receivable_id, invoice_number;
  model::Money open;
};

// Takes all of a tenant's facts that move money, in their order.
class Reconciliation {
 public:
  using Places = std::function<BankPlaces(std::string_view client)>;

  Reconciliation(std::string client, std::vector<BankWindow> windows, Places places);

  // counts: whether the event stands in the book that is looked at. One that does not is still
  // what the bank may tell already.
  void take(Fact const& fact, model::Instant booked, std::int64_t seq,
            std::function<bool(Entry const&)> const& counts);

  // What is open on the client's receivable accounts by the book, by receivable.
  std::map<std::string, model::Money> const& items() const { return items_; }

  std::vector<ReconciliationSection> finish(std::vector<OpenSubItem> const& items) const;

 private:
  enum class Move { payment, returned, settled };

  struct Cash {
    std::string iban, id;
    model::Date day{};
    Move move = Move::payment;
  };

  struct Open {
    model::Money amount;
    model::Date day{};
    std::string text;
    std::int64_t seq = 0;
  };

  // A return or a settlement that the statements should tell.
  struct Transfer {
    Cash cash;
    model::Money amount;
    bool is_mine = false;
  };

  // In their order; so many of them, with this sum, are on the statements.
  struct TransfersTold {
    std::vector<Transfer> transfers;
    std::size_t told = 0;
    model::Money sum;
  };

  // What became of an account's money beside its statements.
  struct AtBank {
    std::int64_t before = 0;                      // booked before the first of them
    std::int64_t others = 0;                      // of clients that share it
    std::map<std::string, Open> later, not_told;  // by payment
    std::map<std::string, Open> on_the_way;       // by return or settlement
    std::vector<Transfer> transfers;
  };

  using At = std::pair<Account, model::Currency>;

  void take_cash(Fact const& fact, Entry const& entry, bool counted);
  std::vector<Cash> cash_of_entry(Fact const& fact, Entry const& entry, std::size_t cash_lines);
  std::string place_of_client(Line const& line) const;
  void place(Cash const& cash, Line const& line, bool counted);
  void place_payment(Cash const& cash, Line const& line, bool counted, BankWindow const* window);
  void take_open(Fact const& fact, Line const& line, Entry const& entry, std::int64_t seq);
  void take_remittance(RemittanceLaid const& fact, model::Date day);
  void add_open(At const& at, std::string const& about, model::Money const& amount, model::Date day,
                std::int64_t seq);
  void settle(MoneySettled const& fact);
  BankWindow const* window_of(std::string const& iban, Line const& line) const;

  std::set<model::Currency> currencies() const;
  model::Money balance(Account account, model::Currency currency) const;
  ReconciliationSection receivables(model::Currency currency,
                                    std::vector<OpenSubItem> const& items) const;
  ReconciliationSection bank(Account account, model::Currency currency) const;
  ReconciliationSection open_ones(std::string_view name, model::Currency currency) const;
  static TransfersTold told_of(BankWindow const& window, std::vector<Transfer> transfers);
  void add_window(ReconciliationSection& section, BankWindow const& window) const;

  std::string client_;
  std::vector<BankWindow> windows_;
  Places places_;
  Book book_;
  std::map<At, std::int64_t> balances_;
  std::map<std::string, model::Money> items_;
  std::map<At, std::map<std::string, Open>> open_;
  std::unordered_map<std::string, std::string> reasons_;  // why a payment waits
  std::unordered_map<std::string, Cash> waited_;          // payments that waited at first
  std::map<At, std::int64_t> without_;                    // on accounts without statements
  std::map<std::string, AtBank> at_bank_;                 // by IBAN
};

}  // namespace airut::ledger::books
