#pragma once

#include <string_view>

namespace airut::rules {

// Whether the document's specification (BT-24) builds on Peppol BIS Billing but lets the rule go:
// the Norwegian reminder and forward billing (EHF 3.0, DFØ).
bool is_excepted(std::string_view specification, std::string_view rule);

// Whether the specification is of no invoice in the sense of EN 16931 though it is written as one:
// the Norwegian payment request (EHF 3.0, DFØ).
bool is_no_invoice(std::string_view specification);

}  // namespace airut::rules
