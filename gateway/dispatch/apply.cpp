#include "gateway/dispatch/apply.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/json/submission.hpp"
#include "formats/model/ids.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "gateway/dispatch/one_by_one.hpp"
#include "gateway/dispatch/pair.hpp"
#include "gateway/dispatch/refused_addresses.hpp"
#include "gateway/dispatch/seal.hpp"
#include "gateway/dispatch/unopened.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

ledger::DeliveryChanged change_fact(ledger::DeliveryRow const& delivery, Step const& step,
                                    Seen const& seen) {
  ledger::DeliveryChanged fact;
  fact.delivery_id = delivery.id;
  fact.invoice_id = delivery.invoice_id;
  fact.attempt_id = seen.attempt_id;
  fact.from = delivery.state;
  fact.to = step.to;
  fact.event = step.event;
  fact.evidence = step.evidence.empty() ? delivery.evidence : step.evidence;
  fact.assumed = step.assumed;
  fact.handler = step.handler;
  fact.next_at = step.next_at;
  fact.code = step.code;
  fact.code_class = step.code_class;
  fact.native_code = seen.trace.native_code;
  fact.endpoint = seen.trace.endpoint;
  fact.note = seen.note;
  fact.personal_excerpt = seen.trace.excerpt;
  return fact;
}

// Deviations of one cause are one group: code, channel, the other side's own code and client.
std::string group_key(ledger::DeliveryRow const& delivery, Step const& step,
                      std::string_view native_code) {
  return fmt::format("{}|{}|{}|{}", step.code, delivery.channel, native_code, delivery.client);
}

void open_deviation(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                    Seen const& seen, StepContext const& context) {
  auto fact = new_deviation(context.codes.find(step.code), {}, context.now);
  fact.delivery_id = delivery.id;
  fact.invoice_id = delivery.invoice_id;
  fact.client = delivery.client;
  fact.channel = delivery.channel;
  fact.native_code = seen.trace.native_code;
  fact.handler = step.handler;
  fact.group_key = group_key(delivery, step, seen.trace.native_code);
  fact.suggested_action = step.suggested_action;
  fact.personal_excerpt = seen.trace.excerpt;
  tx.append(delivery.tenant, context.actor, context.now, fact);
}

void escalate(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
              ledger::DeviationRow const& open, StepContext const& context) {
  ledger::DeviationChanged fact;
  fact.deviation_id = open.id;
  fact.delivery_id = delivery.id;
  fact.invoice_id = delivery.invoice_id;
  fact.action = "escalate";
  fact.priority = std::min(open.priority + 1, urgent);
  fact.assignee = open.assignee;
  fact.snoozed_until = open.snoozed_until;
  tx.append(delivery.tenant, context.actor, context.now, fact);
}

std::string resolution_of(Step const& step) {
  if (!step.resolution.empty()) return step.resolution;
  return step.to == "sent" || step.to == "delivered" ? "arrived" : step.event;
}

// Opens, keeps or closes: a deviation is open while a person must act, and only then.
void tell_people(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                 Seen const& seen, StepContext const& context) {
  auto const open = ledger::open_deviation_of(tx, delivery.tenant, delivery.id);
  if (!step.deviation) {
    if (!open || step.event == "noted") return;
    tx.append(delivery.tenant, context.actor, context.now,
              ledger::DeviationResolved{open->id, delivery.id, delivery.invoice_id,
                                        resolution_of(step), seen.note});
  } else if (!open) {
    open_deviation(tx, delivery, step, seen, context);
  } else if (step.escalate) {
    escalate(tx, delivery, *open, context);
  }
}

template <class Settings>
bool is_kind(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known != nullptr && std::holds_alternative<Settings>(known->transport);
}

// The addresses that the document went to and gets no more documents by what is said of them.
std::vector<FailedAddress> failed_of(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                     Step const& step, Seen const& seen, Billers const& billers) {
  auto const& code = step.code;
  if (is_kind<config::EmailSettings>(billers, delivery.channel))
    return failed_addresses(delivery, code, seen.trace.refusals);
  bool const paper = code == "print.returned_moved" || code == "print.returned_unknown" ||
                     code == "print.returned_deceased";
  if (!paper || !is_kind<config::PrintSettings>(billers, delivery.channel)) return {};
  auto const letter = sealed_letter(tx, delivery);
  if (!letter) return {};
  return {{postal_key(letter->address_lines, letter->country), code}};
}

