#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "formats/json/object_reader.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {

// How the recipient is reached instead. What stays empty stays as it was.
struct Correction {
  std::string email;
  std::optional<model::PostalAddress> address;
  std::optional<model::Identifier> electronic_address;
  std::string intermediary;
  std::string buyer_reference;  // BT-10
  bool empty() const;
};

// Members email, address, electronic_address, intermediary and buyer_reference of a JSON object;
// what is wrong with them goes to its findings.
Correction read_correction(json::ObjectReader& in);

// Writes the correction into the invoice (its number and everything that the law asks for stay) and
// into the recipient's register entry where that speaks of the same channel, and sends the document
// again by the rules. The delivery that failed is over. The error is why it cannot be done; nothing
// was appended then. The value tells whether a delivery was queued.
tl::expected<bool, std::string> correct(ledger::Transaction& tx,
                                        ledger::DeviationRow const& deviation,
                                        ledger::DeliveryRow const* delivery,
                                        Correction const& correction, std::string_view note,
                                        StepContext const& context);

}  // namespace airut::gateway
