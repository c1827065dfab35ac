#include "gateway/letters/earlier_interest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::gateway {

bool has_proof(ledger::LetterRow const& letter, std::string_view rule) {
  return letter.proof.find(fmt::format("\"rule\":\"{}\"", rule)) != std::string::npos;
}

std::vector<model::EarlierInterest> earlier_interest(ledger::Snapshot& view,
                                                     ledger::ReceivableRow const& item,
                                                     std::vector<model::OverdueRow> const& rows) {
  constexpr int most = 50;
  std::vector<model::EarlierInterest> found;
  if (item.customer_number.empty()) return found;
  for (auto const& one :
       ledger::open_by_number(view, item.tenant, item.client, item.customer_number, most)) {
    bool const is_here = std::any_of(rows.begin(), rows.end(), [&](auto const& row) {
      return row.invoice_number == one.invoice_number;
    });
    bool const is_rest = one.customer_number == item.customer_number && one.principal.is_zero() &&
                         !one.interest.is_zero() && !one.disputed && one.stage != "in_collection" &&
                         one.interest.currency() == item.interest.currency();
    if (is_rest && !is_here) found.push_back({one.invoice_number, one.reference, one.interest});
  }
  return found;
}

}  // namespace airut::gateway
