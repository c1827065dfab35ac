#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::pdf {

// Whether the bytes begin as a PDF file does (the mark may stand in the first kilobyte).
bool is_pdf(std::string_view bytes);

// The invoice that a hybrid PDF carries: an embedded file named factur-x.xml, zugferd-invoice.xml,
// ZUGFeRD-invoice.xml, xrechnung.xml, order-x.xml or invoice.xml, in this order; else the only XML
// there is. Findings: pdf-damaged, pdf-encrypted, pdf-too-large (what it unpacks to, or a filter
// chain that no honest writer makes), pdf-without-invoice.
tl::expected<std::string, model::Findings> embedded_invoice(std::string_view bytes);

}  // namespace airut::pdf
