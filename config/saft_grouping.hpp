#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace airut::config {

// saft_grouping.tsv: category and code that SAF-T Financial NO wants of each account, with days.
class SaftGrouping {
 public:
  struct Group {
    std::string category, code;
  };

  // The shipped table, with the operator's rows over it ("" for none). The error names the line.
  static tl::expected<SaftGrouping, std::string> load(std::filesystem::path const& tables,
                                                      std::filesystem::path const& overlay);

  // Of an account of the shadow ledger on the day; nullopt without a row.
  std::optional<Group> on(std::string_view account, std::chrono::sys_days day) const;

 private:
  std::string add(std::filesystem::path const& file);

  std::map<std::string, std::map<std::chrono::sys_days, Group>, std::less<>> groups_;
};

}  // namespace airut::config
