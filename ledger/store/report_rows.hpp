#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// Principal that was paid and not taken back, in the order in which it became known.
struct PaidRow {
  std::string customer, name;  // customer: number, or the invoice's when there is none
  model::Money amount;
  model::Date due{}, paid{};
};

// What was known before the moment, with the due days of then; client "" for all.
std::vector<PaidRow> paid_before(Snapshot& view, std::string_view tenant, std::string_view client,
                                 model::Instant moment);

// Tracked invoices issued on or after the day and taken in before the moment, without those that
// were cancelled by then.
struct BilledRow {
  model::Date issued{};
  model::Money amount;
};
std::vector<BilledRow> billed_before(Snapshot& view, std::string_view tenant,
                                     std::string_view client, model::Date from,
                                     model::Instant moment);

// What is open now by due day and currency, all components, as the kept sums say; client "" for
// all.
struct OpenDay {
  model::Date due{};
  model::Money open;
  std::int64_t items = 0;
};
std::vector<OpenDay> open_by_due_day(Snapshot& view, std::string_view tenant,
                                     std::string_view client);

// The same of all clients, counted from the items one by one.
std::vector<OpenDay> counted_by_due_day(Snapshot& view, std::string_view tenant);

// The sum of what bank files told of an account on booking days first..last, in one currency and
// before the moment; reversals deducted.
model::Money taken_from_bank(Snapshot& view, std::string_view tenant, std::string_view account,
                             model::Currency currency, model::Date first, model::Date last,
                             model::Instant before);

// Money of an account that waits for a person, oldest first.
struct WaitingRow {
  std::string payment_id, account, reason, payer;
  model::Money amount;
  std::optional<model::Date> booked;
};
std::vector<WaitingRow> waiting_on_account(Snapshot& view, std::string_view tenant,
                                           std::string_view account);
// The same of every account, as it was known before the moment.
std::vector<WaitingRow> waiting_before(Snapshot& view, std::string_view tenant,
                                       model::Instant moment);

// Deliveries by channel and state, as they stood before the moment.
std::vector<DeliveryCount> deliveries_before(Snapshot& view, std::string_view tenant,
                                             model::Instant moment);

}  // namespace airut::ledger
