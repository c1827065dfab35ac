#include "tests/support/invoice_generator.hpp"

#include <algorithm>
#include <array>

namespace airut::tests {

using model::Decimal;
using model::Money;

namespace {

Decimal dec(std::string_view digits) { return *Decimal::parse(digits); }

Money sum_of(std::vector<model::AllowanceCharge> const& all, bool charges, Money total) {
  for (auto const& one : all)
    if (one.is_charge == charges) total += one.amount;
  return total;
}

bool same_category(model::VatCategory const& a, model::VatCategory const& b) {
  return a.code == b.code && a.rate == b.rate;
}

}  // namespace

std::string InvoiceGenerator::word() {
  static constexpr std::array<std::string_view, 10> words{
      "Čáhcegáisá",   "Østby-Šuvva", "R&D <osasto>", "\"Huolto\" 2,5 mm²",
      "Услуги связи", "Työ 1",       "Frakt",        "it's",
      "kahvi ☕",      "Ψηφιακό"};
  return std::string{words[below(words.size())]};
}

std::string InvoiceGenerator::text() {
  auto text = word() + ' ' + word();
  if (maybe(3)) text += '\n' + word();
  return text;
}

std::string InvoiceGenerator::number(std::string_view prefix) {
  return std::string{prefix} + std::to_string(below(1'000'000));
}

Decimal InvoiceGenerator::decimal(std::uint32_t limit, int scale) {
  return {static_cast<std::int64_t>(below(limit)) + 1, scale};
}

model::Date InvoiceGenerator::day() {
  return *model::parse_date("2026-01-01") + std::chrono::days{below(365)};
}

model::Period InvoiceGenerator::period() {
  auto const start = day();
  if (maybe(4)) return {start, std::nullopt};
  return {start, start + std::chrono::days{below(90)}};
}

model::Identifier InvoiceGenerator::id() { return {number("A"), maybe() ? "AAJ" : ""}; }

model::PostalAddress InvoiceGenerator::address(std::string_view country) {
  model::PostalAddress address;
  address.line1 = word();
  address.line2 = maybe() ? word() : "";
  address.line3 = maybe() ? word() : "";
  address.postal_code = std::to_string(10'000 + below(80'000));
  address.city = word();
  address.subdivision = maybe(4) ? word() : "";
  address.country = country;
  return address;
}

model::VatCategory InvoiceGenerator::vat() {
  model::VatCategory one;
  if (trade_ == Trade::reverse_charge) return {"AE", dec("0"), "", ""};
  if (trade_ == Trade::exempt && maybe()) return {"E", dec("0"), "", ""};
  static constexpr std::array<std::string_view, 3> finnish{"25.5", "13.5", "10"},
      norwegian{"25", "15", "12"};
  one.code = maybe(8) ? "Z" : "S";
  one.rate = one.code == "Z" ? dec("0") : dec((norwegian_ ? norwegian : finnish).at(below(3)));
  return one;
}

model::Party InvoiceGenerator::seller(bool norwegian) {
  model::Party party;
  party.name = word() + (norwegian ? " AS" : " Oy");
  party.trading_name = maybe() ? word() : "";
  if (maybe()) party.identifiers.push_back({number("S"), ""});
  if (maybe()) party.identifiers.push_back({"6430000000019", "0088"});
  party.legal_id =
      norwegian ? model::Identifier{"974760673", "0192"} : model::Identifier{"2617416-4", "0212"};
  party.vat_id = norwegian ? "NO974760673MVA" : "FI26174164";
  party.tax_registration_id = norwegian ? "Foretaksregisteret" : "";
  party.legal_form = maybe() ? text() : "";
  party.electronic_address = norwegian ? model::Identifier{"974760673", "0192"}
                                       : model::Identifier{"003726174164", "0216"};
  party.address = address(norwegian ? "NO" : "FI");
  if (maybe()) party.contact = {word(), "+358 40 123", "a@example.fi"};
  return party;
}

model::Party InvoiceGenerator::buyer(bool norwegian) {
  auto party = seller(norwegian);
  party.legal_form.clear();
  party.tax_registration_id.clear();
  if (party.identifiers.size() > 1) party.identifiers.resize(1);  // BT-46 stands once
  return party;
}

