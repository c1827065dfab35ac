#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::ubl {

// What is made of UBL's Invoice: which terms the document has.
enum class Kind { billing, reminder, forward_billing, payment_request };

// The customization of UBL 2.1 that a document is written for.
struct Profile {
  std::string_view customization;  // BT-24
  std::string_view process;        // BT-23, may be empty
  bool addresses_needed = false;   // Peppol's: with BT-34 and BT-49, and as its rules want it said
  bool extensions = false;         // also what UBL has a place for but EN 16931 has no term
  Kind kind = Kind::billing;
};

// Peppol BIS Billing 3.0 (EHF Billing 3.0 in Norway), or Self-Billing 3.0 when the buyer issued it.
Profile peppol(model::Invoice const& invoice);

// The Norwegian EHF 3.0 (DFØ) of that kind: reminder (purring), forward billing
// (gjennomfakturering) or payment request (betalingsanmodning); for billing Peppol's.
Profile ehf(Kind kind);

// As the document travels: EHF's for a reminder, a payment request, and an invoice that names
// forward billing as its customization; PINT for one that names it, in the process that it names;
// else Peppol's. The invoice must live as long as the profile.
Profile usual(model::Invoice const& invoice);

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
// Problem missing: an electronic address, or what the kind demands (the lines and the one invoice
// of a reminder); unsupported: what the kind cannot say (VAT in a payment request).
model::Result<Written> write(model::Invoice const& invoice, Profile const& profile);

// By its usual profile.
model::Result<Written> write(model::Invoice const& invoice);

}  // namespace airut::ubl
