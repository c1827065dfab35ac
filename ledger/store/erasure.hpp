#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/store.hpp"

// What is kept of a person, for an erasure. What else needs it: other_uses.hpp.
namespace airut::ledger {

// An event whose personal part is still there.
struct PersonalEvent {
  std::int64_t seq = 0;
  std::string kind, subject, body, personal;
};
// Those of the register about a subject. kind: recipient_updated, recipient_addressed or
// customer_terms_set, which have an index.
std::vector<PersonalEvent> personal_events_about(Snapshot& view, std::string_view tenant,
                                                 std::string_view kind, std::string_view subject);
// Those that are about this invoice and no other.
std::vector<PersonalEvent> personal_events_of_invoice(Snapshot& view, std::string_view tenant,
                                                      std::string_view invoice_id);
// Payments that came for this invoice and for others.
std::vector<PersonalEvent> shared_payments(Snapshot& view, std::string_view tenant,
                                           std::string_view invoice_id);

// A document that a fact about this invoice and no other names, and the delivery it is of ("": of
// none). Some may be named more than once.
struct NamedDocument {
  std::string digest, delivery_id;
};
std::vector<NamedDocument> documents_of_invoice(Snapshot& view, std::string_view tenant,
                                                std::string_view invoice_id);

// Ids of the client's invoices to this customer number, oldest first.
std::vector<std::string> invoices_of_customer(Snapshot& view, std::string_view tenant,
                                              std::string_view client,
                                              std::string_view customer_number);
// The last day on which anything was posted to the item; nullopt: nothing was since the invoice.
std::optional<model::Date> last_posting(Snapshot& view, std::string_view tenant,
                                        std::string_view receivable_id);

// Whether an event of the tenant after this one is about one of the invoices.
bool have_moved(Snapshot& view, std::string_view tenant, std::vector<std::string> const& invoices,
                std::int64_t after_seq);
// Whether each of the tenant's events still has its personal part.
bool are_personal(Snapshot& view, std::string_view tenant, std::vector<std::int64_t> const& events);

}  // namespace airut::ledger
