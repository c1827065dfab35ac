#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/paper/sheet.hpp"

namespace airut::paper {

// One thing that the head of an invoice can say, by the name that templates use for it.
struct Fact {
  std::string_view name, label;
  std::string value;
};

// All that the invoice says, in the usual order. The buyer's numbers are labelled as his.
std::vector<Fact> invoice_facts(model::Invoice const& invoice, Words const& words);

// The rows of the template that have a value, and what no row of it says.
std::vector<FactRow> facts_in_rows(std::vector<Fact> const& facts, Template const& layout);
std::vector<Fact> facts_left(std::vector<Fact> const& facts, Template const& layout);

}  // namespace airut::paper
