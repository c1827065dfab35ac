#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct DeliveryRow {
  std::string id, tenant, invoice_id, document_kind, document_id, client, channel, format;
  std::string state, evidence, handler, reason;
  bool assumed = false;
  bool doubtful = false;  // an earlier attempt may have arrived, and nobody has found out
  std::string address, intermediary, message_id, payload_digest, destination, replaces;
  std::vector<std::string> remaining;
  std::vector<SkippedChannel> skipped;
  int attempt_count = 0;
  std::optional<model::Instant> next_at;
  model::Instant give_up_at{}, created{}, updated{};
  std::string last_code, last_class, last_native_code, last_excerpt;
  int version = 1;
};

struct AttemptRow {
  std::string id, delivery_id, payload_digest;
  int number = 0;
  model::Instant started{};
  std::optional<model::Instant> ended;
  std::string outcome;  // state it led to, "" while under way
  std::string code, code_class, native_code, endpoint, excerpt, receipt_digest;
};

struct DeliveryFilter {
  std::string state, channel, code_class, code, client, invoice_id;
};

std::optional<DeliveryRow> find_delivery(Snapshot& view, std::string_view tenant,
                                         std::string_view id);
Listed<DeliveryRow> list_deliveries(Snapshot& view, std::string_view tenant,
                                    DeliveryFilter const& filter, Page const& page);
std::vector<AttemptRow> list_attempts(Snapshot& view, std::string_view tenant,
                                      std::string_view delivery_id);

// Which deliveries of all tenants the dispatcher may take up: those whose next_at has come, without
// the channels that are full and, until they are given up, those to destinations that rest. Timers
// of deliveries that nothing is offered for (sent, held) ask for no destination.
struct DueQuestion {
  model::Instant now{};
  int limit = 100;
  std::vector<std::string> not_channels, not_destinations;
};

// Earliest first. Terminal ones and those that are sent for good have no next_at.
std::vector<DeliveryRow> due_deliveries(Snapshot& view, DueQuestion const& question);

// The earliest next_at of all; nullopt when no delivery waits.
std::optional<model::Instant> next_due(Snapshot& view);

// Deliveries that were dispatching when the process ended.
std::vector<DeliveryRow> interrupted_deliveries(Snapshot& view);

// How many deliveries stand in each state, by channel: for metrics and the channels list.
struct DeliveryCount {
  std::string channel, state;
  std::int64_t count = 0;
};
std::vector<DeliveryCount> count_deliveries(Snapshot& view);
std::vector<DeliveryCount> count_deliveries(Snapshot& view, std::string_view tenant);

// Print letters waiting for a batch and the like are found by list_deliveries(state, channel).

}  // namespace airut::ledger
