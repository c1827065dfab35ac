#include "formats/csv/members.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/model/account_text.hpp"
#include "formats/rules/units.hpp"

namespace airut::csv {
namespace {

using model::Invoice;
using model::Line;
using model::Party;

Invoice& invoice_of(Target const& to) { return to.submission.invoice; }

model::Payment& payment_of(Target const& to) {
  auto& payment = invoice_of(to).payment;
  return payment ? *payment : payment.emplace();
}

model::Delivery& delivery_of(Target const& to) {
  auto& delivery = invoice_of(to).delivery;
  return delivery ? *delivery : delivery.emplace();
}

model::PaymentAccount& account_of(Target const& to) {
  auto& accounts = payment_of(to).accounts;
  return accounts.empty() ? accounts.emplace_back() : accounts.front();
}

model::AllowanceCharge& discount_of(Target const& to) {
  auto& adjustments = to.line.adjustments;
  return adjustments.empty() ? adjustments.emplace_back() : adjustments.front();
}

void fill_type(Target const& to, Cell& cell) {
  constexpr std::array<std::string_view, 4> words = {"invoice", "credit_note", "380", "381"};
  auto const place = cell.word(words);
  if (!place) return;
  invoice_of(to).type =
      *place % 2 == 0 ? model::InvoiceType::invoice : model::InvoiceType::credit_note;
}

void fill_currency(Target const& to, Cell& cell) {
  auto const currency = model::Currency::parse(cell.text());
  if (!currency) return cell.wrong("currency-unknown", "\"" + cell.text() + "\" is no currency.");
  invoice_of(to).currency = *currency;
}

void fill_party_type(Target const& to, Cell& cell) {
  // The last is what this table called it before.
  constexpr std::array<std::string_view, 4> words = {"business", "consumer", "public",
                                                     "public_body"};
  constexpr std::array types = {model::PartyType::business, model::PartyType::consumer,
                                model::PartyType::public_body, model::PartyType::public_body};
  if (auto const place = cell.word(words)) {
    invoice_of(to).buyer.type = types.at(static_cast<std::size_t>(*place));
  }
}

// The kind follows from the shape; a Norwegian account's reference is a KID where its check digit
// says so.
void fill_reference(Target const& to, Cell& cell) {
  auto& payment = payment_of(to);
  auto reference = model::Reference::recognise(cell.text());
  if (invoice_of(to).currency.code() == "NOK") {
    if (auto kid = model::Reference::parse(model::ReferenceKind::no_kid, cell.text())) {
      reference = kid;
    }
  }
  payment.reference_kind = reference ? reference->kind() : model::ReferenceKind::free;
  payment.reference = reference ? reference->text() : cell.text();
}

void fill_address_of(std::optional<model::Identifier>& to, Cell& cell) {
  auto const colon = cell.text().find(':');
  if (colon == 4) {
    to = model::Identifier{cell.text().substr(5), cell.text().substr(0, 4)};
  } else {
    to = model::Identifier{cell.text(), cell.text().rfind("0037", 0) == 0 ? "0216" : ""};
  }
}

void fill_legal_id(Target const& to, Cell& cell) {
  auto& buyer = invoice_of(to).buyer;
  buyer.legal_id = model::Identifier{cell.text(), buyer.legal_id ? buyer.legal_id->scheme : ""};
}

void fill_legal_scheme(Target const& to, Cell& cell) {
  auto& buyer = invoice_of(to).buyer;
  buyer.legal_id = model::Identifier{buyer.legal_id ? buyer.legal_id->value : "", cell.text()};
}

void fill_discount(Target const& to, Cell& cell) {
  auto const amount = cell.money(invoice_of(to).currency);
  if (amount && !amount->is_zero()) discount_of(to).amount = *amount;
}

void fill_discount_reason(Target const& to, Cell& cell) { discount_of(to).reason = cell.text(); }

// A word that is no unit stays as it is, for the checks to tell of.
void fill_unit(Target const& to, Cell& cell) {
  auto unit = rules::unit_of_word(cell.text());
  to.line.unit = unit.empty() ? cell.text() : std::move(unit);
}

// The one allowance or charge on the whole invoice that a row can say.
template <bool is_charge>
model::AllowanceCharge& adjustment_of(Target const& to) {
  auto& all = invoice_of(to).adjustments;
  auto const found = std::find_if(all.begin(), all.end(),
                                  [](auto const& one) { return one.is_charge == is_charge; });
  if (found != all.end()) return *found;
  auto& made = all.emplace_back();
  made.is_charge = is_charge;
  return made;
}
template <bool is_charge>
void fill_adjustment(Target const& to, Cell& cell) {
  auto const amount = cell.money(invoice_of(to).currency);
  if (!amount || amount->is_zero()) return;
  auto& one = adjustment_of<is_charge>(to);
  one.amount = amount->is_negative() && !is_charge ? -*amount : *amount;
}
template <bool is_charge>
void adjustment_reason(Target const& to, Cell& cell) {
  adjustment_of<is_charge>(to).reason = cell.text();
}
template <bool is_charge>
void adjustment_vat_code(Target const& to, Cell& cell) {
  adjustment_of<is_charge>(to).vat.code = cell.text();
}
template <bool is_charge>
void adjustment_vat_rate(Target const& to, Cell& cell) {
  adjustment_of<is_charge>(to).vat.rate = cell.decimal();
}

void fill_note(Target const& to, Cell& cell) { invoice_of(to).notes.push_back({cell.text(), ""}); }

template <auto member>
void invoice_text(Target const& to, Cell& cell) {
  invoice_of(to).*member = cell.text();
}
template <auto member>
void buyer_text(Target const& to, Cell& cell) {
  invoice_of(to).buyer.*member = cell.text();
}
template <auto member>
void address_text(Target const& to, Cell& cell) {
  invoice_of(to).buyer.address.*member = cell.text();
}
template <auto member>
void contact_text(Target const& to, Cell& cell) {
  invoice_of(to).buyer.contact.*member = cell.text();
}
template <auto member>
void line_text(Target const& to, Cell& cell) {
  to.line.*member = cell.text();
}
template <auto member>
void line_decimal(Target const& to, Cell& cell) {
  if (auto const value = cell.decimal()) to.line.*member = *value;
}
template <bool start>
void line_period(Target const& to, Cell& cell) {
  auto& period = to.line.period ? *to.line.period : to.line.period.emplace();
  (start ? period.start : period.end) = cell.date();
}
template <bool start>
void invoice_period(Target const& to, Cell& cell) {
  auto& held = invoice_of(to).period;
  auto& period = held ? *held : held.emplace();
  (start ? period.start : period.end) = cell.date();
}

constexpr auto member_table = std::to_array<Member>({
    {"client_ref", "", false,
     [](Target const& to, Cell& cell) { to.submission.client_ref = cell.text(); }},
    {"external_id", "", false,
     [](Target const& to, Cell& cell) { to.submission.external_id = cell.text(); }},
    {"type", "BT-3", false, fill_type},
    {"currency", "BT-5", false, fill_currency},
    {"number", "BT-1", false, invoice_text<&Invoice::number>},
    {"issue_date", "BT-2", false,
     [](Target const& to, Cell& cell) {
       if (auto const day = cell.date()) invoice_of(to).issue_date = *day;
     }},
    {"due_date", "BT-9", false,
     [](Target const& to, Cell& cell) { invoice_of(to).due_date = cell.date(); }},
    {"tax_point_date", "BT-7", false,
     [](Target const& to, Cell& cell) { invoice_of(to).tax_point_date = cell.date(); }},
    {"buyer_reference", "BT-10", false, invoice_text<&Invoice::buyer_reference>},
    {"project", "BT-11", false, invoice_text<&Invoice::project>},
    {"contract", "BT-12", false, invoice_text<&Invoice::contract>},
    {"purchase_order", "BT-13", false, invoice_text<&Invoice::purchase_order>},
    {"sales_order", "BT-14", false, invoice_text<&Invoice::sales_order>},
    {"receiving_advice", "BT-15", false, invoice_text<&Invoice::receiving_advice>},
    {"despatch_advice", "BT-16", false, invoice_text<&Invoice::despatch_advice>},
    {"buyer_accounting_reference", "BT-19", false,
     invoice_text<&Invoice::buyer_accounting_reference>},
    {"note", "BT-22", false, fill_note},
    {"preceding_invoice", "BT-25", false,
     [](Target const& to, Cell& cell) {
       invoice_of(to).preceding.push_back({cell.text(), std::nullopt});
     }},
    {"period.start", "BT-73", false, invoice_period<true>},
    {"period.end", "BT-74", false, invoice_period<false>},
    {"buyer.name", "BT-44", false, buyer_text<&Party::name>},
    {"buyer.trading_name", "BT-45", false, buyer_text<&Party::trading_name>},
    {"buyer.type", "", false, fill_party_type},
    {"buyer.customer_number", "BT-46", false, buyer_text<&Party::customer_number>},
    {"buyer.legal_id", "BT-47", false, fill_legal_id},
    {"buyer.legal_id_scheme", "BT-47-1", false, fill_legal_scheme},
    {"buyer.vat_id", "BT-48", false, buyer_text<&Party::vat_id>},
    {"buyer.electronic_address", "BT-49", false,
     [](Target const& to, Cell& cell) {
       fill_address_of(invoice_of(to).buyer.electronic_address, cell);
     }},
    {"buyer.intermediary", "", false, buyer_text<&Party::intermediary>},
    {"buyer.language", "", false, buyer_text<&Party::language>},
    {"buyer.address.line1", "BT-50", false, address_text<&model::PostalAddress::line1>},
    {"buyer.address.line2", "BT-51", false, address_text<&model::PostalAddress::line2>},
    {"buyer.address.city", "BT-52", false, address_text<&model::PostalAddress::city>},
    {"buyer.address.postal_code", "BT-53", false, address_text<&model::PostalAddress::postal_code>},
    {"buyer.address.line3", "BT-163", false, address_text<&model::PostalAddress::line3>},
    {"buyer.address.subdivision", "BT-54", false, address_text<&model::PostalAddress::subdivision>},
    {"buyer.address.country", "BT-55", false, address_text<&model::PostalAddress::country>},
    {"buyer.contact.name", "BT-56", false, contact_text<&model::Contact::name>},
    {"buyer.contact.phone", "BT-57", false, contact_text<&model::Contact::phone>},
    {"buyer.contact.email", "BT-58", false, contact_text<&model::Contact::email>},
    {"delivery.date", "BT-72", false,
     [](Target const& to, Cell& cell) { delivery_of(to).date = cell.date(); }},
    {"delivery.name", "BT-70", false,
     [](Target const& to, Cell& cell) { delivery_of(to).name = cell.text(); }},
    {"payment.terms_text", "BT-20", false,
     [](Target const& to, Cell& cell) { payment_of(to).terms_text = cell.text(); }},
    {"payment.reference", "BT-83", false, fill_reference},
    {"payment.account", "BT-84", false,
     [](Target const& to, Cell& cell) { account_of(to).iban = model::account_text(cell.text()); }},
    {"payment.bic", "BT-86", false,
     [](Target const& to, Cell& cell) { account_of(to).bic = cell.text(); }},
    {"payment.late_interest_percent", "", false,
     [](Target const& to, Cell& cell) { payment_of(to).late_interest_percent = cell.decimal(); }},
    {"allowance.amount", "BT-92", false, fill_adjustment<false>},
    {"allowance.vat.code", "BT-95", false, adjustment_vat_code<false>},
    {"allowance.vat.rate", "BT-96", false, adjustment_vat_rate<false>},
    {"allowance.reason", "BT-97", false, adjustment_reason<false>},
    {"charge.amount", "BT-99", false, fill_adjustment<true>},
    {"charge.vat.code", "BT-102", false, adjustment_vat_code<true>},
    {"charge.vat.rate", "BT-103", false, adjustment_vat_rate<true>},
    {"charge.reason", "BT-104", false, adjustment_reason<true>},
    {"total.paid", "BT-113", false,
     [](Target const& to,
        Cell& cell) { invoice_of(to).totals.paid = cell.money(invoice_of(to).currency); }},
    {"total.gross", "BT-112", false,
     [](Target const& to,
        Cell& cell) { invoice_of(to).totals.gross = cell.money(invoice_of(to).currency); }},
    {"total.due", "BT-115", false,
     [](Target const& to,
        Cell& cell) { invoice_of(to).totals.due = cell.money(invoice_of(to).currency); }},
    {"line.id", "BT-126", true, line_text<&Line::id>},
    {"line.note", "BT-127", true, line_text<&Line::note>},
    {"line.quantity", "BT-129", true, line_decimal<&Line::quantity>},
    {"line.unit", "BT-130", true, fill_unit},
    {"line.net_amount", "BT-131", true,
     [](Target const& to,
        Cell& cell) { to.line.net_amount = cell.money(invoice_of(to).currency); }},
    {"line.order_line_reference", "BT-132", true, line_text<&Line::order_line_reference>},
    {"line.buyer_accounting_reference", "BT-133", true,
     line_text<&Line::buyer_accounting_reference>},
    {"line.period.start", "BT-134", true, line_period<true>},
    {"line.period.end", "BT-135", true, line_period<false>},
    {"line.discount", "BT-136", true, fill_discount},
    {"line.discount_reason", "BT-139", true, fill_discount_reason},
    {"line.net_price", "BT-146", true, line_decimal<&Line::net_price>},
    {"line.gross_price", "BT-148", true, line_decimal<&Line::gross_price>},
    {"line.price_base_quantity", "BT-149", true, line_decimal<&Line::price_base_quantity>},
    {"line.vat.code", "BT-151", true,
     [](Target const& to, Cell& cell) { to.line.vat.code = cell.text(); }},
    {"line.vat.rate", "BT-152", true,
     [](Target const& to, Cell& cell) { to.line.vat.rate = cell.decimal(); }},
    {"line.vat.exemption_reason", "BT-120", true,
     [](Target const& to, Cell& cell) { to.line.vat.exemption_reason = cell.text(); }},
    {"line.vat.exemption_code", "BT-121", true,
     [](Target const& to, Cell& cell) { to.line.vat.exemption_code = cell.text(); }},
    {"line.name", "BT-153", true, line_text<&Line::name>},
    {"line.description", "BT-154", true, line_text<&Line::description>},
    {"line.seller_item_id", "BT-155", true, line_text<&Line::seller_item_id>},
    {"line.buyer_item_id", "BT-156", true, line_text<&Line::buyer_item_id>},
    {"line.standard_item_id", "BT-157", true,
     [](Target const& to,
        Cell& cell) { to.line.standard_item_id = model::Identifier{cell.text(), "0160"}; }},
});

}  // namespace

std::span<Member const> members() { return member_table; }

Member const* find_member(std::string_view name_or_term) {
  auto const found = std::find_if(member_table.begin(), member_table.end(), [&](Member const& one) {
    return one.name == name_or_term || (!one.term.empty() && one.term == name_or_term);
  });
  return found == member_table.end() ? nullptr : &*found;
}

}  // namespace airut::csv
