#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/route/recipient_entry.hpp"
#include "ledger/store/addresses.hpp"

namespace airut::gateway {

// One debtor of one billing client.
struct Debtor {
  std::string_view tenant, client, external_ref;
};

// What the register knows of him on a day: his entry, with the address that holds then in the place
// of the one in the entry. nullopt: it knows nothing.
std::optional<RecipientEntry> known_recipient(ledger::Snapshot& view, Debtor const& who,
                                              model::Date day);

// The dated addresses in the entry: which holds on the day, what held before, and what he said last
// at his bank. No periods: the entry stays as it is.
void lay_addresses(RecipientEntry& entry, std::vector<ledger::AddressRow> const& rows,
                   model::Date day);

// Somebody says where a debtor is reached.
struct AddressWord {
  std::string source;  // receiver-notice, client, import, correction
  FinvoiceAddress pair;
  bool direct_payment = false;
  model::Instant stated{};
  std::string document_id{};
};

enum class Heard {
  changed,
  unchanged,  // it holds already, or its source only says again what it said before
  older       // the debtor said something else at his bank since
};

// Notes it in the journal where it says something new. Of the debtor's own words at his banks the
// last one holds by its moment, whichever notice comes first; what others say comes after them when
// its first day does. recipient_id: of his entry in the register.
Heard say_address(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                  AddressWord const& word, std::string_view actor, model::Instant now);

// Ends the pair. older: he ordered it, or another, later; unchanged: it is not what holds.
Heard end_address(ledger::Transaction& tx, Debtor const& who, std::string const& recipient_id,
                  AddressWord const& word, std::string_view actor, model::Instant now);

}  // namespace airut::gateway
