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

}  // namespace

void read_epi(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("EpiDetails");
  if (!element) return;
  auto epi = read_all(element, source);
  auto& due = invoice.totals.due;
  if (epi.amount && invoice.totals.gross) due = epi.amount;
  auto const given = epi_of_terms(invoice);
  drop_if_same(epi.date, given.date);
  drop_if_same(epi.reference, given.reference);
  drop_if_same(epi.bank_bic, given.bank_bic);
  drop_if_same(epi.beneficiary, given.beneficiary);
  drop_if_same(epi.charge_option, given.charge_option);
  drop_if_same(epi.amount, due);
  if (epi != model::Epi{}) invoice.nordic.made().epi = std::move(epi);
}

}  // namespace airut::finvoice
