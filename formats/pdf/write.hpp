#pragma once

#include <string>

#include "formats/model/invoice.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/result.hpp"
#include "formats/pdf/canvas.hpp"

namespace airut::pdf {

// How a billing client's papers look.
struct Style {
  std::string accent = "1f4e79";  // rrggbb
  std::string logo_png;           // bytes; empty: the seller's name
  std::string language;           // fi, sv, nb, nn, en
};

// A completed invoice or credit note on A4: address in the window of the seller's country, lines
// over as many pages as they need with carried sums, VAT table, and the payment block with the
// Finnish bank bar code or the Norwegian KID. The same invoice and style always give the same
// bytes. Problem unsupported: a character that the fonts do not have (named as U+XXXX); malformed:
// a logo that is no PNG.
model::Result<Rendered> write_invoice(model::Invoice const& invoice, Style const& style,
                                      Fonts const& fonts);

// A reminder or a collection order with principal, interest, fees and costs apart.
model::Result<Rendered> write_letter(model::Letter const& letter, Style const& style,
                                     Fonts const& fonts);

}  // namespace airut::pdf
