#pragma once

#include "formats/paper/facts.hpp"

namespace airut::paper {

// What the invoice says and no block does, in small lines below them: references without a row in
// the template, parties beyond name and address, further ways to pay, attachments. What a page
// does not show at all is a note "not-on-paper".
void draw_further(Sheet& sheet, model::Invoice const& invoice, std::vector<Fact> const& left,
                  bool has_form);

}  // namespace airut::paper
