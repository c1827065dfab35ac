#include "ledger/books/standing.hpp"

namespace airut::ledger::books {

bool is_held(std::string_view funds) { return funds == "client"; }

Account cash_of(std::string_view funds) {
  if (funds == "agency") return Account::agency_clearing;
  return is_held(funds) ? Account::client_funds : Account::bank;
}

Account place_of(std::string_view reason, bool held) {
  bool const over = reason == "overpaid" || reason == "already-paid";
  if (held) return over ? Account::held_overpaid : Account::held_unallocated;
  return over ? Account::overpaid : Account::unallocated;
}

bool is_held_account(Account account) {
  return account == Account::held_unallocated || account == Account::held_overpaid;
}

Account against(std::string_view kind, std::string_view component) {
  if (kind == "rounding") return Account::rounding;
  // A charge that is waived, an invoice that is void: the income was none. Interest that is fixed
  // is income.
  if (kind == "waiver" || kind == "cancelled" || kind == "interest") return income_of(component);
  return Account::write_off;
}

}  // namespace airut::ledger::books
