#include "ledger/books/reconciliation.hpp"

#include <algorithm>
#include <utility>

namespace airut::ledger::books {
namespace {

bool is_cash(Account account) {
  return account == Account::bank || account == Account::client_funds;
}

// Accounts whose balance is a sum of what is open: payments, reports, settlements.
bool is_followed(Account account) {
  switch (account) {
    case Account::unallocated:
    case Account::overpaid:
    case Account::held_unallocated:
    case Account::held_overpaid:
    case Account::agency_clearing:
    case Account::settlement:
      return true;
    default:
      return false;
  }
}

std::string reversed_or_own(PaymentReceived const& f) {
  return f.is_reversal && !f.reverses.empty() ? f.reverses : f.payment_id;
}

// Which payment or credit balance a line on a followed account is about.
std::string about(Fact const& fact, Line const& line) {
  if (auto const* f = std::get_if<PaymentReceived>(&fact)) return reversed_or_own(*f);
  if (auto const* f = std::get_if<PaymentAllocated>(&fact)) return f->payment_id;
  if (auto const* f = std::get_if<RemittanceLaid>(&fact)) return f->payment_id;
  if (auto const* f = std::get_if<MoneyReturned>(&fact))
    return f->payment_id.empty() ? f->receivable_id : f->payment_id;
  if (auto const* f = std::get_if<CreditLaid>(&fact)) return f->receivable_id;
  if (auto const* f = std::get_if<CreditKept>(&fact)) return f->receivable_id;
  // Two of each: what is taken off the one stands on the other from then on.
  if (auto const* f = std::get_if<ReceivableCredited>(&fact))
    return line.amount.is_negative() ? f->receivable_id : f->kept_in;
  if (auto const* f = std::get_if<ReversalReleased>(&fact))
    return line.amount.is_negative() == f->amount.is_negative() ? f->reversal_id : f->payment_id;
  return {};
}

}  // namespace

Reconciliation::Reconciliation(std::string client, std::vector<BankWindow> windows, Places places)
    : client_(std::move(client)), windows_(std::move(windows)), places_(std::move(places)) {}

void Reconciliation::take(Fact const& fact, model::Instant booked, std::int64_t seq,
                          std::function<bool(Entry const&)> const& counts) {
  auto const entry = book_.take(fact, booked);
  bool const counted = counts(entry);
  take_cash(fact, entry, counted);
  if (!counted) return;
  for (auto const& line : entry.lines) {
    if (line.client != client_) continue;
    balances_[{line.account, line.amount.currency()}] += line.amount.minor();
    if (is_receivable(line.account)) {
      auto [item, fresh] = items_.try_emplace(line.receivable_id, line.amount);
      if (!fresh) item->second += line.amount;
      if (item->second.is_zero()) items_.erase(item);
    } else if (is_followed(line.account)) {
      take_open(fact, line, entry, seq);
    }
  }
  if (auto const* settled = std::get_if<MoneySettled>(&fact)) settle(*settled);
}

void Reconciliation::take_open(Fact const& fact, Line const& line, Entry const& entry,
                               std::int64_t seq) {
  auto const at = At{line.account, line.amount.currency()};
  if (auto const* f = std::get_if<PaymentReceived>(&fact); f && !f->unallocated_reason.empty())
    reasons_[reversed_or_own(*f)] = f->unallocated_reason;
  if (auto const* f = std::get_if<PaymentAllocated>(&fact); f && !f->waits_as.empty())
    reasons_[f->payment_id] = f->waits_as;
  if (std::holds_alternative<MoneySettled>(fact)) return;
  auto const* remitted = std::get_if<RemittanceLaid>(&fact);
  if (remitted != nullptr && line.account == Account::agency_clearing)
    return take_remittance(*remitted, entry.effective);
  add_open(at, about(fact, line), line.amount, entry.effective, seq);
}

// Each report that the money is of has come.
void Reconciliation::take_remittance(RemittanceLaid const& fact, model::Date day) {
  for (auto const& report : fact.reports)
    add_open({Account::agency_clearing, report.amount.currency()}, report.payment_id,
             -report.amount, day, 0);
}

void Reconciliation::add_open(At const& at, std::string const& about, model::Money const& amount,
                              model::Date day, std::int64_t seq) {
  auto& here = open_[at];
  // What is laid after a settlement waits for the next one, whatever payment it is of.
  auto const key = at.first == Account::settlement ? about + " " + std::to_string(seq) : about;
  auto [found, fresh] = here.try_emplace(key, Open{amount, day, {}, seq});
  if (!fresh) found->second.amount += amount;
  if (found->second.amount.is_zero()) here.erase(found);
}

// All that was laid up to its event is in it.
void Reconciliation::settle(MoneySettled const& fact) {
  if (fact.client != client_) return;
  auto& here = open_[{Account::settlement, fact.amount.currency()}];
  auto left = -fact.amount;
  for (auto one = here.begin(); one != here.end();) {
    if (one->second.seq > fact.until_seq) {
      ++one;
      continue;
    }
    left += one->second.amount;
    one = here.erase(one);
  }
  if (!left.is_zero()) here.try_emplace(fact.settlement_id, Open{left, fact.day, {}, 0});
}

void Reconciliation::take_cash(Fact const& fact, Entry const& entry, bool counted) {
  auto const cash_lines = static_cast<std::size_t>(
      std::count_if(entry.lines.begin(), entry.lines.end(),
                    [](Line const& line) { return is_cash(line.account); }));
  if (auto const* f = std::get_if<PaymentReceived>(&fact); f && !f->unallocated.is_zero()) {
    auto const day = f->booked.value_or(f->value_date.value_or(entry.booked));
    waited_[f->payment_id] = {f->account, f->payment_id, day, Move::payment};
  }
  if (cash_lines == 0) return;
  auto const all = cash_of_entry(fact, entry, cash_lines);
  std::size_t at = 0;
  for (auto const& line : entry.lines) {
    if (is_cash(line.account)) place(all.at(at++), line, counted);
  }
}

// Of each of its lines on an account of the bank. Money of a payment that turns out to be another
// client's moves from one to the other where it is; a return itself is the last line.
std::vector<Reconciliation::Cash> Reconciliation::cash_of_entry(Fact const& fact,
                                                                Entry const& entry,
                                                                std::size_t cash_lines) {
  auto const payment = [&](std::string const& id) {
    auto const known = waited_.find(id);
    return known != waited_.end() ? known->second : Cash{{}, id, entry.effective, Move::payment};
  };
  if (auto const* f = std::get_if<PaymentReceived>(&fact)) {
    auto const day = f->booked.value_or(f->value_date.value_or(entry.booked));
    return {cash_lines, Cash{f->account, f->payment_id, day, Move::payment}};
  }
  if (auto const* f = std::get_if<PaymentAllocated>(&fact))
    return {cash_lines, payment(f->payment_id)};
  if (auto const* f = std::get_if<RemittanceLaid>(&fact))
    return {cash_lines, payment(f->payment_id)};
  if (auto const* f = std::get_if<ReversalReleased>(&fact))
    return {cash_lines, payment(f->payment_id)};
  if (auto const* f = std::get_if<MoneySettled>(&fact))
    return {cash_lines, Cash{{}, f->settlement_id, f->day, Move::settled}};
  if (auto const* f = std::get_if<MoneyReturned>(&fact)) {
    std::vector<Cash> all(cash_lines, payment(f->payment_id));
    all.back().id = f->return_id;
    all.back().day = f->day;
    all.back().move = Move::returned;
    return all;
  }
  return std::vector<Cash>(cash_lines);
}

BankWindow const* Reconciliation::window_of(std::string const& iban, Line const& line) const {
  auto const found = std::find_if(windows_.begin(), windows_.end(), [&](BankWindow const& one) {
    return one.iban == iban && one.held == (line.account == Account::client_funds) &&
           one.closing.currency() == line.amount.currency();
  });
  return found == windows_.end() ? nullptr : &*found;
}

// What no payment tells the account of is on the client's own, or on the service's.
std::string Reconciliation::place_of_client(Line const& line) const {
  auto const places = places_(line.client);
  return line.account == Account::bank ? places.own : places.held;
}

void Reconciliation::place(Cash const& cash, Line const& line, bool counted) {
  bool const is_mine = line.client == client_;
  auto const iban = cash.iban.empty() ? place_of_client(line) : cash.iban;
  auto const* window = window_of(iban, line);
  if (window == nullptr) {
    if (is_mine && counted) without_[{line.account, line.amount.currency()}] += line.amount.minor();
    return;
  }
  if (cash.move == Move::payment) return place_payment(cash, line, counted, window);
  if (!counted) return;
  auto& here = at_bank_[iban];
  // What comes in by a settlement is told as a payment, if at all.
  bool const comes_in = cash.move == Move::settled && line.account == Account::bank;
  if (cash.day < window->from) {
    if (is_mine) here.before += line.amount.minor();
  } else if (cash.day > window->until || comes_in) {
    if (is_mine) here.on_the_way.try_emplace(cash.id, Open{line.amount, cash.day, {}, 0});
  } else {
    here.transfers.push_back({cash, line.amount, is_mine});
  }
}

void Reconciliation::place_payment(Cash const& cash, Line const& line, bool counted,
                                   BankWindow const* window) {
  bool const is_mine = line.client == client_;
  auto& here = at_bank_[window->iban];
  bool const told = window->from <= cash.day && cash.day <= window->until;
  if (told && !is_mine) {
    here.others += line.amount.minor();
    return;
  }
  if (!is_mine || (told && counted)) return;
  if (!told && !counted) return;
  if (cash.day < window->from) {
    here.before += line.amount.minor();
    return;
  }
  auto& open = told ? here.later : here.not_told;
  auto [found, fresh] = open.try_emplace(cash.id, Open{line.amount, cash.day, {}, 0});
  if (!fresh) found->second.amount += line.amount;
  if (found->second.amount.is_zero()) open.erase(found);
}

}  // namespace airut::ledger::books
