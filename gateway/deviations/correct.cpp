#include "gateway/deviations/correct.hpp"

#include "formats/json/submission.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/deviations/unrouted.hpp"
#include "gateway/route/dated_address.hpp"
#include "gateway/route/routing.hpp"
#include "gateway/today.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {
namespace {

std::optional<model::Identifier> read_identifier(json::ObjectReader& above) {
  auto const* node = above.object("electronic_address");
  if (node == nullptr) return std::nullopt;
  json::ObjectReader in{above, *node, "electronic_address"};
  auto value = in.needed_text("value", 50);
  model::Identifier const id{std::move(value), in.text("scheme", 4)};
  in.finish();
  return id;
}

void change_invoice(model::Submission& submission, Correction const& correction) {
  auto& invoice = submission.invoice;
  if (!correction.email.empty()) {
    invoice.buyer.contact.email = correction.email;
    submission.distribution.email_to = {correction.email};
  }
  if (correction.address) invoice.buyer.address = *correction.address;
  if (correction.electronic_address) {
    invoice.buyer.electronic_address = correction.electronic_address;
    invoice.buyer.intermediary.clear();  // of the address before
  }
  if (!correction.intermediary.empty()) invoice.buyer.intermediary = correction.intermediary;
  if (!correction.buyer_reference.empty()) invoice.buyer_reference = correction.buyer_reference;
}

// The register goes before the invoice where it knows an address of the same kind: what is wrong
// there would win again.
bool change_entry(RecipientEntry& entry, Correction const& correction) {
  bool changed = false;
  if (entry.print && correction.address) {
    entry.print = *correction.address;
    changed = true;
  }
  if (!entry.email.empty() && !correction.email.empty()) {
    entry.email.front() = correction.email;
    changed = true;
  }
  bool const electronic = correction.electronic_address || !correction.intermediary.empty();
  if (entry.finvoice && electronic) {
    if (correction.electronic_address) {
      entry.finvoice->address = correction.electronic_address->value;
    }
    if (!correction.intermediary.empty()) entry.finvoice->intermediary = correction.intermediary;
    entry.finvoice->valid_from.reset();
    entry.finvoice->valid_to.reset();
    changed = true;
  }
  if (entry.peppol && correction.electronic_address &&
      !correction.electronic_address->scheme.empty()) {
    entry.peppol = *correction.electronic_address;
    changed = true;
  }
  return changed;
}

struct Changed {
  model::Submission submission;
  std::optional<ledger::RecipientRow> row;
  std::optional<RecipientEntry> entry;
  bool entry_changed = false;
  std::optional<FinvoiceAddress> pair;  // that the register had until now
};

Changed changed_by(ledger::Snapshot& view, ledger::DeviationRow const& deviation,
                   Correction const& correction, model::Date day) {
  Changed changed;
  changed.submission = stored_submission(view, deviation.tenant, deviation.invoice_id);
  change_invoice(changed.submission, correction);
  auto const& number = changed.submission.invoice.buyer.customer_number;
  if (number.empty()) return changed;
  changed.row = ledger::find_recipient(view, deviation.tenant, deviation.client, number);
  if (!changed.row) return changed;
  changed.entry = known_recipient(view, {deviation.tenant, deviation.client, number}, day);
  if (!changed.entry) return changed;
  changed.pair = changed.entry->finvoice;
  changed.entry_changed = change_entry(*changed.entry, correction);
  return changed;
}

void append_changes(ledger::Transaction& tx, ledger::DeviationRow const& deviation,
                    Changed const& changed, std::string_view note, StepContext const& context) {
  ledger::InvoiceCorrected fact;
  fact.invoice_id = deviation.invoice_id;
  fact.canonical_digest =
      ledger::keep_document(tx, "application/json", json::write_submission(changed.submission));
  fact.personal_note = note;
  tx.append(deviation.tenant, context.actor, context.now, fact);
  if (!changed.entry_changed) return;
  auto const& row = *changed.row;
  ledger::RecipientUpdated entry;
  entry.recipient_id = row.id;
  entry.client = row.client;
  entry.external_ref = row.external_ref;
  entry.type = row.type;
  entry.language = row.language;
  entry.priority = row.priority;
  entry.personal_record = write_recipient(*changed.entry);
  tx.append(deviation.tenant, context.actor, context.now, entry);
  auto const& now = changed.entry->finvoice;
  bool const moved =
      now && changed.pair &&
      (now->address != changed.pair->address || now->intermediary != changed.pair->intermediary);
  if (!moved) return;
  AddressWord word;
  word.source = "correction";
  word.pair = *now;
  word.stated = context.now;
  static_cast<void>(say_address(tx, {row.tenant, row.client, row.external_ref}, row.id, word,
                                context.actor, context.now));
}

// The delivery that failed is over, and its deviation with it.
void end_delivery(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                  std::string_view note, StepContext const& context) {
  Step step;
  step.to = delivery.state == "failed" ? "failed" : "rerouted";
  step.event = "correct";
  step.evidence = delivery.evidence;
  step.handler = "nobody";
  Seen seen;
  seen.note = note;
  apply_step(tx, delivery, step, seen, context);
}

}  // namespace

