#include "formats/cii/sheet.hpp"
#include "formats/model/lost_terms.hpp"

namespace airut::cii {
namespace {

// Where a line stands among sub-lines: CII lists them flat, each with the id of the line above.
struct Place {
  std::string_view parent_id;
  bool grouped = false;  // a part, or has parts
};

void write_line_document(Sheet& sheet, model::Line const& line, Place const& place,
                         bool has_parts) {
  auto& out = sheet.xml();
  out.open("ram:AssociatedDocumentLineDocument");
  out.leaf("ram:LineID", line.id);
  out.leaf_if("ram:ParentLineID", place.parent_id);
  if (place.grouped) out.leaf("ram:LineStatusReasonCode", has_parts ? "GROUP" : "DETAIL");
  sheet.wrapped("ram:IncludedNote", "ram:Content", model::note_with_specification(line));
  out.close();
}

void write_product(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.group("ram:SpecifiedTradeProduct");
  if (line.standard_item_id) sheet.id("ram:GlobalID", *line.standard_item_id);
  out.leaf_if("ram:SellerAssignedID", line.seller_item_id);
  out.leaf_if("ram:BuyerAssignedID", line.buyer_item_id);
  out.leaf_if("ram:Name", line.name);
  out.leaf_if("ram:Description", line.description);
  for (auto const& one : line.attributes) {
    out.open("ram:ApplicableProductCharacteristic");
    out.leaf("ram:Description", one.name);
    out.leaf("ram:Value", one.value);
    out.close();
  }
  for (auto const& one : line.classifications) {
    out.open("ram:DesignatedProductClassification");
    out.leaf("ram:ClassCode", one.code,
             {{"listID", one.list_id}, {"listVersionID", one.list_version}});
    out.close();
  }
  sheet.wrapped("ram:OriginTradeCountry", "ram:ID", line.origin_country);
  out.close();
}

void write_base_quantity(Sheet& sheet, model::Line const& line) {
  if (!line.price_base_quantity) return;
  sheet.xml().leaf("ram:BasisQuantity", line.price_base_quantity->text(),
                   {{"unitCode", line.price_base_unit.empty() ? line.unit : line.price_base_unit}});
}

void write_gross_price(Sheet& sheet, model::Line const& line) {
  if (!line.gross_price && !line.price_discount) return;
  auto& out = sheet.xml();
  out.open("ram:GrossPriceProductTradePrice");
  sheet.decimal_if("ram:ChargeAmount", line.gross_price);
  write_base_quantity(sheet, line);
  if (line.price_discount) {
    out.open("ram:AppliedTradeAllowanceCharge");
    out.open("ram:ChargeIndicator");
    out.leaf("udt:Indicator", "false");
    out.close();
    sheet.decimal_if("ram:ActualAmount", line.price_discount);
    out.close();
  }
  out.close();
}

void write_line_agreement(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("ram:SpecifiedLineTradeAgreement");
  sheet.wrapped("ram:BuyerOrderReferencedDocument", "ram:LineID", line.order_line_reference);
  write_gross_price(sheet, line);
  out.open("ram:NetPriceProductTradePrice");
  out.leaf("ram:ChargeAmount", line.net_price.text());
  write_base_quantity(sheet, line);
  out.close();
  out.close();
}

void write_tax(Sheet& sheet, model::VatCategory const& vat) {
  if (vat == model::VatCategory{}) return;
  auto& out = sheet.xml();
  out.open("ram:ApplicableTradeTax");
  out.leaf("ram:TypeCode", "VAT");
  out.leaf_if("ram:ExemptionReason", vat.exemption_reason);
  out.leaf_if("ram:CategoryCode", vat.code);
  out.leaf_if("ram:ExemptionReasonCode", vat.exemption_code);
  sheet.decimal_if("ram:RateApplicablePercent", vat.rate);
  out.close();
}

void write_object(Sheet& sheet, model::Line const& line) {
  if (!line.object_id) return;
  auto& out = sheet.xml();
  out.open("ram:AdditionalReferencedDocument");
  out.leaf_if("ram:IssuerAssignedID", line.object_id->value);
  out.leaf("ram:TypeCode", "130");
  out.leaf_if("ram:ReferenceTypeCode", line.object_id->scheme);
  out.close();
}

void write_line_settlement(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  out.open("ram:SpecifiedLineTradeSettlement");
  write_tax(sheet, line.vat);
  write_period(sheet, line.period);
  for (auto const& one : line.adjustments) write_adjustment(sheet, one);
  out.group("ram:SpecifiedTradeSettlementLineMonetarySummation");
  sheet.amount_if("ram:LineTotalAmount", line.net_amount);
  out.close();
  write_object(sheet, line);
  sheet.wrapped("ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID",
                line.buyer_accounting_reference);
  out.close();
}

void write_line(Sheet& sheet, model::Line const& line, Place place) {
  bool const has_parts = sheet.extensions() && line.nordic && !line.nordic->sub_lines.empty();
  place.grouped = place.grouped || has_parts;
  auto& out = sheet.xml();
  out.open("ram:IncludedSupplyChainTradeLineItem");
  write_line_document(sheet, line, place, has_parts);
  write_product(sheet, line);
  write_line_agreement(sheet, line);
  out.open("ram:SpecifiedLineTradeDelivery");
  out.leaf("ram:BilledQuantity", line.quantity.text(), {{"unitCode", line.unit}});
  out.close();
  write_line_settlement(sheet, line);
  out.close();
  if (!has_parts) return;
  for (auto const& part : line.nordic->sub_lines) write_line(sheet, part, {line.id, true});
}

}  // namespace

void write_lines(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& line : invoice.lines) write_line(sheet, line, {});
}

}  // namespace airut::cii
