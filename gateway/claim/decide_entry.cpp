#include "gateway/claim/decide_entry.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/charged.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/recover.hpp"

namespace airut::gateway {
namespace {

// In the order in which the money pays them.
std::vector<std::string> items_paid(ledger::MatchDecision const& decision) {
  std::vector<std::string> items;
  for (auto const& part : decision.parts) {
    if (std::find(items.begin(), items.end(), part.receivable_id) == items.end())
      items.push_back(part.receivable_id);
  }
  return items;
}

bool is_over(ledger::MatchDecision const& decision) {
  auto const& reason = decision.unallocated_reason;
  return reason == "overpaid" || reason == "already-paid";
}

}  // namespace

struct DecideEntry::Entry {
  model::BankEntry const& entry;
  ledger::CountedEntry const& counted;
  AccountOwners const& owners;
  ledger::Candidates& found;
  ledger::PaymentReceived& fact;
  config::Law const& law;
  model::Date day{};  // that the money counts from

  ledger::MatchDecision match() const { return ledger::match(entry, counted, found, law); }
};

// What an item gives back may pay another: until no further one is paid.
ledger::MatchDecision DecideEntry::decide(model::BankEntry const& entry,
                                          ledger::CountedEntry const& counted,
                                          AccountOwners const& owners, ledger::Candidates& found,
                                          ledger::PaymentReceived& fact) {
  auto const day = entry.value_date.value_or(entry.booked.value_or(model::day_of(context_.now)));
  Entry const at{entry, counted, owners, found, fact, context_.law, day};
  recovered_ = model::Money{0, entry.amount.currency()};
  auto decision = decided(at);
  if (entry.is_reversal) return decision;
  for (auto paid = items_paid(decision); correct_letters(entry, paid);) {
    decision = decided(at);
    auto now = items_paid(decision);
    if (now == paid) break;
    paid = std::move(now);
  }
  if (!recovered_.is_zero())
    decision.explanation += fmt::format(" {} {} had been given up and count again.",
                                        recovered_.text(), recovered_.currency().code());
  return decision;
}

ledger::ReceivableRow const* DecideEntry::touched(std::string_view id) const {
  auto const found =
      std::find_if(touched_.begin(), touched_.end(), [&](auto const& row) { return row.id == id; });
  return found == touched_.end() ? nullptr : &*found;
}

// Whose it is, and what it pays there.
ledger::MatchDecision DecideEntry::decided(Entry const& at) {
  auto to = referred(tx_, context_, at.owners, at.entry);
  if (to.client != nullptr && !at.found.earlier) at.fact.client = to.client->ref;
  touched_.clear();
  if (!at.entry.is_reversal) touched_ = std::move(to.rows);
  at.found.items.clear();
  at.found.others.clear();
  if (to.client == nullptr || to.is_of_debtors) {
    auto decision = at.match();
    say_whose(to, at.entry.reference, decision);
    return decision;
  }
  at.found.tolerance_under = to.client->books.tolerance.under_minor;
  at.found.tolerance_over = to.client->books.tolerance.over_minor;
  take_items(at, *to.client);
  auto decision = at.match();
  return is_over(decision) ? laid_over(at, *to.client, std::move(decision)) : decision;
}

// More came than is open: it pays what was given up, then what else the customer owes.
ledger::MatchDecision DecideEntry::laid_over(Entry const& at, config::Client const& client,
                                             ledger::MatchDecision decision) {
  if (recover(at, decision)) {
    take_items(at, client);
    decision = at.match();
  }
  bool const lays =
      decision.kind == ledger::MatchKind::overpaid && client.books.overpayment == "lay";
  if (lays) add_others(at, client);
  if (!at.found.others.empty()) decision = at.match();
  tell_given_up(decision);
  return decision;
}

// What the reference leads to, as it is now.
void DecideEntry::take_items(Entry const& at, config::Client const& client) const {
  at.found.items.clear();
  for (auto const& row : touched_) at.found.items.push_back(open_item(row, client));
}

// Whether anything was given up that the money pays.
bool DecideEntry::recover(Entry const& at, ledger::MatchDecision const& decision) {
  auto left = decision.unallocated;
  for (auto& row : touched_) {
    if (left.is_zero() || row.principal.currency() != left.currency()) continue;
    left -= recover_loss(tx_, context_, row.id, left + row.open(), {at.fact.payment_id, at.day});
    row = *ledger::find_receivable(tx_, context_.tenant, row.id);
  }
  recovered_ += decision.unallocated - left;
  return left != decision.unallocated;
}

// What the same customer owes besides the items of the reference; a consumer's money only pays
// what is due.
void DecideEntry::add_others(Entry const& at, config::Client const& client) const {
  constexpr int most = 50;
  auto const& paid = touched_.front();
  if (paid.customer_number.empty()) return;
  bool const consumer = config::debtor_of(paid.buyer_type) == config::Debtor::consumer;
  for (auto const& row :
       ledger::open_by_number(tx_, context_.tenant, client.ref, paid.customer_number, most)) {
    bool const fits = row.customer_number == paid.customer_number && touched(row.id) == nullptr &&
                      !row.disputed && row.stage != "in_collection" &&
                      row.principal.currency() == at.entry.amount.currency();
    if (fits && !(consumer && row.due_date > at.day))
      at.found.others.push_back(open_item(row, client));
  }
}

// It was given up for good: whose the money is a person says.
void DecideEntry::tell_given_up(ledger::MatchDecision& decision) const {
  if (!is_over(decision)) return;
  auto const one = std::find_if(touched_.begin(), touched_.end(),
                                [&](auto const& row) { return is_given_up(tx_, row); });
  if (one == touched_.end()) return;
  decision.unallocated_reason = "written-off";
  decision.explanation +=
      fmt::format(" What invoice {} owed besides was given up.", one->invoice_number);
}

// The letters of what the money pays must not charge for days after it was paid: item by item,
// each with what those before it leave. Whether there were letters of any.
bool DecideEntry::correct_letters(model::BankEntry const& entry,
                                  std::vector<std::string> const& paid) {
  auto const paid_on = entry.value_date ? entry.value_date : entry.booked;
  auto const charged = [&](std::string const& id) {
    auto const* known = touched(id);
    return known == nullptr || may_be_charged(*known);
  };
  if (!paid_on || std::none_of(paid.begin(), paid.end(), charged)) return false;
  auto left = entry.amount;
  for (auto const& id : paid) left -= correct_for_share(tx_, context_, id, left, *paid_on);
  return true;
}

}  // namespace airut::gateway