// The owner of an address that complains does so about one sender; one that does not exist does not
// for anyone.
void suppress(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
              Seen const& seen, StepContext const& context) {
  for (auto const& failed : failed_of(tx, delivery, step, seen, context.billers)) {
    ledger::AddressSuppressed fact;
    fact.suppression_id = model::new_id("sup", context.now);
    if (failed.code == "email.complaint") fact.client = delivery.client;
    fact.channel = delivery.channel;
    fact.code = failed.code;
    fact.delivery_id = delivery.id;
    fact.invoice_id = delivery.invoice_id;
    fact.personal_address = failed.address;
    tx.append(delivery.tenant, context.actor, context.now, fact);
  }
}

// What a code says of the debtor himself: nothing is demanded of him any more, on any invoice.
std::string_view stop_of(std::string_view code) {
  return code == "print.returned_deceased" ? "deceased" : "";
}

// Without a customer number all claims in his name rest while the deviation is open.
void stop_customer(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                   StepContext const& context) {
  auto const word = stop_of(step.code);
  if (word.empty()) return;
  auto const invoice = ledger::find_invoice(tx, delivery.tenant, delivery.invoice_id);
  if (!invoice || invoice->customer_number.empty()) return;
  auto const terms =
      ledger::find_customer(tx, delivery.tenant, invoice->client, invoice->customer_number)
          .value_or(ledger::CustomerRow{});
  if (!terms.stopped.empty()) return;
  ledger::CustomerTermsSet fact;
  fact.client = invoice->client;
  fact.customer_number = invoice->customer_number;
  fact.policy = terms.policy;
  fact.credit_limit = terms.credit_limit;
  fact.risk_class = terms.risk_class;
  fact.payment_terms_days = terms.payment_terms_days;
  fact.blocked = terms.blocked;
  fact.hold_reason = terms.hold_reason;
  fact.hold_until = terms.hold_until;
  fact.stopped = word;
  tx.append(delivery.tenant, context.actor, context.now, fact);
}

bool go_on(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, StepContext const& context,
           std::string reason = {}) {
  auto const submission = stored_submission(tx, delivery.tenant, delivery.invoice_id);
  auto next = further(delivery, submission, context);
  next.reason = std::move(reason);
  if (next.client == nullptr) {
    throw std::runtime_error{fmt::format("client {} is not configured any more", delivery.client)};
  }
  return route(tx, next, context.billers, context.codes, context.now).state == "queued";
}

// Why a document goes by the same channel once more.
struct Anew {
  std::string event, reason;
};

bool begin_anew(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Anew const& why,
                Seen const& seen, StepContext const& context) {
  Step step;
  step.to = "rerouted";
  step.event = why.event;
  step.evidence = delivery.evidence;
  step.handler = "nobody";
  tx.append(delivery.tenant, context.actor, context.now, change_fact(delivery, step, seen));
  tell_people(tx, delivery, step, seen, context);
  auto again = delivery;
  again.remaining.insert(again.remaining.begin(), delivery.channel);
  return go_on(tx, again, context, why.reason);
}

// The other half, where this one's end means something for it and it has not left the house.
bool settle_pair(ledger::Transaction& tx, ledger::DeliveryRow const& changed,
                 StepContext const& context) {
  if (changed.document_kind != claim_kind) return false;
  auto const now = ledger::find_delivery(tx, changed.tenant, changed.id);
  if (!now || half_of(*now) != Half::refused) return false;
  auto const invoice = invoice_beside(tx, *now);
  if (!invoice || half_of(*invoice) != Half::waiting || !is_unsent(*invoice)) return false;
  if (pair_action(tx, *invoice, context.codes) != config::PairAction::present_anew) return false;
  return present_anew(tx, *invoice, {}, context);
}

}  // namespace

bool present_anew(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Seen const& seen,
                  StepContext const& context) {
  return begin_anew(tx, delivery, {"claim_refused", "claim-refused"}, seen, context);
}

bool claim_anew(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                StepContext const& context) {
  return begin_anew(tx, delivery, {"claim_changed", "claim-changed"}, {}, context);
}

