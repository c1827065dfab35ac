#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/dispatch/render.hpp"

namespace airut::gateway {

struct XmlBeside {
  channels::ParcelFile file;
  std::vector<std::string> notes;  // what of the invoice it has no place for
};

// Which XML the wish, or else the channel, wants beside the PDF of an invoice: ubl, finvoice or
// cii; "" for none. Only a mail whose document is a PDF has something beside it.
std::string wished_xml(model::Distribution const& wish, config::Channel const& channel);

// The invoice as that XML, for machines that read the mail: UBL of Peppol's profile where both
// parties have electronic addresses, else of plain EN 16931; Finvoice 3.0 without the frame of a
// network; CII as the invoice names its guideline. nullopt: none is wanted; letters have none.
// Problem: the format cannot say what the invoice says.
model::Result<std::optional<XmlBeside>> xml_beside(RenderQuestion const& question);

// Whether the mail goes without its PDF: the submission wants so, and a link to the page or the XML
// brings the invoice all the same.
bool leaves_pdf_out(RenderQuestion const& question);

}  // namespace airut::gateway
