#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_item(xml::Element item, model::Line& line, Source& source) {
  line.description = item.text_of("Description");
  line.name = item.text_of("Name");
  line.buyer_item_id = item.child("BuyersItemIdentification").text_of("ID");
  line.seller_item_id = item.child("SellersItemIdentification").text_of("ID");
  line.standard_item_id = source.id(item.child("StandardItemIdentification"), "ID");
  line.origin_country = item.child("OriginCountry").text_of("IdentificationCode");
  line.vat = source.vat(item.child("ClassifiedTaxCategory"));
  for (auto const& one : item.children("AdditionalItemProperty")) {
    line.attributes.push_back({one.text_of("Name"), one.text_of("Value")});
  }
}

void read_price(xml::Element price, model::Line& line, Source& source) {
  line.net_price = source.decimal(price, "PriceAmount").value_or(model::Decimal{});
  line.price_base_quantity = source.decimal(price, "BaseQuantity");
  auto const discount = price.child("AllowanceCharge");
  line.price_discount = source.decimal(discount, "Amount");
  line.gross_price = source.decimal(discount, "BaseAmount");
}

}  // namespace

model::Line read_line(xml::Element element, Source& source) {
  model::Line line;
  line.id = element.text_of("ID");
  line.note = element.text_of("Note");
  bool const credit = element.name() == "CreditNoteLine";
  auto const quantity = credit ? "CreditedQuantity" : "InvoicedQuantity";
  line.quantity = source.decimal(element, quantity).value_or(model::Decimal{});
  line.unit = element.child(quantity).attribute("unitCode").value_or("C62");
  line.net_amount = source.amount(element, "LineExtensionAmount");
  line.buyer_accounting_reference = element.text_of("AccountingCost");
  line.period = source.period(element);
  line.order_line_reference = element.child("OrderLineReference").text_of("LineID");
  line.object_id = source.id(element.child("DocumentReference"), "ID");
  line.adjustments = read_adjustments(element, source);
  read_item(element.child("Item"), line, source);
  read_price(element.child("Price"), line, source);
  return line;
}

}  // namespace airut::ubl
