#pragma once

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/xml/document.hpp"

namespace airut::finvoice {

struct Read {
  model::Invoice invoice;
  model::Findings notes;  // warnings: what was met and not taken over
};

// Reads Finvoice 1.1 to 3.0 (root element Finvoice). Amounts of a credit note
// come out positive. What Finvoice has and the model has not is kept in
// nordic.extras for a Finvoice writer; what no Finvoice has is told in the
// notes, with its path and line. Prices with VAT are turned into prices
// without. The error holds every value that cannot be read, with its line;
// type-unsupported for messages that are no invoice (orders, offers, tests).
tl::expected<Read, model::Findings> read(xml::Element const& root);

}  // namespace airut::finvoice
