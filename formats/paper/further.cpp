#include "formats/paper/further.hpp"

#include <fmt/format.h>

#include "formats/model/lost_terms.hpp"
#include "formats/paper/blocks.hpp"
#include "formats/paper/id_label.hpp"
#include "formats/paper/line_text.hpp"
#include "formats/paper/payment.hpp"
#include "formats/paper/settlement.hpp"

namespace airut::paper {
namespace {

// "Myyjä: label value · label value"; nothing when there is nothing to say.
class Line {
 public:
  explicit Line(std::string_view title = {}) : title_(title) {}

  void add(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    if (!text_.empty()) text_ += " · ";
    text_ += label.empty() ? std::string{value} : fmt::format("{} {}", label, value);
  }
  void draw(Sheet& sheet) const {
    if (text_.empty()) return;
    draw_text(sheet, title_.empty() ? text_ : fmt::format("{}: {}", title_, text_), Use::detail);
  }

 private:
  std::string_view title_;
  std::string text_;
};

void add_identifiers(Line& line, model::Party const& party, Words const& words) {
  for (auto const& one : party.identifiers) {
    line.add(words.identifier, with_scheme(one.value, one.scheme));
  }
}

void add_contact(Line& line, model::Contact const& contact, Words const& words) {
  line.add(words.contact, contact.name);
  line.add("", unbroken(contact.phone));
  line.add("", contact.email);
}

// Name, address, numbers and contact stand in the footer.
void draw_seller(Sheet& sheet, model::Invoice const& invoice) {
  auto const& words = sheet.words;
  auto const& seller = invoice.seller;
  Line line{words.seller};
  line.add(words.trading_name, seller.trading_name);
  add_identifiers(line, seller, words);
  line.draw(sheet);
}

// Name, address, business and VAT id stand in the head.
void draw_buyer(Sheet& sheet, model::Invoice const& invoice) {
  auto const& words = sheet.words;
  auto const& buyer = invoice.buyer;
  Line line{words.buyer};
  line.add(words.trading_name, buyer.trading_name);
  line.add("", buyer.address.subdivision);
  add_identifiers(line, buyer, words);
  line.add("", buyer.tax_registration_id);
  line.add("", buyer.legal_form);
  add_contact(line, buyer.contact, words);
  line.draw(sheet);
}

void draw_other_party(Sheet& sheet, std::string_view title,
                      std::optional<model::Party> const& party) {
  if (!party) return;
  auto const& words = sheet.words;
  Line line{title};
  line.add("", joined_address(party->name, party->address, {}));
  add_identifiers(line, *party, words);
  if (party->legal_id) line.add(id_label(*party, words), party->legal_id->value);
  line.add(words.vat_id, party->vat_id);
  line.draw(sheet);
}

void draw_further_accounts(Sheet& sheet, model::Payment const& payment) {
  Line line;
  for (auto const& one : payment.accounts) {
    line.add(sheet.words.account, printed_account(one));
    line.add("", one.name);
  }
  line.draw(sheet);
}

// The form shows the reference and, without the name of their holder, the first accounts.
void draw_payment_terms(Sheet& sheet, model::Invoice const& invoice, bool has_form) {
  if (!invoice.payment) return;
  auto const& words = sheet.words;
  auto const& payment = *invoice.payment;
  Line line;
  line.add(words.means, payment.means_text);
  if (!has_form) {
    bool const kid = payment.reference_kind == model::ReferenceKind::no_kid;
    PaymentRequest request;
    request.reference_kind = payment.reference_kind;
    request.reference = payment.reference;
    line.add(kid ? words.kid : words.payment_reference, printed_reference(request));
  }
  line.draw(sheet);
  bool const waits = settlement_of(invoice) == Settlement::by_transfer;
  bool const all_on_form =
      has_form && payment.accounts.size() == 1 && payment.accounts.front().name.empty();
  if (waits && !all_on_form) draw_further_accounts(sheet, payment);
}

void draw_other_ways(Sheet& sheet, model::Invoice const& invoice) {
  auto const& words = sheet.words;
  for (auto const& payment : invoice.further_payments) {
    Line line{words.other_way};
    line.add("", payment.means_text);
    for (auto const& one : payment.accounts) line.add(words.account, printed_account(one));
    bool const kid = payment.reference_kind == model::ReferenceKind::no_kid;
    line.add(kid ? words.kid : words.payment_reference, payment.reference);
    line.add(words.mandate, payment.mandate_id);
    line.add(words.terms, payment.terms_text);
    line.draw(sheet);
  }
}

void draw_attachments(Sheet& sheet, model::Invoice const& invoice) {
  Line line{sheet.words.attachments};
  for (auto const& one : invoice.attachments) {
    auto text = one.description;
    for (auto const* part : {&one.reference, &one.filename, &one.url}) {
      if (!part->empty() && *part != text) text += (text.empty() ? "" : ", ") + *part;
    }
    line.add("", text);
  }
  line.draw(sheet);
}

void note(Sheet& sheet, std::string term, std::string detail) {
  model::Finding finding;
  finding.code = "not-on-paper";
  finding.term = std::move(term);
  finding.severity = model::Severity::warning;
  finding.detail = std::move(detail);
  sheet.notes.push_back(std::move(finding));
}

void note_unshown(Sheet& sheet, model::Invoice const& invoice) {
  bool const waits = settlement_of(invoice) == Settlement::by_transfer;
  if (invoice.payment && !invoice.payment->accounts.empty() && !waits) {
    note(sheet, "BT-84", "The account is not printed: nobody is to pay to it.");
  }
  auto const extras = model::extras_left_behind(invoice);
  if (!extras.empty()) note(sheet, "", extras + " is not printed.");
}

}  // namespace

void draw_further(Sheet& sheet, model::Invoice const& invoice, std::vector<Fact> const& left,
                  bool has_form) {
  auto const& words = sheet.words;
  Line references;
  for (auto const& one : left) references.add(one.label, one.value);
  references.draw(sheet);
  draw_payment_terms(sheet, invoice, has_form);
  draw_other_ways(sheet, invoice);
  draw_other_party(sheet, words.payee, invoice.payee);
  draw_other_party(sheet, words.payer, invoice.payer);
  draw_other_party(sheet, words.tax_representative, invoice.tax_representative);
  draw_seller(sheet, invoice);
  draw_buyer(sheet, invoice);
  draw_attachments(sheet, invoice);
  note_unshown(sheet, invoice);
}

}  // namespace airut::paper
