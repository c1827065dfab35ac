#include <map>
#include <span>

#include "formats/rules/tables.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/problem_table.hpp"

namespace airut::gateway::http {
namespace {

struct Words {
  std::string_view fi, sv, nb, en;

  std::string_view in(std::string_view language) const {
    if (language == "fi") return fi;
    if (language == "sv") return sv;
    return language == "nb" ? nb : en;
  }
};

struct Problem {
  Words title, remedy;
};

// Four cells from a place on: fi, sv, nb, en.
Words words_at(std::span<std::string_view const> cells, std::size_t at) {
  return {cells[at], cells[at + 1], cells[at + 2], cells[at + 3]};
}

std::map<std::string_view, Problem> const& problems() {
  static auto const rows = [] {
    constexpr std::size_t problem_cells = 6, remedy_cells = 6;
    std::map<std::string_view, Words> remedies;
    rules::each_row(remedy_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() == remedy_cells) remedies[cells[0]] = words_at(cells, 2);
    });
    std::map<std::string_view, Problem> all;
    rules::each_row(problem_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() == problem_cells)
        all[cells[0]] = {words_at(cells, 1), remedies[cells[problem_cells - 1]]};
    });
    return all;
  }();
  return rows;
}

}  // namespace

std::string_view problem_title(std::string_view code, std::string_view language) {
  auto const row = problems().find(code);
  return row == problems().end() ? code : row->second.title.in(language);
}

std::string_view problem_remedy(std::string_view code, std::string_view language) {
  auto const row = problems().find(code);
  return row == problems().end() ? std::string_view{} : row->second.remedy.in(language);
}

}  // namespace airut::gateway::http
