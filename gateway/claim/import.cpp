#include "gateway/claim/import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/claim/after_letter.hpp"
#include "gateway/claim/close_debits.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/claim/proposals.hpp"
#include "gateway/claim/remittance.hpp"
#include "gateway/claim/told_before.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/receivables/match.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/unsent.hpp"

namespace airut::gateway {
namespace {

ledger::PaymentReceived fact_of(model::BankEntry const& entry, ledger::CountedEntry const& counted,
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

// In the order in which the money pays them.
std::vector<std::string> items_paid(ledger::MatchDecision const& decision) {
  std::vector<std::string> items;
  for (auto const& part : decision.parts) {
    if (std::find(items.begin(), items.end(), part.receivable_id) == items.end())
      items.push_back(part.receivable_id);
  }
  return items;
}

class Import {
 public:
  Import(ledger::Transaction& tx, ImportContext const& context, std::string const& format)
      : tx_(tx), context_(context), told_(tx, context.tenant, format) {}

  Imported run(model::BankFile const& file, std::string const& digest) {
    result_.file_id = model::new_id("pfi", context_.now);
    result_.entries = static_cast<std::int64_t>(file.entries.size());
    auto const counted = ledger::count_entries(file.entries);
    append_file(file, digest, counted);
    for (std::size_t i = 0; i < file.entries.size(); ++i)
      take(file.entries[i], counted[i], known_[i]);
    return std::move(result_);
  }

 private:
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
    if (entry.is_reversal) {
      if (auto const earlier = ledger::reversible_payment(tx_, context_.tenant, fact)) {
        found.earlier = {earlier->id, earlier->amount, earlier->parts};
        fact.client = earlier->client;
      }
      return found;
    }
    if (fact.reference_key.empty()) return found;
    auto same = told_.same(fact);
    found.occurrence_in_file = std::max(same.occurrence, found.occurrence_in_file);
    found.told_elsewhere = same.elsewhere;
    found.taken_back_before = std::move(same.taken_back_by);
    return found;
  }

  // Whose it is, and what it pays there.
  ledger::MatchDecision decided(model::BankEntry const& entry, ledger::CountedEntry const& counted,
                                ledger::Candidates& found, ledger::PaymentReceived& fact) {
    auto to = referred(tx_, context_, owners_at(entry.account), entry.reference);
    if (to.client != nullptr && !found.earlier) fact.client = to.client->ref;
    touched_ = entry.is_reversal ? std::vector<ledger::ReceivableRow>{} : std::move(to.rows);
    if (to.client == nullptr) return undecided(entry, counted, found, to.is_several);
    auto const& books = to.client->books;
    found.tolerance_under = books.tolerance.under_minor;
    found.tolerance_over = books.tolerance.over_minor;
    found.items.clear();
    found.others.clear();
    for (auto const& row : touched_) found.items.push_back(open_item(row, *to.client));
    auto decision = ledger::match(entry, counted, found, context_.law);
    if (decision.kind != ledger::MatchKind::overpaid || books.overpayment != "lay") return decision;
    add_others(entry, *to.client, touched_.front(), found);
    if (found.others.empty()) return decision;
    return ledger::match(entry, counted, found, context_.law);
  }

  // Money on an account that clients share, and that no reference gives to one of them.
  ledger::MatchDecision undecided(model::BankEntry const& entry,
                                  ledger::CountedEntry const& counted,
                                  ledger::Candidates const& found, bool is_several) {
    auto decision = ledger::match(entry, counted, found, context_.law);
    if (is_several && decision.unallocated_reason == "unknown-reference") {
      decision.unallocated_reason = "several-clients";
      decision.explanation =
          fmt::format("Several clients that share the account have invoices with the reference {}.",
                      entry.reference);
    }
    return decision;
  }

  // What the same customer owes besides; a consumer's money only pays what is due.
  void add_others(model::BankEntry const& entry, config::Client const& client,
                  ledger::ReceivableRow const& paid, ledger::Candidates& found) {
    constexpr int most = 50;
    if (paid.customer_number.empty()) return;
    auto const day = entry.value_date.value_or(entry.booked.value_or(model::day_of(context_.now)));
    bool const consumer = config::debtor_of(paid.buyer_type) == config::Debtor::consumer;
    for (auto const& row :
         ledger::open_by_number(tx_, context_.tenant, client.ref, paid.customer_number, most)) {
      bool const fits = row.customer_number == paid.customer_number &&
                        row.reference_key != paid.reference_key && !row.disputed &&
                        row.stage != "in_collection" &&
                        row.principal.currency() == entry.amount.currency();
      if (fits && !(consumer && row.due_date > day)) found.others.push_back(open_item(row, client));
    }
  }

  // The letters of what the money pays must not charge for days after it was paid: item by item,
  // each with what those before it leave. Whether there were letters of any.
  bool correct_letters(model::BankEntry const& entry, std::vector<std::string> const& paid) {
    auto const paid_on = entry.value_date ? entry.value_date : entry.booked;
    auto const has_letters = [&](std::string const& id) {
      auto const* known = touched(id);
      return known == nullptr || known->letters > 0;
    };
    if (!paid_on || std::none_of(paid.begin(), paid.end(), has_letters)) return false;
    auto left = entry.amount;
    for (auto const& id : paid) left -= correct_for_share(tx_, context_, id, left, *paid_on);
    return true;
  }

  // What an item gives back may pay another: until no further one is paid.
  ledger::MatchDecision decided_by_day(model::BankEntry const& entry,
                                       ledger::CountedEntry const& counted,
                                       ledger::Candidates& found, ledger::PaymentReceived& fact) {
    auto decision = decided(entry, counted, found, fact);
    if (entry.is_reversal) return decision;
    for (auto paid = items_paid(decision); correct_letters(entry, paid);) {
      decision = decided(entry, counted, found, fact);
      auto now = items_paid(decision);
      if (now == paid) break;
      paid = std::move(now);
    }
    return decision;
  }

  void take(model::BankEntry const& entry, ledger::CountedEntry const& counted,
            std::int64_t known_before) {
    auto fact = fact_of(entry, counted, result_.file_id, owners_at(entry.account));
    auto found = candidates(entry, known_before, fact);
    auto const decision = decided_by_day(entry, counted, found, fact);
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
    fact.payment_id = model::new_id("pay", context_.now);
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
    result_.payments.push_back({fact.payment_id,
                                fact.amount,
                                fact.unallocated,
                                fact.rule,
                                fact.explanation,
                                fact.unallocated_reason,
                                {}});
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

  // The item as it was before the payment, when it was looked up for it.
  ledger::ReceivableRow const* touched(std::string_view id) const {
    auto const found = std::find_if(touched_.begin(), touched_.end(),
                                    [&](auto const& row) { return row.id == id; });
    return found == touched_.end() ? nullptr : &*found;
  }

  // Most payments pay what nobody was reminded of and what left long ago: nothing to look up again.
  bool nothing_waits(ledger::AllocatedPart const& part) {
    auto const* known = touched(part.receivable_id);
    return known != nullptr && known->letters == 0 &&
           !ledger::has_running_delivery(tx_, context_.tenant, part.invoice_id);
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
  std::map<std::string, AccountOwners> owners_;  // by account, as the file spells it
  std::vector<std::int64_t> known_;              // equal entries kept before, by entry
  std::vector<ledger::ReceivableRow> touched_;   // of the reference of the entry at hand
};

}  // namespace

Imported import_file(ledger::Transaction& tx, model::BankFile const& file, std::string_view bytes,
                     ImportContext const& context) {
  auto const digest = model::sha256_hex(bytes);
  if (auto const before = ledger::find_payment_file(tx, context.tenant, digest)) {
    Imported seen;
    seen.file_id = *before;
    seen.seen_before = true;
    seen.entries = seen.duplicates = static_cast<std::int64_t>(file.entries.size());
    return seen;
  }
  ledger::keep_document(tx, "application/octet-stream", bytes);
  return Import{tx, context, file.format}.run(file, digest);
}

void tell_lumps(ledger::Transaction& tx, Imported const& imported, ImportContext const& context,
                config::Codes const& codes) {
  tell_lumps(tx, imported.lumps, imported.days, context, codes);
}

}  // namespace airut::gateway
