#include "gateway/intake/accept.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>

#include "formats/json/words.hpp"
#include "formats/json/writer.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/instalments.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/kept_answer.hpp"
#include "gateway/route/routing.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

namespace {

std::string_view type_text(model::InvoiceType type) {
  switch (type) {
    case model::InvoiceType::invoice:
      return "invoice";
    case model::InvoiceType::credit_note:
      return "credit_note";
    case model::InvoiceType::corrected:
      return "corrected";
    case model::InvoiceType::reminder:
      return "reminder";
    case model::InvoiceType::payment_request:
      return "payment_request";
  }
  return "invoice";
}

// What the debtor owes when the invoice arrives: BT-115 less what the caller says is paid; a
// document that asks for nothing shows itself what is paid. Below zero the biller owes it to him.
// EN 16931 lets an invoice say so, as a balancing bill does whose advances were more, and Peppol's
// own examples correct an invoice by a negative one: a credit note is only one way to say it, so
// such an invoice is taken and its sum kept for the customer.
model::Money owed(model::Submission const& submission) {
  auto due = submission.invoice.totals.due.value_or(model::Money{0, submission.invoice.currency});
  bool const asks = due.minor() > 0;
  if (asks && submission.receivable.already_paid) due -= *submission.receivable.already_paid;
  return due;
}

bool opens_receivable(model::Submission const& submission) {
  return submission.receivable.track && submission.invoice.type != model::InvoiceType::credit_note;
}

void add_instalments(ledger::InvoiceAccepted& fact, model::Invoice const& invoice) {
  if (!model::is_paid_in_instalments(invoice)) return;
  for (auto const& part : invoice.nordic->instalments) {
    auto key = model::reference_match_key(part.reference);
    if (!key.empty() && key != fact.reference_key) fact.more_references.push_back(std::move(key));
  }
}

void add_payment(ledger::InvoiceAccepted& fact, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  fact.reference = invoice.payment->reference;
  if (!fact.reference.empty()) fact.reference_key = model::reference_match_key(fact.reference);
  auto const& accounts = invoice.payment->accounts;
  if (accounts.empty()) return;
  fact.account = accounts.front().iban;
  for (std::size_t i = 1; i < accounts.size(); ++i) fact.more_accounts.push_back(accounts[i].iban);
}

ledger::InvoiceAccepted accepted_fact(Prepared const& prepared, Asked const& asked,
                                      model::Instant now) {
  auto const& submission = prepared.submission;
  auto const& invoice = submission.invoice;
  ledger::InvoiceAccepted fact;
  fact.invoice_id = model::new_id("inv", now);
  fact.client = prepared.client->ref;
  fact.external_id = submission.external_id;
  fact.batch_id = asked.batch_id;
  fact.batch_position = asked.batch_position;
  fact.batch_item = asked.batch_item;
  fact.number = invoice.number;
  fact.type = type_text(invoice.type);
  fact.seller_key = seller_key(invoice.seller);
  fact.gross = invoice.totals.gross.value_or(model::Money{0, invoice.currency});
  fact.due = std::max(owed(submission), model::Money{0, invoice.currency});
  fact.issue_date = invoice.issue_date;
  fact.due_date = invoice.due_date.value_or(invoice.issue_date);
  add_payment(fact, invoice);
  add_instalments(fact, invoice);
  fact.customer_number = invoice.buyer.customer_number;
  fact.buyer_type = json::words::party_type(invoice.buyer.type);
  fact.buyer_country = invoice.buyer.address.country;
  fact.language = invoice.buyer.language;
  for (auto const& before : invoice.preceding) fact.preceding.push_back(before.number);
  fact.syntax = prepared.syntax;
  fact.track = opens_receivable(submission);
  if (fact.track) fact.receivable_id = model::new_id("rcv", now);
  fact.policy = submission.receivable.policy;
  fact.reminders = submission.receivable.reminders;
  fact.collection = submission.receivable.collection;
  fact.personal_buyer_name = invoice.buyer.name;
  return fact;
}

void write_route(json::Writer& out, Routed const& routed) {
  out.key("route");
  out.begin_object();
  if (!routed.channel.empty()) out.member("chosen", routed.channel);
  if (!routed.reason.empty()) out.member("reason", routed.reason);
  write_skipped(out, routed.skipped);
  out.end_object();
}

void write_delivery(json::Writer& out, Routed const& routed) {
  if (routed.delivery_id.empty()) return;
  out.key("current_delivery");
  out.begin_object();
  out.member("id", routed.delivery_id);
  out.member("channel", routed.channel);
  out.member("state", routed.state);
  out.member("evidence", "none");
  out.member("assumed", false);
  out.member("handler", routed.state == "held" ? "client" : "system");
  if (routed.state != "held") out.member("next_attempt_at", model::instant_text(routed.next_at));
  out.member("give_up_at", model::instant_text(routed.give_up_at));
  out.end_object();
}

// What became of the acceptance besides the fact.
struct Became {
  Routed routed;
  std::string ledger_status;  // "" when the money is not followed
  model::Findings warnings;
  bool live = false;
};

std::string answer_body(ledger::InvoiceAccepted const& fact, Became const& became,
                        std::string_view language, model::Instant now) {
  auto const& routed = became.routed;
  json::Writer out;
  out.begin_object();
  out.member("id", fact.invoice_id);
  out.member("object", "invoice");
  out.member("number", fact.number);
  if (!fact.external_id.empty()) out.member("external_id", fact.external_id);
  out.member("client_ref", fact.client);
  out.member("status", routed.delivery_id.empty() ? "undeliverable"
                       : routed.state == "held"   ? "held"
                                                  : "accepted");
  out.member_if("ledger_status", became.ledger_status);
  out.member("currency", fact.gross.currency().code());
  out.member("total_gross", fact.gross.text());
  out.member("total_due", fact.due.text());
  out.member("due_date", model::date_text(fact.due_date));
  if (!fact.reference.empty()) out.member("payment_reference", fact.reference);
  write_route(out, routed);
  write_delivery(out, routed);
  out.key("warnings");
  http::write_findings(out, became.warnings, language);
  out.member("livemode", became.live);
  out.member("created_at", model::instant_text(now));
  out.member("version", std::int64_t{1});
  out.end_object();
  return std::move(out).text();
}

// It leaves at once all the same: most such dates are mistyped.
void warn_of_far_date(ledger::InvoiceAccepted const& fact, model::Instant now,
                      model::Findings& warnings) {
  constexpr std::chrono::days usual{31};
  if (fact.issue_date <= model::day_of(now) + usual) return;
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = "issue-date-ahead";
  one.pointer = "/invoice/issue_date";
  one.term = "BT-2";
  one.detail = fmt::format("The issue date {} lies more than {} days ahead.",
                           model::date_text(fact.issue_date), usual.count());
  warnings.push_back(std::move(one));
}

// A claim in instalments is due with the last of them: nobody is reminded of what is not due yet.
void follow_instalments(ledger::Transaction& tx, Prepared const& prepared,
                        ledger::InvoiceAccepted const& fact, ClaimContext const& context,
                        model::Findings& warnings) {
  auto const last = model::last_instalment(prepared.submission.invoice);
  if (!fact.track || !last || *last <= fact.due_date) return;
  tx.append(context.tenant, context.actor, context.now,
            ledger::DueDateChanged{fact.receivable_id, fact.invoice_id, fact.due_date, *last,
                                   "instalments", fact.invoice_id});
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = "instalments-last-day";
  one.pointer = "/invoice/nordic/instalments";
  one.detail = fmt::format("The claim is followed by its last instalment's day, {}.",
                           model::date_text(*last));
  warnings.push_back(std::move(one));
}

// Paper shows the pages of the invoice alone.
void warn_of_unprinted(Routed const& routed, Prepared const& prepared, Billers const& billers,
                       model::Findings& warnings) {
  auto const* channel = billers.channel(routed.channel);
  auto const& files = prepared.submission.invoice.attachments;
  bool const printed =
      channel != nullptr && std::holds_alternative<config::PrintSettings>(channel->transport);
  bool const has_files =
      std::any_of(files.begin(), files.end(), [](auto const& one) { return !one.content.empty(); });
  if (!printed || !has_files) return;
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = "attachments-not-printed";
  one.pointer = "/invoice/attachments";
  one.term = "BG-24";
  one.detail = "The invoice goes on paper, and its attachments are not printed.";
  warnings.push_back(std::move(one));
}

// Who pays by the reference may mean the other one: which, nobody knows then for certain.
void warn_of_shared_reference(ledger::Transaction& tx, std::string const& tenant,
                              ledger::InvoiceAccepted const& fact, model::Findings& warnings) {
  if (!fact.track || fact.reference_key.empty()) return;
  constexpr int most = 100;
  auto others = ledger::debtors_by_reference(tx, tenant, fact.client, fact.reference_key, most);
  std::erase_if(others, [&](auto const& one) {
    return ledger::same_customer({one.customer_number, one.name},
                                 {fact.customer_number, fact.personal_buyer_name});
  });
  if (others.empty()) return;
  std::set<std::string_view> customers;
  for (auto const& one : others)
    customers.insert(one.customer_number.empty() ? one.name : one.customer_number);
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = "reference-of-another-customer";
  one.pointer = "/invoice/payment/reference";
  one.term = "BT-83";
  one.detail = std::ssize(customers) < customers_named_most
                   ? fmt::format("Invoice {} of another customer is open with the same reference.",
                                 others.front().invoice_number)
                   : fmt::format("More than {} customers have invoices with the reference.",
                                 customers_named_most);
  warnings.push_back(std::move(one));
}

// The credits that the document gives, and those that waited for it.
void follow_credits(ledger::Transaction& tx, Prepared const& prepared,
                    ledger::InvoiceAccepted const& fact, ClaimContext const& context,
                    config::Codes const& codes, Became& became) {
  auto const& submission = prepared.submission;
  auto const keep = [&](std::optional<model::Finding> warning) {
    if (warning) became.warnings.push_back(*std::move(warning));
  };
  if (fact.type == "credit_note")
    return keep(credit_preceding(tx, fact, submission.receivable.track, context, codes));
  if (!fact.track) return;
  keep(keep_prepaid(tx, fact, fact.due - owed(submission), context, codes));
  bool const credited = credit_awaited(tx, fact, context);
  became.ledger_status = "open";
  if (!credited && !fact.due.is_zero()) return;
  became.ledger_status = ledger::find_receivable(tx, context.tenant, fact.receivable_id)->status;
}

void write_difference(json::Writer& out, std::string_view term, std::string_view existing,
                      std::string_view given) {
  if (existing == given) return;
  out.begin_object();
  out.member("term", term);
  out.member("existing", existing);
  out.member("given", given);
  out.end_object();
}

// 409 with the invoice that is already there and what differs from it.
Accepted duplicate(ledger::InvoiceRow const& there, ledger::InvoiceAccepted const& fact) {
  json::Writer out;
  out.begin_object();
  out.member("status", std::int64_t{409});
  out.member("code", "duplicate-invoice");
  out.member("detail", fmt::format("Invoice {} of this seller was accepted before as {}.",
                                   there.number, there.id));
  out.member("retryable", false);
  out.member("invoice_id", there.id);
  out.key("differences");
  out.begin_array();
  write_difference(out, "BT-112", there.gross.text(), fact.gross.text());
  write_difference(out, "BT-2", model::date_text(there.issue_date),
                   model::date_text(fact.issue_date));
  write_difference(out, "BT-9", model::date_text(there.due_date), model::date_text(fact.due_date));
  write_difference(out, "BT-44", there.buyer_name, fact.personal_buyer_name);
  out.end_array();
  out.end_object();
  Accepted answer{Accepted::Kind::duplicate, 409, std::move(out).text(), {}, there.id, false};
  answer.location = "/v1/invoices/" + there.id;
  return answer;
}

}  // namespace