bool Correction::empty() const {
  return email.empty() && !address && !electronic_address && intermediary.empty() &&
         buyer_reference.empty();
}

Correction read_correction(json::ObjectReader& in) {
  Correction correction;
  correction.email = in.text("email", 254);
  if (auto const* address = in.object("address"))
    correction.address = read_postal_address(in, *address, "address");
  correction.electronic_address = read_identifier(in);
  correction.intermediary = in.text("intermediary", 35);
  correction.buyer_reference = in.text("buyer_reference", 200);
  return correction;
}

namespace {

// The document that goes to the corrected address: that of the delivery, or the one that found no
// channel.
tl::expected<Unrouted, std::string> corrected_document(ledger::Snapshot& view,
                                                       ledger::DeviationRow const& deviation,
                                                       ledger::DeliveryRow const* delivery) {
  using Refused = tl::unexpected<std::string>;
  std::optional<Unrouted> document;
  if (delivery != nullptr) {
    document = Unrouted{
        delivery->document_kind, delivery->document_id,
        decided_letter(view, delivery->tenant, delivery->invoice_id, delivery->document_id)};
  } else {
    document = unrouted_document(view, deviation);
    if (!document) return Refused{"It is about no document that waits for a channel."};
    if (auto why = why_not_sent(view, deviation, *document); !why.empty()) return Refused{why};
  }
  if (document->letter && document->letter->kind == "collection_order")
    return Refused{"A collection order goes to the client's collection partner."};
  return *std::move(document);
}

std::vector<Leg> corrected_legs(Travelling const& document, Changed const& changed, model::Date day,
                                StepContext const& context) {
  auto distribution = changed.submission.distribution;
  if (!document.only.empty()) distribution.channels = document.only;
  return decide({changed.submission.invoice.buyer,
                 distribution,
                 changed.entry,
                 *document.client,
                 context.billers.channels(),
                 {},
                 nullptr,
                 {},
                 {},
                 duty_of(document, day)})
      .legs;
}

}  // namespace

tl::expected<bool, std::string> correct(ledger::Transaction& tx,
                                        ledger::DeviationRow const& deviation,
                                        ledger::DeliveryRow const* delivery,
                                        Correction const& correction, std::string_view note,
                                        StepContext const& context) {
  using Refused = tl::unexpected<std::string>;
  if (correction.empty()) return Refused{"The correction corrects nothing."};
  auto const about = corrected_document(tx, deviation, delivery);
  if (!about) return Refused{about.error()};
  auto const day = today_of(context.billers, deviation.tenant, context.now);
  auto const changed = changed_by(tx, deviation, correction, day);
  Travelling document;
  document.tenant = deviation.tenant;
  document.actor = std::string{context.actor};
  document.invoice_id = deviation.invoice_id;
  document.document_kind = about->document_kind;
  document.document_id = about->document_id;
  if (delivery != nullptr) document.replaces = delivery->id;
  document.client = context.billers.client(deviation.tenant, deviation.client);
  document.submission = &changed.submission;
  document.law = context.law;
  if (document.client == nullptr) return Refused{"The billing client is not configured."};
  auto const letters =
      about->letter ? std::optional{letter_context(deviation.tenant, context)} : std::nullopt;
  if (letters) document.only = step_channels(*about->letter, *letters);
  auto const legs = corrected_legs(document, changed, day, context);
  if (letters) {
    document.only =
        letter_channels(legs, *about->letter, *letters, changed.submission.invoice.buyer);
  }
  bool const none = letters ? document.only.empty() : legs.empty();
  if (none) return Refused{"No channel can take the document so corrected."};
  append_changes(tx, deviation, changed, note, context);
  if (delivery != nullptr) end_delivery(tx, *delivery, note, context);
  return route(tx, document, context.billers, context.codes, context.now).state == "queued";
}

}  // namespace airut::gateway
