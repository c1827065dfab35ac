#include <algorithm>
#include <tuple>

#include "ledger/books/reconciliation.hpp"

// How what a reconciliation has gathered is told: sections of lines that sum to nothing.
namespace airut::ledger::books {
namespace {

using Section = ReconciliationSection;

Section section_of(std::string_view name, model::Currency currency) {
  return {name, currency, {}, {0, currency}};
}

void add_sum(Section& section, std::string_view kind, std::string_view account,
             model::Money const& amount, std::optional<model::Date> day = {}) {
  if (amount.is_zero()) return;
  section.lines.push_back({kind, {}, std::string{account}, {}, day, amount, false});
}

// Also a balance of nothing is told.
void add_book(Section& section, Account account, model::Money const& amount) {
  section.lines.push_back(
      {"book", {}, std::string{account_text(account)}, {}, std::nullopt, amount, false});
}

void close(Section& section) {
  for (auto const& line : section.lines) section.unexplained += line.amount;
}

bool is_empty(Section const& section) {
  return std::all_of(section.lines.begin(), section.lines.end(),
                     [](ReconciliationLine const& line) { return line.amount.is_zero(); });
}

// What a followed account's balance is made of; those of debtors stand on the credit side.
struct Followed {
  std::string_view section;
  std::vector<Account> accounts;
  bool is_credit = false;
};

Followed followed(std::string_view section) {
  if (section == "agency_clearing") return {section, {Account::agency_clearing}, false};
  if (section == "settlement") return {section, {Account::settlement}, false};
  return {
      section,
      {Account::unallocated, Account::overpaid, Account::held_unallocated, Account::held_overpaid},
      true};
}

std::string_view kind_on(Account account, std::string const& about) {
  switch (account) {
    case Account::agency_clearing:
      return "to_be_remitted";
    case Account::settlement:
      return "to_be_settled";
    case Account::overpaid:
      return about.starts_with("rcv_") ? "credit_balance" : "overpaid_payment";
    case Account::held_overpaid:
      return "overpaid_payment";
    default:
      return "unallocated_payment";
  }
}

}  // namespace

std::set<model::Currency> Reconciliation::currencies() const {
  std::set<model::Currency> all;
  for (auto const& [at, sum] : balances_) all.insert(at.second);
  for (auto const& window : windows_) all.insert(window.closing.currency());
  return all;
}

model::Money Reconciliation::balance(Account account, model::Currency currency) const {
  auto const found = balances_.find({account, currency});
  return {found == balances_.end() ? 0 : found->second, currency};
}

std::vector<Section> Reconciliation::finish(std::vector<OpenSubItem> const& items) const {
  std::vector<Section> all;
  for (auto const currency : currencies()) {
    all.push_back(receivables(currency, items));
    for (auto const account : {Account::bank, Account::client_funds}) {
      auto section = bank(account, currency);
      if (account == Account::bank || !is_empty(section)) all.push_back(std::move(section));
    }
    for (auto const* name : {"waiting", "agency_clearing", "settlement"}) {
      auto section = open_ones(name, currency);
      if (!is_empty(section)) all.push_back(std::move(section));
    }
  }
  return all;
}

Section Reconciliation::receivables(model::Currency currency,
                                    std::vector<OpenSubItem> const& items) const {
  auto section = section_of("receivables", currency);
  for (auto const& item : items) {
    if (item.open.currency() != currency) continue;
    section.lines.push_back(
        {"open_item", item.receivable_id, {}, item.invoice_number, std::nullopt, item.open, false});
  }
  for (auto const account : {Account::principal, Account::interest, Account::fee, Account::cost}) {
    if (auto const sum = balance(account, currency);
        !sum.is_zero() || account == Account::principal)
      add_book(section, account, -sum);
  }
  close(section);
  return section;
}

// From the statements' closing balances to the book's.
Section Reconciliation::bank(Account account, model::Currency currency) const {
  auto section = section_of(account == Account::bank ? "bank" : "client_funds", currency);
  for (auto const& window : windows_) {
    bool const is_here =
        window.held == (account == Account::client_funds) && window.closing.currency() == currency;
    if (is_here) add_window(section, window);
  }
  auto const without = without_.find({account, currency});
  if (without != without_.end())
    add_sum(section, "without_statement", account_text(account), {without->second, currency});
  add_book(section, account, -balance(account, currency));
  close(section);
  return section;
}

// All that leaves the service's account is known here: the newest orders that its statements do not
// tell are on their way. A biller's own account moves for much else, and its orders count as told
// on their day.
Reconciliation::TransfersTold Reconciliation::told_of(BankWindow const& window,
                                                      std::vector<Transfer> transfers) {
  std::sort(transfers.begin(), transfers.end(), [](auto const& a, auto const& b) {
    return std::tie(a.cash.day, a.cash.id) < std::tie(b.cash.day, b.cash.id);
  });
  model::Money all{0, window.closing.currency()};
  for (auto const& one : transfers) all += one.amount;
  auto sum = all;
  auto told = transfers.size();
  while (window.held && sum != window.other && told > 0) sum -= transfers[--told].amount;
  if (window.held && sum == window.other) return {std::move(transfers), told, sum};
  return {transfers, transfers.size(), all};
}

void Reconciliation::add_window(Section& section, BankWindow const& window) const {
  auto const currency = window.closing.currency();
  auto const found = at_bank_.find(window.iban);
  auto const here = found == at_bank_.end() ? AtBank{} : found->second;
  auto const [transfers, told, sum] = told_of(window, here.transfers);
  auto on_the_way = here.on_the_way;
  model::Money others{here.others, currency};
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    auto const& one = transfers[i];
    if (!one.is_mine && i < told) others += one.amount;
    if (one.is_mine && i >= told)
      on_the_way.try_emplace(one.cash.id, Open{one.amount, one.cash.day, {}, 0});
  }
  add_sum(section, "statement_opening", window.iban, -window.opening, window.from);
  add_sum(section, "statement_closing", window.iban, window.closing, window.until);
  add_sum(section, "before_statements", window.iban, {here.before, currency});
  if (!window.held) add_sum(section, "other_movements", window.iban, sum - window.other);
  add_sum(section, "other_clients", window.iban, -others);
  if (!window.untold.is_zero())
    section.lines.push_back(
        {"told_in_one_sum", {}, window.iban, {}, window.until, -window.untold, true});
  auto const add = [&](std::string_view kind, std::map<std::string, Open> const& open, bool minus) {
    for (auto const& [id, one] : open)
      section.lines.push_back(
          {kind, id, window.iban, {}, one.day, minus ? -one.amount : one.amount, true});
  };
  add("booked_later", here.later, true);
  add("not_on_statement", here.not_told, false);
  add("on_the_way", on_the_way, false);
}

Section Reconciliation::open_ones(std::string_view name, model::Currency currency) const {
  auto section = section_of(name, currency);
  auto const of = followed(name);
  auto const told = [&](model::Money const& amount) { return of.is_credit ? -amount : amount; };
  for (auto const account : of.accounts) {
    auto const found = open_.find({account, currency});
    auto const none = std::map<std::string, Open>{};
    for (auto const& [about, one] : found == open_.end() ? none : found->second) {
      auto const id = about.substr(0, about.find(' '));
      if (id.empty()) continue;  // nothing that could be named
      auto const reason = reasons_.find(id);
      section.lines.push_back({kind_on(account, id), id, std::string{account_text(account)},
                               reason == reasons_.end() ? std::string{} : reason->second, one.day,
                               told(one.amount), true});
    }
    auto const sum = balance(account, currency);
    if (!sum.is_zero()) add_book(section, account, -told(sum));
  }
  close(section);
  return section;
}

}  // namespace airut::ledger::books
