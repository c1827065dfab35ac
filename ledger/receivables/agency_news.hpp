#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/journal/fact.hpp"

namespace airut::ledger::collection {

// What an agency must hear of a claim that it has, since it did not bring it about itself.
struct AgencyNews {
  // payment, payment_taken_back, credit_note, write_off, rounding, waiver, cancelled, pause,
  // resume, dispute, due_date_changed; of the case: recall, credit_loss, time_bar, pay_full, ban,
  // lift_ban.
  std::string event;
  std::vector<AllocatedPart> parts;  // positive: less is owed; of the claim alone
  std::optional<model::Date> day;    // on which it holds: the new due date, the payment's day
  std::optional<model::Date> until;  // of a pause or a ban
  std::string reason;
};

// Nothing when the agency need not hear it, knows it already or it is of another claim.
std::optional<AgencyNews> agency_news(Fact const& fact, std::string_view receivable_id);

}  // namespace airut::ledger::collection