std::optional<std::string> find_same(ledger::Snapshot& view, Prepared const& prepared,
                                     Caller const& caller) {
  auto const there = ledger::find_duplicate(view, caller.tenant, accepted_fact(prepared, {}, {}));
  return there ? std::optional{there->id} : std::nullopt;
}

std::optional<Accepted> earlier_answer(ledger::Snapshot& view, std::string_view tenant,
                                       Asked const& asked) {
  if (asked.key.empty()) return std::nullopt;
  auto kept = find_kept(view, tenant, asked.key, asked.request);
  if (!kept) return std::nullopt;
  if (kept->request != asked.request)
    return Accepted{Accepted::Kind::key_reused, 422, {}, {}, {}, false};
  return Accepted{Accepted::Kind::replayed,  kept->status, std::move(kept->body),
                  std::move(kept->location), {},           false};
}

Accepted accept(ledger::Transaction& tx, Prepared const& prepared, Caller const& caller,
                Asked const& asked, AcceptRules const& rules, model::Instant now) {
  if (auto earlier = earlier_answer(tx, caller.tenant, asked)) return *std::move(earlier);
  auto fact = accepted_fact(prepared, asked, now);
  if (auto const there = ledger::find_duplicate(tx, caller.tenant, fact))
    return duplicate(*there, fact);
  fact.original_digest = ledger::keep_document(tx, prepared.original);
  fact.canonical_digest = ledger::keep_document(tx, prepared.canonical);
  tx.append(caller.tenant, caller.actor, now, fact);
  Became became;
  became.warnings = prepared.warnings;
  warn_of_far_date(fact, now, became.warnings);
  warn_of_shared_reference(tx, caller.tenant, fact, became.warnings);
  ClaimContext const claims{rules.billers, rules.law, caller.tenant, caller.actor, now};
  follow_instalments(tx, prepared, fact, claims, became.warnings);
  follow_credits(tx, prepared, fact, claims, rules.codes, became);
  Travelling const document{caller.tenant,
                            caller.actor,
                            fact.invoice_id,
                            "invoice",
                            fact.invoice_id,
                            prepared.client,
                            &prepared.submission,
                            {},
                            {},
                            {},
                            &rules.law,
                            credit_hold(tx, caller.tenant, fact)};
  became.routed = route(tx, document, rules.billers, rules.codes, now);
  warn_of_unprinted(became.routed, prepared, rules.billers, became.warnings);
  auto const* tenant = rules.billers.tenant(caller.tenant);
  became.live = tenant != nullptr && tenant->live;
  Accepted answer;
  answer.invoice_id = fact.invoice_id;
  answer.location = "/v1/invoices/" + fact.invoice_id;
  answer.queued = became.routed.state == "queued";
  answer.body = answer_body(fact, became, asked.language, now);
  answer.warnings = std::move(became.warnings);
  if (!asked.key.empty())
    ledger::keep_answer(tx, caller.tenant, asked.key.name,
                        {asked.request, answer.status, answer.body, answer.location}, now);
  return answer;
}

}  // namespace airut::gateway
