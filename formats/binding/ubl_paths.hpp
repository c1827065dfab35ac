#pragma once

#include <string_view>

// The ways from the root of an Invoice or CreditNote to the groups that the tables ask.
namespace airut::binding::at {

inline constexpr std::string_view lines = "InvoiceLine|CreditNoteLine";
inline constexpr std::string_view supplier = "AccountingSupplierParty/Party";
inline constexpr std::string_view customer = "AccountingCustomerParty/Party";

}  // namespace airut::binding::at
