#include <algorithm>

#include "formats/model/lost_terms.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

// A reason that the breakdown of the category gives stands there only (BG-23).
bool has_own_reason(model::Line const& line, model::Invoice const& invoice) {
  if (line.vat.exemption_code.empty() && line.vat.exemption_reason.empty()) return false;
  return std::none_of(invoice.vat_breakdown.begin(), invoice.vat_breakdown.end(),
                      [&](auto const& row) { return row.vat == line.vat; });
}

void write_item(Sheet& sheet, model::Line const& line, bool own_reason) {
  auto& out = sheet.xml();
  out.open("cac:Item");
  out.leaf_if("cbc:Description", line.description);
  out.leaf_if("cbc:Name", line.name);
  sheet.wrapped("cac:BuyersItemIdentification", "cbc:ID", line.buyer_item_id);
  sheet.wrapped("cac:SellersItemIdentification", "cbc:ID", line.seller_item_id);
  if (line.standard_item_id) {
    out.open("cac:StandardItemIdentification");
    sheet.id("cbc:ID", *line.standard_item_id);
    out.close();
  }
  sheet.wrapped("cac:OriginCountry", "cbc:IdentificationCode", line.origin_country);
  for (auto const& one : line.classifications) {
    out.open("cac:CommodityClassification");
    out.leaf("cbc:ItemClassificationCode", one.code,
             {{"listID", one.list_id}, {"listVersionID", one.list_version}});
    out.close();
  }
  if (line.vat != model::VatCategory{}) {
    write_tax_category(sheet, "cac:ClassifiedTaxCategory", line.vat, own_reason);
  }
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
    out.leaf("cbc:BaseQuantity", line.price_base_quantity->text(),
             {{"unitCode", line.price_base_unit.empty() ? line.unit : line.price_base_unit}});
  }
  if (line.price_discount || line.gross_price) {
    out.open("cac:AllowanceCharge");
    out.leaf("cbc:ChargeIndicator", "false");
    sheet.price("cbc:Amount", line.price_discount.value_or(model::Decimal{}));
    if (line.gross_price) sheet.price("cbc:BaseAmount", *line.gross_price);
    out.close();
  }
  out.close();
}

void write_line_references(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  sheet.wrapped("cac:OrderLineReference", "cbc:LineID", line.order_line_reference);
  if (!line.object_id) return;
  out.open("cac:DocumentReference");
  sheet.id("cbc:ID", *line.object_id);
  out.leaf("cbc:DocumentTypeCode", "130");
  out.close();
}

// What stands in a line and in a sub-line alike.
void write_line_body(Sheet& sheet, model::Line const& line, model::Invoice const& invoice,
                     bool extensions) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto& out = sheet.xml();
  out.leaf("cbc:ID", line.id);
  out.leaf_if("cbc:Note", model::note_with_specification(line));
  out.leaf(credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", line.quantity.text(),
           {{"unitCode", line.unit}});
  sheet.amount_if("cbc:LineExtensionAmount", line.net_amount);
  out.leaf_if("cbc:AccountingCost", line.buyer_accounting_reference);
  write_period(sheet, line.period);
  write_line_references(sheet, line);
  for (auto const& one : line.adjustments) write_adjustment(sheet, one, false);
  write_item(sheet, line, has_own_reason(line, invoice));
  write_price(sheet, line);
  if (!extensions || !line.nordic) return;
  for (auto const& one : line.nordic->sub_lines) {
    out.open(credit ? "cac:SubCreditNoteLine" : "cac:SubInvoiceLine");
    write_line_body(sheet, one, invoice, extensions);
    out.close();
  }
}

}  // namespace

void write_line(Sheet& sheet, model::Line const& line, model::Invoice const& invoice,
                bool extensions) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  sheet.xml().open(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine");
  write_line_body(sheet, line, invoice, extensions);
  sheet.xml().close();
}

}  // namespace airut::ubl
