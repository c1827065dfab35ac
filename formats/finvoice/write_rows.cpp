#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr int price_decimals = 5;
constexpr std::size_t quantity_length = 14;

std::string quantity_text(model::Decimal const& value) { return comma_text(value, 0); }

void write_quantity(Sheet& sheet, std::string_view element, model::Decimal const& value,
                    std::string_view unit) {
  auto const text = quantity_text(value);
  if (text.size() > quantity_length) {
    return sheet.fail(
        model::Fault::out_of_range,
        fmt::format("{} {} is longer than the 14 characters that Finvoice allows.", element, text));
  }
  sheet.xml().leaf(element, text, {{"QuantityUnitCode", unit}, {"QuantityUnitCodeUN", unit}});
}

// Prices finer than five decimals are given for 10, 100 ... units instead: the same price.
struct UnitPrices {
  model::Decimal net;
  std::optional<model::Decimal> gross, discount, base;
};

int decimals_of(model::Decimal const& value) {
  auto const text = value.text_shortest();
  auto const dot = text.find('.');
  return dot == std::string::npos ? 0 : static_cast<int>(text.size() - dot - 1);
}

std::optional<model::Decimal> times_ten(model::Decimal const& value, int power) {
  auto shortest = *model::Decimal::parse(value.text_shortest());
  auto coefficient = shortest.coefficient();
  int scale = shortest.scale() - power;
  for (; scale < 0; ++scale) coefficient *= 10;
  constexpr model::Int128 most = std::numeric_limits<std::int64_t>::max();
  if (coefficient > most || coefficient < -most) return std::nullopt;
  return model::Decimal{static_cast<std::int64_t>(coefficient), scale};
}

std::optional<UnitPrices> prices_of(model::Line const& line) {
  UnitPrices prices{line.net_price, line.gross_price, line.price_discount,
                    line.price_base_quantity};
  int finest = decimals_of(line.net_price);
  if (line.gross_price) finest = std::max(finest, decimals_of(*line.gross_price));
  if (line.price_discount) finest = std::max(finest, decimals_of(*line.price_discount));
  int const power = finest - price_decimals;
  if (power <= 0) return prices;
  auto shift = [&](std::optional<model::Decimal>& value) {
    if (!value) return true;
    value = times_ten(*value, power);
    return value.has_value();
  };
  std::optional<model::Decimal> net = prices.net;
  if (!prices.base) prices.base = model::Decimal{1, 0};
  if (!shift(net) || !shift(prices.gross) || !shift(prices.discount) || !shift(prices.base)) {
    return std::nullopt;
  }
  prices.net = *net;
  return prices;
}

void write_article(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  if (line.object_id) {
    sheet.id("InvoicedObjectID", line.object_id->value, 70, {{"SchemeID", line.object_id->scheme}});
  }
  sheet.id("ArticleIdentifier", line.seller_item_id, 70);
  auto const name = xml::one_line(line.name);
  auto const short_name = xml::first_characters(name, 100);
  out.leaf_if("ArticleName", short_name);
  if (short_name.size() < name.size()) {
    sheet.note(fmt::format("The name of line {} was cut after 100 characters.", line.id));
  }
  sheet.text("ArticleDescription", line.description, 512);
  sheet.id("BuyerArticleIdentifier", line.buyer_item_id, 70);
  if (line.standard_item_id) {
    sheet.id("EanCode", line.standard_item_id->value, 35,
             {{"SchemeID", line.standard_item_id->scheme}});
  }
  for (auto const& attribute : line.attributes) {
    out.open("RowDefinitionDetails");
    sheet.text("RowDefinitionHeaderText", attribute.name, 70);
    sheet.text("RowDefinitionValue", attribute.value, 70);
    out.close();
  }
  if (!line.origin_country.empty()) {
    sheet.note(fmt::format("The country of origin of line {} (BT-159) was left out.", line.id));
  }
}

