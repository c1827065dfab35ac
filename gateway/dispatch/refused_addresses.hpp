#pragma once

#include <string>
#include <vector>

#include "channels/outcome.hpp"
#include "gateway/dispatch/apply.hpp"

// A mail to several addresses is one delivery. While one of them has it, the delivery is out, and
// each that was refused is told apart; when none is left it fails as any other.
namespace airut::gateway {

// Whether the refusals, with those told before, leave one of the delivery's addresses that was not
// refused. False where the mail went to one alone, and where nothing was refused.
bool others_have_it(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                    std::vector<channels::AddressRefusal> const& refusals);

// Opens a deviation (email.address_refused) about each that none was opened for before. It names
// the address and is about no invoice: one that is on its way may be reminded of.
void tell_refused_addresses(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                            std::vector<channels::AddressRefusal> const& refusals,
                            StepContext const& context);

// An address of a delivery by e-mail of which a code says that it gets no more mail.
struct FailedAddress {
  std::string address, code;
};
// By what each was refused for, where that is known; else by the code of the whole delivery, when
// it had one address or its reader complained.
std::vector<FailedAddress> failed_addresses(ledger::DeliveryRow const& delivery,
                                            std::string const& code,
                                            std::vector<channels::AddressRefusal> const& refusals);

}  // namespace airut::gateway
