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

// A part of what it paid, the last parts first.
MatchDecision take_part_back(model::BankEntry const& entry, EarlierPayment const& earlier,
                             MatchDecision decision) {
  auto left = entry.amount;
  for (auto part = earlier.parts.rbegin(); part != earlier.parts.rend(); ++part) {
    auto const back = std::min(left, part->amount);
    if (back.minor() <= 0) continue;
    left -= back;
    decision.unallocated += back;
    decision.parts.push_back({part->receivable_id, part->invoice_id, part->component, -back});
  }
  decision.explanation = fmt::format("{} of the {} of payment {} are taken back.",
                                     sum(entry.amount), sum(earlier.amount), earlier.payment_id);
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
  if (entry.amount < earlier.amount) return take_part_back(entry, earlier, std::move(decision));
  for (auto part : earlier.parts) {
    decision.unallocated += part.amount;
    part.amount = -part.amount;
    decision.parts.push_back(std::move(part));
  }
  decision.explanation = fmt::format("{} of payment {} is taken back; what it paid is open again.",
                                     sum(entry.amount), earlier.payment_id);
  return decision;
}

// Whether the invoice shows the account. One that shows none is paid to any.
bool shows(OpenItem const& item, model::BankEntry const& entry) {
  auto const is_it = [&](std::string const& account) {
    return same_account(account, entry.account);
  };
  return item.account.empty() || entry.account.empty() || is_it(item.account) ||
         std::any_of(item.more_accounts.begin(), item.more_accounts.end(), is_it);
}

// Whether every item asks for the same account, so that it is clear whose reference it is.
bool ask_for_one_account(std::vector<OpenItem> const& items) {
  return std::all_of(items.begin(), items.end(), [&](OpenItem const& item) {
    return same_account(item.account, items.front().account);
  });
}

// Which items with the reference this money may pay; empty with the reason why not.
struct Suitable {
  std::vector<OpenItem> items;
  std::string reason, explanation;
};

Suitable suitable(model::BankEntry const& entry, std::vector<OpenItem> const& candidates) {
  Suitable result;
  bool other_currency = false;
  std::vector<OpenItem> elsewhere;
  for (auto const& item : candidates) {
    if (item.owed.principal.currency() != entry.amount.currency()) {
      other_currency = true;
    } else {
      (shows(item, entry) ? result.items : elsewhere).push_back(item);
    }
  }
  // The money came to an account of the same client: which one says only which of several
  // invoices with the reference is meant.
  if (result.items.empty() && ask_for_one_account(elsewhere)) result.items = std::move(elsewhere);
  if (!result.items.empty()) return result;
  bool const other_account = !elsewhere.empty();
  result.reason = other_account    ? "account-mismatch"
                  : other_currency ? "currency-mismatch"
                                   : "unknown-reference";
  result.explanation =
      other_account    ? "The reference belongs to invoices that ask for different other accounts."
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

// What a payment does to the items of its reference, and then to others of the debtor.
class Paying {
 public:
  Paying(model::BankEntry const& entry, Candidates const& candidates, config::Law const& law)
      : entry_(entry), candidates_(candidates), law_(law), left_(entry.amount) {
    decision_.rule = "2";
  }

  MatchDecision pay(std::vector<OpenItem> const& items) {
    for (auto const& item : items) decision_.candidates.push_back(item.receivable_id);
    for (auto const& item : items) {
      if (!lay_on(item)) return waiting(entry_, "2", "no-allocation-rule", problem_);
    }
    if (touched_.size() == 1) tolerate(*touched_.front());
    bool const was_over = !left_.is_zero() && !decision_.parts.empty();
    if (was_over) lay_on_others();
    decide();
    decision_.explanation = paid_text(decision_, entry_, items.front()) + remark_;
    return std::move(decision_);
  }

 private:
  bool lay_on(OpenItem const& item) {
    if (item.owed.total().is_zero()) return true;
    auto const day = entry_.value_date ? *entry_.value_date : entry_.booked.value_or(item.due_date);
    auto const order = law_.allocation(item.country, item.debtor, day);
    if (!order) {
      problem_ = order.error();
      return false;
    }
    if (left_.is_zero()) return true;
    auto const allocation = allocate(item, left_, order->order);
    left_ = allocation.left;
    rest_ = allocation.owed;
    open_left_ |= !rest_.total().is_zero();
    touched_.push_back(&item);
    decision_.parts.insert(decision_.parts.end(), allocation.parts.begin(), allocation.parts.end());
    return true;
  }

  void tolerate(OpenItem const& item) {
    auto const short_by = rest_.total();
    bool const under = !short_by.is_zero() && short_by.minor() <= candidates_.tolerance_under;
    bool const over = !left_.is_zero() && left_.minor() <= candidates_.tolerance_over;
    if (under) {
      decision_.rule = "2b";
      open_left_ = false;
      for (auto const component : {config::Component::principal, config::Component::interest,
                                   config::Component::fee, config::Component::cost})
        round(item, component, rest_.of(component));
      remark_ = fmt::format(" {} less is within the tolerance.", sum(short_by));
    } else if (over) {
      decision_.rule = "2c";
      round(item, config::Component::principal, -left_);
      decision_.parts.push_back({item.receivable_id, item.invoice_id, "principal", left_});
      remark_ = fmt::format(" {} more is within the tolerance.", sum(left_));
      left_ = model::Money{0, left_.currency()};
    }
  }

  void round(OpenItem const& item, config::Component component, model::Money const& amount) {
    if (amount.is_zero()) return;
    decision_.rounding.push_back({item.receivable_id, item.invoice_id,
                                  std::string{config::component_text(component)}, amount});
  }

  bool is_touched(OpenItem const& item) const {
    return std::any_of(touched_.begin(), touched_.end(), [&](OpenItem const* one) {
      return one->receivable_id == item.receivable_id;
    });
  }

  void lay_on_others() {
    for (auto const& item : candidates_.others) {
      if (left_.is_zero() || item.owed.total().is_zero() || is_touched(item)) continue;
      if (!lay_on(item)) return;
      decision_.rule = "2e";
      decision_.candidates.push_back(item.receivable_id);
      remark_ += fmt::format(" It pays invoice {} too.", item.invoice_number);
    }
  }

  void decide() {
    decision_.unallocated = left_;
    if (decision_.parts.empty()) {
      decision_.unallocated_reason = "already-paid";
    } else if (!left_.is_zero()) {
      decision_.kind = MatchKind::overpaid;
      decision_.unallocated_reason = "overpaid";
    } else {
      decision_.kind = open_left_ ? MatchKind::part_paid : MatchKind::paid;
    }
  }

  model::BankEntry const& entry_;
  Candidates const& candidates_;
  config::Law const& law_;
  MatchDecision decision_;
  model::Money left_;
  Owed rest_;  // of the item that was laid on last
  std::vector<OpenItem const*> touched_;
  bool open_left_ = false;
  std::string problem_, remark_;
};

}  // namespace

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
  if (entry.is_undivided) {
    return waiting(entry, "8", "several-references",
                   "The bank tells several payments in one sum, and not what each of them brought: "
                   "how it is divided is for a person to say.");
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
  return Paying{entry, candidates, law}.pay(fitting.items);
}

}  // namespace airut::ledger
