#include "gateway/dispatch/line.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace airut::gateway {
namespace {

constexpr std::chrono::minutes between_looks_at_resting{1};

std::optional<model::Instant> earlier(std::optional<model::Instant> a,
                                      std::optional<model::Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

std::optional<ledger::DeliveryRow> Line::take() {
  if (rows_.empty()) return std::nullopt;
  auto row = std::move(rows_.front());
  rows_.pop_front();
  return row;
}

Line::Moment Line::read(ledger::Snapshot& view, ledger::DueQuestion const& question) {
  auto due = ledger::due_deliveries(view, question);
  bool const all = static_cast<int>(due.size()) < question.limit;
  std::move(due.begin(), due.end(), std::back_inserter(rows_));
  return all ? ledger::next_due(view, question) : std::nullopt;
}

Line::Moment Line::read_resting(ledger::Snapshot& view, ledger::DueQuestion const& question) {
  std::string const name{question.destination};
  auto const looked = rested_.find(name);
  if (looked != rested_.end() && question.now >= looked->second &&
      question.now < looked->second + between_looks_at_resting)
    return looked->second + between_looks_at_resting;
  auto due = ledger::due_timers(view, question);
  bool const all = static_cast<int>(due.size()) < question.limit;
  std::move(due.begin(), due.end(), std::back_inserter(rows_));
  if (!all) {
    rested_.erase(name);  // the others with the next look
    return std::nullopt;
  }
  rested_[name] = question.now;
  return question.now + between_looks_at_resting;
}

Line::Moment Line::read_more(ledger::Snapshot& view, std::string const& channel, int most,
                             channels::Breakers const& breakers, model::Instant now) {
  Moment next;
  auto const first = last_;
  bool around = !first;
  auto at = ledger::next_destination_waiting(view, channel, first);
  while (is_short(most)) {
    if (!at && !around) {
      around = true;
      at = ledger::next_destination_waiting(view, channel, std::nullopt);
    }
    if (!at || (first && around && at->name > *first)) break;
    bool const rests = breakers.rests(at->name, now);
    if (!rests) rested_.erase(at->name);
    ledger::DueQuestion const question{channel, at->name, now, most};
    next = earlier(next, at->first > now ? at->first
                         : rests         ? read_resting(view, question)
                                         : read(view, question));
    last_ = at->name;
    at = ledger::next_destination_waiting(view, channel, last_);
  }
  return next;
}

}  // namespace airut::gateway
