#include <map>
#include <span>

#include "formats/rules/tables.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/problem_table.hpp"

namespace airut::gateway::http {
namespace {

struct Title {
  std::string_view fi, sv, nb, en;
};

std::map<std::string_view, Title> const& titles() {
  static auto const rows = [] {
    std::map<std::string_view, Title> all;
    rules::each_row(problem_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() >= 5) all[cells[0]] = {cells[1], cells[2], cells[3], cells[4]};
    });
    return all;
  }();
  return rows;
}

}  // namespace

std::string_view problem_title(std::string_view code, std::string_view language) {
  auto const row = titles().find(code);
  if (row == titles().end()) return code;
  auto const& title = row->second;
  if (language == "fi") return title.fi;
  if (language == "sv") return title.sv;
  return language == "nb" ? title.nb : title.en;
}

}  // namespace airut::gateway::http
