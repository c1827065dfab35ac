#include <algorithm>

#include "formats/model/ids.hpp"
#include "formats/model/random.hpp"
#include "ledger/journal/text.hpp"
#include "ledger/store/heads.hpp"

namespace airut::ledger {
namespace {

std::string fresh_salt() {
  thread_local model::Randomness randomness;
  std::string salt(16, '\0');
  randomness.fill(reinterpret_cast<std::uint8_t*>(salt.data()), salt.size());
  return salt;
}

Event next_event(Head const& head, std::string_view tenant, std::string_view actor,
                 model::Instant booked) {
  Event event;
  event.seq = head.seq + 1;
  event.booked = std::max(booked, head.booked);
  event.id = model::new_numbered_id("evt", event.booked, static_cast<std::uint64_t>(event.seq));
  event.tenant = tenant;
  event.actor = scrubbed(actor);
  return event;
}

void tell(Event& event, FactView fact) {
  auto encoded = encode(fact);
  event.type = event_type(fact);
  event.subject = event_subject(fact);
  event.body = std::move(encoded.body);
  event.personal = std::move(encoded.personal);
  if (event.personal.empty()) return;
  event.salt = fresh_salt();
  event.personal_digest = personal_digest(event.salt, event.personal);
}

Blob blob_of(model::Sha256 const& digest) {
  return {{reinterpret_cast<char const*>(digest.data()), digest.size()}};
}

void insert(Connection& connection, std::int64_t key, Event const& event, std::string_view kind,
            Place const& place) {
  std::optional<std::string_view> personal;
  std::optional<Blob> salt, digest;
  std::optional<std::int64_t> invoice;
  if (!event.personal.empty()) {
    personal = event.personal;
    salt = Blob{event.salt};
    digest = blob_of(event.personal_digest);
  }
  if (place.invoice != 0) invoice = place.invoice;
  Query query{connection,
              "INSERT INTO events (key, id, booked, kind, type, subject, actor, body, personal,"
              " salt, personal_digest, hash, invoice, invoice_sequence, numbered)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)"};
  query
      .bind(key, event.id, event.booked, kind, event.type, event.subject, event.actor, event.body,
            personal, salt, digest, blob_of(event.hash), invoice, place.sequence)
      .run();
}

}  // namespace

std::string Transaction::append(std::string_view tenant, std::string_view actor,
                                model::Instant booked, FactView fact) {
  if (!is_clean(fact)) return append(tenant, actor, booked, scrubbed(fact));
  heads_->broken = true;  // until all of it is there
  auto& head = heads_->of(connection(), tenant);
  auto event = next_event(head, tenant, actor, booked);
  tell(event, fact);
  event.hash = chain_hash(head.hash, event);
  Happening const at{event_key(head.tenant, event.seq), head.tenant, event.booked, event.actor};
  insert(connection(), at.key, event, fact_kind(fact), place(*this, at, fact));
  project_fact(*this, at, fact);
  heads_->advance(head, event);
  heads_->broken = false;
  return event.id;
}

}  // namespace airut::ledger
