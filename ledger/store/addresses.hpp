#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// One period of a recipient's address; members as in RecipientAddressed and RecipientAddressEnded.
struct AddressRow {
  std::string id, recipient_id, client, external_ref, channel, address, intermediary, source;
  model::Date valid_from{};
  std::optional<model::Date> valid_to;
  bool direct_payment = false;
  model::Instant stated{};
  std::string document_id;
  std::string ended_by;  // source of what ended it, next-address, ""
  std::optional<model::Instant> end_stated;
  model::Instant noted{};

  bool is_valid(model::Date day) const {
    return valid_from <= day && (!valid_to || day <= *valid_to);
  }
};

// All periods of a recipient, in the order in which they became known; not those that were erased.
std::vector<AddressRow> addresses_of(Snapshot& view, std::string_view tenant,
                                     std::string_view client, std::string_view external_ref);
// Every period in which any recipient of the client had the address.
std::vector<AddressRow> addresses_at(Snapshot& view, std::string_view tenant,
                                     std::string_view client, std::string_view address);
// What the client's recipients ordered at a bank (its BIC) by themselves and holds on the day or
// will, in the order in which it became known.
std::vector<AddressRow> ordered_at(Snapshot& view, std::string_view tenant, std::string_view client,
                                   std::string_view bank, model::Date day);
// Of two that hold on a day, the one that begins later, or else became known later. nullptr: none.
AddressRow const* address_on(std::vector<AddressRow> const& rows, model::Date day);

// Customer numbers of the client's invoices with this reference (model::reference_match_key), each
// once; an invoice without one gives "".
std::vector<std::string> customers_by_reference(Snapshot& view, std::string_view tenant,
                                                std::string_view client,
                                                std::string_view reference_key);
// Clients of which more than so many customers have invoices with this reference; of the first
// thousand invoices with it.
std::vector<std::string> clients_sharing(Snapshot& view, std::string_view tenant,
                                         std::string_view reference_key, int customers);
// The buyer's name on the newest invoice to this customer number; nullopt when there is none.
std::optional<std::string> newest_buyer_name(Snapshot& view, std::string_view tenant,
                                             std::string_view client,
                                             std::string_view customer_number);

}  // namespace airut::ledger
