#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct ClosedPeriodRow {
  std::string client, period, digest;
  std::int64_t until_seq = 0;
};
std::vector<ClosedPeriodRow> closed_periods(Snapshot& view, std::string_view tenant,
                                            std::string_view client);

// Statements of an account in files that were taken in before the moment, oldest first.
struct StatementRow {
  std::int64_t key = 0;  // of the event that keeps the file
  std::string file_id, account, statement_id;
  std::optional<model::Date> from, until;
  model::Money opening, closing;
};
std::vector<StatementRow> list_statements(Snapshot& view, std::string_view tenant,
                                          std::string_view account, model::Instant before);

struct SettlementRow {
  std::string id, client, digest;
  model::Date day{};
  model::Money amount;
  std::int64_t until_seq = 0, items = 0;
};
std::vector<SettlementRow> list_settlements(Snapshot& view, std::string_view tenant,
                                            std::string_view client);  // newest first
std::optional<SettlementRow> find_settlement(Snapshot& view, std::string_view tenant,
                                             std::string_view id);
// The newest of a client in the currency.
std::optional<SettlementRow> last_settlement(Snapshot& view, std::string_view tenant,
                                             std::string_view client, model::Currency currency);

// In which the client has invoices.
std::vector<model::Currency> currencies_of(Snapshot& view, std::string_view tenant,
                                           std::string_view client);

// A comparison of the two ledgers.
struct ComparisonRow {
  std::string id, client, list_digest, report_digest;
  model::Date day{};
  bool whole = true;
  std::int64_t compared = 0, differences = 0, held = 0, released = 0;
};
std::vector<ComparisonRow> list_comparisons(Snapshot& view, std::string_view tenant,
                                            std::string_view client);  // newest first
std::optional<ComparisonRow> find_comparison(Snapshot& view, std::string_view tenant,
                                             std::string_view id);
std::optional<ComparisonRow> last_comparison(Snapshot& view, std::string_view tenant,
                                             std::string_view client);

// The feed item of the biller's own ledger with this id.
struct FeedItemRow {
  std::string item_id, digest, kind, invoice_number, receivable_id, result;
};
std::optional<FeedItemRow> find_feed_item(Snapshot& view, std::string_view tenant,
                                          std::string_view client, std::string_view item_id);

}  // namespace airut::ledger
