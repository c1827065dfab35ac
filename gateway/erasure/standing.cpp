#include "gateway/erasure/standing.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "ledger/store/collections.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

bool is_on_its_way(ledger::Snapshot& view, ledger::InvoiceRow const& invoice) {
  constexpr std::array<std::string_view, 6> ways{"scheduled",   "queued",  "deferred",
                                                 "dispatching", "unknown", "held"};
  ledger::DeliveryFilter filter;
  filter.invoice_id = invoice.id;
  for (ledger::Page page{200, ""};;) {
    auto const listed = ledger::list_deliveries(view, invoice.tenant, filter, page);
    for (auto const& one : listed.rows)
      if (std::find(ways.begin(), ways.end(), one.state) != ways.end()) return true;
    if (!listed.has_more) return false;
    page.cursor = listed.next_cursor;
  }
}

bool is_closed(std::string_view state) {
  return state == "rejected" || state.starts_with("closed");
}

}  // namespace

std::string open_because(ledger::Snapshot& view, ledger::InvoiceRow const& invoice) {
  if (!invoice.receivable_id.empty()) {
    auto const claim = ledger::find_receivable(view, invoice.tenant, invoice.receivable_id);
    auto const is_settled = [&] {
      auto const open = claim->open();
      return open.is_zero() && claim->credit_balance.is_zero() && !claim->disputed;
    };
    if (claim && !is_settled()) return "claim-open";
    auto const last = ledger::case_of(view, invoice.tenant, invoice.receivable_id);
    if (last && !is_closed(last->state)) return "case-open";
  }
  if (!ledger::open_deviation_about(view, invoice.tenant, invoice.id).empty())
    return "deviation-open";
  return is_on_its_way(view, invoice) ? "delivery-open" : "";
}

}  // namespace airut::gateway
