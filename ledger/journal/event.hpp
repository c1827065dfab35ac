#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/result.hpp"
#include "formats/model/sha256.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::ledger {

// One entry of a tenant's journal. The chain: hash = SHA-256(previous hash, tenant, seq, id,
// booked, type, subject, actor, body, personal_digest), every text after its length; before the
// first event the previous hash is 32 zero bytes. Erasing personal and salt leaves the chain whole,
// since the digest stays.
struct Event {
  std::int64_t seq = 0;  // 1, 2, 3 ... within the tenant, no gaps
  std::string id;        // evt_...
  std::string tenant;
  model::Instant booked{};          // when Airut learned it; never runs backwards within a tenant
  std::string type;                 // API name: "invoice.accepted", "delivery.deferred" ...
  std::string subject;              // the invoice, receivable or other object that it is about
  std::string actor;                // key_... of the caller, "system", or "debtor"
  std::string body;                 // JSON object, canonical bytes
  std::string personal;             // JSON object with the personal members, "" when none or erased
  std::string salt;                 // 16 random bytes, "" when no personal part
  model::Sha256 personal_digest{};  // of salt and personal, zeros when there never was one
  model::Sha256 hash{};
};

// Type and subject that a fact has in the journal and in webhooks.
std::string event_type(FactView fact);
std::string event_subject(FactView fact);

// Body and personal part of a fact as JSON; decode() gives the same fact back (personal members
// empty when erased). Problem: a type or member that this version does not know.
struct EncodedFact {
  std::string body, personal;
};
EncodedFact encode(FactView fact);
model::Result<Fact> decode(std::string_view kind, std::string_view body, std::string_view personal);

// The fact's stable name in the journal ("InvoiceAccepted" -> "invoice_accepted"), independent of
// the event type, which may depend on members (delivery.deferred and delivery.unknown are both
// delivery_changed).
std::string_view fact_kind(FactView fact);

model::Sha256 personal_digest(std::string_view salt, std::string_view personal);
model::Sha256 chain_hash(model::Sha256 const& previous, Event const& event);

}  // namespace airut::ledger
