#include "formats/rules/code_lists.hpp"

#include <algorithm>

#include "formats/rules/tables.hpp"

namespace airut::rules {

namespace {

constexpr std::array<std::string_view, code_list_count> list_names{
    "document_type",
    "credit_type",
    "peppol_invoice_type",
    "peppol_credit_type",
    "self_billing_invoice_type",
    "self_billing_credit_type",
    "currency_withdrawn",
    "country",
    "vat_point",
    "object_scheme",
    "note_subject",
    "icd",
    "item_class",
    "payment_means",
    "vat_category",
    "allowance_reason",
    "charge_reason",
    "vatex",
    "unit",
    "mime",
    "address_scheme",
    "address_scheme_elsewhere",
    "address_scheme_left",
};

}  // namespace

bool CodeLists::take(std::string_view list, std::string_view from, std::string_view until,
                     std::string_view codes) {
  auto const name = std::find(list_names.begin(), list_names.end(), list);
  auto const first = model::parse_date(from);
  auto const end = end_of_days(until);
  if (name == list_names.end() || !first || !end) return false;
  auto& entries = lists_[static_cast<std::size_t>(name - list_names.begin())];
  while (!codes.empty()) {
    auto const blank = codes.find(' ');
    if (blank != 0) entries.push_back({codes.substr(0, blank), *first, *end});
    codes.remove_prefix(blank == codes.npos ? codes.size() : blank + 1);
  }
  return true;
}

CodeLists::CodeLists(std::string_view table) : table_(table) {
  each_row(table_, [&](std::span<std::string_view const> cells) {
    bool const good = cells.size() == 4 && take(cells[0], cells[1], cells[2], cells[3]);
    if (!good) ++rows_refused_;
  });
  for (auto& entries : lists_)
    std::sort(entries.begin(), entries.end(),
              [](auto const& a, auto const& b) { return a.code < b.code; });
}

CodeLists const& CodeLists::shipped() {
  static CodeLists const lists{code_list_table()};
  return lists;
}

template <class Fits>
bool CodeLists::any(CodeList list, std::string_view code, Fits const& fits) const {
  auto const& entries = lists_[static_cast<std::size_t>(list)];
  auto at = std::lower_bound(entries.begin(), entries.end(), code,
                             [](auto const& one, auto const& key) { return one.code < key; });
  for (; at != entries.end() && at->code == code; ++at)
    if (fits(*at)) return true;
  return false;
}

bool CodeLists::has(CodeList list, std::string_view code, model::Date day) const {
  return any(list, code, [&](Entry const& one) { return one.from <= day && day < one.until; });
}

bool CodeLists::ever_has(CodeList list, std::string_view code) const {
  return any(list, code, [](Entry const&) { return true; });
}

bool CodeLists::has_for_good(CodeList list, std::string_view code) const {
  return any(list, code, [](Entry const& one) { return one.until == model::Date::max(); });
}

}  // namespace airut::rules
