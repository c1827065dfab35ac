#include "gateway/erasure/erase.hpp"

#include "formats/model/ids.hpp"
#include "ledger/journal/ranges.hpp"
#include "ledger/store/erasure.hpp"

namespace airut::gateway {
namespace {

bool still_holds(ledger::Snapshot& view, ErasureContext const& context,
                 ledger::RecipientRow const& recipient, Survey found) {
  auto const& tenant = context.tenant;
  return recipient.version == found.version &&
         ledger::invoices_of_customer(view, tenant, recipient.client, recipient.external_ref) ==
             found.invoices &&
         !ledger::have_moved(view, tenant, found.invoices, found.last_event) &&
         ledger::are_personal(view, tenant, found.events) && is_nobodys(view, found);
}

}  // namespace

std::optional<Erased> erase(ledger::Transaction& tx, ErasureContext const& context,
                            ledger::RecipientRow const& recipient, Survey const& found,
                            std::string_view reason) {
  if (!still_holds(tx, context, recipient, found)) return std::nullopt;
  Erased erased{"", found};
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
  fact.last_document = found.last_document;
  fact.answers = ledger::ranges_text(found.answers);
  tx.append(context.tenant, context.actor, context.now, fact);
  return erased;
}

}  // namespace airut::gateway
