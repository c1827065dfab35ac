#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/receivables.hpp"

// What the biller owes a customer, why his claims rest, and what payments paid that may have to be
// given back.
namespace airut::ledger {

// Whose an invoice is: by the number where both have one, else by the name, in any case of letters.
struct Customer {
  std::string number, name;
};
bool same_customer(Customer const& one, Customer const& other);

// Who owes something on an invoice of the client with this reference key, one a row, of the newest
// so many: a reference may be everybody's.
struct Debtor {
  std::string invoice_number, customer_number, name;
};
std::vector<Debtor> debtors_by_reference(Snapshot& view, std::string_view tenant,
                                         std::string_view client, std::string_view reference_key,
                                         int limit);

// Deviations with this code say that a credit waits for a person.
inline constexpr std::string_view credit_waits_code = "claim.credit_waits";

// All claims of a customer rest while a deviation about one of his invoices is open that speaks of
// him and not of the document: a credit of his waits (then those in its currency), or he has died.
struct CustomerRest {
  std::string code, invoice_number;
  model::Instant opened{};
  std::optional<model::Instant> resolved;  // none: it is open still
};
std::vector<CustomerRest> customer_rests(Snapshot& view, ReceivableRow const& item);
// The oldest that is open still.
std::optional<CustomerRest> customer_rests_by(Snapshot& view, ReceivableRow const& item);

// Items of documents whose credit waits for an invoice of this number, oldest first.
std::vector<ReceivableRow> credits_awaiting(Snapshot& view, std::string_view tenant,
                                            std::string_view client,
                                            std::string_view invoice_number);

// Who paid something on the item: payments, and items whose credit balance was laid on it
// (rcv_...), newest first, with what each laid on each component and did not take back.
struct Payer {
  std::string id;
  model::Money principal, interest, fee, cost;
};
std::vector<Payer> payers_of(Snapshot& view, ReceivableRow const& row);

}  // namespace airut::ledger
