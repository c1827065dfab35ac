#include "ledger/receivables/collection.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace airut::ledger::collection {
namespace {

using std::chrono::days;

constexpr std::array table{
    Step{"", "open", "eligible", By::system},
    Step{"eligible", "propose", "proposed", By::system},
    Step{"eligible", "approve", "approved", By::system},
    Step{"eligible", "recall", "closed_recalled", By::client},
    Step{"eligible", "pay_full", "closed_paid", By::system},
    Step{"proposed", "approve", "approved", By::client},
    Step{"proposed", "recall", "closed_recalled", By::client},
    Step{"proposed", "pay_full", "closed_paid", By::system},
    Step{"approved", "order", "transfer_pending", By::system},
    Step{"approved", "recall", "closed_recalled", By::client},
    Step{"approved", "pay_full", "closed_paid", By::system},
    // When its order was taken back before it left.
    Step{"transfer_pending", "propose", "proposed", By::system},
    Step{"transfer_pending", "order", "transfer_pending", By::system},
    Step{"transfer_pending", "sent", "sent", By::system},
    Step{"transfer_pending", "accept", "accepted", By::agency},
    Step{"transfer_pending", "reject", "rejected", By::agency},
    Step{"transfer_pending", "recall", "closed_recalled", By::client},
    Step{"transfer_pending", "pay_full", "closed_paid", By::system},
    Step{"sent", "accept", "accepted", By::agency},
    Step{"sent", "reject", "rejected", By::agency},
    Step{"sent", "recall", "closed_recalled", By::client},
    Step{"sent", "pay_full", "closed_paid", By::system},
    Step{"rejected", "recall", "closed_recalled", By::client},
    Step{"rejected", "pay_full", "closed_paid", By::system},
    Step{"accepted", "start", "voluntary", By::agency},
    Step{"accepted", "go_legal", "legal", By::agency},
    Step{"voluntary", "threaten", "tratta_threatened", By::agency},
    Step{"voluntary", "go_legal", "legal", By::agency},
    Step{"voluntary", "surveil", "surveillance", By::agency},
    Step{"tratta_threatened", "publish", "tratta_published", By::agency},
    Step{"tratta_threatened", "go_legal", "legal", By::agency},
    Step{"tratta_threatened", "start", "voluntary", By::agency},
    Step{"tratta_published", "go_legal", "legal", By::agency},
    Step{"tratta_published", "surveil", "surveillance", By::agency},
    Step{"legal", "enforce", "enforcement", By::agency},
    Step{"legal", "surveil", "surveillance", By::agency},
    Step{"enforcement", "surveil", "surveillance", By::agency},
    Step{"surveillance", "start", "voluntary", By::agency},
    Step{"surveillance", "go_legal", "legal", By::agency},
    Step{"surveillance", "enforce", "enforcement", By::agency},
};

constexpr std::array<std::string_view, 7> live_states{
    "accepted", "voluntary",   "tratta_threatened", "tratta_published",
    "legal",    "enforcement", "surveillance"};

// How every live case may end. "" stands for any live state.
constexpr std::array ends{
    Step{"", "pay_full", "closed_paid", By::system},
    Step{"", "recall", "closed_recalled", By::client},
    Step{"", "credit_loss", "closed_credit_loss", By::client},
    Step{"", "settle", "closed_settled", By::agency},
    Step{"", "time_bar", "closed_time_barred", By::either},
};

// open_again: of a case that is closed, when money that closed it was taken back.
constexpr std::array on_the_way{
    Step{"", "payment_reported", "", By::agency},
    Step{"", "question", "", By::agency},
    Step{"", "ban", "", By::client},
    Step{"", "lift_ban", "", By::client},
    Step{"", "limitation_near", "", By::system},
    Step{"", "note", "", By::agency},
    Step{"", "open_again", "", By::system},
};

// The table with an end of each kind for each live state.
constexpr auto all_steps = [] {
  std::array<Step, table.size() + live_states.size() * ends.size()> all{};
  std::size_t at = 0;
  for (auto const& one : table) all[at++] = one;
  for (auto const state : live_states) {
    for (auto const& end : ends) all[at++] = {state, end.event, end.to, end.by};
  }
  return all;
}();

}  // namespace

std::span<Step const> steps() { return all_steps; }
std::span<Step const> notes() { return on_the_way; }

bool is_closed(std::string_view state) { return state.starts_with("closed_"); }

bool is_live(std::string_view state) {
  return std::find(live_states.begin(), live_states.end(), state) != live_states.end();
}

bool is_past_court(std::string_view state) {
  return state == "legal" || state == "enforcement" || state == "surveillance";
}

bool may_tell(By who, Step const& step) {
  if (step.by == By::either) return who != By::system;
  return step.by == who;
}

Step const* find_step(std::string_view from, std::string_view event) {
  for (auto const& one : all_steps) {
    if (one.from == from && one.event == event) return &one;
  }
  return nullptr;
}

std::optional<std::string> tratta_refusal(std::string_view event, TrattaFacts const& facts,
                                          config::Law const& law, model::Date day) {
  if (event != "threaten" && event != "publish") return std::nullopt;
  auto const rules = law.collection(facts.country, facts.debtor, day);
  if (!rules) return rules.error();
  if (!rules->has_tratta) {
    return fmt::format("The law has no publication for a {} in {}.",
                       config::debtor_text(facts.debtor), facts.country);
  }
  if (event == "threaten") {
    if (!facts.last_letter_sent) return "No reminder has left yet.";
    auto const first = *facts.last_letter_sent + days{rules->tratta_wait_days};
    if (day >= first) return std::nullopt;
    return fmt::format("Publication may be threatened from {} on.", model::date_text(first));
  }
  if (!facts.threatened_on) return "Publication was not threatened.";
  auto const first = *facts.threatened_on + days{rules->tratta_protest_days + 1};
  if (day >= first) return std::nullopt;
  return fmt::format("The debtor may pay or object until {}; publication from {} on.",
                     model::date_text(first - days{1}), model::date_text(first));
}

}  // namespace airut::ledger::collection
