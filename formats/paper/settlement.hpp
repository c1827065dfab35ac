#pragma once

#include "formats/paper/sheet.hpp"

namespace airut::paper {

// How the sum of an invoice gets to its payee, as the page tells it.
enum class Settlement {
  untold,       // a credit note, or nothing says how
  by_transfer,  // the payer is asked for it, by a form
  by_mandate,   // the payee takes it
  by_card,
  prepaid,
  nothing_due
};
Settlement settlement_of(model::Invoice const& invoice);

// Why nobody is asked to send money by himself; "" where the payer is, or nothing says how.
std::string_view settlement_sentence(model::Invoice const& invoice, Words const& words);

// Where nobody is asked to pay: why not, and by what mandate or card.
void draw_settlement(Sheet& sheet, model::Invoice const& invoice);

}  // namespace airut::paper
