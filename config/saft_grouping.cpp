#include "config/saft_grouping.hpp"

#include "config/table.hpp"

namespace airut::config {

tl::expected<SaftGrouping, std::string> SaftGrouping::load(std::filesystem::path const& tables,
                                                           std::filesystem::path const& overlay) {
  SaftGrouping grouping;
  constexpr char const* name = "saft_grouping.tsv";
  if (auto what = grouping.add(tables / name); !what.empty()) return tl::unexpected{what};
  if (overlay.empty() || !std::filesystem::exists(overlay / name)) return grouping;
  if (auto what = grouping.add(overlay / name); !what.empty()) return tl::unexpected{what};
  return grouping;
}

std::string SaftGrouping::add(std::filesystem::path const& file) {
  return read_table(file, [&](TableRow const& row) -> std::string {
    auto const cell = [&](char const* name) {
      auto const found = row.find(name);
      return found == row.end() ? std::string{} : found->second;
    };
    auto const from = parse_day(cell("from"));
    if (!from) return "from is no day";
    if (cell("account").empty() || cell("code").empty()) return "account and code must be given";
    groups_[cell("account")][*from] = {cell("category"), cell("code")};
    return {};
  });
}

std::optional<SaftGrouping::Group> SaftGrouping::on(std::string_view account,
                                                    std::chrono::sys_days day) const {
  auto const rows = groups_.find(account);
  if (rows == groups_.end()) return std::nullopt;
  auto const after = rows->second.upper_bound(day);
  if (after == rows->second.begin()) return std::nullopt;
  return std::prev(after)->second;
}

}  // namespace airut::config
