#pragma once

#include <optional>
#include <string>

#include "formats/finvoice/write.hpp"
#include "gateway/dispatch/render.hpp"

namespace airut::gateway {

// The bytes that a Finvoice channel carries: the document alone; or, where the format says -soap,
// behind its SOAP frame, with the invoice's attachments as a second framed message after it, which
// the document names. The same question gives the same bytes, so every attempt carries one message
// id.
model::Result<std::string> finvoice_bytes(RenderQuestion const& question,
                                          finvoice::Style const& style);

// The invoice as Finvoice 3.0 that no network carries: without transmission details and without the
// names of attachment messages.
model::Result<std::string> unsent_finvoice(model::Invoice invoice);

// Why the bank network would refuse the submission's attachments; nullopt where it takes them, or
// where the channel does not carry any.
std::optional<model::Problem> attachments_refusal(config::Channel const& channel,
                                                  model::Submission const& submission);

}  // namespace airut::gateway
