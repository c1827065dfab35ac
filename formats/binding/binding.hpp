#pragma once

#include "formats/model/finding.hpp"
#include "formats/rules/check.hpp"
#include "formats/xml/document.hpp"

// What EN 16931 and Peppol ask of the XML itself and the model cannot show any more: elements that
// must be there, that may stand once only, or that have no place (the syntax rules UBL-SR, UBL-DT,
// CII-SR and CII-DT, and the business rules about presence). The official rules that warn of
// elements without a term (UBL-CR) are left to the readers' notes.
namespace airut::binding {

// For UBL 2.1 Invoice and CreditNote (EN 16931-3-2). With peppol, Peppol's own, too; refuse makes
// them errors, warn warnings. Pointers are paths of the XML, with lines.
model::Findings check_ubl(xml::Element root, rules::Ask peppol);

// For UN/CEFACT CII D16B (EN 16931-3-3).
model::Findings check_cii(xml::Element root);

}  // namespace airut::binding
