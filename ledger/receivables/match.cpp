#include "ledger/receivables/match.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

std::string sum(model::Money const& money) {
  return fmt::format("{} {}", money.text(), money.currency().code());
}

MatchDecision waiting(model::BankEntry const& entry, std::string rule, std::string reason,
                      std::string explanation) {
  MatchDecision decision;
  decision.rule = std::move(rule);
  decision.unallocated = entry.amount;
  decision.unallocated_reason = std::move(reason);
  decision.explanation = std::move(explanation);
  return decision;
}

MatchDecision kept_out(model::BankEntry const& entry, MatchKind kind, std::string rule,
                       std::string explanation) {
  MatchDecision decision;
  decision.kind = kind;
  decision.rule = std::move(rule);
  decision.explanation = std::move(explanation);
  decision.unallocated = model::Money{0, entry.amount.currency()};
  return decision;
}

MatchDecision take_back(model::BankEntry const& entry, Candidates const& candidates) {
  MatchDecision decision;
  decision.kind = MatchKind::reversal;
  decision.rule = "1";
  decision.unallocated = -entry.amount;
  decision.unallocated_reason = "reversal-unknown";
  decision.explanation =
      fmt::format("{} is taken back, but no earlier payment of it is known.", sum(entry.amount));
  if (!candidates.earlier) return decision;
  auto const& earlier = *candidates.earlier;
  decision.reverses = earlier.payment_id;
  decision.unallocated_reason.clear();
  for (auto part : earlier.parts) {
    decision.unallocated += part.amount;
    part.amount = -part.amount;
    decision.parts.push_back(std::move(part));
  }
  decision.explanation = fmt::format("{} of payment {} is taken back; what it paid is open again.",
                                     sum(entry.amount), earlier.payment_id);
  return decision;
}

bool takes(OpenItem const& item, model::BankEntry const& entry) {
  return item.account.empty() || entry.account.empty() || same_account(item.account, entry.account);
}

// Which items with the reference this money may pay; empty with the reason why not.
struct Suitable {
  std::vector<OpenItem> items;
  std::string reason, explanation;
};

Suitable suitable(model::BankEntry const& entry, std::vector<OpenItem> const& candidates) {
  Suitable result;
  bool other_currency = false, other_account = false;
  for (auto const& item : candidates) {
    if (item.owed.principal.currency() != entry.amount.currency()) {
      other_currency = true;
    } else if (!takes(item, entry)) {
      other_account = true;
    } else {
      result.items.push_back(item);
    }
  }
  if (!result.items.empty()) return result;
  result.reason = other_account    ? "account-mismatch"
                  : other_currency ? "currency-mismatch"
                                   : "unknown-reference";
  result.explanation =
      other_account    ? "The reference belongs to an invoice that asks for another account."
      : other_currency ? "The reference belongs to an invoice in another currency."
                       : fmt::format("No invoice has the reference {}.", entry.reference);
  return result;
}

std::string paid_text(MatchDecision const& decision, model::BankEntry const& entry,
                      OpenItem const& item) {
  switch (decision.kind) {
    case MatchKind::paid:
      return fmt::format("{} pays invoice {} in full.", sum(entry.amount), item.invoice_number);
    case MatchKind::part_paid:
      return fmt::format("{} pays a part of invoice {}.", sum(entry.amount), item.invoice_number);
    case MatchKind::overpaid:
      return fmt::format("{} pays invoice {} in full and leaves {} over.", sum(entry.amount),
                         item.invoice_number, sum(decision.unallocated));
    default:
      break;
  }
  return fmt::format("Invoice {} was paid before; {} waits.", item.invoice_number,
                     sum(entry.amount));
}

MatchDecision pay(model::BankEntry const& entry, std::vector<OpenItem> const& items,
                  config::Law const& law) {
  MatchDecision decision;
  decision.rule = "2";
  auto left = entry.amount;
  bool open_left = false;
  for (auto const& item : items) {
    decision.candidates.push_back(item.receivable_id);
    if (item.owed.total().is_zero()) continue;
    auto const day = entry.value_date ? *entry.value_date : entry.booked.value_or(item.due_date);
    auto const order = law.allocation(item.country, item.debtor, day);
    if (!order) return waiting(entry, "2", "no-allocation-rule", order.error());
    auto const allocation = allocate(item, left, order->order);
    if (left.is_zero()) continue;
    left = allocation.left;
    open_left |= !allocation.owed.total().is_zero();
    for (auto const& part : allocation.parts) decision.parts.push_back(part);
  }
  decision.unallocated = left;
  if (decision.parts.empty()) {
    decision.unallocated_reason = "already-paid";
  } else if (!left.is_zero()) {
    decision.kind = MatchKind::overpaid;
    decision.unallocated_reason = "overpaid";
  } else {
    decision.kind = open_left ? MatchKind::part_paid : MatchKind::paid;
  }
  decision.explanation = paid_text(decision, entry, items.front());
  return decision;
}

}  // namespace

std::string_view match_kind_text(MatchKind kind) {
  switch (kind) {
    case MatchKind::duplicate:
      return "duplicate";
    case MatchKind::not_incoming:
      return "not_incoming";
    case MatchKind::reversal:
      return "reversal";
    case MatchKind::paid:
      return "paid";
    case MatchKind::part_paid:
      return "part_paid";
    case MatchKind::overpaid:
      return "overpaid";
    case MatchKind::unallocated:
      return "unallocated";
  }
  return "";
}

MatchDecision match(model::BankEntry const& entry, CountedEntry const& counted,
                    Candidates const& candidates, config::Law const& law) {
  if (counted.occurrence <= candidates.known_occurrences) {
    return kept_out(entry, MatchKind::duplicate, "0", "This entry was imported before.");
  }
  if (candidates.occurrence_in_file <= candidates.told_elsewhere) {
    return kept_out(entry, MatchKind::duplicate, "0",
                    "A file of another format told this payment before.");
  }
  if (entry.is_reversal && !entry.is_credit) return take_back(entry, candidates);
  if (entry.is_reversal || !entry.is_credit) {
    return kept_out(entry, MatchKind::not_incoming, "0", "Money that left the account.");
  }
  if (entry.is_lump) {
    return kept_out(entry, MatchKind::not_incoming, "0",
                    "A sum of payments that the bank tells one by one in another file.");
  }
  if (!entry.more_references.empty()) {
    return waiting(entry, "8", "several-references",
                   fmt::format("The payment names {} references and one sum: how it is divided is "
                               "for a person to say.",
                               entry.more_references.size() + 1));
  }
  if (!candidates.taken_back_before.empty()) {
    auto decision = waiting(entry, "1", "reversed",
                            fmt::format("The bank took this payment back as {} before telling it.",
                                        candidates.taken_back_before));
    decision.taken_back_by = candidates.taken_back_before;
    return decision;
  }
  if (entry.reference.empty()) {
    return waiting(entry, "8", "no-reference", "The payment carries no reference.");
  }
  auto const fitting = suitable(entry, candidates.items);
  if (fitting.items.empty()) return waiting(entry, "8", fitting.reason, fitting.explanation);
  return pay(entry, fitting.items, law);
}

}  // namespace airut::ledger
