#include "gateway/deviations/trouble.hpp"

#include <optional>

#include <fmt/format.h>

#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

std::string group_key(ChannelTrouble const& trouble) {
  return fmt::format("{}|{}", trouble.code, trouble.subject);
}

std::optional<ledger::DeviationRow> open_one(ledger::Snapshot& view,
                                             ChannelTrouble const& trouble) {
  ledger::DeviationFilter filter;
  filter.group_key = group_key(trouble);
  auto listed = ledger::list_deviations(view, trouble.tenant, filter, ledger::Page{1, {}});
  if (listed.rows.empty()) return std::nullopt;
  return std::move(listed.rows.front());
}

}  // namespace

void raise(ledger::Transaction& tx, ChannelTrouble const& trouble, config::Codes const& codes,
           model::Instant now) {
  if (trouble.tenant.empty() || open_one(tx, trouble)) return;
  auto const& code = codes.find(trouble.code);
  constexpr std::int64_t high = 3;
  auto fact = new_deviation(code, trouble.subject, now);
  fact.channel = trouble.channel;
  fact.native_code = trouble.native_code;
  fact.priority = high;
  fact.personal_excerpt = trouble.text;
  tx.append(trouble.tenant, "system", now, fact);
}

std::optional<model::Instant> open_since(ledger::Snapshot& view, ChannelTrouble const& trouble) {
  auto const open = open_one(view, trouble);
  return open ? std::optional{open->opened} : std::nullopt;
}

void settle(ledger::Transaction& tx, ChannelTrouble const& trouble, std::string_view action,
            model::Instant now) {
  if (trouble.tenant.empty()) return;
  auto const open = open_one(tx, trouble);
  if (!open) return;
  ledger::DeviationResolved fact;
  fact.deviation_id = open->id;
  fact.action = action;
  tx.append(trouble.tenant, "system", now, fact);
}

}  // namespace airut::gateway
