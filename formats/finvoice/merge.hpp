#pragma once

#include <string>
#include <vector>

#include "formats/finvoice/tree.hpp"
#include "formats/model/invoice.hpp"

namespace airut::finvoice {

// Whether the invoice has anything that only a Finvoice can carry under its own
// name.
bool has_extras(model::Invoice const& invoice);

// The sub-rows of a line in the order in which they are written: Finvoice has one level, so that
// the parts of a part stand behind it.
std::vector<model::Line const*> sub_rows_of(model::Line const& line);

// Whether it has rows that only say something; their places are extras without a value, named
// "InvoiceRow[n]".
bool has_row_places(model::Invoice const& invoice);

// Puts the extras of the invoice, its rows and its information rows where the
// schema wants them. What stands there already gives way: an extra is what the
// document said. Extras that the schema has no place for, or that are too long
// for it, become notes.
void put_extras(Tree& tree, model::Invoice const& invoice, xml::Encoding encoding,
                std::vector<std::string>& notes);

// Makes a document of 3.0 in the encoding one of 2.01: elements and attributes that 2.01 does
// not have are left out with a note, texts for people cut to its lengths. An
// identifier that is too long is a sentence in the answer: then there is no
// such document.
std::string to_version_201(Tree& tree, xml::Encoding encoding, std::vector<std::string>& notes);

}  // namespace airut::finvoice
