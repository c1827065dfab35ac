#include "ledger/journal/pause.hpp"

#include <algorithm>

namespace airut::ledger {

std::optional<Pause> paused_by(std::optional<Pause> before, ReceivablePaused const& fact,
                               model::Date day) {
  if (fact.action == "approve") return before;
  if (fact.action == "resume") return std::nullopt;
  bool const in_dispute = before && before->disputed && !(before->last && *before->last < day);
  if (!in_dispute || fact.action != "pause") {
    return Pause{fact.reason.empty() ? fact.action : fact.reason, day, fact.until,
                 fact.action == "dispute"};
  }
  if (before->last) before->last = fact.until ? std::max(before->last, fact.until) : fact.until;
  return before;
}

}  // namespace airut::ledger
