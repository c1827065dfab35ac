#pragma once

#include "formats/documents/documents.hpp"
#include "formats/rules/check.hpp"

namespace airut::documents {

// What is wrong with a document by the built-in checks: its notes, then the findings of
// rules::check(), of which those are left out that the XML has shown with a line already. What
// applies follows the document: Finvoice's rules for Finvoice (and as finvoice says for one that
// is to become Finvoice), Peppol's where it names Peppol; UBL and CII must bring their own figures.
// What only the house asks is a warning, so that the verdict is that of the official rules. The
// invoice is completed afterwards, so that it can be written in another format; no due date (BT-9)
// is invented.
model::Findings check(Document& document, rules::Ask finvoice = rules::Ask::no);

}  // namespace airut::documents
