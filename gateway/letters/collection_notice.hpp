#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

// What an agency is told of a claim after its order left (delivery of this kind; document_id: the
// event that it is about).
inline constexpr std::string_view notice_kind = "collection_notice";

// The notice as JSON: the claim by case, agency's reference and invoice number, what happened, the
// sums of it by component, and what is open now. Nothing when event or case are not there.
std::optional<std::string> collection_notice_json(ledger::Snapshot& view,
                                                  ledger::DeliveryRow const& delivery);

}  // namespace airut::gateway
