#pragma once

#include <string>
#include <string_view>

#include "formats/paper/sheet.hpp"

// The blocks that flow down the pages of an invoice.
namespace airut::paper {

// The invoice lines as a table; at a page's end the sum so far is carried over.
void draw_lines(Sheet& sheet, model::Invoice const& invoice, Block const& block);
// VAT by category on the left, the way from the lines to the sum to pay on the right.
void draw_totals(Sheet& sheet, model::Invoice const& invoice);
void draw_notes(Sheet& sheet, model::Invoice const& invoice);
void draw_delivery(Sheet& sheet, model::Invoice const& invoice);
// Name, place and address; empty when nothing is said of them.
std::string delivery_text(model::Invoice const& invoice);
// On one line, with the country where it is another than the sender's.
std::string joined_address(std::string const& name, model::PostalAddress const& address,
                           std::string_view from_country);
void draw_text(Sheet& sheet, std::string_view text, Use use = Use::body);

}  // namespace airut::paper
