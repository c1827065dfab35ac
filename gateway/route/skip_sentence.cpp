#include <map>
#include <span>

#include "formats/json/writer.hpp"
#include "formats/rules/tables.hpp"
#include "gateway/route/reason_table.hpp"
#include "gateway/route/router.hpp"

namespace airut::gateway {

std::string_view skip_sentence(std::string_view reason) {
  static auto const sentences = [] {
    constexpr std::size_t about = 0, code = 1, english = 5;
    std::map<std::string_view, std::string_view> all;
    rules::each_row(reason_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() > english && cells[about] == "route") all[cells[code]] = cells[english];
    });
    return all;
  }();
  auto const found = sentences.find(reason);
  return found == sentences.end() ? "The channel cannot be used." : found->second;
}

void write_skipped(json::Writer& out, std::vector<ledger::SkippedChannel> const& skipped) {
  out.key("skipped");
  out.begin_array();
  for (auto const& one : skipped) {
    out.begin_object();
    out.member("channel", one.channel);
    out.member("reason", one.reason);
    out.member("detail", skip_sentence(one.reason));
    out.end_object();
  }
  out.end_array();
}

}  // namespace airut::gateway
