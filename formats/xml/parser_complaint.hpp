#pragma once

#include "formats/model/finding.hpp"

struct _xmlParserCtxt;

namespace airut::xml {

// Why libxml2 did not take a document: one finding, xml-doctype or xml-syntax, with its place.
model::Findings complaint(_xmlParserCtxt const* parser, bool doctype);

// For bytes that are none at all, or more than libxml2 takes at once.
model::Findings size_complaint(bool empty);

}  // namespace airut::xml