bool apply_step(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                Seen const& seen, StepContext const& context) {
  auto fact = change_fact(delivery, step, seen);
  if (step.to == "sent" && !step.next_at) fact.next_at = reader_timer(tx, delivery, context);
  if (!seen.receipt.empty()) {
    fact.receipt_digest = ledger::keep_document(tx, "application/octet-stream", seen.receipt);
  }
  tx.append(delivery.tenant, context.actor, context.now, fact);
  if (step.undeliverable) {
    ledger::RouteMissing const missing{delivery.invoice_id, delivery.document_kind,
                                       delivery.document_id, delivery.client, delivery.skipped};
    tx.append(delivery.tenant, context.actor, context.now, missing);
  }
  tell_people(tx, delivery, step, seen, context);
  suppress(tx, delivery, step, seen, context);
  if (step.to == "sent" || step.to == "delivered")
    tell_refused_addresses(tx, delivery, seen.trace.refusals, context);
  stop_customer(tx, delivery, step, context);
  bool const queued = step.reroute ? go_on(tx, delivery, context) : step.to == "queued";
  return settle_pair(tx, delivery, context) || queued;
}

void cancel_unsent(ledger::Transaction& tx, std::string_view tenant, std::string_view invoice_id,
                   std::string_view event, std::string_view actor, model::Instant now) {
  ledger::DeliveryFilter filter;
  filter.invoice_id = invoice_id;
  for (auto const& row : ledger::list_deliveries(tx, tenant, filter, {1000, ""}).rows) {
    if (!is_of_invoice(row) || !is_unsent(row)) continue;
    ledger::DeliveryChanged fact;
    fact.delivery_id = row.id;
    fact.invoice_id = row.invoice_id;
    fact.from = row.state;
    fact.to = "cancelled";
    fact.event = event;
    fact.evidence = row.evidence;
    fact.handler = "nobody";
    tx.append(tenant, actor, now, fact);
    if (auto const open = ledger::open_deviation_of(tx, tenant, row.id)) {
      tx.append(
          tenant, actor, now,
          ledger::DeviationResolved{open->id, row.id, row.invoice_id, std::string{event}, ""});
    }
  }
}

namespace {

using Reading = tl::expected<model::Submission, model::Findings>;

template <class Read>
model::Submission stored_as(ledger::Snapshot& view, std::string_view digest,
                            std::string_view invoice_id, Read const& read) {
  auto const document = ledger::find_document(view, digest);
  if (!document)
    throw std::runtime_error{fmt::format("the document of invoice {} is gone", invoice_id)};
  Reading submission = read(document->bytes);
  if (!submission) {
    throw std::runtime_error{fmt::format("the document of invoice {} cannot be read: {}",
                                         invoice_id, submission.error().front().detail)};
  }
  return *std::move(submission);
}

}  // namespace

model::Submission stored_submission(ledger::Snapshot& view, ledger::InvoiceRow const& invoice) {
  return stored_as(view, invoice.canonical_digest, invoice.id, [](std::string_view bytes) {
    return json::read_submission(bytes, json::Source::stored);
  });
}

model::Submission stored_submission(ledger::Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id) {
  auto const invoice = ledger::find_invoice(view, tenant, invoice_id);
  if (!invoice) throw std::runtime_error{fmt::format("invoice {} is gone", invoice_id)};
  return stored_submission(view, *invoice);
}

model::Submission submission_for_letter(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  return stored_as(view, ledger::canonical_digest(view, row.key), row.invoice_id,
                   json::read_for_letter);
}

Travelling further(ledger::DeliveryRow const& delivery, model::Submission const& submission,
                   StepContext const& context) {
  Travelling next;
  next.tenant = delivery.tenant;
  next.actor = std::string{context.actor};
  next.invoice_id = delivery.invoice_id;
  next.document_kind = delivery.document_kind;
  next.document_id = delivery.document_id;
  next.client = context.billers.client(delivery.tenant, delivery.client);
  next.submission = &submission;
  next.law = context.law;
  next.replaces = delivery.id;
  next.only = delivery.remaining;
  next.reason = "next-channel";
  return next;
}

Rules rules_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery, channels::Repeat repeat,
               StepContext const& context) {
  auto const* tenant = context.billers.tenant(delivery.tenant);
  auto on_failure = [&view, &delivery] {
    return stored_submission(view, delivery.tenant, delivery.invoice_id).distribution.on_failure;
  };
  return {context.codes,
          std::move(on_failure),
          repeat,
          context.law,
          tenant ? tenant->country : std::string{},
          count_files(view, context.billers, delivery)};
}

}  // namespace airut::gateway