void write_price(Sheet& sheet, model::Line const& line) {
  auto const prices = prices_of(line);
  if (!prices) {
    return sheet.fail(
        model::Fault::out_of_range,
        fmt::format("The unit price of line {} is finer than Finvoice can tell.", line.id));
  }
  sheet.price("UnitPriceAmount", prices->gross.value_or(prices->net), line.unit);
  if (prices->discount) sheet.price("UnitPriceDiscountAmount", *prices->discount, line.unit);
  if (prices->gross) sheet.price("UnitPriceNetAmount", prices->net, line.unit);
  if (prices->base) write_quantity(sheet, "UnitPriceBaseQuantity", *prices->base, line.unit);
}

void write_discount(Sheet& sheet, model::AllowanceCharge const& one) {
  sheet.percent("RowDiscountPercent", one.percent);
  sheet.amount("RowDiscountAmount", one.amount);
  sheet.amount_if("RowDiscountBaseAmount", one.base_amount);
  sheet.id("RowDiscountTypeCode", one.reason_code, 3);
  sheet.text("RowDiscountTypeText", one.reason, 35);
}

// The first discount stands on the row, further ones in groups of their own.
void write_adjustments(Sheet& sheet, model::Line const& line) {
  auto& out = sheet.xml();
  bool first = true;
  for (auto const& one : line.adjustments) {
    if (one.is_charge) continue;
    if (!first) out.open("RowProgressiveDiscountDetails");
    write_discount(sheet, one);
    if (!first) out.close();
    first = false;
  }
  for (auto const& one : line.adjustments) {
    if (!one.is_charge) continue;
    out.open("RowChargeDetails");
    sheet.text("ReasonText", one.reason, 70);
    sheet.id("ReasonCode", one.reason_code, 3);
    sheet.percent("Percent", one.percent);
    sheet.amount("Amount", one.amount);
    sheet.amount_if("BaseAmount", one.base_amount);
    out.close();
  }
}

}  // namespace

void write_row(Sheet& sheet, model::Line const& line, model::Currency currency) {
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  write_article(sheet, line);
  write_quantity(sheet, "InvoicedQuantity", sheet.negated() ? -line.quantity : line.quantity,
                 line.unit);
  if (line.period) {
    sheet.date("StartDate", line.period->start);
    sheet.date("EndDate", line.period->end);
  }
  write_price(sheet, line);
  sheet.id("RowOrderPositionIdentifier", line.order_line_reference, 35);
  sheet.id("RowPositionIdentifier", line.id, 35);
  sheet.text("RowAccountDimensionText", line.buyer_accounting_reference, 35);
  sheet.text("RowFreeText", line.note, 512, 9);
  write_adjustments(sheet, line);
  sheet.percent("RowVatRatePercent", line.vat.rate);
  out.leaf_if("RowVatCode", line.vat.code);
  sheet.amount("RowVatExcludedAmount", line.net_amount.value_or(model::Money{0, currency}));
  out.close();
}

void write_overdue_row(Sheet& sheet, model::OverdueRow const& row) {
  auto& out = sheet.xml();
  out.open("InvoiceRow");
  sheet.text("ArticleName", fmt::format("Lasku {}", row.invoice_number), 100);
  out.open("RowOverDuePaymentDetails");
  sheet.id("RowOriginalInvoiceIdentifier", row.invoice_number, 35);
  sheet.date("RowOriginalInvoiceDate", row.issue_date);
  sheet.date("RowOriginalDueDate", row.due_date);
  sheet.amount("RowOriginalInvoiceTotalAmount", row.original);
  sheet.id("RowOriginalEpiRemittanceInfoIdentifier", row.reference, 35);
  sheet.amount("RowPaidVatIncludedAmount", row.paid);
  sheet.amount("RowUnPaidVatIncludedAmount", row.open);
  if (row.reminder_round > 0) {
    out.leaf("RowCollectionQuantity", std::to_string(row.reminder_round));
  }
  sheet.amount("RowCollectionChargeAmount", row.reminder_fee);
  sheet.percent("RowInterestRate", row.interest_percent);
  sheet.date("RowInterestStartDate", row.interest_from);
  sheet.date("RowInterestEndDate", row.interest_until);
  sheet.amount("RowInterestChargeAmount", row.interest);
  out.close();
  out.close();
}

}  // namespace airut::finvoice
