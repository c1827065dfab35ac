#pragma once

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/xml/document.hpp"

namespace airut::teapps {

struct Read {
  model::Invoice invoice;
  model::Findings notes;  // warnings: what was met and not taken over
};

// Reads one INVOICE of TEAPPSXML 3.0 (Tieto, "TEAPPSXML-description version 3.0 - INVOICES") and
// of 2.7 where it is equal: the root INVOICE_CENTER with its frames, of which the addresses are
// taken. Amounts of a credit note come out positive. The error holds every value that cannot be
// read, with its line; several-documents when there is more than one INVOICE, which
// documents::Splitter parts.
tl::expected<Read, model::Findings> read(xml::Element const& root);

}  // namespace airut::teapps
