#pragma once

#include <string_view>

#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

// The word of a Peppol provider who took a document and knows no more of it.
inline constexpr std::string_view provider_took_it = "MLS AB";

// Whether the timeline of the delivery has the other side's word already.
bool was_said(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
              std::string_view native_code);

}  // namespace airut::gateway
