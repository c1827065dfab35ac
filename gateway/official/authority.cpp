#include "gateway/official/authority.hpp"

#include <chrono>

#include <fmt/format.h>

namespace airut::gateway {
namespace {

std::string day_text(model::Instant moment) {
  std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(moment)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

model::Findings official_findings(OfficialRules const& rules, std::string_view bytes,
                                  model::Instant moment, std::string const& client) {
  if (rules.profiles().empty()) return {};
  auto const tree = xml::Tree::parse(bytes);
  if (!tree) return tree.error();
  auto const set = rules.in_force(traits_of(*tree), day_text(moment));
  if (!set) {
    model::Finding finding;
    finding.code = "official-rules-unusable";
    finding.detail =
        fmt::format("The installed official rules cannot be used: {}", set.error().text);
    return {finding};
  }
  if (!*set) return {};
  return as_findings((*set)->check(bytes, *tree, client), (*set)->profile(), client);
}

}  // namespace airut::gateway
