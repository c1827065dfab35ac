#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/paper/template.hpp"

namespace airut::paper {

// A text of an invoice line, before it is broken to the width of its column.
struct LineText {
  std::string text;
  Use use = Use::detail;
  int depth = 0;  // of the sub-line that it belongs to
};

// What stands in the description of a line: its name, and below it all that no column says, and its
// sub-lines with what each is made up of.
std::vector<LineText> line_texts(model::Line const& line, Block const& block, Words const& words);

// "01.02.2026–28.02.2026"
std::string period_text(model::Period const& period, Words const& words);
// "Alennus Kanta-asiakas (10 % / 200,00)"
std::string adjustment_label(model::AllowanceCharge const& one, Words const& words);
// "65434568 (STI 19.05)", "6430000000026 (0160)"
std::string with_scheme(std::string const& value, std::string const& scheme);

// A telephone number and the like, whose blanks no line is broken at.
std::string unbroken(std::string_view text);

}  // namespace airut::paper
