#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/paper/template.hpp"
#include "formats/paper/write.hpp"

// The parts that invoices and letters are put together from.
namespace airut::paper {

// A document being drawn: walks down its pages.
class Sheet {
 public:
  // country: of the sender.
  Sheet(Look const& look, Kind kind, std::string_view country);

  pdf::Canvas canvas;
  Template const& layout;
  Look const& look;
  Words words;
  Kind kind;
  model::Findings notes;
  double y = 0;
  std::vector<std::string> footer;  // the seller's lines, broken to the page's width
  double footer_excess = 0;         // what the footer takes beyond the room of the page's bottom
  double slip_top = 0;              // of the giro form on the last page; 0: there is none

  double left() const { return layout.page.left; }
  double right() const { return layout.page.width - layout.page.right; }
  double width() const { return right() - left(); }
  double bottom() const { return layout.page.height - layout.page.bottom - footer_excess; }
  // What the footer takes above a giro form.
  double footer_above_slip() const {
    return static_cast<double>(footer.size()) * leading(Use::small) + 5 * pdf::mm;
  }

  pdf::Ink ink(Use use) const;
  pdf::Ink ink(Use use, pdf::Weight weight) const;
  double leading(Use use) const { return layout.type(use).leading; }
  std::string_view colour(std::string_view name) const;  // accent, text, muted, rule, shade

  // Goes on on a new page when the height does not fit.
  void need(double height);
  void break_page();
  // Text in one line of at most width: set smaller where it is wider.
  void fitted(pdf::At at, std::string_view text, double width, Use use, bool right);
  // Lines of text from at.y down; the y of the line after them.
  double paragraph(pdf::At at, std::string_view text, double width, Use use);
};

using FactRow = std::pair<std::string, std::string>;

// Logo or name, recipient in the window, title, facts. Sets y below all of it, and what the footer
// says of the seller.
void draw_head(Sheet& sheet, model::Party const& seller, model::Party const& buyer,
               std::string_view title, std::vector<FactRow> const& facts);

// Who pays what to whom.
struct PaymentRequest {
  model::Party payee, payer;
  std::vector<model::PaymentAccount> accounts;
  std::optional<model::ReferenceKind> reference_kind;
  std::string reference;
  std::optional<model::Date> due_date;
  model::Money due;
  std::string document;          // "Lasku 2026-104233"
  std::string document_short{};  // "30 laskua", where the whole has no room
};
// At the bottom of the last page, by the form that the template or the account's country asks for;
// none where there is nothing to pay.
void draw_payment(Sheet& sheet, PaymentRequest const& request);

// The seller's line and page numbers on every page, and what it goes on from on later ones; the
// last thing drawn.
void draw_running_text(Sheet& sheet, model::Party const& seller, std::string_view document);

// The finished file, or the character that no font has.
model::Result<Drawn> finished(Sheet& sheet, pdf::About about, Extras const& extras);

}  // namespace airut::paper
