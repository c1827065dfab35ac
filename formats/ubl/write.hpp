#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::ubl {

// The customization of UBL 2.1 that a document is written for.
struct Profile {
  std::string_view customization;  // BT-24
  std::string_view process;        // BT-23, may be empty
  bool addresses_needed = false;   // Peppol takes no document without BT-34 and BT-49
  bool extensions = false;         // also what UBL has a place for but EN 16931 has no term
};

// Peppol BIS Billing 3.0 (EHF Billing 3.0 in Norway), or Self-Billing 3.0 when the buyer issued it.
Profile peppol(model::Invoice const& invoice);

// The customization that the invoice itself names, which may be none. The invoice must live as long
// as the profile.
Profile as_named(model::Invoice const& invoice);

// EN 16931 without a customization, in the invoice's edition.
Profile plain(model::Invoice const& invoice);

struct Written {
  std::string bytes;
  std::vector<std::string> notes;  // what UBL or the profile has no place for, one sentence each
};

// UBL 2.1 Invoice, or CreditNote for a credit note, in UTF-8. Nothing is computed: an invoice that
// did not bring its totals must be completed (rules::complete).
// Problem missing: an electronic address that the profile demands.
model::Result<Written> write(model::Invoice const& invoice, Profile const& profile);

// For Peppol. Problem unsupported: a type that BIS Billing does not have (reminders, payment
// requests).
model::Result<Written> write(model::Invoice const& invoice);

}  // namespace airut::ubl
