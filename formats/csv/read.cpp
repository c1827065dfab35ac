#include "formats/csv/read.hpp"

#include <algorithm>

#include "formats/csv/file.hpp"
#include "formats/csv/gathering.hpp"

namespace airut::csv {
namespace {

void note_unnamed(Plan const& plan, Table const& table, bool headings, model::Findings& notes) {
  for (std::size_t i = 0; i < plan.named.size(); ++i) {
    if (plan.named[i]) continue;
    auto const first = table.rows.begin() + (headings ? 1 : 0);
    auto const filled = std::find_if(first, table.rows.end(),
                                     [&](Row const& row) { return !cell_of(row, i).empty(); });
    if (filled == table.rows.end()) continue;
    notes.push_back(unnamed_column(plan, i, filled->line, cell_of(*filled, i)));
  }
}

}  // namespace

tl::expected<Read, model::Findings> read(std::string_view bytes, Profile const& profile) {
  auto const file = File::open(bytes, profile);
  if (!file) return tl::unexpected{file.error()};
  Read result;
  for (std::size_t i = 0; i < file->invoices(); ++i) result.items.push_back(file->item(i));
  return result;
}

Preview preview(std::string_view bytes, Profile const& profile, std::size_t rows) {
  Preview shown;
  auto table = read_table(bytes, profile.layout, rows + (profile.headings ? 1 : 0));
  if (!table) {
    shown.findings = std::move(table.error());
    return shown;
  }
  shown.layout = table->layout;
  std::size_t width = 0;
  for (auto const& row : table->rows) width = std::max(width, row.cells.size());
  auto const plan = plan_of(table->rows.front(), width, profile, shown.findings);
  shown.headings = plan.headings;
  for (auto const* member : plan.members) {
    shown.members.emplace_back(member == nullptr ? std::string_view{} : member->name);
  }
  note_unnamed(plan, *table, profile.headings, shown.findings);
  for (std::size_t i = profile.headings ? 1 : 0; i < table->rows.size(); ++i) {
    auto const& row = table->rows[i];
    Gathering alone{plan, profile, row};
    alone.add(row);
    shown.rows.push_back({row.line, row.cells, std::move(alone.findings())});
  }
  return shown;
}

}  // namespace airut::csv
