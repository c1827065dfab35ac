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
// Those of the channel that have an attempt which ended with a receipt from the first moment until
// before the other, whenever they were made; oldest first.
struct ReceiptQuestion {
  std::string_view channel;
  model::Instant from{}, until{};
};
Listed<DeliveryRow> receipted_deliveries(Snapshot& view, std::string_view tenant,
                                         ReceiptQuestion const& question, Page const& page);
std::vector<AttemptRow> list_attempts(Snapshot& view, std::string_view tenant,
                                      std::string_view delivery_id);

// What waits of all tenants stands by channel, in a channel by destination, and there by time.
// The names of channels and of a channel's destinations for which something waits, in their order:
// the first after the given one; nullopt after the last.
std::optional<std::string> next_channel_waiting(Snapshot& view, std::optional<std::string> after);
struct WaitingDestination {
  std::string name;
  model::Instant first{};  // when the first of what waits for it becomes due
};
std::optional<WaitingDestination> next_destination_waiting(Snapshot& view, std::string_view channel,
                                                           std::optional<std::string> after);

// What waits for one destination of a channel.
struct DueQuestion {
  std::string_view channel, destination;
  model::Instant now{};
  int limit = 100;
};
// Those whose next_at has come, urgent ones first, then earliest first. Terminal ones and those
// that are sent for good have no next_at.
std::vector<DeliveryRow> due_deliveries(Snapshot& view, DueQuestion const& question);
// Those of them that ask the destination nothing: timers (sent, held, a lease that ran out) and
// what is to be given up. Walks through all that is due.
std::vector<DeliveryRow> due_timers(Snapshot& view, DueQuestion const& question);
// The earliest next_at after now; nullopt when nothing waits for later.
std::optional<model::Instant> next_due(Snapshot& view, DueQuestion const& question);

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
