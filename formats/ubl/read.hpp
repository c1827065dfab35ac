#pragma once

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/xml/document.hpp"

namespace airut::ubl {

struct Read {
  model::Invoice invoice;
  model::Findings notes;  // warnings: what was met and not taken over
};

// Reads a UBL 2.1 Invoice or CreditNote, with or without a customization of EN 16931. The error
// holds every value that cannot be read, with its line.
tl::expected<Read, model::Findings> read(xml::Element const& root);

}  // namespace airut::ubl
