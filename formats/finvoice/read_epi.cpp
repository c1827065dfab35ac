#include "formats/finvoice/epi.hpp"
#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

model::Epi read_all(xml::Element epi, Source& source) {
  auto const identification = epi.child("EpiIdentificationDetails");
  auto const bank = epi.child("EpiPartyDetails").child("EpiBfiPartyDetails");
  auto const payee = epi.child("EpiPartyDetails").child("EpiBeneficiaryPartyDetails");
  auto const instruction = epi.child("EpiPaymentInstructionDetails");
  model::Epi read;
  read.date = source.date(identification, "EpiDate");
  read.reference = identification.text_of("EpiReference");
  read.bank_bic = bank.text_of("EpiBfiIdentifier");
  read.bank_name = bank.text_of("EpiBfiName");
  read.beneficiary = payee.text_of("EpiNameAddressDetails");
  read.beneficiary_id = payee.text_of("EpiBei");
  read.instruction_id = instruction.text_of("EpiPaymentInstructionId");
  auto const charge = instruction.child("EpiCharge");
  auto const text = charge.text();
  read.charge_option = charge.attribute("ChargeOption").value_or(text);
  read.amount = source.amount_of_any_currency(instruction.child("EpiInstructedAmount"));
  return read;
}

// Only what the terms of payment do not give of themselves is kept.
template <class Member>
void drop_if_same(Member& member, Member const& given) {
  if (member == given) member = Member{};
}

// What is paid already, of a document that says so without its sum: 2.01 has no sum for it.
std::optional<model::Money> paid_of(model::Totals const& totals, model::Money const& to_pay,
                                    std::string_view status) {
  auto const whole = *totals.gross + totals.rounding.value_or(model::Money{0, to_pay.currency()});
  bool const all = status == "PAID" && to_pay.is_zero();
  bool const some = status == "PARTLYPAID" && to_pay.minor() > 0 && to_pay < whole;
  return all || some ? std::optional{whole - to_pay} : std::nullopt;
}

// An invoice that gives money asks for none: its figures say how much is due the other way.
std::optional<model::Money> due_back(model::Invoice const& invoice, model::Money const& to_pay) {
  auto const& totals = invoice.totals;
  bool const asks = !to_pay.is_zero() || to_pay.currency() != invoice.currency;
  if (!totals.gross || asks || invoice.type == model::InvoiceType::credit_note) return std::nullopt;
  model::Money const nothing{0, to_pay.currency()};
  auto const due =
      *totals.gross + totals.rounding.value_or(nothing) - totals.paid.value_or(nothing);
  return due.is_negative() ? std::optional{due} : std::nullopt;
}

// The sum to pay is the sum due, but in another currency, and on a credit note, of which nobody
// has to pay anything: then the figures give what is due.
void take_sum(model::Invoice& invoice, model::Money const& to_pay, std::string_view status) {
  auto& totals = invoice.totals;
  if (!totals.gross || to_pay.currency() != invoice.currency) return;
  if (!totals.paid) totals.paid = paid_of(totals, to_pay, status);
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  if (credit && !totals.paid && to_pay.minor() <= 0) return;
  totals.due = to_pay;
}

}  // namespace

void read_epi(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("EpiDetails");
  if (!element) return;
  auto epi = read_all(element, source);
  auto const status = root.child("PaymentStatusDetails").child("PaymentStatusCode");
  if (auto const due = epi.amount ? due_back(invoice, *epi.amount) : std::nullopt) {
    invoice.totals.due = due;
    epi.amount.reset();
  }
  if (epi.amount) take_sum(invoice, *epi.amount, status.peek());
  if (status && status.peek() == status_of_terms(invoice)) status.set_read();
  auto const given = epi_of_terms(invoice);
  drop_if_same(epi.date, given.date);
  drop_if_same(epi.reference, given.reference);
  drop_if_same(epi.bank_bic, given.bank_bic);
  drop_if_same(epi.beneficiary, given.beneficiary);
  drop_if_same(epi.charge_option, given.charge_option);
  drop_if_same(epi.amount, invoice.totals.due);
  if (epi != model::Epi{}) invoice.nordic.made().epi = std::move(epi);
}

}  // namespace airut::finvoice
