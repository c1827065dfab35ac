#include "gateway/claim/import.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/claim/after_letter.hpp"
#include "gateway/claim/charged.hpp"
#include "gateway/claim/close_debits.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/decide_entry.hpp"
#include "gateway/claim/proposals.hpp"
#include "gateway/claim/remittance.hpp"
#include "gateway/claim/told_before.hpp"
#include "gateway/deviations/trouble.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/receivables/match.hpp"
#include "ledger/store/attempt.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/unsent.hpp"

namespace airut::gateway {
namespace {

ledger::PaymentReceived payment_fact(model::BankEntry const& entry,
                                     ledger::CountedEntry const& counted,
                                     std::string const& file_id, AccountOwners const& owners) {
  ledger::PaymentReceived fact;
  fact.file_id = file_id;
  fact.account = owners.iban;
  if (owners.held) fact.funds = "client";
  fact.archive_id = entry.archive_id;
  fact.fingerprint = counted.fingerprint;
  fact.occurrence = counted.occurrence;
  fact.is_reversal = entry.is_reversal;
  fact.amount = entry.is_credit ? entry.amount : -entry.amount;
  fact.booked = entry.booked;
  fact.value_date = entry.value_date;
  if (!entry.reference.empty()) fact.reference_key = model::reference_match_key(entry.reference);
  for (auto const& further : entry.more_references)
    fact.more_references.push_back(model::reference_match_key(further));
  fact.personal_payer = entry.payer_name;
  fact.personal_payer_account = entry.payer_account;
  for (auto const& text : entry.texts) fact.personal_text += text + "\n";
  return fact;
}

class Import {
 public:
  Import(ledger::Transaction& tx, ImportContext const& context, std::string const& format)
      : tx_(tx), context_(context), told_(tx, context.tenant, format), deciding_(tx, context) {}

  Imported run(model::BankFile const& file, std::string const& digest) {
    result_.file_id = model::new_id("pfi", context_.now);
    result_.entries = static_cast<std::int64_t>(file.entries.size());
    auto const counted = ledger::count_entries(file.entries);
    append_file(file, digest, counted);
    constexpr int a_look_each = 4;  // so many entries pay for one that is read beforehand
    running_.emplace(tx_, context_.tenant, static_cast<int>(result_.entries) / a_look_each);
    constexpr std::size_t at_once = 500;
    for (std::size_t i = 0; i < file.entries.size(); i += at_once)
      take_stretch(file.entries, counted, i, std::min(i + at_once, file.entries.size()));
    return std::move(result_);
  }

 private:
  // A fault that one entry meets is that entry's alone: it waits, and the others are taken.
  void take_stretch(std::vector<model::BankEntry> const& entries,
                    std::vector<ledger::CountedEntry> const& counted, std::size_t first,
                    std::size_t last) {
    auto const all = [&](std::size_t from, std::size_t until) {
      return attempt([&] {
        for (auto i = from; i < until; ++i) take(entries[i], counted[i], known_[i]);
      });
    };
    if (!all(first, last)) return;
    for (auto i = first; i < last; ++i) {
      if (auto const fault = all(i, i + 1)) set_aside(entries[i], counted[i], *fault);
    }
  }

  std::optional<std::string> attempt(std::function<void()> const& part) {
    auto const payments = static_cast<std::ptrdiff_t>(result_.payments.size());
    auto const duplicates = result_.duplicates, skipped = result_.skipped;
    told_.mark();
    auto fault = ledger::attempt(tx_, part);
    if (!fault) return fault;
    result_.payments.erase(result_.payments.begin() + payments, result_.payments.end());
    result_.duplicates = duplicates;
    result_.skipped = skipped;
    told_.undo();
    return fault;
  }

  void set_aside(model::BankEntry const& entry, ledger::CountedEntry const& counted,
                 std::string const& fault) {
    auto const& owners = owners_at(entry.account);
    auto fact = payment_fact(entry, counted, result_.file_id, owners);
    if (owners.clients.size() == 1) fact.client = owners.clients.front()->ref;
    fact.payment_id = model::new_id("pay", context_.now);
    fact.rule = "8";
    fact.unallocated = fact.amount;
    fact.unallocated_reason = "not-laid";
    fact.explanation = fmt::format("It could not be laid: {}.", fault);
    if (fact.booked) result_.days.emplace(fact.account, *fact.booked);
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
    told_.keep(fact);
    list(fact);
  }

