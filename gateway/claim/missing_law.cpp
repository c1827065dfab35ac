#include "gateway/claim/missing_law.hpp"

#include <fmt/format.h>

#include "gateway/deviations/trouble.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

constexpr auto* law_row_missing = "claim.law_row_missing";

ChannelTrouble missing_row_trouble(DayContext const& context, std::string const& row) {
  return {context.tenant, {}, row, law_row_missing, {}, row};
}

model::Date next_half_year(model::Date day) {
  std::chrono::year_month_day const date{day};
  if (date.month() < std::chrono::July) return date.year() / 7 / 1;
  return (date.year() + std::chrono::years{1}) / 1 / 1;
}

}  // namespace

std::set<std::string> missing_law(std::vector<DayDecision> const& decisions) {
  std::set<std::string> missing;
  for (auto const& one : decisions) {
    if (one.decision.reason_code == "missing-law-row") missing.insert(one.decision.reason);
  }
  return missing;
}

void tell_missing_law(ledger::Transaction& tx, DayContext const& context,
                      std::set<std::string> const& missing) {
  for (auto const& row : missing)
    raise(tx, missing_row_trouble(context, row), context.codes, context.now);
}

void settle_missing_law(ledger::Transaction& tx, DayContext const& context,
                        std::set<std::string> const& missing) {
  ledger::DeviationFilter filter;
  filter.code = law_row_missing;
  constexpr int most = 200;
  for (auto const& open :
       ledger::list_deviations(tx, context.tenant, filter, ledger::Page{most, {}}).rows) {
    auto const row = open.group_key.substr(std::string_view{law_row_missing}.size() + 1);
    if (!missing.contains(row))
      settle(tx, missing_row_trouble(context, row), "passed", context.now);
  }
}

std::vector<std::string> missing_rates(std::vector<config::Tenant> const& tenants,
                                       config::Law const& law, model::Date today) {
  constexpr std::chrono::days ahead{31};
  auto const next = next_half_year(today);
  std::set<std::string> missing;
  auto const look = [&](std::string const& country, config::Debtor debtor, model::Date day) {
    if (auto const rate = law.rates(country, debtor).on(day); !rate) missing.insert(rate.error());
  };
  for (auto const& tenant : tenants) {
    for (auto const& client : tenant.clients) {
      for (auto const debtor : {config::Debtor::consumer, config::Debtor::business}) {
        auto const& country = client.seller.address.country;
        look(country, debtor, today);
        if (next - today <= ahead) look(country, debtor, next);
      }
    }
  }
  return {missing.begin(), missing.end()};
}

}  // namespace airut::gateway
