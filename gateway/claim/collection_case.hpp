#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "gateway/claim/day_run.hpp"
#include "ledger/receivables/collection.hpp"
#include "ledger/store/collections.hpp"

// Steps of collection cases, written as CollectionMoved facts.
namespace airut::gateway {

// What somebody tells about a case.
struct CaseNews {
  std::string event;
  std::string reason, agency_reference, note;
  std::string report_id;                   // the agency's own id: told again, it changes nothing
  std::string settlement_id;               // its own id of what it remits together
  std::optional<model::Date> day;          // on which it holds; none: today
  std::optional<model::Date> until;        // of a ban
  std::optional<ledger::Components> paid;  // of payment_reported
};

struct CaseRefusal {
  std::string code, text;
};

// Takes the step, or notes what happened, with what follows from it: an approval lets the order go,
// a payment is laid on the components that the agency names, the last payment and every other end
// close the case, an end that gives up money writes it off. Refused when the state, the party, the
// law's days or the open sums do not allow it; then nothing was appended.
tl::expected<void, CaseRefusal> move_case(ledger::Transaction& tx, DayContext const& context,
                                          ledger::CaseRow const& row, ledger::collection::By who,
                                          CaseNews const& news);

// The day's decision waits for a person to approve collection: the case is opened and proposed,
// once.
void propose_case(ledger::Transaction& tx, DayContext const& context,
                  ledger::ReceivableRow const& item);
// A collection order was decided: its case, opened and approved where need be, awaits transfer with
// it, also one that waited for an order that was taken back.
void order_case(ledger::Transaction& tx, DayContext const& context,
                ledger::ReceivableRow const& item, std::string_view letter_id);

// A person wants the item handed over today: decided as though he had approved it. The refusal has
// the decision's reason (too-early, held ...), reminders-first when the policy has another step
// before. Returns whether a delivery waits.
tl::expected<bool, CaseRefusal> transfer_now(ledger::Transaction& tx, DayContext const& context,
                                             ledger::ReceivableRow const& item);

// What the day itself does to the cases after the cursor id: sent, paid, near or past the time bar.
// Returns the next cursor, "" at the end.
std::string watch_cases(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                        int limit);

}  // namespace airut::gateway
