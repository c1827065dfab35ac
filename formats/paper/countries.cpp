#include "formats/paper/countries.hpp"

#include <span>

#include "formats/rules/tables.hpp"

namespace airut::paper {

std::string country_line(std::string_view code, std::string_view language) {
  constexpr std::size_t columns = 5;
  std::size_t const column = language == "fi" ? 1 : language == "sv" ? 2 : language == "nb" ? 3 : 4;
  std::string name{code};
  rules::each_row(country_table(), [&](std::span<std::string_view const> cells) {
    if (cells.size() == columns && cells[0] == code) name = cells[column];
  });
  return name;
}

}  // namespace airut::paper
