#pragma once

#include <optional>
#include <string>

#include "gateway/billers.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

// The delivery of a channel that somebody speaks of by our id of its message. On paper there is no
// such id to be read: a letter is named by the number or the payment reference of its invoice too,
// and means the newest letter that left. What fits two invoices of which letters ever left names
// none, and so does one of which a letter came back before: a list may tell of that once more.
struct Spoken {
  std::string channel, tenant;  // tenant "": of all
  std::string name;
};
std::optional<ledger::DeliveryRow> spoken_of(ledger::Snapshot& view, Billers const& billers,
                                             Spoken const& spoken);

}  // namespace airut::gateway
