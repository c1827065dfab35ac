#include <fmt/format.h>

#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

std::string unit_of(xml::Element quantity) {
  auto unit = quantity.attribute("QuantityUnitCodeUN").value_or("");
  return unit.empty() ? "C62" : unit;
}

void read_quantity(xml::Element row, model::Line& line, Source& source) {
  for (auto const name : {"InvoicedQuantity", "DeliveredQuantity", "OrderedQuantity"}) {
    auto const quantity = source.decimal(row, name);
    if (!quantity) continue;
    line.quantity = source.negated ? -*quantity : *quantity;
    line.unit = unit_of(row.child(name));
    return;
  }
  line.quantity = model::Decimal{1, 0};
}

std::optional<model::Decimal> minus(model::Decimal const& a, model::Decimal const& b) {
  int const scale = std::max(a.scale(), b.scale());
  auto const at_scale = [&](model::Decimal const& one) {
    auto value = one.coefficient();
    for (int i = one.scale(); i < scale; ++i) value *= 10;
    return value;
  };
  auto const difference = at_scale(a) - at_scale(b);
  if (difference > INT64_MAX || difference < INT64_MIN) return std::nullopt;
  return model::Decimal{static_cast<std::int64_t>(difference), scale};
}

// UnitPriceAmount is the gross price where a net price or a discount stands beside it.
void read_price(xml::Element row, model::Line& line, Source& source) {
  auto const price = source.decimal(row, "UnitPriceAmount");
  auto const net = source.decimal(row, "UnitPriceNetAmount");
  line.price_discount = source.decimal(row, "UnitPriceDiscountAmount");
  line.price_base_quantity = source.decimal(row, "UnitPriceBaseQuantity");
  if (net) {
    line.net_price = *net;
    line.gross_price = price;
  } else if (price && line.price_discount) {
    line.gross_price = price;
    line.net_price = minus(*price, *line.price_discount).value_or(*price);
  } else if (price) {
    line.net_price = *price;
  }
}

void add_discount(xml::Element from, model::Line& line, Source& source) {
  auto const amount = source.amount(from, "RowDiscountAmount");
  if (!amount || amount->is_zero()) return;
  model::AllowanceCharge discount;
  discount.amount = *amount;
  discount.percent = source.decimal(from, "RowDiscountPercent");
  discount.base_amount = source.amount(from, "RowDiscountBaseAmount");
  discount.reason_code = from.text_of("RowDiscountTypeCode");
  discount.reason = from.text_of("RowDiscountTypeText");
  line.adjustments.push_back(discount);
}

void read_adjustments(xml::Element row, model::Line& line, Source& source) {
  add_discount(row, line, source);
  for (auto const& one : row.children("RowProgressiveDiscountDetails")) {
    add_discount(one, line, source);
  }
  for (auto const& one : row.children("RowChargeDetails")) {
    auto const amount = source.amount(one, "Amount");
    if (!amount) continue;
    model::AllowanceCharge charge;
    charge.is_charge = true;
    charge.amount = *amount;
    charge.percent = source.decimal(one, "Percent");
    charge.base_amount = source.amount(one, "BaseAmount");
    charge.reason = one.text_of("ReasonText");
    charge.reason_code = one.text_of("ReasonCode");
    line.adjustments.push_back(charge);
  }
}

void read_article(xml::Element row, model::Line& line, Source& source) {
  line.object_id = source.identifier(row, "InvoicedObjectID");
  line.seller_item_id = row.text_of("ArticleIdentifier");
  line.name = row.text_of("ArticleName");
  line.description = row.text_of("ArticleDescription");
  line.buyer_item_id = row.text_of("BuyerArticleIdentifier");
  line.standard_item_id = source.identifier(row, "EanCode");
  for (auto const& one : row.children("RowDefinitionDetails")) {
    line.attributes.push_back(
        {one.text_of("RowDefinitionHeaderText"), one.text_of("RowDefinitionValue")});
  }
  line.note = joined(row, "RowFreeText", " ");
  if (line.name.empty()) std::swap(line.name, line.note);
}

