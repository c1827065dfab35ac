#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

void write_item(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("cac:Item");
  out.leaf_if("cbc:Description", line.description);
  out.leaf("cbc:Name", line.name);
  sheet.wrapped("cac:BuyersItemIdentification", "cbc:ID", line.buyer_item_id);
  sheet.wrapped("cac:SellersItemIdentification", "cbc:ID", line.seller_item_id);
  if (line.standard_item_id) {
    out.open("cac:StandardItemIdentification");
    sheet.id("cbc:ID", *line.standard_item_id);
    out.close();
  }
  sheet.wrapped("cac:OriginCountry", "cbc:IdentificationCode", line.origin_country);
  write_tax_category(sheet, "cac:ClassifiedTaxCategory", line.vat, false);
  for (auto const& one : line.attributes) {
    out.open("cac:AdditionalItemProperty");
    out.leaf("cbc:Name", one.name);
    out.leaf("cbc:Value", one.value);
    out.close();
  }
  out.close();
}

void write_price(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("cac:Price");
  sheet.price("cbc:PriceAmount", line.net_price);
  if (line.price_base_quantity) {
    out.leaf("cbc:BaseQuantity", line.price_base_quantity->text(), {{"unitCode", line.unit}});
  }
  if (line.price_discount) {
    out.open("cac:AllowanceCharge");
    out.leaf("cbc:ChargeIndicator", "false");
    sheet.price("cbc:Amount", *line.price_discount);
    if (line.gross_price) sheet.price("cbc:BaseAmount", *line.gross_price);
    out.close();
  }
  out.close();
}

}  // namespace

void write_line(Sheet& sheet, model::Line const& line, model::Invoice const& invoice) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto& out = sheet.xml();
  out.open(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine");
  out.leaf("cbc:ID", line.id);
  out.leaf_if("cbc:Note", line.note);
  out.leaf(credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", line.quantity.text(),
           {{"unitCode", line.unit}});
  sheet.amount("cbc:LineExtensionAmount",
               line.net_amount.value_or(model::Money{0, invoice.currency}));
  out.leaf_if("cbc:AccountingCost", line.buyer_accounting_reference);
  write_period(sheet, line.period);
  sheet.wrapped("cac:OrderLineReference", "cbc:LineID", line.order_line_reference);
  if (line.object_id) {
    out.open("cac:DocumentReference");
    sheet.id("cbc:ID", *line.object_id);
    out.leaf("cbc:DocumentTypeCode", "130");
    out.close();
  }
  for (auto const& one : line.adjustments) write_adjustment(sheet, one, false);
  write_item(sheet, line);
  write_price(sheet, line);
  out.close();
}

}  // namespace airut::ubl
