#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"

namespace airut::finvoice {
namespace {

constexpr int price_decimals = 5;

// Prices finer than five decimals are given for 10, 100 ... units instead: the
// same price.
struct UnitPrices {
  model::Decimal net;
  std::optional<model::Decimal> gross, discount, base;
};

int decimals_of(model::Decimal const& value) {
  if (value.scale() <= price_decimals) return value.scale();
  auto const text = value.text_shortest();
  auto const dot = text.find('.');
  return dot == std::string::npos ? 0 : static_cast<int>(text.size() - dot - 1);
}

std::optional<model::Decimal> times_ten(model::Decimal const& value, int power) {
  auto const shortest = *model::Decimal::parse(value.text_shortest());
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

}  // namespace

void write_prices(Sheet& sheet, RowNames names, model::Line const& line) {
  auto const prices = prices_of(line);
  if (!prices) {
    return sheet.fail(
        model::Fault::out_of_range,
        fmt::format("The unit price of line {} is finer than Finvoice can tell.", line.id));
  }
  // 2.01 has one price only: the one that is charged.
  // A sub-row's prices name no unit.
  auto const unit = names.is_sub() ? std::string_view{} : std::string_view{line.unit};
  bool const gross = prices->gross && !sheet.is_201();
  sheet.price(names("SubUnitPriceAmount"), gross ? *prices->gross : prices->net, unit);
  if (prices->discount && !sheet.is_201()) {
    sheet.price(names("SubUnitPriceDiscountAmount"), *prices->discount, unit);
  }
  if (gross) sheet.price(names("SubUnitPriceNetAmount"), prices->net, unit);
  if (prices->gross && sheet.is_201()) {
    sheet.note("The price before discount of a line is not in Finvoice 2.01.");
  }
  if (prices->base) {
    sheet.quantity(names("SubUnitPriceBaseQuantity"), *prices->base,
                   line.price_base_unit.empty() ? line.unit : line.price_base_unit);
  }
}

}  // namespace airut::finvoice
