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

// Reads Finvoice 1.1 to 3.0 (root element Finvoice). Amounts of a credit note come out positive.
// The error holds every value that cannot be read, with its line.
tl::expected<Read, model::Findings> read(xml::Element const& root);

}  // namespace airut::finvoice
