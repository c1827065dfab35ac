#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/finvoice/write.hpp"
#include "gateway/dispatch/render.hpp"

namespace airut::gateway {

// What a Finvoice channel carries.
struct FinvoiceFiles {
  std::string document, attachments;  // attachments "": none, or behind the document in its file
  std::vector<std::string> notes;     // what of the invoice Finvoice has no place for
};

// The document alone; or, where the format says -soap, behind its SOAP frame, with the invoice's
// attachments as a second framed message, which the document names: in the same file, or in one of
// its own where the bank has a kind of file for it (attachment_out in bank_file_types.tsv). The
// same question gives the same bytes, so every attempt carries one message id.
model::Result<FinvoiceFiles> finvoice_files(RenderQuestion const& question,
                                            finvoice::Style const& style);

// The invoice as Finvoice 3.0 that no network carries: without transmission details and without the
// names of attachment messages.
model::Result<finvoice::Written> unsent_finvoice(model::Invoice invoice);

// Why the bank network would refuse the submission's attachments; nullopt where it takes them, or
// where the channel does not carry any.
std::optional<model::Problem> attachments_refusal(config::Channel const& channel,
                                                  model::Submission const& submission);

}  // namespace airut::gateway
