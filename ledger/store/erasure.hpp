#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/store.hpp"

// What is kept of a person, for an erasure. Each is looked through from end to end: an erasure is
// rare.
namespace airut::ledger {

// An event whose personal part is still there.
struct PersonalEvent {
  std::int64_t seq = 0;
  std::string kind, subject, body, personal;
};
std::vector<PersonalEvent> personal_events(Snapshot& view, std::string_view tenant,
                                           std::string_view kind);
// Those that are about this invoice and no other.
std::vector<PersonalEvent> personal_events_of_invoice(Snapshot& view, std::string_view tenant,
                                                      std::string_view invoice_id);

// Ids of the client's invoices to this customer number, oldest first.
std::vector<std::string> invoices_of_customer(Snapshot& view, std::string_view tenant,
                                              std::string_view client,
                                              std::string_view customer_number);
// The last day on which anything was posted to the item; nullopt: nothing was since the invoice.
std::optional<model::Date> last_posting(Snapshot& view, std::string_view tenant,
                                        std::string_view receivable_id);
// Whether an invoice that is none of these was made of the document, too.
bool is_shared(Snapshot& view, std::string_view digest, std::vector<std::string> const& invoices);

}  // namespace airut::ledger
