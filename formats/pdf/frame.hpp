#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/pdf/words.hpp"
#include "formats/pdf/write.hpp"

// The parts that invoices and letters share. Measures are points from the top left corner.
namespace airut::pdf {

inline constexpr double mm = 72 / 25.4;
inline constexpr double left = 20 * mm, right = Canvas::page_width - 15 * mm;
inline constexpr double page_bottom = Canvas::page_height - 24 * mm;  // above the footer
inline constexpr double payment_height = 58 * mm;

struct Paper {
  Canvas& canvas;
  Style const& style;
  Words const& words;
};

using Fact = std::pair<std::string, std::string>;

// Logo or name, title, recipient in the window, facts beside it; gives the y below all of it.
double draw_head(Paper& paper, model::Party const& seller, model::Party const& buyer,
                 std::string_view title, std::vector<Fact> const& facts);

// Who pays what to whom, in the lower part of the page.
struct PaymentBlock {
  std::string payee;
  std::vector<model::PaymentAccount> accounts;
  std::optional<model::ReferenceKind> reference_kind;
  std::string reference;
  std::optional<model::Date> due_date;
  model::Money due;
};
void draw_payment(Paper& paper, double top, PaymentBlock const& block);

// Seller's line and page numbers on every page; the last thing drawn.
void draw_footers(Paper& paper, model::Party const& seller);

// The picture of the style, when it has one.
model::Result<std::optional<Picture>> logo_of(Style const& style);

// The finished file, or the character that no font has.
model::Result<Rendered> finished(Canvas const& canvas, std::string_view title,
                                 std::string_view author);

}  // namespace airut::pdf