model::AllowanceCharge InvoiceGenerator::adjustment(bool on_document) {
  model::AllowanceCharge one;
  one.is_charge = maybe();
  one.amount = money(2'000);
  one.reason = word();
  if (maybe()) one.reason_code = one.is_charge ? "FC" : "95";
  if (maybe()) {
    // Ten percent of ten times the amount.
    one.percent = dec("10");
    one.base_amount = Money{one.amount.minor() * 10, currency_};
  }
  if (on_document) one.vat = vat();
  return one;
}

void InvoiceGenerator::add_item(model::Line& line) {
  line.name = word();
  line.description = maybe() ? text() : "";
  line.seller_item_id = maybe() ? number("S-") : "";
  line.buyer_item_id = maybe(3) ? number("B-") : "";
  if (maybe(3)) line.standard_item_id = model::Identifier{"6430000000026", "0160"};
  if (maybe(3)) line.classifications.push_back({"65434568", "STI", maybe() ? "19.05" : ""});
  if (maybe(6)) line.classifications.push_back({"09348023", "TST", ""});
  line.origin_country = maybe(4) ? "SE" : "";
  for (auto i = below(3); i > 0; --i) line.attributes.push_back({word(), word()});
}

void InvoiceGenerator::add_price(model::Line& line) {
  line.quantity = decimal(20'000, 3);
  if (maybe(8)) line.quantity = -line.quantity;
  line.unit = maybe() ? "HUR" : "C62";
  line.net_price = decimal(100'000, 2 + static_cast<int>(below(3)));
  if (maybe(3)) {
    line.price_discount = Decimal{250, 2};
    // The gross price is the net price and 2.50 at four decimals.
    auto minor = line.net_price.coefficient();
    for (int scale = line.net_price.scale(); scale < 4; ++scale) minor *= 10;
    line.gross_price = Decimal{static_cast<std::int64_t>(minor) + 25'000, 4};
  }
  if (maybe(4)) line.price_base_quantity = dec("100");
  if (line.price_base_quantity && maybe(4)) line.price_base_unit = "KGM";
}

model::Line InvoiceGenerator::line(std::size_t index) {
  model::Line line;
  line.id = std::to_string(index + 1);
  line.note = maybe(4) ? text() : "";
  if (maybe(6)) line.object_id = id();
  add_item(line);
  add_price(line);
  for (auto i = maybe(3) ? below(3) : 0; i > 0; --i) line.adjustments.push_back(adjustment(false));
  auto const base = line.price_base_quantity.value_or(dec("1"));
  auto net = *model::extend(line.quantity, line.net_price, base, currency_);
  Money const none{0, currency_};
  net += sum_of(line.adjustments, true, none) - sum_of(line.adjustments, false, none);
  line.net_amount = net;
  line.vat = vat();
  if (maybe(4)) line.period = period();
  line.buyer_accounting_reference = maybe(4) ? number("4000:") : "";
  line.order_line_reference = maybe(4) ? std::to_string(below(100)) : "";
  return line;
}

void InvoiceGenerator::add_head(model::Invoice& invoice) {
  invoice.type = credit_     ? model::InvoiceType::credit_note
                 : maybe(10) ? model::InvoiceType::corrected
                             : model::InvoiceType::invoice;
  if (maybe(10)) invoice.type_code = credit_ ? "261" : "389";
  if (!invoice.type_code.empty() && !credit_) invoice.type = model::InvoiceType::invoice;
  invoice.number = number("2026-");
  invoice.issue_date = day();
  invoice.due_date = invoice.issue_date + std::chrono::days{14};
  if (maybe(4)) invoice.tax_point_date = day();
  if (!invoice.tax_point_date && maybe(4)) invoice.tax_point_code = maybe() ? "35" : "3";
  invoice.currency = currency_;
  if (maybe(5)) invoice.vat_currency = model::Currency::parse(norwegian_ ? "EUR" : "SEK");
  for (auto i = below(3); i > 0; --i) invoice.notes.push_back({text(), maybe(3) ? "AAI" : ""});
}

void InvoiceGenerator::add_references(model::Invoice& invoice) {
  invoice.buyer_reference = number("KP-");
  invoice.project = maybe(4) ? number("P-") : "";
  invoice.contract = maybe(4) ? number("C-") : "";
  invoice.purchase_order = maybe() ? number("PO-") : "";
  invoice.sales_order = maybe(3) ? number("SO-") : "";
  invoice.receiving_advice = maybe(4) ? number("R-") : "";
  invoice.despatch_advice = maybe(4) ? number("D-") : "";
  invoice.tender = maybe(4) ? number("T-") : "";
  if (maybe(4)) invoice.object_id = id();
  invoice.buyer_accounting_reference = maybe(3) ? number("7000:") : "";
  if (credit_ || maybe(6)) invoice.preceding.push_back({number("2025-"), day()});
  if (maybe(8)) invoice.preceding.push_back({number("2025-"), std::nullopt});
}

void InvoiceGenerator::add_parties(model::Invoice& invoice) {
  invoice.seller = seller(norwegian_);
  invoice.buyer = buyer(norwegian_);
  if (maybe(4)) {
    invoice.payee.emplace();
    invoice.payee->name = word() + " Rahoitus";
    if (maybe()) invoice.payee->identifiers = {{number("F"), ""}};
    if (maybe()) invoice.payee->legal_id = model::Identifier{"1234567-1", "0212"};
  }
  if (maybe(4)) {
    invoice.tax_representative.emplace();
    invoice.tax_representative->name = word();
    invoice.tax_representative->vat_id = "SE556000016701";
    invoice.tax_representative->address = address("SE");
  }
  if (maybe()) {
    invoice.delivery.emplace();
    invoice.delivery->date = day();
    invoice.delivery->name = maybe() ? word() : "";
    if (maybe()) invoice.delivery->location = model::Identifier{"6430000000033", "0088"};
    if (maybe()) invoice.delivery->address = address("FI");
  }
  if (maybe(3)) invoice.period = period();
}

void InvoiceGenerator::add_payment(model::Invoice& invoice) {
  auto& payment = invoice.payment.emplace();
  if (norwegian_) {
    payment.accounts = {{"NO9386011117947", "DNBANOKK", ""}};
    payment.reference_kind = model::ReferenceKind::no_kid;
    payment.reference =
        model::Reference::make_kid("00010423301", model::KidAlgorithm::mod10)->text();
  } else {
    payment.accounts = {{"FI2112345600000785", "NDEAFIHH", maybe() ? word() : ""}};
    if (maybe()) payment.accounts.push_back({"FI1410093000123458", "", ""});
    payment.reference_kind = model::ReferenceKind::rf;
    payment.reference = "RF18539007547034";
  }
  if (maybe(3)) payment.means_code = "58";
  if (maybe(3)) payment.means_text = word();
  payment.terms_text = maybe() ? text() : "";
  if (!maybe(6)) return;
  payment.means = model::PaymentMeans::direct_debit;
  payment.means_code = "59";
  payment.accounts.clear();
  payment.mandate_id = number("M-");
  payment.creditor_id = "FI97ZZZ0123456789";
  payment.debited_account = "FI1410093000123458";
}

void InvoiceGenerator::add_attachments(model::Invoice& invoice) {
  for (auto i = maybe(3) ? below(3) : 0; i > 0; --i) {
    model::Attachment one;
    one.reference = number("ATT-");
    one.description = maybe() ? word() : "";
    if (maybe()) {
      one.filename = "liite.pdf";
      one.media_type = "application/pdf";
      for (auto size = below(200) + 1; size > 0; --size) {
        one.content += static_cast<char>(below(256));
      }
    } else {
      one.url = "https://example.fi/liite?a=1&b=2";
    }
    invoice.attachments.push_back(std::move(one));
  }
}

void InvoiceGenerator::sum_vat(model::Invoice& invoice) {
  auto const add = [&](model::VatCategory const& vat, Money const& amount) {
    auto& rows = invoice.vat_breakdown;
    auto row = std::find_if(rows.begin(), rows.end(),
                            [&](auto const& one) { return same_category(one.vat, vat); });
    if (row == rows.end()) {
      rows.push_back({vat, Money{0, currency_}, Money{0, currency_}});
      row = rows.end() - 1;
    }
    row->taxable += amount;
  };
  for (auto const& one : invoice.lines) add(one.vat, *one.net_amount);
  for (auto const& one : invoice.adjustments)
    add(one.vat, one.is_charge ? one.amount : -one.amount);
  Money vat{0, currency_};
  for (auto& row : invoice.vat_breakdown) {
    row.tax = *model::percent_of(row.taxable, *row.vat.rate);
    if (row.vat.code == "AE") row.vat.exemption_code = "VATEX-EU-AE";
    if (row.vat.code == "AE" || row.vat.code == "E") row.vat.exemption_reason = "Veroton myynti";
    vat += row.tax;
  }
  invoice.totals.vat = vat;
  if (invoice.vat_currency) {
    invoice.totals.vat_accounting = Money{vat.minor() * 11, *invoice.vat_currency};
  }
}

void InvoiceGenerator::sum_payable(model::Invoice& invoice) {
  auto& totals = invoice.totals;
  totals.gross = *totals.net + *totals.vat;
  if (maybe(4)) totals.paid = money(5'000);
  totals.due = *totals.gross - totals.paid.value_or(Money{0, currency_});
  if (!maybe(5)) return;
  auto const odd = totals.due->minor() % 100;
  totals.rounding = Money{-odd, currency_};
  *totals.due += *totals.rounding;
}

void InvoiceGenerator::sum(model::Invoice& invoice) {
  Money const none{0, currency_};
  auto& totals = invoice.totals;
  totals.lines = none;
  for (auto const& one : invoice.lines) *totals.lines += *one.net_amount;
  totals.net = *totals.lines;
  auto const allowances = sum_of(invoice.adjustments, false, none),
             charges = sum_of(invoice.adjustments, true, none);
  if (!allowances.is_zero()) totals.allowances = allowances;
  if (!charges.is_zero()) totals.charges = charges;
  *totals.net += charges - allowances;
  sum_vat(invoice);
  sum_payable(invoice);
}

model::Invoice InvoiceGenerator::invoice() { return invoice(1 + below(6)); }

model::Invoice InvoiceGenerator::invoice(std::size_t lines) {
  norwegian_ = maybe();
  credit_ = maybe(4);
  trade_ = static_cast<Trade>(maybe(4) ? 1 + below(2) : 0);
  currency_ = norwegian_ ? *model::Currency::parse("NOK") : model::Currency{};
  model::Invoice made;
  add_head(made);
  add_references(made);
  add_parties(made);
  add_payment(made);
  for (auto i = maybe() ? below(4) : 0; i > 0; --i) made.adjustments.push_back(adjustment(true));
  for (std::size_t i = 0; i < lines; ++i) made.lines.push_back(line(i));
  add_attachments(made);
  sum(made);
  return made;
}

}  // namespace airut::tests
