#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/journal/case_facts.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

struct PromiseRow {
  std::string id, receivable_id, invoice_id, client, made_by;
  std::string outcome;  // "" open, kept, broken, withdrawn
  model::Money amount;
  model::Money paid;  // on the item since the promise was made
  model::Date day{};
  model::Instant made{};
  std::optional<model::Date> ended;
};

// One of the claims that a plan covers.
struct PlanClaimRow {
  std::string receivable_id, invoice_id, letter_id;
};

struct PlanRow {
  // receivable_id, invoice_id and letter_id are those of the first claim.
  std::string id, receivable_id, invoice_id, client, letter_id, made_by, interest, reason;
  std::string outcome;               // "" in force, completed, broken, cancelled
  std::vector<PlanClaimRow> claims;  // all of them, in the order in which they are paid
  std::vector<PlanInstalment> instalments;
  model::Money tolerance;
  model::Money paid;  // on the claims since the plan was made, credits too
  std::int64_t tolerance_days = 0, missed_max = 0;
  model::Instant made{};
  std::optional<model::Date> ended;
};

std::vector<PromiseRow> promises_of(Snapshot& view, std::string_view tenant,
                                    std::string_view receivable_id);
std::vector<PlanRow> plans_of(Snapshot& view, std::string_view tenant,
                              std::string_view receivable_id);
std::optional<PromiseRow> find_promise(Snapshot& view, std::string_view tenant,
                                       std::string_view id);
std::optional<PlanRow> find_plan(Snapshot& view, std::string_view tenant, std::string_view id);
// The plan in force that covers the item, if there is one.
std::optional<PlanRow> plan_in_force(Snapshot& view, std::string_view tenant,
                                     std::string_view receivable_id);

// Ids of what is not ended, in the order in which it was made, after the cursor id.
std::vector<std::string> open_promises(Snapshot& view, std::string_view tenant,
                                       std::string_view after, int limit);
std::vector<std::string> open_plans(Snapshot& view, std::string_view tenant, std::string_view after,
                                    int limit);

// When the debtor acknowledged the item at hand, in no order: days of payments that were not taken
// back, moments of promises that were not withdrawn and of plans that he made himself.
struct Acknowledged {
  std::vector<model::Date> paid;
  std::vector<model::Instant> agreed;
};
Acknowledged acknowledged(Snapshot& view, ReceivableRow const& row);

// What rests an item at hand: a plan in force, and the latest day of its open promises.
bool has_plan_in_force(Snapshot& view, ReceivableRow const& row);
std::optional<model::Date> promised_until(Snapshot& view, ReceivableRow const& row);

}  // namespace airut::ledger
