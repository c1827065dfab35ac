#include <fmt/format.h>

#include "formats/finvoice/epi.hpp"
#include "formats/finvoice/sheet.hpp"
#include "formats/model/two_decimals.hpp"
#include "formats/model/untdid.hpp"

namespace airut::finvoice {
namespace {

bool is_iban_shaped(std::string_view account) { return account.size() > 2 && account[0] >= 'A'; }

std::string const& either(std::string const& said, std::string const& given) {
  return said.empty() ? given : said;
}

void write_identification(Sheet& sheet, model::Invoice const& invoice, model::Epi const& epi) {
  auto& out = sheet.xml();
  out.open("EpiIdentificationDetails");
  sheet.date("EpiDate", epi.date);
  out.leaf("EpiReference", epi.reference);
  auto const& payment = *invoice.payment;
  if (!is_bank_reference(payment) && !fits_epi_reference(payment.reference)) {
    sheet.text("EpiOrderInfo", payment.reference, 70, 7);
  }
  out.close();
}

void write_epi_parties(Sheet& sheet, model::PaymentAccount const& account, model::Epi const& epi) {
  auto& out = sheet.xml();
  out.open("EpiPartyDetails");
  out.open("EpiBfiPartyDetails");
  sheet.id("EpiBfiIdentifier", epi.bank_bic, 11, {{"IdentificationSchemeName", "BIC"}});
  sheet.text("EpiBfiName", epi.bank_name, 35);
  out.close();
  out.open("EpiBeneficiaryPartyDetails");
  sheet.name("EpiNameAddressDetails", epi.beneficiary, 35);
  sheet.id("EpiBei", epi.beneficiary_id, 11);
  sheet.id("EpiAccountID", account.iban, 34,
           {{"IdentificationSchemeName", is_iban_shaped(account.iban) ? "IBAN" : "BBAN"}});
  out.close();
  out.close();
}

bool is_digits(std::string_view text) {
  return text.size() >= 2 && text.size() <= 20 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A number that is no bank reference stands here only where EpiReference says something else.
void write_reference(Sheet& sheet, model::Payment const& payment, model::Epi const& epi) {
  bool const bank = is_bank_reference(payment);
  if (!bank && (epi.reference == payment.reference || !is_digits(payment.reference))) return;
  bool const rf = payment.reference_kind == model::ReferenceKind::rf;
  sheet.id("EpiRemittanceInfoIdentifier", payment.reference, 25,
           {{"IdentificationSchemeName", rf ? "ISO" : "SPY"}});
}

// The EPI sum has two decimals whatever the currency.
void write_sum(Sheet& sheet, model::Money const& sum) {
  if (!model::fits_two_decimals(sum)) {
    return sheet.fail(model::Fault::out_of_range,
                      fmt::format("The sum to pay in {} has more decimals than Finvoice allows.",
                                  sum.currency().code()));
  }
  auto text = amount_text(sheet.negated() ? -sum : sum);
  auto const decimals = text.size() - text.find(',') - 1;
  if (decimals < 2) text.append(2 - decimals, '0');
  if (decimals > 2) text.resize(text.size() - (decimals - 2));
  sheet.xml().leaf("EpiInstructedAmount", text,
                   {{"AmountCurrencyIdentifier", sum.currency().code()}});
}

// What only the code can say: an account to pay to reads as a credit transfer.
void write_means(Sheet& sheet, model::Payment const& payment) {
  using model::PaymentMeans;
  auto const means = payment.means;
  if (means == PaymentMeans::unstated) {
    sheet.note(
        "Finvoice names an account to pay to, which reads as a credit transfer: that no means of "
        "payment (BT-81) is stated has no place.");
  }
  bool const shown = means == PaymentMeans::credit_transfer || means == PaymentMeans::unstated ||
                     means == PaymentMeans::direct_debit ||
                     (means == PaymentMeans::card && !payment.card_number.empty());
  sheet.code("EpiPaymentMeansCode", shown ? payment.means_code : model::means_code_of(payment),
             "BT-81");
  sheet.text("EpiPaymentMeansText", payment.means_text, 70);
}

// The schema wants a day.
void write_day(Sheet& sheet, model::Invoice const& invoice) {
  sheet.date("EpiDateOptionDate", invoice.due_date ? *invoice.due_date : invoice.issue_date);
  if (invoice.due_date) return;
  sheet.note(
      "Finvoice wants a day to pay on: that of the invoice stands there, as there is no due date "
      "(BT-9).");
}

}  // namespace

void write_epi(Sheet& sheet, model::Invoice const& invoice) {
  auto const* account = main_account(invoice);
  if (!account) {
    return sheet.fail(model::Fault::missing, "Finvoice needs the account to pay to (BT-84).");
  }
  auto& out = sheet.xml();
  auto epi = epi_of_terms(invoice);
  if (invoice.nordic && invoice.nordic->epi) {
    auto const& said = *invoice.nordic->epi;
    if (said.date) epi.date = said.date;
    if (said.amount) epi.amount = said.amount;
    epi.reference = either(said.reference, epi.reference);
    epi.charge_option = either(said.charge_option, epi.charge_option);
    epi.bank_bic = either(said.bank_bic, epi.bank_bic);
    epi.beneficiary = either(said.beneficiary, epi.beneficiary);
    epi.bank_name = said.bank_name;
    epi.beneficiary_id = said.beneficiary_id;
    epi.instruction_id = said.instruction_id;
  }
  out.open("EpiDetails");
  write_identification(sheet, invoice, epi);
  write_epi_parties(sheet, *account, epi);
  out.open("EpiPaymentInstructionDetails");
  sheet.id("EpiPaymentInstructionId", epi.instruction_id, 35);
  write_reference(sheet, *invoice.payment, epi);
  write_sum(sheet, epi.amount.value_or(model::Money{0, invoice.currency}));
  out.leaf("EpiCharge", epi.charge_option, {{"ChargeOption", epi.charge_option}});
  write_day(sheet, invoice);
  write_means(sheet, *invoice.payment);
  out.close();
  out.close();
}

}  // namespace airut::finvoice
