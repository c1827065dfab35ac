#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "formats/cii/source.hpp"

namespace airut::cii {
namespace {

void read_classifications(xml::Element product, model::Line& line) {
  constexpr std::string_view name = "DesignatedProductClassification";
  for (auto one = product.child(name); one; one = one.next_sibling(name)) {
    auto const code = one.child("ClassCode");
    if (code.view().empty()) continue;
    line.classifications.push_back({code.text(), code.attribute("listID").value_or(""),
                                    code.attribute("listVersionID").value_or("")});
  }
}

void read_product(xml::Element product, model::Line& line, Source& source) {
  line.standard_item_id = source.id(product, "GlobalID");
  line.seller_item_id = product.view_of("SellerAssignedID");
  line.buyer_item_id = product.view_of("BuyerAssignedID");
  line.name = product.view_of("Name");
  line.description = source.lines(product, "Description");
  constexpr std::string_view name = "ApplicableProductCharacteristic";
  for (auto one = product.child(name); one; one = one.next_sibling(name)) {
    line.attributes.push_back({one.text_of("Description"), one.text_of("Value")});
  }
  read_classifications(product, line);
  line.origin_country = product.child("OriginTradeCountry").view_of("ID");
}

// A quantity that says the same as another one elsewhere is taken over with it.
void set_read_if_same(xml::Element quantity, xml::Element other) {
  if (!quantity || quantity.peek() != other.peek()) return;
  quantity.set_read();
  quantity.attribute_view("unitCode");
}

void read_gross_price(xml::Element gross, model::Line& line, Source& source) {
  line.gross_price = source.price(gross, "ChargeAmount");
  auto const discount = gross.child("AppliedTradeAllowanceCharge");
  if (!discount) return;
  auto const indicator = discount.child("ChargeIndicator");
  if (indicator.peek() == "true") return;  // no term of EN 16931: told as left over
  indicator.set_read();
  line.price_discount = source.price(discount, "ActualAmount");
  if (line.price_discount && line.price_discount->is_zero()) line.price_discount.reset();
}

void read_line_agreement(xml::Element agreement, model::Line& line, Source& source) {
  line.order_line_reference = agreement.child("BuyerOrderReferencedDocument").view_of("LineID");
  auto const gross = agreement.child("GrossPriceProductTradePrice");
  read_gross_price(gross, line, source);
  auto const net = agreement.child("NetPriceProductTradePrice");
  line.net_price = source.price(net, "ChargeAmount").value_or(model::Decimal{});
  line.price_base_quantity = source.decimal(net, "BasisQuantity");
  auto const base = net.child("BasisQuantity");
  auto const unit = base.attribute_view("unitCode").value_or("");
  if (unit != line.unit) line.price_base_unit = unit;
  if (base) set_read_if_same(gross.child("BasisQuantity"), base);
}

void read_object(xml::Element settlement, model::Line& line) {
  constexpr std::string_view name = "AdditionalReferencedDocument";
  auto const document = settlement.child(name);
  auto const type = document.child("TypeCode");
  if (!document || (type && type.peek() != "130")) return;
  type.set_read();
  line.object_id = model::Identifier{document.text_of("IssuerAssignedID"),
                                     document.text_of("ReferenceTypeCode")};
}

void read_line_settlement(xml::Element settlement, model::Line& line, Source& source) {
  line.vat = source.vat(settlement.child("ApplicableTradeTax"));
  line.period = source.period(settlement);
  line.adjustments = read_adjustments(settlement, source);
  line.net_amount = source.amount(settlement.child("SpecifiedTradeSettlementLineMonetarySummation"),
                                  "LineTotalAmount");
  read_object(settlement, line);
  line.buyer_accounting_reference =
      settlement.child("ReceivableSpecifiedTradeAccountingAccount").view_of("ID");
}

std::string read_notes(xml::Element document, Source& source) {
  constexpr std::string_view name = "IncludedNote";
  std::string notes;
  for (auto one = document.child(name); one; one = one.next_sibling(name)) {
    auto const text = source.lines(one, "Content");
    if (!notes.empty() && !text.empty()) notes += '\n';
    notes += text;
  }
  return notes;
}

model::Line read_line(xml::Element element, Source& source) {
  model::Line line;
  auto const document = element.child("AssociatedDocumentLineDocument");
  line.id = document.view_of("LineID");
  line.note = read_notes(document, source);
  read_product(element.child("SpecifiedTradeProduct"), line, source);
  auto const delivery = element.child("SpecifiedLineTradeDelivery");
  line.quantity = source.decimal(delivery, "BilledQuantity").value_or(model::Decimal{});
  line.unit = delivery.child("BilledQuantity").attribute_view("unitCode").value_or("");
  read_line_agreement(element.child("SpecifiedLineTradeAgreement"), line, source);
  read_line_settlement(element.child("SpecifiedLineTradeSettlement"), line, source);
  return line;
}

// A line as it stands in the file, before it has found its parent.
struct Placed {
  model::Line line;
  xml::Element document;  // AssociatedDocumentLineDocument
  std::optional<std::size_t> parent;
  std::vector<std::size_t> parts;
  int depth = 0;
};

// GROUP for a line with parts and DETAIL for one without say what the tree says already.
void read_role(Placed const& placed) {
  auto const role = placed.document.child("LineStatusReasonCode");
  if (role.peek() == (placed.parts.empty() ? "DETAIL" : "GROUP")) role.set_read();
}

model::Line assembled(std::vector<Placed>& all, std::size_t index) {
  auto& placed = all[index];
  read_role(placed);
  auto line = std::move(placed.line);
  for (auto const part : placed.parts) {
    line.nordic.made().sub_lines.push_back(assembled(all, part));
  }
  return line;
}

// A parent stands before its parts; a reference to any other line stays unread, and so does one
// that would nest deeper than the model goes.
void find_parents(std::vector<Placed>& all) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto const parent = all[i].document.child("ParentLineID");
    auto const found = places.find(parent.peek());
    if (parent && found != places.end() && all[found->second].depth < model::sub_line_depth_max) {
      all[i].depth = all[found->second].depth + 1;
      all[i].parent = found->second;
      all[found->second].parts.push_back(i);
      parent.set_read();
    }
    places.emplace(all[i].document.child("LineID").peek(), i);
  }
}

}  // namespace

std::vector<model::Line> read_lines(xml::Element transaction, Source& source) {
  constexpr std::string_view name = "IncludedSupplyChainTradeLineItem";
  std::vector<Placed> all;
  for (auto one = transaction.child(name); one; one = one.next_sibling(name)) {
    all.push_back(
        {read_line(one, source), one.child("AssociatedDocumentLineDocument"), std::nullopt, {}});
  }
  find_parents(all);
  std::vector<model::Line> lines;
  lines.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].parent) lines.push_back(assembled(all, i));
  }
  return lines;
}

}  // namespace airut::cii
