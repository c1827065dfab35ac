#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"

namespace airut::json {

void write_money(Writer& out, std::string_view name, std::optional<model::Money> const& money) {
  if (money) out.member(name, money->text());
}

void write_decimal(Writer& out, std::string_view name, std::optional<model::Decimal> const& value) {
  if (value) out.member(name, value->text());
}

void write_date(Writer& out, std::string_view name, std::optional<model::Date> const& day) {
  if (day) out.member(name, model::date_text(*day));
}

void write_texts(Writer& out, std::string_view name, std::vector<std::string> const& texts) {
  if (texts.empty()) return;
  out.key(name);
  out.begin_array();
  for (auto const& text : texts) out.string(text);
  out.end_array();
}

void write_identifier_value(Writer& out, model::Identifier const& id) {
  out.begin_object();
  out.member_if("scheme", id.scheme);
  out.member("value", id.value);
  out.end_object();
}

namespace {

void write_contact(Writer& out, model::Contact const& contact) {
  if (contact == model::Contact{}) return;
  out.key("contact");
  out.begin_object();
  out.member_if("name", contact.name);
  out.member_if("phone", contact.phone);
  out.member_if("email", contact.email);
  out.end_object();
}

void write_person(Writer& out, model::Party const& party) {
  if (party.national_id.empty() && !party.birth_date) return;
  out.key("person");
  out.begin_object();
  out.member_if("national_id", party.national_id);
  write_date(out, "birth_date", party.birth_date);
  out.end_object();
}

void write_accounts(Writer& out, std::vector<model::PaymentAccount> const& accounts) {
  if (accounts.empty()) return;
  out.key("accounts");
  out.begin_array();
  for (auto const& account : accounts) {
    out.begin_object();
    out.member("iban", account.iban);
    out.member_if("bic", account.bic);
    out.member_if("name", account.name);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_identifier(Writer& out, std::string_view name, model::Identifier const& id) {
  out.key(name);
  write_identifier_value(out, id);
}

void write_address(Writer& out, std::string_view name, model::PostalAddress const& address) {
  if (address == model::PostalAddress{}) return;
  out.key(name);
  out.begin_object();
  out.member_if("line1", address.line1);
  out.member_if("line2", address.line2);
  out.member_if("line3", address.line3);
  out.member_if("postal_code", address.postal_code);
  out.member_if("city", address.city);
  out.member_if("subdivision", address.subdivision);
  out.member_if("country", address.country);
  out.end_object();
}

void write_party(Writer& out, std::string_view name, model::Party const& party) {
  out.key(name);
  out.begin_object();
  out.member("name", party.name);
  out.member_if("trading_name", party.trading_name);
  out.member_if("type", words::party_types.at(static_cast<std::size_t>(party.type)));
  if (!party.identifiers.empty()) {
    out.key("identifiers");
    out.begin_array();
    for (auto const& id : party.identifiers) write_identifier_value(out, id);
    out.end_array();
  }
  if (party.legal_id) write_identifier(out, "legal_id", *party.legal_id);
  out.member_if("vat_id", party.vat_id);
  out.member_if("tax_registration_id", party.tax_registration_id);
  out.member_if("legal_form", party.legal_form);
  if (party.electronic_address)
    write_identifier(out, "electronic_address", *party.electronic_address);
  out.member_if("intermediary", party.intermediary);
  write_address(out, "address", party.address);
  write_contact(out, party.contact);
  out.member_if("language", party.language);
  out.member_if("customer_number", party.customer_number);
  write_person(out, party);
  out.end_object();
}

void write_payment(Writer& out, model::Payment const& payment) {
  out.begin_object();
  out.member("means", words::payment_means.at(static_cast<std::size_t>(payment.means)));
  out.member_if("means_code", payment.means_code);
  out.member_if("means_text", payment.means_text);
  write_accounts(out, payment.accounts);
  if (payment.reference_kind || !payment.reference.empty()) {
    out.key("reference");
    out.begin_object();
    if (payment.reference_kind)
      out.member("type", model::reference_kind_text(*payment.reference_kind));
    out.member_if("value", payment.reference);
    out.end_object();
  }
  out.member_if("mandate_id", payment.mandate_id);
  out.member_if("creditor_id", payment.creditor_id);
  out.member_if("debited_account", payment.debited_account);
  if (!payment.card_number.empty() || !payment.card_holder.empty()) {
    out.key("card");
    out.begin_object();
    out.member_if("number", payment.card_number);
    out.member_if("holder", payment.card_holder);
    out.end_object();
  }
  out.member_if("terms_text", payment.terms_text);
  write_decimal(out, "late_interest_percent", payment.late_interest_percent);
  out.end_object();
}

void write_vat(Writer& out, model::VatCategory const& vat) {
  out.key("vat");
  out.begin_object();
  out.member_if("category", vat.code);
  write_decimal(out, "rate", vat.rate);
  out.member_if("exemption_code", vat.exemption_code);
  out.member_if("exemption_reason", vat.exemption_reason);
  out.end_object();
}

void write_adjustments(Writer& out, std::vector<model::AllowanceCharge> const& adjustments) {
  if (adjustments.empty()) return;
  out.key("adjustments");
  out.begin_array();
  for (auto const& one : adjustments) {
    out.begin_object();
    out.member("type", one.is_charge ? "charge" : "allowance");
    out.member("amount", one.amount.text());
    write_money(out, "base_amount", one.base_amount);
    write_decimal(out, "percent", one.percent);
    out.member_if("reason", one.reason);
    out.member_if("reason_code", one.reason_code);
    if (one.vat != model::VatCategory{}) write_vat(out, one.vat);
    out.end_object();
  }
  out.end_array();
}

void write_period(Writer& out, std::optional<model::Period> const& period) {
  if (!period) return;
  out.key("period");
  out.begin_object();
  write_date(out, "start", period->start);
  write_date(out, "end", period->end);
  out.end_object();
}

namespace {

void write_classifications(Writer& out, std::vector<model::Classification> const& all) {
  if (all.empty()) return;
  out.key("classifications");
  out.begin_array();
  for (auto const& one : all) {
    out.begin_object();
    out.member("code", one.code);
    out.member_if("list_id", one.list_id);
    out.member_if("list_version", one.list_version);
    out.end_object();
  }
  out.end_array();
}

void write_attributes(Writer& out, std::vector<model::ItemAttribute> const& all) {
  if (all.empty()) return;
  out.key("attributes");
  out.begin_array();
  for (auto const& attribute : all) {
    out.begin_object();
    out.member("name", attribute.name);
    out.member("value", attribute.value);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_line(Writer& out, model::Line const& line) {
  out.begin_object();
  out.member_if("id", line.id);
  out.member_if("note", line.note);
  if (line.object_id) write_identifier(out, "object_id", *line.object_id);
  out.member("name", line.name);
  out.member_if("description", line.description);
  out.member_if("seller_item_id", line.seller_item_id);
  out.member_if("buyer_item_id", line.buyer_item_id);
  if (line.standard_item_id) write_identifier(out, "standard_item_id", *line.standard_item_id);
  write_classifications(out, line.classifications);
  out.member_if("origin_country", line.origin_country);
  write_attributes(out, line.attributes);
  out.member("quantity", line.quantity.text());
  out.member("unit", line.unit);
  out.member("net_price", line.net_price.text());
  write_decimal(out, "price_discount", line.price_discount);
  write_decimal(out, "gross_price", line.gross_price);
  write_decimal(out, "price_base_quantity", line.price_base_quantity);
  out.member_if("price_base_unit", line.price_base_unit);
  write_adjustments(out, line.adjustments);
  write_money(out, "net_amount", line.net_amount);
  if (line.vat != model::VatCategory{}) write_vat(out, line.vat);
  write_period(out, line.period);
  out.member_if("buyer_accounting_reference", line.buyer_accounting_reference);
  out.member_if("order_line_reference", line.order_line_reference);
  if (line.nordic) write_nordic_line(out, *line.nordic);
  out.end_object();
}

}  // namespace airut::json
