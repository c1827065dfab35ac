#include "gateway/official/authority.hpp"

#include <chrono>

#include <fmt/format.h>

#include "formats/documents/documents.hpp"

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
  auto const bare = documents::bare_xml(bytes);
  if (!bare) return bare.error();
  auto const tree = xml::Tree::parse(bare->bytes);
  if (!tree) return documents::moved_down(tree.error(), bare->line - 1);
  auto const set = rules.in_force(traits_of(*tree), day_text(moment));
  if (!set) {
    model::Finding finding;
    finding.code = "official-rules-unusable";
    finding.detail =
        fmt::format("The installed official rules cannot be used: {}", set.error().text);
    return {finding};
  }
  if (!*set) return {};
  auto const verdict = (*set)->check(bare->bytes, *tree, client);
  return documents::moved_down(as_findings(verdict, (*set)->profile(), client), bare->line - 1);
}

}  // namespace airut::gateway
