#include "gateway/erasure/erase.hpp"

#include "formats/model/ids.hpp"
#include "ledger/journal/ranges.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/idempotency.hpp"

namespace airut::gateway {

Erased erase(ledger::Transaction& tx, ErasureContext const& context,
             ledger::RecipientRow const& recipient, std::string_view reason) {
  Erased erased{"", survey(tx, context, recipient)};
  auto const& found = erased.survey;
  if (found.is_empty()) return erased;
  erased.id = model::new_id("ers", context.now);
  for (auto const& [invoice, link] : found.links)
    tx.append(context.tenant, context.actor, context.now,
              ledger::LinkRevoked{invoice, link, "erased"});
  ledger::PersonalDataErased fact;
  fact.erasure_id = erased.id;
  fact.recipient_id = recipient.id;
  fact.client = recipient.client;
  fact.reason = reason;
  for (auto const& [name, count] : found.classes) fact.classes.push_back({name, count});
  fact.events = ledger::ranges_text(found.events);
  fact.documents = found.documents;
  fact.last_document = ledger::last_document(tx);
  fact.last_answer = ledger::last_answer(tx);
  tx.append(context.tenant, context.actor, context.now, fact);
  return erased;
}

}  // namespace airut::gateway
