#include "formats/json/parts.hpp"
#include "gateway/letters/letter_document.hpp"

namespace airut::gateway {
namespace {

void write_money_member(json::Writer& out, std::string_view name, model::Money const& money) {
  out.member(name, money.text());
}

std::string_view debtor_word(model::PartyType type) {
  if (type == model::PartyType::business) return "business";
  return type == model::PartyType::public_body ? "public_body" : "consumer";
}

std::string_view plan_letter_word(model::LetterKind kind) {
  if (kind == model::LetterKind::plan_confirmation) return "plan_confirmation";
  return kind == model::LetterKind::plan_broken ? "plan_broken" : "instalment_reminder";
}

void write_rates(json::Writer& out, model::Letter const& letter) {
  out.key("interest_rates");
  out.begin_array();
  for (auto const& span : letter.interest_rates) {
    out.begin_object();
    out.member("from", model::date_text(span.first));
    out.member("until", model::date_text(span.last));
    out.member("percent", span.percent.text_shortest());
    out.end_object();
  }
  out.end_array();
}

void write_returned(json::Writer& out, model::Letter const& letter) {
  if (letter.returned.empty()) return;
  out.key("returned_payments");
  out.begin_array();
  for (auto const& one : letter.returned) {
    out.begin_object();
    write_money_member(out, "amount", one.amount);
    out.member("paid_on", model::date_text(one.paid_on));
    out.member("returned_on", model::date_text(one.returned_on));
    out.end_object();
  }
  out.end_array();
}

void write_charges(json::Writer& out, model::EarlierLetter const& one) {
  out.member("day", model::date_text(one.day));
  out.member("deadline", model::date_text(one.deadline));
  write_money_member(out, "fee", one.fee);
  write_money_member(out, "interest", one.interest);
  write_money_member(out, "compensation", one.cost);
}

void write_earlier(json::Writer& out, model::Letter const& letter) {
  out.key("reminders");
  out.begin_array();
  std::int64_t round = 1;
  for (auto const& one : letter.earlier) {
    out.begin_object();
    out.member("round", round++);
    write_charges(out, one);
    out.end_object();
  }
  out.end_array();
}

void write_plans(json::Writer& out, model::Letter const& letter) {
  out.key("plan_letters");
  out.begin_array();
  for (auto const& one : letter.plan_letters) {
    out.begin_object();
    out.member("kind", plan_letter_word(one.kind));
    write_charges(out, one);
    out.end_object();
  }
  out.end_array();
}

void write_payments(json::Writer& out, model::Letter const& letter) {
  out.key("payments");
  out.begin_array();
  for (auto const& one : letter.payments) {
    out.begin_object();
    out.member("kind", one.is_credit ? "credit_note" : "payment");
    out.member("day", model::date_text(one.day));
    write_money_member(out, "amount", one.amount);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string collection_order_json(model::Letter const& letter, model::Invoice const& invoice) {
  auto const& row = letter.rows.front();
  json::Writer out;
  out.begin_object();
  out.member("object", "collection_order");
  out.member("id", letter.id);
  out.member("day", model::date_text(letter.day));
  json::write_party(out, "creditor", letter.seller);
  json::write_party(out, "debtor", letter.buyer);
  if (letter.invoice_address)
    json::write_address(out, "address_on_invoice", *letter.invoice_address);
  out.member("debtor_kind", debtor_word(letter.buyer.type));
  out.member("currency", letter.total.currency().code());
  out.key("claim");
  out.begin_object();
  out.member("invoice_number", row.invoice_number);
  json::write_date(out, "issue_date", row.issue_date);
  json::write_date(out, "due_date", row.due_date);
  if (!invoice.lines.empty()) out.member("description", invoice.lines.front().name);
  write_money_member(out, "original", row.original);
  write_money_member(out, "paid", row.paid);
  for (auto const& one : letter.settled) {
    write_money_member(out, "paid_interest", one.paid_interest);
    write_money_member(out, "paid_charges", one.paid_charges);
    write_money_member(out, "credited", one.credited);
  }
  write_money_member(out, "open_principal", letter.principal);
  write_money_member(out, "interest", letter.interest);
  json::write_date(out, "interest_from", row.interest_from);
  json::write_date(out, "interest_until", row.interest_until);
  if (row.interest_percent) out.member("interest_percent", row.interest_percent->text_shortest());
  write_rates(out, letter);
  write_money_member(out, "reminder_fees", letter.fee - letter.plan_fee);
  write_money_member(out, "plan_fees", letter.plan_fee);
  write_money_member(out, "costs", letter.cost);
  write_money_member(out, "total", letter.total);
  out.member_if("payment_reference", letter.reference);
  out.end_object();
  write_returned(out, letter);
  write_earlier(out, letter);
  write_plans(out, letter);
  write_payments(out, letter);
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::gateway
