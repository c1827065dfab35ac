#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "formats/csv/table.hpp"
#include "formats/model/lines.hpp"
#include "gateway/books/feed.hpp"

namespace airut::gateway {
namespace {

constexpr std::array<std::string_view, 7> names{"id",  "kind",     "invoice_number", "amount",
                                                "day", "due_date", "reason"};

class Reader {
 public:
  tl::expected<std::vector<FeedItem>, model::Findings> read(std::string_view bytes) {
    auto rows = csv::Rows::open(bytes, {});
    if (!rows) return tl::unexpected(std::move(rows.error()));
    for (;;) {
      auto row = rows->next();
      if (!row) return tl::unexpected(std::move(row.error()));
      if (!*row) break;
      line_ = (*row)->line;
      is_header_read_ ? take_row((*row)->cells) : take_header((*row)->cells);
      if (places_.empty()) break;
    }
    if (!is_header_read_) wrong("header-missing", "There is no header line.");
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    return std::move(items_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take_header(std::vector<std::string> const& cells) {
    is_header_read_ = true;
    for (std::size_t at = 0; at < cells.size(); ++at) {
      if (std::find(names.begin(), names.end(), cells[at]) == names.end()) {
        wrong("column-unknown", fmt::format("There is no column \"{}\".", cells[at]));
      } else {
        places_[cells[at]] = at;
      }
    }
    for (auto const* needed : {"id", "kind", "invoice_number"}) {
      if (!places_.contains(needed))
        wrong("column-missing", fmt::format("The column {} is missing.", needed));
    }
    if (!findings_.empty()) places_.clear();
  }

  std::string cell(std::vector<std::string> const& cells, std::string_view name) const {
    auto const place = places_.find(name);
    bool const there = place != places_.end() && place->second < cells.size();
    return there ? cells[place->second] : std::string{};
  }

  std::optional<model::Date> day(std::vector<std::string> const& cells, std::string_view name) {
    auto const text = cell(cells, name);
    if (text.empty()) return std::nullopt;
    auto const date = model::parse_date(text);
    if (!date) wrong("date-format", fmt::format("{} is a day, YYYY-MM-DD.", name));
    return date;
  }

  void take_row(std::vector<std::string> const& cells) {
    items_.push_back({cell(cells, "id"), cell(cells, "kind"), cell(cells, "invoice_number"),
                      cell(cells, "amount"), day(cells, "day"), day(cells, "due_date"),
                      cell(cells, "reason")});
  }

  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<FeedItem> items_;
  model::Findings findings_;
  int line_ = 0;
  bool is_header_read_ = false;
};

}  // namespace

tl::expected<std::vector<FeedItem>, model::Findings> read_feed_csv(std::string_view text) {
  return Reader{}.read(text);
}

}  // namespace airut::gateway
