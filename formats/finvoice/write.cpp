#include "formats/finvoice/write.hpp"

#include "formats/finvoice/sheet.hpp"
#include "formats/model/bank_barcode.hpp"

namespace airut::finvoice {
namespace {

std::optional<std::string> barcode(model::Invoice const& invoice) {
  auto const* account = main_account(invoice);
  if (!account || !invoice.payment || !invoice.totals.due) return std::nullopt;
  if (invoice.type == model::InvoiceType::credit_note) return std::nullopt;
  auto const kind = invoice.payment->reference_kind;
  if (!kind) return std::nullopt;
  auto const reference = model::Reference::parse(*kind, invoice.payment->reference);
  if (!reference) return std::nullopt;
  return model::bank_barcode(account->iban, *invoice.totals.due, *reference, invoice.due_date);
}

void write_body(Sheet& sheet, model::Invoice const& invoice) {
  write_seller(sheet, invoice);
  write_buyer(sheet, invoice);
  write_details(sheet, invoice);
  auto& out = sheet.xml();
  auto const& payment = invoice.payment;
  if (payment && !payment->card_number.empty()) {
    out.open("PaymentCardInfo");
    sheet.id("PrimaryAccountNumber", payment->card_number, 19);
    sheet.text("CardHolderName", payment->card_holder, 70);
    out.close();
  }
  if (payment && payment->means == model::PaymentMeans::direct_debit) {
    out.group("DirectDebitInfo");
    sheet.id("MandateReference", payment->mandate_id, 35);
    sheet.id("CreditorIdentifier", payment->creditor_id, 35);
    out.close();
  }
  if (auto const code = barcode(invoice)) out.leaf("VirtualBankBarcode", *code);
  for (auto const& line : invoice.lines) write_row(sheet, line, invoice.currency);
  for (auto const& row : invoice.overdue) write_overdue_row(sheet, row);
  write_epi(sheet, invoice);
  for (auto const& attachment : invoice.attachments) {
    if (!attachment.url.empty()) continue;
    sheet.note("The attachment " + attachment.filename +
               " is not part of a Finvoice document and travels apart.");
  }
  for (auto const& attachment : invoice.attachments) {
    if (attachment.url.empty()) continue;
    sheet.text("InvoiceUrlNameText", attachment.description, 512);
  }
  for (auto const& attachment : invoice.attachments) {
    sheet.id("InvoiceUrlText", attachment.url, 512);
  }
}

}  // namespace

model::PaymentAccount const* main_account(model::Invoice const& invoice) {
  if (!invoice.payment || invoice.payment->accounts.empty()) return nullptr;
  return &invoice.payment->accounts.front();
}

model::Result<Written> write(model::Invoice const& invoice,
                             std::optional<Transmission> const& transmission) {
  Sheet sheet{invoice};
  sheet.xml().instruction("xml-stylesheet", "type=\"text/xsl\" href=\"Finvoice.xsl\"");
  sheet.xml().open("Finvoice", {{"Version", "3.0"}});
  if (transmission) write_transmission(sheet, *transmission);
  write_body(sheet, invoice);
  sheet.xml().close();
  if (sheet.problem()) return tl::unexpected(*sheet.problem());
  auto bytes = std::move(sheet.xml()).text();
  return Written{std::move(bytes), std::move(sheet).notes()};
}

}  // namespace airut::finvoice
