#pragma once

#include "formats/model/date.hpp"
#include "ledger/store/other_uses.hpp"

namespace airut::gateway {

// Where a postal address to which nothing is sent may stand: use.address is its postal_key. A
// letter goes where the register says on the day, else where the invoice does. Asks the view while
// it lives.
ledger::PostalUse postal_use(ledger::Snapshot& view, std::string const& tenant, model::Date day,
                             ledger::AddressUse const& use);

}  // namespace airut::gateway
