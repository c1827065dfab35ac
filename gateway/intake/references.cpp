#include "gateway/intake/references.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "ledger/store/invoices.hpp"
#include "ledger/store/number_floors.hpp"

namespace airut::gateway {

namespace {

constexpr int viite_digits_min = 3, viite_base_max = 19, number_digits_max = 12;

std::string key_of(std::string_view tenant, std::string_view client) {
  return fmt::format("{}/{}", tenant, client);
}

int kid_number_digits(config::ReferenceSeries const& series) {
  return series.length - 1 - static_cast<int>(series.prefix.size());
}

// The most that a number of the series has.
int number_digits(config::ReferenceSeries const& series) {
  if (series.kind != "no_kid") return number_digits_max;
  return std::min(kid_number_digits(series), number_digits_max);
}

std::optional<model::Reference> make(config::ReferenceSeries const& series, std::int64_t number) {
  if (series.kind == "no_kid") {
    auto const width = kid_number_digits(series);
    auto const digits = fmt::format("{:0{}}", number, width > 0 ? width : 1);
    if (static_cast<int>(digits.size()) > width) return std::nullopt;
    auto const algorithm =
        series.algorithm == "mod11" ? model::KidAlgorithm::mod11 : model::KidAlgorithm::mod10;
    return model::Reference::make_kid(series.prefix + digits, algorithm);
  }
  auto const base = fmt::format("{}{:0{}}", series.prefix, number, viite_digits_min);
  return series.kind == "rf" ? model::Reference::make_rf(base) : model::Reference::make_viite(base);
}

// The number that a reference with this key has behind the prefix: what stands before its check
// digit (leading zeros do not count).
std::optional<std::int64_t> number_behind(std::string_view prefix, std::string_view key) {
  auto const significant = prefix.find_first_not_of('0');
  auto const lead = significant == prefix.npos ? std::string_view{} : prefix.substr(significant);
  if (!key.starts_with(lead) || key.size() < lead.size() + 2) return std::nullopt;
  auto const digits = key.substr(lead.size(), key.size() - lead.size() - 1);
  std::int64_t number = 0;
  auto const* end = digits.data() + digits.size();
  if (digits.size() > number_digits_max || std::from_chars(digits.data(), end, number).ptr != end)
    return std::nullopt;
  return number;
}

// nullopt when the series never makes this reference: a KID of another length is none of it.
std::optional<std::int64_t> number_in_series(config::ReferenceSeries const& series,
                                             std::string_view key) {
  auto const number = number_behind(series.prefix, key);
  auto const made = number ? make(series, *number) : std::nullopt;
  return made && made->match_key() == key ? number : std::nullopt;
}

}  // namespace

model::Result<model::Reference> series_reference(config::ReferenceSeries const& series,
                                                 std::int64_t number) {
  auto made = make(series, number);
  if (made) return *std::move(made);
  return tl::unexpected{model::Problem{
      model::Fault::out_of_range,
      fmt::format("The reference series \"{}\" has no number {}.", series.prefix, number)}};
}

std::string series_end_text(config::ReferenceSeries const& series, std::int64_t next) {
  if (series.kind != "no_kid") return {};
  auto const width = std::min(kid_number_digits(series), number_digits_max);
  std::int64_t numbers = 1;
  for (int i = 0; i < width; ++i) numbers *= 10;
  auto const left = numbers - next;  // next to the largest, which is numbers - 1
  if (next <= numbers - numbers / 10) return {};
  if (left <= 0)
    return fmt::format(
        "The KID series \"{}\" is used up: the next invoice without a reference of "
        "its own will be refused.",
        series.prefix);
  return fmt::format("The KID series \"{}\" has {} numbers left.", series.prefix, left);
}

std::int64_t numbers_left(config::ReferenceSeries const& series, std::int64_t last) {
  auto const room = viite_base_max - static_cast<int>(series.prefix.size());
  auto const digits =
      std::min(number_digits(series), series.kind == "no_kid" ? number_digits_max : room);
  std::int64_t numbers = 1;
  for (int i = 0; i < digits; ++i) numbers *= 10;
  return std::max<std::int64_t>(numbers - 1 - last, 0);
}

std::string series_name(config::Client const& client) {
  return fmt::format("{}/{}", client.ref, client.reference.prefix);
}

std::int64_t last_reference_number(ledger::Snapshot& view, std::string_view tenant,
                                   config::Client const& client) {
  auto const& series = client.reference;
  auto const seen =
      ledger::last_series_number(view, tenant, client.ref, series.prefix, number_digits(series));
  return std::max(seen, ledger::number_floor(view, tenant, series_name(client)));
}

ReferenceNumbers::ReferenceNumbers(config::Settings const& settings, ledger::Store& store) {
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients) {
      auto const last = store.look(
          [&](ledger::Snapshot& view) { return last_reference_number(view, tenant.id, client); });
      last_.try_emplace(key_of(tenant.id, client.ref), last);
    }
  }
}

std::atomic<std::int64_t> const& ReferenceNumbers::last_of(std::string_view tenant,
                                                           std::string_view client) const {
  return last_.at(key_of(tenant, client));
}

std::atomic<std::int64_t>& ReferenceNumbers::last_of(std::string_view tenant,
                                                     std::string_view client) {
  return last_.at(key_of(tenant, client));
}

std::int64_t ReferenceNumbers::next(std::string_view tenant, std::string_view client) {
  return last_of(tenant, client).fetch_add(1) + 1;
}

void ReferenceNumbers::note(std::string_view tenant, config::Client const& client,
                            std::string_view reference) {
  auto const number = number_in_series(client.reference, model::reference_match_key(reference));
  if (!number) return;
  auto& last = last_of(tenant, client.ref);
  for (auto seen = last.load(); seen < *number;) {
    if (last.compare_exchange_weak(seen, *number)) return;
  }
}

std::int64_t ReferenceNumbers::peek(std::string_view tenant, std::string_view client) const {
  return last_of(tenant, client).load() + 1;
}

}  // namespace airut::gateway
