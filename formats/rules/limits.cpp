#include "formats/rules/limits.hpp"

#include <algorithm>
#include <charconv>

#include "formats/rules/tables.hpp"

namespace airut::rules {

namespace {

constexpr std::array<std::string_view, limit_count> limit_names{
    "line_slack",           "adjustment_slack",          "card_digits",
    "peppol_notes",         "finvoice_number",           "finvoice_reference",
    "finvoice_name_least",  "finvoice_price_decimals",   "finvoice_quantity",
    "finvoice_attachments", "finvoice_attachment_bytes",
};

}  // namespace

bool Limits::take(std::string_view limit, std::string_view from, std::string_view until,
                  std::string_view value) {
  auto const name = std::find(limit_names.begin(), limit_names.end(), limit);
  auto const first = model::parse_date(from);
  auto const end = end_of_days(until);
  std::int64_t number = 0;
  auto const parsed = std::from_chars(value.data(), value.data() + value.size(), number);
  bool const is_number = parsed.ec == std::errc{} && parsed.ptr == value.data() + value.size();
  if (name == limit_names.end() || !first || !end || !is_number || number < 0) return false;
  auto& entries = limits_[static_cast<std::size_t>(name - limit_names.begin())];
  entries.push_back({*first, *end, number});
  std::sort(entries.begin(), entries.end(),
            [](auto const& a, auto const& b) { return a.from < b.from; });
  return true;
}

Limits::Limits(std::string_view table) {
  each_row(table, [&](std::span<std::string_view const> cells) {
    bool const good = cells.size() == 5 && take(cells[0], cells[1], cells[2], cells[3]);
    if (!good) ++rows_refused_;
  });
}

Limits const& Limits::shipped() {
  static Limits const limits{limit_table()};
  return limits;
}

std::int64_t Limits::of(Limit limit, model::Date day) const {
  auto const& entries = limits_[static_cast<std::size_t>(limit)];
  for (auto const& one : entries)
    if (one.from <= day && day < one.until) return one.value;
  return entries.empty() ? 0 : entries.front().value;
}

}  // namespace airut::rules
