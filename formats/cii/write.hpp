#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::cii {

// The guideline of CII D16B that a document is written for.
struct Profile {
  std::string_view guideline;  // BT-24
  std::string_view process;    // BT-23, may be empty
  bool extensions = false;     // also what CII has a place for but EN 16931 has no term
};

// The guideline that the invoice itself names. The invoice must live as long as the profile.
Profile as_named(model::Invoice const& invoice);

// EN 16931 without a customization, in the invoice's edition: what Factur-X calls EN 16931.
Profile plain(model::Invoice const& invoice);

struct Written {
  std::string bytes;
  std::vector<std::string> notes;  // what CII or the profile has no place for, one sentence each
};

// UN/CEFACT CrossIndustryInvoice D16B in UTF-8; a credit note differs by its type code only.
// Nothing is computed: an invoice that did not bring its totals must be completed
// (rules::complete). Total: any invoice can be written.
Written write(model::Invoice const& invoice, Profile const& profile);

// As named, or plain when the invoice names no guideline.
Written write(model::Invoice const& invoice);

}  // namespace airut::cii
