#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/letter.hpp"
#include "formats/model/result.hpp"
#include "formats/paper/template.hpp"

namespace airut::paper {

// How a document of a billing client looks. What is referred to must outlive the call.
struct Look {
  Template const& layout;
  pdf::Fonts const& fonts;
  std::vector<Window> const& windows;
  std::string accent = "1f4e79";             // rrggbb, where the template leaves it to the client
  std::shared_ptr<pdf::Picture const> logo;  // none: the seller's name
  std::string language;                      // fi, sv, nb, nn, en
};

// What travels inside the file.
struct Extras {
  std::vector<pdf::Enclosure> enclosures;
  std::optional<pdf::HybridProfile> hybrid;
};

struct Drawn {
  std::string bytes;
  int pages = 0;
  // address-outside-window: the recipient does not fit where the envelope shows it.
  model::Findings notes;
};

// A completed invoice or credit note: address in the window of the seller's country, lines over as
// many pages as they need with carried sums, VAT table, and what asks for the money (Finnish giro
// form with bank bar code, Norwegian payment block with KID, or a box). A PDF/A-3b and PDF/UA-1
// file. The same invoice and look always give the same bytes. Problem unsupported: a character that
// the fonts do not have (named as U+XXXX).
model::Result<Drawn> write_invoice(model::Invoice const& invoice, Look const& look,
                                   Extras const& extras = {});

// A reminder or a collection order with principal, interest, fees and costs apart.
model::Result<Drawn> write_letter(model::Letter const& letter, Look const& look,
                                  Extras const& extras = {});

}  // namespace airut::paper
