#pragma once

#include "formats/model/invoice.hpp"

namespace airut::model {

// False where nobody is to send money by himself: nothing is due, the payee takes it by mandate or
// card, or it has been paid before.
inline bool waits_for_transfer(Invoice const& invoice) {
  if (invoice.type == InvoiceType::credit_note) return false;
  if (invoice.totals.due && invoice.totals.due->minor() <= 0) return false;
  if (!invoice.payment) return true;
  switch (invoice.payment->means) {
    case PaymentMeans::direct_debit:
    case PaymentMeans::card:
    case PaymentMeans::prepaid:
      return false;
    case PaymentMeans::credit_transfer:
    case PaymentMeans::other:
    case PaymentMeans::unstated:
      break;
  }
  return true;
}

}  // namespace airut::model
