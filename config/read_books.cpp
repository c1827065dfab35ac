#include <algorithm>

#include "config/parts.hpp"

namespace airut::config {
namespace {

// The accounts of the shadow ledger that a client may map to its own numbers.
constexpr std::string_view chart[] = {"receivable.principal",
                                      "receivable.interest",
                                      "receivable.fee",
                                      "receivable.cost",
                                      "bank",
                                      "client_funds",
                                      "agency_clearing",
                                      "settlement",
                                      "owed_to_biller",
                                      "unallocated",
                                      "overpaid",
                                      "held.unallocated",
                                      "held.overpaid",
                                      "sales",
                                      "income.interest",
                                      "income.fee",
                                      "income.cost",
                                      "write_off",
                                      "rounding",
                                      "result.earlier_years"};

void read_book_accounts(Section& in, BookSettings& books) {
  for (auto const name : chart) {
    std::string number;
    in.take(name, number);
    if (!number.empty()) books.accounts.emplace(name, std::move(number));
  }
  in.finish();
}

void read_ageing(Section& in, BookSettings& books) {
  auto const* node = in.raw().get("ageing_days");
  in.note("ageing_days");
  if (node == nullptr) return;
  std::vector<int> days;
  auto const* list = node->as_array();
  if (list != nullptr) {
    for (auto const& one : *list) {
      auto const number = one.value_exact<std::int64_t>();
      if (number && *number >= 0 && *number <= 3650) days.push_back(static_cast<int>(*number));
    }
  }
  bool const whole = list != nullptr && days.size() == list->size() && !days.empty() &&
                     days.size() <= 12 && std::is_sorted(days.begin(), days.end());
  if (!whole)
    return in.wrong("ageing_days", "ageing_days must be up to 12 numbers of days, growing");
  books.ageing_days = std::move(days);
}

}  // namespace

BookSettings read_books(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant.client.books"};
  BookSettings books;
  in.take("tolerance_under_minor", books.tolerance.under_minor, 0, 100'000);
  in.take("tolerance_over_minor", books.tolerance.over_minor, 0, 100'000);
  in.take_word("overpayment", books.overpayment, {"wait", "lay"});
  in.take("return_after_days", books.return_after_days, 0, 365);
  in.take_word("principal_truth", books.principal_truth, {"biller", "service"});
  in.take("difference_hold_days", books.difference_hold_days, 0, 90);
  in.take_word("settlement", books.settlement, {"manual", "daily"});
  read_ageing(in, books);
  if (auto const* accounts = in.table("accounts")) {
    Section at{*accounts, reading, "tenant.client.books.accounts"};
    read_book_accounts(at, books);
  }
  in.finish();
  return books;
}

}  // namespace airut::config
