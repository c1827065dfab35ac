#include "gateway/claim/letter_delivery.hpp"

#include "formats/finvoice/write.hpp"
#include "formats/model/ids.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/lifecycle.hpp"

namespace airut::gateway {
namespace {

// UBL has a reminder in Norway alone (EHF).
bool carries_letters(Billers const& billers, std::string const& channel,
                     model::Party const& buyer) {
  auto const* settings = billers.channel(channel);
  if (settings == nullptr) return false;
  if (settings->format == "ubl") return buyer.address.country == "NO";
  if (settings->format == "efaktura" || settings->format == "vipps") return true;
  return settings->format == "pdf" || finvoice::style_of(settings->format);
}

bool route_reminder(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                    DayContext const& context) {
  auto submission = stored_submission(tx, context.tenant, letter.invoice_id);
  submission.distribution.hold = false;
  submission.distribution.not_before.reset();
  submission.distribution.give_up_after.reset();
  Travelling document;
  document.tenant = context.tenant;
  document.actor = context.actor;
  document.invoice_id = letter.invoice_id;
  document.document_kind = "reminder";
  document.document_id = letter.letter_id;
  document.client = context.billers.client(context.tenant, letter.client);
  document.submission = &submission;
  for (auto const& leg : preview(tx, document, context.billers, context.now).legs) {
    if (carries_letters(context.billers, leg.channel, submission.invoice.buyer)) {
      document.only.push_back(leg.channel);
    }
  }
  if (document.only.empty()) document.only = {"print"};  // asked for, so that its absence is told
  return route(tx, document, context.billers, context.codes, context.now).state == "queued";
}

void open_no_partner(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                     DayContext const& context) {
  auto const& code = context.codes.find("route.no_channel");
  ledger::DeviationOpened fact;
  fact.deviation_id = model::new_id("dev", context.now);
  fact.invoice_id = letter.invoice_id;
  fact.client = letter.client;
  fact.code = code.code;
  fact.code_class = std::string{config::code_class_text(code.code_class)};
  fact.handler = code.handler;
  fact.group_key = code.code + "|collection|" + letter.client;
  fact.suggested_action = code.action;
  fact.priority = first_priority(code.code_class);
  tx.append(context.tenant, context.actor, context.now, fact);
}

bool route_order(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                 DayContext const& context) {
  auto const* client = context.billers.client(context.tenant, letter.client);
  auto const* partner = client ? context.billers.channel(client->collection_partner) : nullptr;
  if (partner == nullptr) {
    open_no_partner(tx, letter, context);
    return false;
  }
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", context.now);
  fact.invoice_id = letter.invoice_id;
  fact.document_kind = "collection_order";
  fact.document_id = letter.letter_id;
  fact.client = letter.client;
  fact.channel = partner->name;
  fact.format = partner->format;
  fact.reason = "collection-partner";
  fact.state = "queued";
  fact.handler = "system";
  fact.message_id = fact.delivery_id;
  fact.destination = destination_of(*partner);
  fact.next_at = context.now;
  fact.give_up_at =
      give_up_at(context.now, letter.deadline, context.codes.timers("collection").transient_max);
  fact.personal_address = partner->name;
  tx.append(context.tenant, context.actor, context.now, fact);
  return true;
}

}  // namespace

bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context) {
  if (letter.kind == "collection_order") return route_order(tx, letter, context);
  return route_reminder(tx, letter, context);
}

}  // namespace airut::gateway
