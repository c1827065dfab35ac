#pragma once

#include "formats/documents/documents.hpp"
#include "formats/rules/check.hpp"

namespace airut::documents {

// What the checks on the model ask of an invoice that was read from the syntax: UBL and CII must
// bring their own figures and answer to Peppol as they name it; Finvoice answers to its own rules.
rules::CheckContext check_context(Syntax syntax);

// Adds what is not said yet: of two findings with the same rule the one that was there stays (the
// XML shows it with its line), unless it is only a warning and the other an error.
void add_unsaid(model::Findings& to, model::Findings&& more);

// What is wrong with a document by the built-in checks: its notes, then the findings of
// rules::check(), of which those are left out that the XML has shown with a line already. What
// applies follows its syntax; finvoice adds Finvoice's rules for one that is to become Finvoice.
// What only the house asks is a warning, so that the verdict is that of the official rules. The
// invoice is completed afterwards, so that it can be written in another format; no due date (BT-9)
// is invented.
model::Findings check(Document& document, rules::Ask finvoice = rules::Ask::no);

}  // namespace airut::documents
