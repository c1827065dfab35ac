#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/document_checks.hpp"
#include "ledger/store/recipients.hpp"

// What others need of that which an erasure would take. Looks through whole tables, a stretch at a
// time: not for the committer.
namespace airut::ledger {

using Ids = std::set<std::string, std::less<>>;

// Asked between two stretches. false: nobody wants the answer any more, and it may say anything.
using GoOn = std::function<bool()>;

// Documents that shall go, and with what.
struct Leaving {
  Ids documents;             // hex SHA-256
  Ids files;                 // those of them that lie in a parcel
  Ids invoices, deliveries;  // what these name may go
};
// Which of the documents another invoice, attempt or delivery names, or another's parcel holds.
// parts_of: the files of a sealed parcel.
Ids needed_elsewhere(Snapshot& view, Leaving const& leaving, PartsOf const& parts_of,
                     GoOn const& go_on);

// An address to which nothing is sent.
struct AddressUse {
  std::string client, channel, address;  // client "": of any
};
// Whether another recipient of the register, or a delivery of an invoice that is none of these, has
// the address.
bool is_address_of_others(Snapshot& view, RecipientRow const& recipient,
                          std::vector<std::string> const& invoices, AddressUse const& use,
                          GoOn const& go_on);

struct InvoiceOfOther {
  std::string client, customer_number;
  StoredDocument const& canonical;
};
// One on paper: no row has it whole.
struct PostalUse {
  std::string client, name;                             // name: its first line
  std::function<bool(std::string_view record)> is_his;  // whether one of the register has it
  // Whether a letter about the invoice would be addressed so. Asked where the buyer has the name.
  std::function<bool(InvoiceOfOther const& invoice)> is_on_letter;
};
// Whether another recipient of the register has it, or an invoice that is none of these.
bool is_postal_address_of_others(Snapshot& view, RecipientRow const& recipient,
                                 std::vector<std::string> const& invoices, PostalUse const& use,
                                 GoOn const& go_on);

}  // namespace airut::ledger