void read_row_vat(xml::Element row, model::Line& line, Source& source) {
  line.vat.rate = source.decimal(row, "RowVatRatePercent");
  line.vat.code = row.text_of("RowVatCode");
  if (line.vat.code.empty() ||
      (line.vat.code == "S" && line.vat.rate && line.vat.rate->is_zero())) {
    line.vat.code = line.vat.rate && !line.vat.rate->is_zero() ? "S" : "Z";
  }
  if (!line.vat.rate && line.vat.code != "O") line.vat.rate = model::Decimal{0, 0};
}

// Rows that carry only text have neither a price nor an amount: they become notes.
bool is_text_only(xml::Element row) {
  for (auto const name : {"UnitPriceAmount", "RowVatExcludedAmount", "RowAmount"}) {
    if (row.child(name)) return false;
  }
  return true;
}

model::Line read_row(xml::Element row, Source& source) {
  model::Line line;
  line.id = row.text_of("RowPositionIdentifier");
  read_article(row, line, source);
  read_quantity(row, line, source);
  read_price(row, line, source);
  read_adjustments(row, line, source);
  read_row_vat(row, line, source);
  line.net_amount = source.amount(row, "RowVatExcludedAmount");
  model::Period const period{source.date(row, "StartDate"), source.date(row, "EndDate")};
  if (period.start || period.end) line.period = period;
  line.order_line_reference = row.text_of("RowOrderPositionIdentifier");
  line.buyer_accounting_reference = row.text_of("RowAccountDimensionText");
  bool const no_price = !row.child("UnitPriceAmount") && !row.child("UnitPriceNetAmount");
  if (no_price && line.net_amount) {  // a lump sum: one piece at the row's amount
    line.quantity = model::Decimal{1, 0};
    line.net_price = *model::Decimal::parse(line.net_amount->text());
  }
  return line;
}

model::OverdueRow read_overdue(xml::Element row, Source& source) {
  model::OverdueRow overdue;
  model::Money const nothing{0, source.currency};
  overdue.invoice_number = row.text_of("RowOriginalInvoiceIdentifier");
  overdue.issue_date = source.date(row, "RowOriginalInvoiceDate");
  overdue.due_date = source.date(row, "RowOriginalDueDate");
  overdue.original = source.amount(row, "RowOriginalInvoiceTotalAmount").value_or(nothing);
  overdue.reference = row.text_of("RowOriginalEpiRemittanceInfoIdentifier");
  overdue.paid = source.amount(row, "RowPaidVatIncludedAmount").value_or(nothing);
  overdue.open = source.amount(row, "RowUnPaidVatIncludedAmount").value_or(nothing);
  auto const round = source.decimal(row, "RowCollectionQuantity");
  if (round && round->scale() == 0 && round->coefficient() < 100) {
    overdue.reminder_round = static_cast<int>(round->coefficient());
  }
  overdue.reminder_fee = source.amount(row, "RowCollectionChargeAmount").value_or(nothing);
  overdue.interest_percent = source.decimal(row, "RowInterestRate");
  overdue.interest_from = source.date(row, "RowInterestStartDate");
  overdue.interest_until = source.date(row, "RowInterestEndDate");
  overdue.interest = source.amount(row, "RowInterestChargeAmount").value_or(nothing);
  return overdue;
}

}  // namespace

void read_rows(xml::Element root, model::Invoice& invoice, Source& source) {
  for (auto const& row : root.children("InvoiceRow")) {
    if (auto const overdue = row.child("RowOverDuePaymentDetails")) {
      invoice.overdue.push_back(read_overdue(overdue, source));
    } else if (is_text_only(row)) {
      for (auto const name : {"ArticleName", "RowFreeText"}) {
        auto text = joined(row, name, " ");
        if (!text.empty()) invoice.notes.push_back({std::move(text), ""});
      }
    } else {
      invoice.lines.push_back(read_row(row, source));
    }
  }
}

}  // namespace airut::finvoice
