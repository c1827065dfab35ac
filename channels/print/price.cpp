#include "channels/print/price.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::channels {
namespace {

template <class T>
bool allows(std::optional<T> const& wanted, T actual) {
  return !wanted || *wanted == actual;
}

std::string price_text(std::int64_t thousandths) {
  constexpr std::int64_t whole = 100'000;  // thousandths of a minor unit in a unit
  auto text = fmt::format("{}.{:05}", thousandths / whole, thousandths % whole);
  constexpr std::size_t decimals_least = 2;
  auto const dot = text.find('.');
  while (text.back() == '0' && text.size() > dot + 1 + decimals_least) text.pop_back();
  return text;
}

}  // namespace

std::optional<LetterPrice> price_of(config::PrintSettings const& settings, PrintJob const& job,
                                    print::Processing const& how, std::string_view day) {
  auto const inserts = static_cast<std::int64_t>(how.inserts.size());
  auto const paper = print::sheets_of(job.pages, how.duplex);
  auto const sheets = paper + inserts;
  config::PrintPrice const* chosen = nullptr;
  for (auto const& row : settings.prices) {
    bool const holds =
        row.valid_from <= day && (row.country.empty() || row.country == job.country) &&
        allows(row.colour, how.colour) && allows(row.duplex, how.duplex) &&
        allows(row.priority, how.priority) && (row.sheets == 0 || sheets <= row.sheets);
    if (holds && (chosen == nullptr || chosen->valid_from < row.valid_from)) chosen = &row;
  }
  if (chosen == nullptr) return std::nullopt;
  auto const sum =
      chosen->letter + chosen->page * job.pages + chosen->sheet * paper + chosen->insert * inserts;
  return LetterPrice{price_text(sum), settings.currency, chosen->valid_from};
}

}  // namespace airut::channels
