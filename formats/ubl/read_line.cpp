#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_classifications(xml::Element item, model::Line& line) {
  constexpr std::string_view name = "CommodityClassification";
  for (auto one = item.child(name); one; one = one.next_sibling(name)) {
    auto const code = one.child("ItemClassificationCode");
    if (code.view().empty()) continue;
    line.classifications.push_back({code.text(), code.attribute("listID").value_or(""),
                                    code.attribute("listVersionID").value_or("")});
  }
}

void read_item(xml::Element item, model::Line& line, Source& source) {
  line.description = source.lines(item, "Description");
  line.name = item.view_of("Name");
  line.buyer_item_id = item.child("BuyersItemIdentification").view_of("ID");
  line.seller_item_id = item.child("SellersItemIdentification").view_of("ID");
  line.standard_item_id = source.id(item.child("StandardItemIdentification"), "ID");
  read_classifications(item, line);
  line.origin_country = item.child("OriginCountry").view_of("IdentificationCode");
  line.vat = source.vat(item.child("ClassifiedTaxCategory"));
  constexpr std::string_view property = "AdditionalItemProperty";
  for (auto one = item.child(property); one; one = one.next_sibling(property)) {
    line.attributes.push_back({one.text_of("Name"), one.text_of("Value")});
  }
}

// A gross price without a discount is written with a discount of zero, as UBL has no other place.
void read_price(xml::Element price, model::Line& line, Source& source) {
  line.net_price = source.price(price, "PriceAmount").value_or(model::Decimal{});
  line.price_base_quantity = source.decimal(price, "BaseQuantity");
  auto const unit = price.child("BaseQuantity").attribute_view("unitCode").value_or("");
  if (unit != line.unit) line.price_base_unit = unit;
  auto const discount = price.child("AllowanceCharge");
  if (!discount) return;
  bool const charge = discount.child("ChargeIndicator").peek() == "true";
  if (charge) return;  // no term of EN 16931: told as left over
  discount.view_of("ChargeIndicator");
  line.price_discount = source.price(discount, "Amount");
  line.gross_price = source.price(discount, "BaseAmount");
  if (line.gross_price && line.price_discount && line.price_discount->is_zero()) {
    line.price_discount.reset();
  }
}

void read_line_references(xml::Element element, model::Line& line, Source& source) {
  line.order_line_reference = element.child("OrderLineReference").view_of("LineID");
  auto const document = element.child("DocumentReference");
  auto const code = document.child("DocumentTypeCode");
  if (code && code.peek() != "130") return;
  code.view();
  line.object_id = source.id(document, "ID");
}

// Lines of the XRechnung extension: each is a part of the line above it.
void read_sub_lines(xml::Element element, model::Line& line, Source& source, int depth) {
  if (depth >= model::sub_line_depth_max) return;
  for (auto const name : {"SubInvoiceLine", "SubCreditNoteLine"}) {
    for (auto one = element.child(name); one; one = one.next_sibling(name)) {
      line.nordic.made().sub_lines.push_back(read_line(one, source, depth + 1));
    }
  }
}

}  // namespace

model::Line read_line(xml::Element element, Source& source, int depth) {
  model::Line line;
  line.id = element.view_of("ID");
  line.note = source.lines(element, "Note");
  auto quantity = element.child("InvoicedQuantity");
  if (!quantity) quantity = element.child("CreditedQuantity");
  if (quantity) line.quantity = source.decimal(element, quantity.name()).value_or(model::Decimal{});
  line.unit = quantity.attribute_view("unitCode").value_or("");
  line.net_amount = source.amount(element, "LineExtensionAmount");
  line.buyer_accounting_reference = element.view_of("AccountingCost");
  line.period = source.period(element);
  read_line_references(element, line, source);
  line.adjustments = read_adjustments(element, source);
  read_item(element.child("Item"), line, source);
  read_price(element.child("Price"), line, source);
  read_sub_lines(element, line, source, depth);
  return line;
}

}  // namespace airut::ubl
