#include "gateway/deviations/trouble.hpp"

#include <optional>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {
namespace {

std::string group_key(ChannelTrouble const& trouble) {
  return fmt::format("{}|{}", trouble.code, trouble.subject);
}

std::optional<ledger::DeviationRow> open_one(ledger::Transaction& tx,
                                             ChannelTrouble const& trouble) {
  ledger::DeviationFilter filter;
  filter.group_key = group_key(trouble);
  auto listed = ledger::list_deviations(tx, trouble.tenant, filter, ledger::Page{1, {}});
  if (listed.rows.empty()) return std::nullopt;
  return std::move(listed.rows.front());
}

}  // namespace

void raise(ledger::Transaction& tx, ChannelTrouble const& trouble, config::Codes const& codes,
           model::Instant now) {
  if (trouble.tenant.empty() || open_one(tx, trouble)) return;
  auto const& code = codes.find(trouble.code);
  constexpr std::int64_t high = 3;
  ledger::DeviationOpened fact;
  fact.deviation_id = model::new_id("dev", now);
  fact.channel = trouble.channel;
  fact.code = trouble.code;
  fact.code_class = config::code_class_text(code.code_class);
  fact.native_code = trouble.native_code;
  fact.handler = code.handler;
  fact.group_key = group_key(trouble);
  fact.suggested_action = code.action;
  fact.priority = high;
  fact.personal_excerpt = trouble.text;
  tx.append(trouble.tenant, "system", now, fact);
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
