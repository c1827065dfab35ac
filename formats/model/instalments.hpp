#pragma once

#include <string>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::model {

// Whether the instalments that the invoice names (Finvoice PartialPaymentDetails) make up the sum
// to pay (BT-115). Each is then paid by itself, on its own day and by its own reference.
bool is_paid_in_instalments(Invoice const& invoice);
// The day of the last one; one without a day has the invoice's (BT-9). Nothing without instalments.
std::optional<Date> last_instalment(Invoice const& invoice);

// Money that was laid on the invoice's principal; negative: taken back.
struct PrincipalPayment {
  std::string reference_key;  // that it named, as reference_match_key() writes it; "" for none
  Money amount;
};
// How one instalment stands. What is neither paid nor open was credited or given up.
struct InstalmentStanding {
  Money paid, open;
};
// All of them, in the invoice's order, when so much of its principal is open. Money goes to the
// instalment whose own reference it named; all else to those that are due first. Empty where the
// instalments are no terms of payment.
std::vector<InstalmentStanding> instalment_standings(Invoice const& invoice,
                                                     std::vector<PrincipalPayment> const& payments,
                                                     Money const& open);

}  // namespace airut::model
