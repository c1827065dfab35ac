#include <algorithm>

#include <fmt/format.h>

#include "formats/csv/table.hpp"
#include "formats/feedback/read.hpp"

namespace airut::feedback {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

std::size_t column_of(csv::Row const& headings, std::string const& name) {
  auto const found = std::find(headings.cells.begin(), headings.cells.end(), name);
  if (name.empty() || found == headings.cells.end()) return nowhere;
  return static_cast<std::size_t>(found - headings.cells.begin());
}

std::string cell_of(csv::Row const& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string{};
}

model::Finding no_column(std::string const& name) {
  model::Finding finding;
  finding.code = "csv-column";
  finding.detail = fmt::format("The file has no column \"{}\".", name);
  finding.line = 1;
  return finding;
}

}  // namespace

tl::expected<std::vector<Status>, model::Findings> read_csv(std::string_view bytes,
                                                            Layout const& layout) {
  csv::Layout const cells{layout.delimiter, csv::Encoding::automatic};
  auto const table = csv::read_table(bytes, cells, statuses_most + 2);
  if (!table) return tl::unexpected{table.error()};
  auto const& headings = table->rows.front();
  auto const id = column_of(headings, layout.message_id);
  auto const status = column_of(headings, layout.status);
  auto const text = column_of(headings, layout.text);
  model::Findings findings;
  if (id == nowhere) findings.push_back(no_column(layout.message_id));
  if (status == nowhere) findings.push_back(no_column(layout.status));
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  std::vector<Status> found;
  for (auto row = table->rows.begin() + 1; row != table->rows.end(); ++row) {
    found.push_back({cell_of(*row, id), cell_of(*row, status), cell_of(*row, text), row->line});
  }
  return found;
}

}  // namespace airut::feedback
