#pragma once

#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "formats/model/date.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::gateway {

struct EnvelopeQuestion {
  std::string_view message_id;  // of the delivery; its UUID names the envelope
  std::string_view recipient;   // "0192:991825827"
  model::Instant created{};
  model::Party const& seller;  // C1
  config::PeppolSettings const& settings;
};

// A UBL document in its Peppol envelope (SBDH). The same question gives the same bytes.
// Problem missing: the seller has no electronic address to send from.
model::Result<std::string> peppol_envelope(EnvelopeQuestion const& question,
                                           std::string_view document);

}  // namespace airut::gateway
