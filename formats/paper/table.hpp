#pragma once

#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/result.hpp"
#include "formats/pdf/fonts.hpp"

namespace airut::paper {

// A report as a table. The first row is the headings; columns whose cells are all numbers stand at
// the right.
struct Table {
  std::string title, subtitle;  // "Ageing", "Mallisiivous Oy, 2026-03-31"
  std::string language = "en";
  model::Date day{};
  std::vector<std::vector<std::string>> rows;
};

// A4, upright or, for many columns, lying; headings on every page, pages numbered, PDF/A-3b and
// PDF/UA-1. A text that is too long for its column is cut. Problem unsupported: a character that
// the fonts do not have.
model::Result<std::string> write_table(Table const& table, pdf::Fonts const& fonts);

}  // namespace airut::paper
