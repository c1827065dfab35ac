#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct DeviationRow {
  std::string id, tenant, invoice_id, delivery_id, client, channel;
  std::string state;  // open, resolved
  std::string code, code_class, native_code, handler, group_key, suggested_action, excerpt;
  int priority = 2;  // 1 low ... 4 urgent
  std::string assignee;
  std::optional<model::Instant> snoozed_until;
  std::string resolved_action, resolved_note, resolved_by;
  model::Money amount;  // of the invoice
  model::Date due_date{};
  model::Instant opened{};
  std::optional<model::Instant> resolved;
  int group_size = 1;  // open ones with the same group_key
  int version = 1;
};

struct DeviationFilter {
  std::string state = "open", code_class, channel, code, group_key, client, invoice_id, assignee;
  std::optional<model::Instant> awake_at;  // without those that are snoozed then
};

struct DeviationGroup {
  std::string group_key, code, code_class, channel;
  std::int64_t count = 0;
  std::vector<model::Money> sums;  // one a currency
  model::Instant first_seen{}, last_seen{};
};

std::optional<DeviationRow> find_deviation(Snapshot& view, std::string_view tenant,
                                           std::string_view id);
std::optional<DeviationRow> open_deviation_of(Snapshot& view, std::string_view tenant,
                                              std::string_view delivery_id);
// Code of an open deviation about the invoice or one of its letters, "" when there is none.
std::string open_deviation_about(Snapshot& view, std::string_view tenant,
                                 std::string_view invoice_id);
Listed<DeviationRow> list_deviations(Snapshot& view, std::string_view tenant,
                                     DeviationFilter const& filter, Page const& page);
std::vector<DeviationGroup> list_deviation_groups(Snapshot& view, std::string_view tenant,
                                                  DeviationFilter const& filter);

}  // namespace airut::ledger
