#include "ledger/books/chart.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace airut::ledger::books {
namespace {

struct Named {
  Account account;
  std::string_view text;
  Side side;
};

constexpr std::array<Named, account_count> chart{{
    {Account::principal, "receivable.principal", Side::assets},
    {Account::interest, "receivable.interest", Side::assets},
    {Account::fee, "receivable.fee", Side::assets},
    {Account::cost, "receivable.cost", Side::assets},
    {Account::bank, "bank", Side::assets},
    {Account::client_funds, "client_funds", Side::assets},
    {Account::agency_clearing, "agency_clearing", Side::assets},
    {Account::settlement, "settlement", Side::assets},
    {Account::owed_to_biller, "owed_to_biller", Side::liabilities},
    {Account::unallocated, "unallocated", Side::liabilities},
    {Account::overpaid, "overpaid", Side::liabilities},
    {Account::held_unallocated, "held.unallocated", Side::liabilities},
    {Account::held_overpaid, "held.overpaid", Side::liabilities},
    {Account::sales, "sales", Side::income},
    {Account::interest_income, "income.interest", Side::income},
    {Account::fee_income, "income.fee", Side::income},
    {Account::cost_income, "income.cost", Side::income},
    {Account::write_off, "write_off", Side::expenses},
    {Account::rounding, "rounding", Side::expenses},
    {Account::in_collection, "memo.in_collection", Side::memo},
    {Account::collection_memo, "memo.collection", Side::memo},
}};

Named const& named(Account account) { return chart.at(static_cast<std::size_t>(account)); }

std::size_t component_place(std::string_view component) {
  constexpr std::array<std::string_view, 4> components{"principal", "interest", "fee", "cost"};
  auto const* const found = std::find(components.begin(), components.end(), component);
  if (found == components.end())
    throw std::logic_error{"'" + std::string{component} + "' is no component of a receivable"};
  return static_cast<std::size_t>(found - components.begin());
}

}  // namespace

std::string_view account_text(Account account) { return named(account).text; }

Side side_of(Account account) { return named(account).side; }

Account receivable_of(std::string_view component) {
  constexpr std::array accounts{Account::principal, Account::interest, Account::fee, Account::cost};
  return accounts.at(component_place(component));
}

Account income_of(std::string_view component) {
  constexpr std::array accounts{Account::sales, Account::interest_income, Account::fee_income,
                                Account::cost_income};
  return accounts.at(component_place(component));
}

bool is_receivable(Account account) { return account <= Account::cost; }

}  // namespace airut::ledger::books
