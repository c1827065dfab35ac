#include "gateway/claim/write_message.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"
#include "gateway/today.hpp"

namespace airut::gateway {

std::string_view answerer_of(std::string_view about) {
  return about == "payment" || about == "delivery" ? "service" : "biller";
}

std::string write_note(ledger::Transaction& tx, ClaimContext const& context,
                       std::string const& invoice_id, std::string const& client, Note const& note) {
  ledger::MessageWritten fact;
  fact.message_id = model::new_id("msg", context.now);
  fact.invoice_id = invoice_id;
  fact.client = client;
  fact.author = note.author;
  fact.recipient = note.recipient.empty() ? answerer_of(note.about) : note.recipient;
  fact.about = note.about;
  fact.answers = note.answers;
  fact.needs_answer = note.needs_answer;
  fact.personal_text = note.text;
  tx.append(context.tenant, context.actor, context.now, fact);
  return fact.message_id;
}

void mark_read(ledger::Transaction& tx, ClaimContext const& context, std::string const& invoice_id,
               std::string_view reader) {
  for (auto const& message : ledger::messages_of(tx, context.tenant, invoice_id)) {
    auto const& readers = message.read_by;
    bool const seen = std::find(readers.begin(), readers.end(), reader) != readers.end();
    if (message.recipient != reader || seen) continue;
    tx.append(context.tenant, context.actor, context.now,
              ledger::MessageRead{message.id, invoice_id, std::string{reader}});
  }
}

void dispute(ledger::Transaction& tx, ClaimContext const& context,
             ledger::ReceivableRow const& item, std::string const& words) {
  auto const today = today_of(context.billers, context.tenant, context.now);
  bool const rests = is_held(item.hold_reason, item.hold_until, today);
  if (item.disputed && rests) return;
  ledger::ReceivablePaused fact;
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.action = "dispute";
  fact.reason = "dispute";
  fact.personal_note = words;
  tx.append(context.tenant, context.actor, context.now, fact);
  withdraw_waiting(tx, context, item, "paused");
}

}  // namespace airut::gateway
