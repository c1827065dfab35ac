#pragma once

#include <string_view>
#include <vector>

#include "formats/model/instalments.hpp"
#include "formats/model/submission.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// An invoice that leaves after a part of it was paid asks for what is still open: what was paid
// since it was accepted stands in BT-113 and in a note, and is taken off what is due. A consumer,
// who pays what he is shown, is asked for no more than is open, so what was credited or waived is
// taken off, too; businesses get credit notes of their own, and deduct them themselves. An invoice
// that is paid in instalments asks for what is open of each, those that are due first before
// others. How the instalments that the submission had before stand so; empty where it has none that
// are its terms of payment, and for other documents.
// row: of the invoice.
std::vector<model::InstalmentStanding> ask_for_rest(ledger::Snapshot& view,
                                                    ledger::DeliveryRow const& delivery,
                                                    ledger::InvoiceRow const& row,
                                                    std::string_view language,
                                                    model::Submission& submission);

}  // namespace airut::gateway
