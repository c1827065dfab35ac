#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/law.hpp"
#include "formats/model/date.hpp"

// The way of a claim through collection, as a table of states and events.
namespace airut::ledger::collection {

// Who may tell an event: Airut by itself, the billing client or the operator for him, the agency,
// or either of these two.
enum class By { system, client, agency, either };

struct Step {
  std::string_view from, event, to;
  By by = By::system;
};

// Every step that there is. "" is before the case; closed_* are ends.
std::span<Step const> steps();
// Events that happen on a live case and leave its state: payment_reported, question, ban ...
std::span<Step const> notes();

bool is_closed(std::string_view state);
bool is_live(std::string_view state);  // the agency has it: between its acknowledgement and the end
// A court may have decided: what interrupts the time bar, and how long it runs, the agency knows.
bool is_past_court(std::string_view state);
bool may_tell(By who, Step const& step);
// nullptr: in this state nothing of the kind can happen.
Step const* find_step(std::string_view from, std::string_view event);

// What the law asks of the Finnish threat to publish a claim (tratta). The error is a sentence:
// not for this debtor, too early after the last reminder or the threat, or a row is missing.
struct TrattaFacts {
  std::string_view country;
  config::Debtor debtor = config::Debtor::consumer;
  std::optional<model::Date> last_letter_sent;
  std::optional<model::Date> threatened_on;
};
std::optional<std::string> tratta_refusal(std::string_view event, TrattaFacts const& facts,
                                          config::Law const& law, model::Date day);

}  // namespace airut::ledger::collection
