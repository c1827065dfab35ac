#include "gateway/api/resources.hpp"

#include <algorithm>
#include <array>

#include "gateway/api/reply.hpp"

namespace airut::gateway::api {
namespace {

void write_claim(json::Writer& out, ledger::Snapshot& view, ledger::InvoiceRow const& row) {
  auto const item = row.receivable_id.empty()
                        ? std::nullopt
                        : ledger::find_receivable(view, row.tenant, row.receivable_id);
  if (!item) return out.member("ledger_status", "not_tracked");
  out.member("ledger_status", item->status);
  out.member("collection_stage", item->stage);
  out.member("receivable_id", item->id);
  out.member("open", item->open().text());
}

}  // namespace

void write_invoice(json::Writer& out, ledger::Snapshot& view, ledger::InvoiceRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "invoice");
  out.member("number", row.number);
  out.member("type", row.type);
  out.member_if("external_id", row.external_id);
  out.member("client_ref", row.client);
  out.member_if("batch_id", row.batch_id);
  out.member_if("customer_number", row.customer_number);
  out.member_if("buyer_name", row.buyer_name);
  out.member("status", row.status);
  write_claim(out, view, row);
  out.member("currency", row.gross.currency().code());
  write_money(out, "total_gross", row.gross);
  write_money(out, "total_due", row.due);
  write_day(out, "issue_date", row.issue_date);
  write_day(out, "due_date", row.due_date);
  out.member_if("payment_reference", row.reference);
  out.member("syntax", row.syntax);
  out.member("held", row.held);
  if (!row.delivery_id.empty()) {
    if (auto const delivery = ledger::find_delivery(view, row.tenant, row.delivery_id)) {
      out.key("current_delivery");
      write_delivery(out, *delivery);
    }
  }
  write_instant(out, "created_at", row.created);
  out.member("version", row.version);
  out.end_object();
}

void write_delivery(json::Writer& out, ledger::DeliveryRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "delivery");
  out.member("invoice_id", row.invoice_id);
  out.member("document_kind", row.document_kind);
  out.member("channel", row.channel);
  out.member("format", row.format);
  out.member("state", row.state);
  out.member("evidence", row.evidence);
  out.member("assumed", row.assumed);
  out.member("handler", row.handler);
  out.member_if("address", shown_address(row.address));
  out.member_if("intermediary", row.intermediary);
  out.member("message_id", row.message_id);
  out.member("attempt_count", row.attempt_count);
  write_instant(out, "next_attempt_at", row.next_at);
  write_instant(out, "give_up_at", row.give_up_at);
  out.member_if("last_code", row.last_code);
  out.member_if("last_class", row.last_class);
  out.member_if("last_native_code", row.last_native_code);
  out.member("route_reason", row.reason);
  write_skipped(out, row.skipped);
  out.member_if("replaces", row.replaces);
  write_instant(out, "created_at", row.created);
  write_instant(out, "updated_at", row.updated);
  out.member("version", row.version);
  out.end_object();
}

void write_attempt(json::Writer& out, ledger::AttemptRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("number", row.number);
  write_instant(out, "started_at", row.started);
  write_instant(out, "ended_at", row.ended);
  out.member_if("outcome", row.outcome);
  out.member_if("endpoint", row.endpoint);
  out.member_if("code", row.code);
  out.member_if("class", row.code_class);
  out.member_if("native_code", row.native_code);
  out.member_if("excerpt", row.excerpt);
  out.member("payload_digest", row.payload_digest);
  out.member_if("receipt_digest", row.receipt_digest);
  out.end_object();
}

