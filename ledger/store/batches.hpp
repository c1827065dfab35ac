#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// A batch with how far it is. While it is processing its body waits in the spool.
struct BatchRow {
  std::string id, tenant, actor, language;
  std::vector<std::string> clients;  // that its key may bill for; empty: all
  std::string mode, format, digest;
  std::string status;                // processing, completed, refused
  std::int64_t items = 0, done = 0;  // done: position of the last one dealt with
  std::int64_t accepted = 0, rejected = 0, duplicates = 0;
  std::vector<BatchTotal> totals;
  model::Instant created{};
  std::optional<model::Instant> completed;
};

std::optional<BatchRow> find_batch(Snapshot& view, std::string_view tenant, std::string_view id);

struct BatchFilter {
  std::string status;
  std::string actor;  // key_...
};
// Newest first.
Listed<BatchRow> list_batches(Snapshot& view, std::string_view tenant, BatchFilter const& filter,
                              Page const& page);
// Of every tenant, oldest first: what a start goes on with.
std::vector<BatchRow> unfinished_batches(Snapshot& view);

struct BatchItemRow {
  std::int64_t position = 0;
  std::string name, number, outcome, invoice_id;  // outcome: accepted, rejected, duplicate
  std::string problem;  // problem+json; of an accepted one its warnings, a list
};
// In order of position; the cursor is the position.
Listed<BatchItemRow> list_batch_items(Snapshot& view, std::string_view tenant,
                                      std::string_view batch_id, std::string const& outcome,
                                      bool only_warned, Page const& page);

}  // namespace airut::ledger
