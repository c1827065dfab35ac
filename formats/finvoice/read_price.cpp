#include <algorithm>
#include <cstdint>

#include "formats/finvoice/source.hpp"
#include "formats/rules/units.hpp"

namespace airut::finvoice {
namespace {

// a - b, nullopt when that has more digits than a price may have.
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

// Energy is priced in cents ("snt/kWh"): the model's prices are in the
// document's currency.
bool is_in_cents(std::string_view unit) {
  return unit.substr(0, 3) == "snt" || unit.substr(0, 2) == "c/";
}

std::optional<model::Decimal> hundredth(model::Decimal const& value) {
  if (value.scale() + 2 > model::Decimal::scale_max) return std::nullopt;
  auto const coefficient = value.coefficient();
  if (coefficient > INT64_MAX || coefficient < INT64_MIN) return std::nullopt;
  model::Decimal const scaled{static_cast<std::int64_t>(coefficient), value.scale() + 2};
  return model::Decimal::parse(scaled.text_shortest());
}

// usual: the unit of the price that stands beside it, for one that names none.
std::optional<model::Decimal> price(xml::Element element, Source& source, std::string_view usual) {
  auto const value = source.decimal(element);
  if (!value) return std::nullopt;
  element.attribute("AmountCurrencyIdentifier");
  element.attribute("QuantityUnitCodeUN");
  auto const unit = element.attribute("UnitPriceUnitCode").value_or(std::string{usual});
  return is_in_cents(unit) ? hundredth(*value) : value;
}

// A discount is given by its sum, or before 3.0 often by its rate alone: then
// the row's net sum shows it.
void add_discount(xml::Element from, RowNames names, model::Line& line, Source& source) {
  auto const percent = source.decimal(from, names("SubRowDiscountPercent"));
  auto amount = source.amount(from, names("SubRowDiscountAmount"));
  auto base = source.amount(from, names("SubRowDiscountBaseAmount"));
  if (!amount && percent && !percent->is_zero() && line.net_amount) {
    auto const whole = model::extend(line.quantity, line.net_price,
                                     line.price_base_quantity.value_or(model::Decimal{1, 0}),
                                     line.net_amount->currency());
    if (whole && *whole > *line.net_amount) amount = *whole - *line.net_amount;
    if (amount && !base) base = whole;
  }
  if (!amount || amount->is_zero()) return;
  model::AllowanceCharge discount;
  discount.amount = *amount;
  discount.percent = percent;
  discount.base_amount = base;
  discount.reason_code = from.text_of(names("SubRowDiscountTypeCode"));
  discount.reason = from.text_of(names("SubRowDiscountTypeText"));
  source.give_reason(from, discount);
  line.adjustments.push_back(std::move(discount));
}

}  // namespace

// UnitPriceAmount is the gross price where a net price or a discount stands
// beside it.
void read_price(xml::Element row, RowNames names, model::Line& line, Source& source) {
  auto const given = row.child(names("SubUnitPriceAmount"));
  auto const usual = given.attribute("UnitPriceUnitCode").value_or("");
  auto const gross = price(given, source, usual);
  auto const net = price(row.child(names("SubUnitPriceNetAmount")), source, usual);
  line.price_discount = price(row.child(names("SubUnitPriceDiscountAmount")), source, usual);
  auto const base = row.child(names("SubUnitPriceBaseQuantity"));
  line.price_base_quantity = source.decimal(base);
  if (line.price_base_quantity) {
    auto unit = base.attribute("QuantityUnitCodeUN").value_or("");
    auto const word = base.attribute("QuantityUnitCode").value_or("");
    if (unit.empty()) unit = rules::unit_of_word(word);
    if (unit != line.unit) line.price_base_unit = std::move(unit);
    if (line.price_base_quantity->is_zero()) {
      source.wrong(base, "number-format", "UnitPriceBaseQuantity is zero.");
      line.price_base_quantity.reset();
    }
  }
  if (net) {
    line.net_price = *net;
    line.gross_price = gross;
  } else if (gross && line.price_discount) {
    line.gross_price = gross;
    line.net_price = minus(*gross, *line.price_discount).value_or(*gross);
  } else if (gross) {
    line.net_price = *gross;
  }
}

void read_adjustments(xml::Element row, RowNames names, model::Line& line, Source& source) {
  add_discount(row, names, line, source);
  for (auto const& one : row.children(names("SubRowProgressiveDiscountDetails"))) {
    add_discount(one, names, line, source);
  }
  for (auto const& one : row.children(names("SubRowChargeDetails"))) {
    auto const amount = source.amount(one, "Amount");
    if (!amount) continue;
    model::AllowanceCharge charge;
    charge.is_charge = true;
    charge.amount = *amount;
    charge.percent = source.decimal(one, "Percent");
    charge.base_amount = source.amount(one, "BaseAmount");
    charge.reason = one.text_of("ReasonText");
    charge.reason_code = one.text_of("ReasonCode");
    line.adjustments.push_back(std::move(charge));
  }
}

}  // namespace airut::finvoice
