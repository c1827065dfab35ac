#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {

// What the biller owes on a claim: credited beyond what was open, less what became of that.
void Claims::keep_balance(Fact const& fact) {
  auto const add = [&](std::string const& receivable_id, std::int64_t minor) {
    auto const claim = claims_.find(receivable_id);
    if (claim != claims_.end()) claim->second.balance += minor;
  };
  if (auto const* credited = std::get_if<ReceivableCredited>(&fact)) {
    add(credited->receivable_id, credited->beyond.minor());
    if (!credited->kept_in.empty()) add(credited->kept_in, -credited->amount.minor());
  } else if (auto const* kept = std::get_if<CreditKept>(&fact)) {
    add(kept->receivable_id, kept->amount.minor());
  } else if (auto const* returned = std::get_if<MoneyReturned>(&fact)) {
    if (returned->payment_id.empty()) add(returned->receivable_id, -returned->amount.minor());
  } else if (auto const* laid = std::get_if<CreditLaid>(&fact)) {
    for (auto const& part : laid->parts) add(laid->receivable_id, -part.amount.minor());
  }
}

}  // namespace airut::ledger::audit
