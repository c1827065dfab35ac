#include "formats/rules/code_list_overlay.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "formats/rules/tables.hpp"

namespace airut::rules {
namespace {

using Cells = std::span<std::string_view const>;
using Code = std::pair<std::string_view, std::string_view>;  // list, code

template <class Take>
void each_code(std::string_view codes, Take const& take) {
  while (!codes.empty()) {
    auto const blank = codes.find(' ');
    if (blank != 0) take(codes.substr(0, blank));
    codes.remove_prefix(blank == codes.npos ? codes.size() : blank + 1);
  }
}

// 0 when every row is good. Each is tried alone: a table tells how many are wrong, not which.
std::size_t first_wrong_line(std::string_view rows) {
  std::size_t wrong = 0;
  each_row(rows, [&](Cells cells) {
    if (wrong != 0) return;
    auto const begin = static_cast<std::size_t>(cells.front().data() - rows.data());
    auto const row = rows.substr(begin, rows.find('\n', begin) - begin);
    CodeLists const alone{fmt::format("list\n{}\n", row)};
    if (alone.rows_refused() > 0)
      wrong = 1 + static_cast<std::size_t>(std::count(
                      rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  });
  return wrong;
}

std::unique_ptr<CodeLists const>& in_force() {
  static std::unique_ptr<CodeLists const> lists;
  return lists;
}

}  // namespace

tl::expected<std::unique_ptr<CodeLists const>, std::string> shipped_under(std::string_view rows) {
  if (auto const line = first_wrong_line(rows); line != 0)
    return tl::unexpected{fmt::format(
        "{}: a row has a known list, from, until (or -) and codes, with tabs between them", line)};
  std::set<Code> named;
  std::string table = "list\tfrom\tuntil\tcodes\n";
  each_row(rows, [&](Cells cells) {
    table += fmt::format("{}\t{}\t{}\t{}\n", cells[0], cells[1], cells[2], cells[3]);
    each_code(cells[3], [&](std::string_view code) { named.insert({cells[0], code}); });
  });
  each_row(code_list_table(), [&](Cells cells) {
    table += fmt::format("{}\t{}\t{}\t", cells[0], cells[1], cells[2]);
    each_code(cells[3], [&](std::string_view code) {
      if (!named.contains({cells[0], code})) table.append(code) += ' ';
    });
    table += '\n';
  });
  return std::make_unique<CodeLists const>(table);
}

CodeLists const& code_lists_in_force() { return in_force() ? *in_force() : CodeLists::shipped(); }

void put_in_force(std::unique_ptr<CodeLists const> lists) { in_force() = std::move(lists); }

}  // namespace airut::rules
