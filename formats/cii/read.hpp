#pragma once

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"
#include "formats/xml/document.hpp"

namespace airut::cii {

struct Read {
  model::Invoice invoice;
  model::Findings notes;  // warnings: what was met and not taken over
};

// Whether the root is a CrossIndustryInvoice of UN/CEFACT (D16B and its likes, Factur-X,
// XRechnung).
bool is_cii(xml::Element root);

// Reads a CrossIndustryInvoice of any guideline. The error holds every value that cannot be read,
// with its line.
tl::expected<Read, model::Findings> read(xml::Element const& root);

}  // namespace airut::cii