  void list(ledger::PaymentReceived const& fact) {
    result_.payments.push_back({fact.payment_id,
                                fact.amount,
                                fact.unallocated,
                                fact.rule,
                                fact.explanation,
                                fact.unallocated_reason,
                                {}});
  }

  AccountOwners const& owners_at(std::string const& account) {
    auto const [found, fresh] = owners_.try_emplace(account);
    if (fresh) found->second = owners_of(context_.billers, context_.tenant, account);
    return found->second;
  }

  void append_file(model::BankFile const& file, std::string const& digest,
                   std::vector<ledger::CountedEntry> const& counted) {
    ledger::PaymentFileImported fact;
    fact.file_id = result_.file_id;
    fact.format = file.format;
    fact.version = file.version;
    fact.bank_file_id = file.file_id;
    fact.digest = digest;
    fact.covers_until = file.covers_until;
    fact.entries = result_.entries;
    known_.reserve(counted.size());
    for (std::size_t i = 0; i < counted.size(); ++i) {
      known_.push_back(told_.equal_entries(file.entries[i].booked, counted[i].fingerprint));
      fact.duplicates += counted[i].occurrence <= known_.back();
    }
    fact.sums = day_sums(
        file, [&](auto const& account) -> auto const& { return owners_at(account).iban; },
        file.covers_until.value_or(model::day_of(context_.now)));
    for (auto const& sum : fact.sums) {
      if (sum.is_lump) result_.days.emplace(sum.account, sum.day);
    }
    for (auto const& [account, until] : file.covered) {
      auto const& owner = owners_at(account);
      if (!owner.clients.empty()) fact.coverage.push_back({owner.iban, until});
    }
    for (auto const& [account, until] : file.covered_but_for_lumps) {
      auto const& owner = owners_at(account);
      if (owner.clients.empty() || !lumps_are_told(fact.sums, owner.iban, file.format)) continue;
      fact.coverage.push_back({owner.iban, until});
    }
    for (auto const& told : file.statements) {
      auto const& owner = owners_at(told.account);
      if (!owner.clients.empty())
        fact.statements.push_back(
            {owner.iban, told.id, told.from, told.until, told.opening, told.closing});
    }
    for (auto const& account : file.accounts) {
      fact.accounts.push_back(owners_at(account).iban);
    }
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  // Whether each day's sums on the account are what another file told one by one.
  bool lumps_are_told(std::vector<ledger::DaySum> const& sums, std::string const& iban,
                      std::string const& format) {
    bool all_told = true;
    for (auto const& [account, day, sum, is_lump] : sums) {
      if (!is_lump || account != iban) continue;
      auto const told =
          ledger::sum_told_elsewhere(tx_, context_.tenant, iban, day, sum.currency(), format);
      if (told == sum) continue;
      all_told = false;
      // Nothing told at all: the file that does may still come.
      if (!told.is_zero()) result_.lumps.push_back({iban, day, sum, told});
    }
    return all_told;
  }

  // known_before: how many equal entries were kept before this file.
  ledger::Candidates candidates(model::BankEntry const& entry, std::int64_t known_before,
                                ledger::PaymentReceived& fact) {
    ledger::Candidates found;
    found.known_occurrences = known_before;
    if (!fact.reference_key.empty()) {
      auto same = told_.same(fact);
      found.occurrence_in_file = std::max(same.occurrence, found.occurrence_in_file);
      found.told_elsewhere = same.elsewhere;
      found.taken_back_before = std::move(same.taken_back_by);
    }
    if (!entry.is_reversal || found.occurrence_in_file <= found.told_elsewhere) return found;
    auto earlier = ledger::reversible_payment(tx_, context_.tenant, fact);
    bool const whole = earlier.has_value();
    if (!whole) earlier = ledger::partly_reversible_payment(tx_, context_.tenant, fact);
    if (!earlier) return found;
    found.earlier = {earlier->id, earlier->amount,
                     whole ? earlier->parts : ledger::parts_left(tx_, *earlier)};
    fact.client = earlier->client;
    return found;
  }

  void take(model::BankEntry const& entry, ledger::CountedEntry const& counted,
            std::int64_t known_before) {
    auto fact = payment_fact(entry, counted, result_.file_id, owners_at(entry.account));
    fact.payment_id = model::new_id("pay", context_.now);
    auto found = candidates(entry, known_before, fact);
    auto const decision = deciding_.decide(entry, counted, owners_at(entry.account), found, fact);
    if (decision.kind == ledger::MatchKind::duplicate) {
      ++result_.duplicates;
      return;
    }
    if (decision.kind == ledger::MatchKind::not_incoming) {
      ++result_.skipped;
      return;
    }
    append_payment(std::move(fact), decision);
    if (entry.by_mandate) close_debits(tx_, context_, decision.parts);
  }

  void append_payment(ledger::PaymentReceived fact, ledger::MatchDecision const& decision) {
    fact.reverses = decision.reverses;
    fact.taken_back_by = decision.taken_back_by;
    fact.rule = decision.rule;
    fact.explanation = decision.explanation;
    fact.parts = decision.parts;
    fact.unallocated = decision.unallocated;
    fact.unallocated_reason = decision.unallocated_reason;
    if (fact.booked) result_.days.emplace(fact.account, *fact.booked);
    if (!fact.reverses.empty()) unlay_remittance(fact.reverses);
    bool const more = !decision.rounding.empty() && decision.rounding.front().amount.is_negative();
    if (more) round(fact, decision);
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
    told_.keep(fact);
    if (!more) round(fact, decision);
    list(fact);
    if (fact.is_reversal) return follow_reversal(fact);
    withdraw_of_paid(fact);
    if (fact.unallocated.minor() > 0) propose(result_.payments.back());
  }

  // The bank takes the agency's money back: what it reported is to be remitted again.
  void unlay_remittance(std::string const& payment_id) {
    auto const payment = ledger::find_payment(tx_, context_.tenant, payment_id);
    if (payment && !payment->remitted.is_zero()) take_back_remittance(tx_, context_, *payment, {});
  }

  // What is within the tolerance: added before the payment, or given up after it.
  void round(ledger::PaymentReceived const& payment, ledger::MatchDecision const& decision) {
    if (decision.rounding.empty()) return;
    ledger::ReceivableAdjusted fact;
    fact.adjustment_id = model::new_id("adj", context_.now);
    fact.receivable_id = decision.rounding.front().receivable_id;
    fact.invoice_id = decision.rounding.front().invoice_id;
    fact.kind = "rounding";
    fact.reason = "tolerance";
    fact.source = payment.payment_id;
    fact.effective = payment.value_date ? payment.value_date : payment.booked;
    fact.parts = decision.rounding;
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  // What names an agency's settlement is its remittance, and is laid on no invoice.
  std::optional<TakenUp> take_up(std::string const& payment_id) {
    auto const row = ledger::find_payment(tx_, context_.tenant, payment_id);
    auto remittance = take_up_remittance(tx_, context_, *row);
    bool const is_one =
        remittance && (remittance->is_laid || remittance->rule == "remittance-settlement");
    if (is_one) return remittance;
    auto other = take_up_waiting(tx_, context_, payment_id);
    return other ? other : remittance;
  }

  // Money that no reference matched or that is over, and what the payer's other words make of it.
  void propose(ImportedPayment& payment) {
    auto const taken_up = take_up(payment.id);
    if (!taken_up) return;
    if (!taken_up->is_laid) {
      payment.proposal = taken_up->explanation;
      return;
    }
    payment.unallocated = model::Money{0, payment.amount.currency()};
    payment.unallocated_reason.clear();
    payment.rule = taken_up->rule;
    payment.explanation = taken_up->explanation;
  }

  // Most payments pay what nobody was reminded of and what left long ago: nothing to look up again.
  bool nothing_waits(ledger::AllocatedPart const& part) {
    auto const* known = deciding_.touched(part.receivable_id);
    return known != nullptr && !may_be_charged(*known) && !running_->has(part.invoice_id);
  }

  void withdraw_of_paid(ledger::PaymentReceived const& fact) {
    for (auto const& part : fact.parts) {
      if (nothing_waits(part)) continue;
      auto const row = ledger::find_receivable(tx_, context_.tenant, part.receivable_id);
      if (!row->principal.is_zero()) continue;
      withdraw_waiting(tx_, context_, *row, "paid");
      cancel_unsent(tx_, context_.tenant, part.invoice_id, "invoice_paid", context_.actor,
                    context_.now);
      auto const paid_on = fact.value_date ? fact.value_date : fact.booked;
      if (paid_on) settle_after_letter(tx_, context_, row->id, fact.payment_id, *paid_on);
    }
  }

  // What the payment brought besides goes with it, and what a credit note gave for it pays the
  // item.
  void follow_reversal(ledger::PaymentReceived const& reversal) {
    std::set<std::string> items;
    for (auto const& part : reversal.parts) items.insert(part.receivable_id);
    for (auto const& id : items) {
      take_back_adjustments(tx_, context_, id, reversal.reverses);
      use_own_credit(tx_, context_, id);
    }
  }

  ledger::Transaction& tx_;
  ImportContext const& context_;
  Imported result_;
  ToldBefore told_;
  DecideEntry deciding_;
  std::optional<ledger::RunningDeliveries> running_;
  std::map<std::string, AccountOwners> owners_;  // by account, as the file spells it
  std::vector<std::int64_t> known_;              // equal entries kept before, by entry
};

}  // namespace

Imported import_file(ledger::Transaction& tx, model::BankFile const& file, std::string_view bytes,
                     ImportContext const& context) {
  auto const sum = model::sha256(bytes);
  auto const digest = model::hex({reinterpret_cast<char const*>(sum.data()), sum.size()});
  if (auto const before = ledger::find_payment_file(tx, context.tenant, digest)) {
    Imported seen;
    seen.file_id = *before;
    seen.seen_before = true;
    seen.entries = seen.duplicates = static_cast<std::int64_t>(file.entries.size());
    return seen;
  }
  ledger::keep_document(tx, ledger::pack_document("application/octet-stream", bytes, sum));
  return Import{tx, context, file.format}.run(file, digest);
}

namespace {

ChannelTrouble payment_trouble(ledger::PaymentRow const& reversal, char const* code,
                               std::string text) {
  return {reversal.tenant, {}, reversal.id, code, {}, std::move(text)};
}

// What met a fault; a reversal of which no payment is known, until its payment comes; and one of
// money that has gone back to the payer already.
void tell_payment(ledger::Transaction& tx, ledger::PaymentRow const& row,
                  ImportContext const& context, config::Codes const& codes) {
  auto const say = [&](char const* code, std::string text) {
    raise(tx, payment_trouble(row, code, std::move(text)), codes, context.now);
  };
  if (row.unallocated_reason == "not-laid") return say("bank.entry_not_laid", row.explanation);
  if (row.is_reversal && row.reverses.empty()) return say("bank.reversal_unknown", row.explanation);
  auto const other_id = row.is_reversal ? row.reverses : row.reversed_by;
  auto const other = ledger::find_payment(tx, context.tenant, other_id);
  if (!other) return;
  if (!row.is_reversal)
    return settle(tx, payment_trouble(*other, "bank.reversal_unknown", {}), "passed", context.now);
  if (other->returned.minor() <= 0) return;
  say("bank.taken_back_after_return",
      fmt::format("The bank took {} {} of payment {} back, of which {} had gone back to the payer.",
                  (-row.amount).text(), row.amount.currency().code(), other->id,
                  other->returned.text()));
}

}  // namespace

void tell_imported(ledger::Transaction& tx, Imported const& imported, ImportContext const& context,
                   config::Codes const& codes) {
  tell_lumps(tx, imported.lumps, imported.days, context, codes);
  for (auto const& payment : imported.payments) {
    auto const& reason = payment.unallocated_reason;
    bool const concerns =
        payment.amount.is_negative() || reason == "reversed" || reason == "not-laid";
    if (!concerns) continue;
    tell_payment(tx, *ledger::find_payment(tx, context.tenant, payment.id), context, codes);
  }
}

}  // namespace airut::gateway
