#include "gateway/route/address_list.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "formats/csv/table.hpp"
#include "formats/model/party_id.hpp"

namespace airut::gateway {
namespace {

constexpr std::array<std::string_view, 6> headings{
    "customer_number", "address", "intermediary", "name", "valid_from", "valid_to"};
constexpr std::size_t needed = 3;  // of them, from the front
constexpr std::size_t pair_longest = 35, number_longest = 64, name_longest = 200;

model::Finding finding(std::string code, int line, std::string pointer, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.line = line;
  one.pointer = std::move(pointer);
  one.detail = std::move(detail);
  return one;
}

class List {
 public:
  tl::expected<std::vector<ListedAddress>, model::Findings> read(std::string_view bytes) {
    auto table = csv::read_table(bytes, {});
    if (!table) return tl::unexpected{std::move(table.error())};
    find_columns(table->rows.front());
    if (table->rows.size() > listed_most + 1) {
      findings_.push_back(
          finding("too-many-rows", 1, "", fmt::format("A list has at most {} rows.", listed_most)));
    }
    if (findings_.empty()) {
      for (auto row = table->rows.begin() + 1; row != table->rows.end(); ++row) take(*row);
    }
    if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
    return std::move(listed_);
  }

 private:
  void find_columns(csv::Row const& first) {
    for (std::size_t at = 0; at < first.cells.size(); ++at) {
      auto const known = std::find(headings.begin(), headings.end(), first.cells[at]);
      if (known == headings.end()) {
        findings_.push_back(finding("unknown-column", first.line, "",
                                    fmt::format("\"{}\" is no heading.", first.cells[at])));
        continue;
      }
      columns_.at(static_cast<std::size_t>(known - headings.begin())) = static_cast<int>(at);
    }
    for (std::size_t at = 0; at < needed; ++at) {
      if (columns_.at(at) >= 0) continue;
      findings_.push_back(finding("column-missing", first.line, "",
                                  fmt::format("The heading {} is missing.", headings.at(at))));
    }
  }

  std::string const& cell(csv::Row const& row, std::size_t column) const {
    static std::string const none;
    auto const at = columns_.at(column);
    return at < 0 || static_cast<std::size_t>(at) >= row.cells.size()
               ? none
               : row.cells[static_cast<std::size_t>(at)];
  }

  void wrong(csv::Row const& row, std::size_t column, std::string code, std::string detail) {
    findings_.push_back(finding(std::move(code), row.line, "/" + std::string{headings.at(column)},
                                std::move(detail)));
  }

  std::string text(csv::Row const& row, std::size_t column, std::size_t longest) {
    auto const& value = cell(row, column);
    if (value.empty() && column < needed)
      wrong(row, column, "missing", fmt::format("{} is missing.", headings.at(column)));
    if (value.size() > longest)
      wrong(row, column, "too-long",
            fmt::format("{} has at most {} characters.", headings.at(column), longest));
    return value;
  }

  std::optional<model::Date> day(csv::Row const& row, std::size_t column) {
    auto const& value = cell(row, column);
    if (value.empty()) return std::nullopt;
    auto const day = model::parse_date(value);
    if (!day) wrong(row, column, "wrong-value", fmt::format("\"{}\" is no day.", value));
    return day;
  }

  void take(csv::Row const& row) {
    ListedAddress one;
    one.line = row.line;
    one.customer_number = text(row, 0, number_longest);
    one.pair.address = text(row, 1, pair_longest);
    one.pair.intermediary = text(row, 2, pair_longest);
    one.name = text(row, 3, name_longest);
    one.pair.valid_from = day(row, 4);
    one.pair.valid_to = day(row, 5);
    look_at(row, one);
    listed_.push_back(std::move(one));
  }

  void look_at(csv::Row const& row, ListedAddress const& one) {
    auto const& pair = one.pair;
    bool const ends_early = pair.valid_from && pair.valid_to && *pair.valid_to < *pair.valid_from;
    if (ends_early) wrong(row, 5, "wrong-value", "The last day is before the first.");
    bool const looks_like_iban = pair.address.starts_with("FI") && pair.address.size() == 18;
    if (looks_like_iban && !model::is_iban(pair.address))
      wrong(row, 1, "check-digit", fmt::format("The check digits of {} are wrong.", pair.address));
    if (!seen_.emplace(one.customer_number, pair.valid_from.value_or(model::Date{})).second)
      wrong(row, 0, "given-twice",
            fmt::format("The customer {} stands there twice.", one.customer_number));
  }

  std::array<int, headings.size()> columns_{-1, -1, -1, -1, -1, -1};
  std::set<std::pair<std::string, model::Date>> seen_;
  std::vector<ListedAddress> listed_;
  model::Findings findings_;
};

}  // namespace

tl::expected<std::vector<ListedAddress>, model::Findings> read_address_list(
    std::string_view bytes) {
  return List{}.read(bytes);
}

}  // namespace airut::gateway
