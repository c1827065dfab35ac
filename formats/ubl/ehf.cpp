#include "formats/ubl/ehf.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "formats/ubl/peppol_terms.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view reminder_id =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0#conformant#urn:fdc:"
    "anskaffelser.no:2019:ehf:reminder:3.0";
constexpr std::string_view forward_billing_id =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0#conformant#urn:fdc:"
    "anskaffelser.no:2019:ehf:forward-billing:3.0";
constexpr std::string_view payment_request_id =
    "urn:fdc:anskaffelser.no:2019:ehf:spec:payment-request:3.0";

// Takes terms out and says which, each once.
class Fitting {
 public:
  explicit Fitting(std::string_view document) : document_(document) {}

  template <class Term>
  void drop(Term& term, std::string_view what) {
    if (term == Term{}) return;
    term = Term{};
    note(fmt::format("{} has no place in {}.", what, document_));
  }
  void note(std::string text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) {
      notes_.push_back(std::move(text));
    }
  }
  std::vector<std::string> notes() && { return std::move(notes_); }

 private:
  std::string_view document_;
  std::vector<std::string> notes_;
};

void drop_references(Fitting& fitting, model::Invoice& invoice) {
  fitting.drop(invoice.sales_order, "The sales order (BT-14)");
  fitting.drop(invoice.receiving_advice, "The receiving advice (BT-15)");
  fitting.drop(invoice.despatch_advice, "The despatch advice (BT-16)");
  fitting.drop(invoice.tender, "The tender (BT-17)");
  fitting.drop(invoice.delivery, "The delivery (BG-13)");
}

void drop_cards(Fitting& fitting, model::Invoice& invoice) {
  auto const drop = [&](model::Payment& payment) {
    fitting.drop(payment.card_number, "The payment card (BG-18)");
    fitting.drop(payment.card_holder, "The payment card (BG-18)");
    fitting.drop(payment.mandate_id, "The direct debit (BG-19)");
    fitting.drop(payment.debited_account, "The direct debit (BG-19)");
  };
  if (invoice.payment) drop(*invoice.payment);
  for (auto& one : invoice.further_payments) drop(one);
}

void keep_one_identifier(Fitting& fitting, model::Party& buyer) {
  if (buyer.identifiers.size() < 2) return;
  buyer.identifiers.resize(1);
  fitting.note("A second identifier of the buyer (BT-46) was left out.");
}

void drop_item_details(Fitting& fitting, model::Line& line) {
  fitting.drop(line.object_id, "The object of a line (BT-128)");
  fitting.drop(line.standard_item_id, "The standard identifier of an item (BT-157)");
  fitting.drop(line.classifications, "The classification of an item (BT-158)");
  fitting.drop(line.origin_country, "The country of origin (BT-159)");
  fitting.drop(line.attributes, "An attribute of an item (BG-32)");
  fitting.drop(line.order_line_reference, "The order line (BT-132)");
}

// Peppol wants a reference of the buyer's, and a reminder has no order (PEPPOL-EN16931-R003).
void order_as_reference(Fitting& fitting, model::Invoice& invoice) {
  if (invoice.buyer_reference.empty()) {
    invoice.buyer_reference = std::exchange(invoice.purchase_order, {});
  }
  fitting.drop(invoice.purchase_order, "The purchase order (BT-13)");
}

void fit_reminder(Fitting& fitting, model::Invoice& invoice) {
  join_notes(invoice.notes);
  order_as_reference(fitting, invoice);
  drop_references(fitting, invoice);
  drop_cards(fitting, invoice);
  fitting.drop(invoice.period, "The invoicing period (BG-14)");
  fitting.drop(invoice.tax_point_code, "The code of the tax point (BT-8)");
  fitting.drop(invoice.object_id, "The invoiced object (BT-18)");
  fitting.drop(invoice.attachments, "An attachment (BG-24)");
  fitting.drop(invoice.project, "The project (BT-11)");
  keep_one_identifier(fitting, invoice.buyer);
  for (auto& line : invoice.lines) {
    drop_item_details(fitting, line);
    fitting.drop(line.description, "The description of an item (BT-154)");
    fitting.drop(line.seller_item_id, "The seller's identifier of an item (BT-155)");
    fitting.drop(line.buyer_item_id, "The buyer's identifier of an item (BT-156)");
  }
}

// A payment request knows a party by identifiers and one name, outside the terms of law and tax.
void fit_requesting_party(Fitting& fitting, model::Party& party) {
  if (party.legal_id && party.identifiers.empty()) {
    party.identifiers = {*std::exchange(party.legal_id, std::nullopt)};
  }
  fitting.drop(party.legal_id, "The legal identifier of a party beside another identifier");
  fitting.drop(party.vat_id, "The VAT identifier of a party");
  fitting.drop(party.tax_registration_id, "The tax registration of a party");
  fitting.drop(party.legal_form, "The legal form of a party");
  if (party.name != party.trading_name) fitting.drop(party.trading_name, "A trading name");
  party.trading_name = std::exchange(party.name, {});
}

