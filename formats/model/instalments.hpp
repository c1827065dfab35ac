#pragma once

#include "formats/model/invoice.hpp"

namespace airut::model {

// Whether the instalments that the invoice names (Finvoice PartialPaymentDetails) make up the sum
// to pay (BT-115). Each is then paid by itself, on its own day and by its own reference.
bool is_paid_in_instalments(Invoice const& invoice);
// The day of the last one; one without a day has the invoice's (BT-9). Nothing without instalments.
std::optional<Date> last_instalment(Invoice const& invoice);

}  // namespace airut::model
