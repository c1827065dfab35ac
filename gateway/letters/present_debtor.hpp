#pragma once

#include "formats/model/letter.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// The letter's buyer with the postal address, e-mail and telephone number that the recipients'
// register has of him now; invoice_address tells the invoice's own where that is another one.
void tell_present_debtor(ledger::Snapshot& view, std::string_view tenant, std::string_view client,
                         model::Letter& letter);

}  // namespace airut::gateway
