#include "gateway/books/compare.hpp"

#include <set>

#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view hold_reason = "ledger-difference";
constexpr int rows_at_once = 200;

ledger::ShadowItem shadow(ledger::ReceivableRow const& row) {
  return {row.invoice_number, row.id, row.principal, row.charges(), row.due_date};
}

std::vector<ledger::ReceivableRow> open_rows(ledger::Snapshot& view, std::string const& tenant,
                                             std::string const& client) {
  ledger::ReceivableFilter filter;
  filter.client = client;
  filter.open_only = true;
  ledger::Page page{rows_at_once, ""};
  std::vector<ledger::ReceivableRow> rows;
  for (;;) {
    auto listed = ledger::list_receivables(view, tenant, filter, page);
    for (auto& row : listed.rows) rows.push_back(std::move(row));
    if (!listed.has_more) return rows;
    page.cursor = listed.next_cursor;
  }
}

std::vector<model::Money> waiting_sums(ledger::Snapshot& view, std::string const& tenant,
                                       std::string const& client) {
  ledger::PaymentFilter filter;
  filter.client = client;
  filter.allocated = false;
  ledger::Page page{rows_at_once, ""};
  std::vector<model::Money> sums;
  for (;;) {
    auto const listed = ledger::list_payments(view, tenant, filter, page);
    for (auto const& row : listed.rows) {
      // What the bank took back waits no more, though payment and reversal both tell of it.
      bool const is_here =
          !row.is_reversal && row.reversed_by.empty() && row.unallocated.minor() > 0;
      if (is_here) sums.push_back(row.unallocated);
    }
    if (!listed.has_more) return sums;
    page.cursor = listed.next_cursor;
  }
}

bool spoils_reminders(ledger::Cause cause) {
  return cause != ledger::Cause::charges && cause != ledger::Cause::unknown_here;
}

// Whether the item's reminders rest because of the difference. One that rests already keeps its
// first day: another pause would give it new time, and take back letters that a person queued.
bool hold(ledger::Transaction& tx, ClaimContext const& context, config::Client const& client,
          ledger::ReceivableRow const& row, model::Date today) {
  if (row.hold_reason == hold_reason) return !row.hold_until || *row.hold_until >= today;
  bool const waits_otherwise = is_held(row.hold_reason, row.hold_until, today);
  if (waits_otherwise || !row.owes()) return false;
  ledger::ReceivablePaused fact{row.id, row.invoice_id, "pause", std::string{hold_reason}, {}, {}};
  auto const most = client.books.difference_hold_days;
  if (most > 0) fact.until = today + std::chrono::days{most};
  tx.append(context.tenant, context.actor, context.now, fact);
  withdraw_waiting(tx, context, row, "paused");
  return true;
}

}  // namespace

std::vector<ledger::Difference> compare_ledgers(ledger::Snapshot& view, std::string const& tenant,
                                                config::Client const& client,
                                                std::vector<ledger::TrueItem> const& theirs,
                                                bool whole) {
  std::vector<ledger::ShadowItem> ours;
  std::set<std::string> known;
  for (auto const& row : open_rows(view, tenant, client.ref)) {
    known.insert(row.invoice_number);
    ours.push_back(shadow(row));
  }
  // Closed ones that the other ledger still speaks of.
  for (auto const& item : theirs) {
    if (known.contains(item.invoice_number)) continue;
    auto const row =
        ledger::receivable_by_invoice_number(view, tenant, client.ref, item.invoice_number);
    if (row) ours.push_back(shadow(*row));
  }
  return ledger::differences(theirs, ours, waiting_sums(view, tenant, client.ref), whole,
                             client.books.principal_truth == "biller");
}

Held hold_differences(ledger::Transaction& tx, ClaimContext const& context,
                      config::Client const& client, Verdict const& verdict) {
  Held done;
  std::set<std::string> in_difference, named;
  for (auto const& one : verdict.theirs) named.insert(one.invoice_number);
  for (auto const& one : verdict.differences) {
    if (one.receivable_id.empty() || !spoils_reminders(one.cause)) continue;
    in_difference.insert(one.receivable_id);
    auto const row = ledger::find_receivable(tx, context.tenant, one.receivable_id);
    if (row && verdict.holds) done.held += hold(tx, context, client, *row, verdict.day);
  }
  for (auto const& row : open_rows(tx, context.tenant, client.ref)) {
    bool const compared = verdict.whole || named.contains(row.invoice_number);
    bool const goes_on =
        row.hold_reason == hold_reason && compared && !in_difference.contains(row.id);
    if (!goes_on) continue;
    tx.append(context.tenant, context.actor, context.now,
              ledger::ReceivablePaused{row.id, row.invoice_id, "resume", "", {}, {}});
    ++done.released;
  }
  return done;
}

}  // namespace airut::gateway