namespace {

std::string text_in(std::map<std::string, std::string, std::less<>> const& texts,
                    std::string_view language) {
  auto found = texts.find(language);
  if (found == texts.end()) found = texts.find("en");
  return found == texts.end() ? std::string{} : found->second;
}

void write_actions(json::Writer& out, std::vector<ActionOffer> const& actions) {
  out.key("available_actions");
  out.begin_array();
  for (auto const& one : actions) {
    out.begin_object();
    out.member("action", one.action);
    out.member("available", one.reason.empty());
    out.member_if("reason", one.reason);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_deviation(json::Writer& out, ledger::DeviationRow const& row, config::Codes const& codes,
                     std::string_view language, std::vector<ActionOffer> const& actions) {
  auto const& code = codes.find(row.code);
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "deviation");
  out.member("state", row.state);
  out.member("class", row.code_class);
  out.member("code", row.code);
  out.member_if("native_code", row.native_code);
  out.member("title", text_in(code.title, language));
  if (auto const words = text_in(code.explanation, language); !words.empty()) {
    out.member("explanation", words);
  }
  out.member("handler", row.handler);
  out.member("suggested_action", row.suggested_action);
  constexpr std::array<std::string_view, 4> priorities{"low", "normal", "high", "urgent"};
  out.member("priority",
             priorities.at(static_cast<std::size_t>(std::clamp(row.priority, 1, 4)) - 1));
  out.member_if("assignee", row.assignee);
  write_instant(out, "snoozed_until", row.snoozed_until);
  out.member("group_id", row.group_key);
  out.member("group_size", row.group_size);
  out.member_if("invoice_id", row.invoice_id);
  out.member_if("delivery_id", row.delivery_id);
  out.member_if("client_ref", row.client);
  out.member_if("channel", row.channel);
  if (!row.invoice_id.empty()) {
    write_money(out, "amount", row.amount);
    write_day(out, "due_date", row.due_date);
  }
  out.member_if("excerpt", row.excerpt);
  if (!actions.empty()) write_actions(out, actions);
  out.member_if("resolved_action", row.resolved_action);
  out.member_if("resolved_note", row.resolved_note);
  out.member_if("resolved_by", row.resolved_by);
  write_instant(out, "opened_at", row.opened);
  write_instant(out, "resolved_at", row.resolved);
  out.member("version", row.version);
  out.end_object();
}

namespace {

void write_uncharged(json::Writer& out, UnchargedInterest const& one) {
  out.key("uncharged_interest");
  out.begin_object();
  write_money(out, "amount", one.sum.amount);
  write_day(out, "from", one.sum.first);
  write_day(out, "until", one.sum.last);
  out.member("after_letter", one.is_claimed ? "claim" : "waive");
  out.end_object();
}

}  // namespace

void write_receivable(json::Writer& out, ledger::ReceivableRow const& row,
                      std::optional<UnchargedInterest> const& uncharged) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "receivable");
  out.member("client_ref", row.client);
  out.member("invoice_id", row.invoice_id);
  out.member("invoice_number", row.invoice_number);
  out.member_if("customer_number", row.customer_number);
  out.member_if("buyer_name", row.buyer_name);
  out.member("status", row.status);
  out.member("stage", row.stage);
  out.member("currency", row.original.currency().code());
  write_money(out, "original", row.original);
  write_money(out, "open_principal", row.principal);
  write_money(out, "open_interest", row.interest);
  write_money(out, "open_fees", row.fee);
  write_money(out, "open_costs", row.cost);
  write_money(out, "open", row.open());
  write_money(out, "paid", row.paid);
  write_money(out, "credited", row.credited);
  write_day(out, "issue_date", row.issue_date);
  write_day(out, "due_date", row.due_date);
  write_day(out, "sent_on", row.sent_on);
  write_day(out, "delivered_on", row.delivered_on);
  out.member("delivery_assumed", row.delivery_assumed);
  if (!row.credit_balance.is_zero()) write_money(out, "credit_balance", row.credit_balance);
  out.member_if("payment_reference", row.reference);
  out.member_if("policy", row.policy);
  out.member_if("hold_reason", row.hold_reason);
  write_day(out, "hold_until", row.hold_until);
  out.member("disputed", row.disputed);
  out.member("approved", row.approved);
  out.member("letters", row.letters);
  write_day(out, "last_letter_day", row.last_letter_day);
  write_day(out, "last_letter_deadline", row.last_letter_deadline);
  if (uncharged) write_uncharged(out, *uncharged);
  out.member("version", row.version);
  out.end_object();
}

void write_entry(json::Writer& out, ledger::EntryRow const& row) {
  out.begin_object();
  out.member("seq", row.seq);
  out.member("kind", row.kind);
  out.member("component", row.component);
  write_money(out, "amount", row.amount);
  write_day(out, "effective", row.effective);
  write_instant(out, "booked_at", row.booked);
  out.member("source", row.source);
  out.end_object();
}

void write_letter(json::Writer& out, ledger::LetterRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("kind", row.kind);
  out.member("round", row.round);
  write_day(out, "day", row.day);
  write_day(out, "deadline", row.deadline);
  write_money(out, "principal", row.principal_open);
  write_money(out, "fee", row.fee);
  write_money(out, "interest", row.interest);
  write_money(out, "cost", row.cost);
  out.member("withdrawn", row.withdrawn);
  auto const back = row.back_fee + row.back_interest + row.back_cost;
  if (!back.is_zero()) write_money(out, "taken_back", back);
  write_day(out, "sent_on", row.sent_on);
  write_day(out, "interest_from", row.interest_from);
  write_day(out, "interest_until", row.interest_until);
  out.member_if("interest_percent", row.interest_percent);
  out.member_if("interest_rates", row.interest_rates);
  out.member_if("delivery_id", row.delivery_id);
  out.member_if("policy", row.policy);
  if (row.policy_version > 0) out.member("policy_version", row.policy_version);
  out.member_if("sheet_id", row.sheet_id);
  out.member_if("plan_id", row.plan_id);
  if (!row.proof.empty()) {
    out.key("proof");
    out.raw(row.proof);
  }
  out.end_object();
}

void write_payment(json::Writer& out, ledger::PaymentRow const& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("object", "payment");
  out.member_if("client_ref", row.client);
  out.member("file_id", row.file_id);
  out.member("account", row.account);
  out.member_if("archive_id", row.archive_id);
  out.member_if("reference_key", row.reference_key);
  if (!row.more_references.empty()) {
    out.key("more_references");
    out.begin_array();
    for (auto const& reference : row.more_references) out.string(reference);
    out.end_array();
  }
  out.member("currency", row.amount.currency().code());
  write_money(out, "amount", row.amount);
  write_money(out, "unallocated", row.unallocated);
  if (!row.returned.is_zero()) write_money(out, "returned", row.returned);
  if (!row.remitted.is_zero()) write_money(out, "remitted", row.remitted);
  out.member_if("partner", row.partner);
  out.member_if("settlement_id", row.settlement_id);
  out.member_if("unallocated_reason", row.unallocated_reason);
  out.member("rule", row.rule);
  out.member("explanation", row.explanation);
  out.member("is_reversal", row.is_reversal);
  out.member_if("reverses", row.reverses);
  write_day(out, "booked", row.booked);
  write_day(out, "value_date", row.value_date);
  out.member_if("payer_name", row.payer_name);
  out.key("allocations");
  out.begin_array();
  for (auto const& part : row.parts) {
    out.begin_object();
    out.member("receivable_id", part.receivable_id);
    out.member("invoice_id", part.invoice_id);
    out.member("component", part.component);
    write_money(out, "amount", part.amount);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace airut::gateway::api