void fit_requesting_parties(Fitting& fitting, model::Invoice& invoice) {
  fit_requesting_party(fitting, invoice.seller);
  fit_requesting_party(fitting, invoice.buyer);
  fitting.drop(invoice.seller.electronic_address, "The seller's electronic address (BT-34)");
  fitting.drop(invoice.seller.contact, "The seller's contact (BG-6)");
  keep_one_identifier(fitting, invoice.buyer);
  fitting.drop(invoice.payee, "The payee (BG-10)");
  fitting.drop(invoice.tax_representative, "The tax representative (BG-11)");
}

void fit_requested_lines(Fitting& fitting, model::Invoice& invoice) {
  for (auto& line : invoice.lines) {
    drop_item_details(fitting, line);
    fitting.drop(line.note, "The note of a line (BT-127)");
    fitting.drop(line.adjustments, "An allowance or a charge of a line");
    fitting.drop(line.gross_price, "The gross price (BT-148)");
    fitting.drop(line.price_discount, "The price discount (BT-147)");
    line.vat = {};
  }
}

void fit_payment_request(Fitting& fitting, model::Invoice& invoice) {
  join_notes(invoice.notes);
  drop_references(fitting, invoice);
  drop_cards(fitting, invoice);
  fitting.drop(invoice.tax_point_date, "The tax point (BT-7)");
  fitting.drop(invoice.vat_currency, "The accounting currency (BT-6)");
  fitting.drop(invoice.preceding, "A preceding invoice (BG-3)");
  if (invoice.payment) fitting.drop(invoice.payment->terms_text, "The payment terms (BT-20)");
  fit_requesting_parties(fitting, invoice);
  fit_requested_lines(fitting, invoice);
  invoice.vat_breakdown.clear();
  model::Totals totals;
  totals.lines = invoice.totals.lines;
  totals.paid = invoice.totals.paid;
  totals.due = invoice.totals.due;
  invoice.totals = totals;
}

std::optional<model::Problem> unfit_reminder(model::Invoice const& invoice) {
  if (invoice.preceding.size() != 1) {
    return model::Problem{
        model::Fault::unsupported,
        fmt::format("An EHF reminder is about one invoice (BG-3); this one names {}.",
                    invoice.preceding.size())};
  }
  if (!invoice.lines.empty()) return std::nullopt;
  return model::Problem{
      model::Fault::missing,
      "An EHF reminder repeats the lines of its invoice (BG-25); there are none."};
}

// Its total is the sum of its lines less what is paid (EHF-PR-R001).
std::optional<model::Problem> unfit_request(model::Invoice const& invoice) {
  auto const unsupported = [](std::string text) {
    return model::Problem{model::Fault::unsupported, std::move(text)};
  };
  auto const& totals = invoice.totals;
  if (totals.vat && !totals.vat->is_zero()) {
    return unsupported(fmt::format("An EHF payment request has no VAT; this one has {} (BT-110).",
                                   totals.vat->text()));
  }
  if (!invoice.adjustments.empty() || (totals.rounding && !totals.rounding->is_zero())) {
    return unsupported("An EHF payment request has no allowances, charges or rounding.");
  }
  if (totals.paid && totals.paid->is_negative()) {
    return unsupported("An EHF payment request has no negative paid amount (BT-113).");
  }
  return std::nullopt;
}

// A consumer is known by having no legal entity; the name stands as the party's then.
void fit_forward_billing(model::Invoice& invoice) {
  auto& buyer = invoice.buyer;
  bool const person = buyer.type == model::PartyType::consumer && !buyer.legal_id &&
                      buyer.legal_form.empty() && buyer.trading_name.empty();
  if (person) buyer.trading_name = std::exchange(buyer.name, {});
}

}  // namespace

Kind kind_of(std::string_view customization) {
  auto const names = [&](std::string_view part) { return customization.find(part) != part.npos; };
  if (!names("anskaffelser.no:2019:ehf:")) return Kind::billing;
  if (names(":ehf:reminder:")) return Kind::reminder;
  if (names(":ehf:forward-billing:")) return Kind::forward_billing;
  return names(":ehf:spec:payment-request:") ? Kind::payment_request : Kind::billing;
}

Profile ehf(Kind kind) {
  switch (kind) {
    case Kind::reminder:
      return {reminder_id, "urn:fdc:anskaffelser.no:2019:ehf:postaward:g3:06:1.0", true, false,
              kind};
    case Kind::payment_request:
      return {payment_request_id, "urn:fdc:anskaffelser.no:2019:ehf:postaward:g3:07:1.0", false,
              false, kind};
    case Kind::forward_billing:
      return {forward_billing_id, "urn:fdc:anskaffelser.no:2019:ehf:postaward:g3:08:1.0", true,
              false, kind};
    case Kind::billing:
      break;
  }
  return peppol({});
}

model::Result<Fitted> fit(model::Invoice invoice, Kind kind) {
  std::optional<model::Problem> problem;
  if (kind == Kind::reminder) problem = unfit_reminder(invoice);
  if (kind == Kind::payment_request) problem = unfit_request(invoice);
  if (problem) return tl::unexpected{*std::move(problem)};
  Fitting fitting{kind == Kind::reminder ? "an EHF reminder" : "an EHF payment request"};
  if (kind == Kind::reminder) fit_reminder(fitting, invoice);
  if (kind == Kind::payment_request) fit_payment_request(fitting, invoice);
  if (kind == Kind::forward_billing) fit_forward_billing(invoice);
  return Fitted{std::move(invoice), std::move(fitting).notes()};
}

}  // namespace airut::ubl
