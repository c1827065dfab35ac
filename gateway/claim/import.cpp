#include "gateway/claim/import.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/sha256.hpp"
#include "ledger/receivables/match.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

struct Owner {
  config::Client const* client = nullptr;
  std::string iban;
};

// Whose account it is, with the spelling of airut.toml.
Owner owner_of(Billers const& billers, std::string_view tenant, std::string_view account) {
  auto const* home = billers.tenant(tenant);
  if (home == nullptr) return {};
  for (auto const& client : home->clients) {
    for (auto const& own : client.accounts) {
      if (ledger::same_account(own.iban, account)) return {&client, own.iban};
    }
  }
  return {};
}

ledger::OpenItem open_item(ledger::ReceivableRow const& row, config::Client const& client) {
  ledger::OpenItem item;
  item.receivable_id = row.id;
  item.invoice_id = row.invoice_id;
  item.invoice_number = row.invoice_number;
  item.account = row.account;
  item.reference_key = row.reference_key;
  item.country = client.seller.address.country;
  item.debtor = config::debtor_of(row.buyer_type);
  item.due_date = row.due_date;
  item.owed = {row.principal, row.interest, row.fee, row.cost};
  return item;
}

ledger::PaymentReceived fact_of(model::BankEntry const& entry, ledger::CountedEntry const& counted,
                                std::string const& file_id, Owner const& owner) {
  ledger::PaymentReceived fact;
  fact.file_id = file_id;
  fact.client = owner.client->ref;
  fact.account = owner.iban;
  fact.archive_id = entry.archive_id;
  fact.fingerprint = counted.fingerprint;
  fact.occurrence = counted.occurrence;
  fact.is_reversal = entry.is_reversal;
  fact.amount = entry.is_credit ? entry.amount : -entry.amount;
  fact.booked = entry.booked;
  fact.value_date = entry.value_date;
  if (!entry.reference.empty()) fact.reference_key = model::reference_match_key(entry.reference);
  fact.personal_payer = entry.payer_name;
  fact.personal_payer_account = entry.payer_account;
  for (auto const& text : entry.texts) fact.personal_text += text + "\n";
  return fact;
}

class Import {
 public:
  Import(ledger::Transaction& tx, ImportContext const& context) : tx_(tx), context_(context) {}

  Imported run(model::BankFile const& file, std::string const& digest) {
    result_.file_id = model::new_id("pfi", context_.now);
    result_.entries = static_cast<std::int64_t>(file.entries.size());
    auto const counted = ledger::count_entries(file.entries);
    for (std::size_t i = 0; i < file.entries.size(); ++i) {
      result_.duplicates += counted[i].occurrence <= known(counted[i]);
    }
    append_file(file, digest);
    for (std::size_t i = 0; i < file.entries.size(); ++i) take(file.entries[i], counted[i]);
    return std::move(result_);
  }

 private:
  std::int64_t known(ledger::CountedEntry const& counted) {
    return ledger::count_fingerprint(tx_, context_.tenant, counted.fingerprint);
  }

  void append_file(model::BankFile const& file, std::string const& digest) {
    ledger::PaymentFileImported fact;
    fact.file_id = result_.file_id;
    fact.format = file.format;
    fact.version = file.version;
    fact.bank_file_id = file.file_id;
    fact.digest = digest;
    fact.covers_until = file.covers_until;
    fact.entries = result_.entries;
    fact.duplicates = result_.duplicates;
    for (auto const& account : file.accounts) {
      fact.accounts.push_back(owner_of(context_.billers, context_.tenant, account).iban);
    }
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
  }

  ledger::Candidates candidates(model::BankEntry const& entry, ledger::CountedEntry const& counted,
                                Owner const& owner, ledger::PaymentReceived const& fact) {
    ledger::Candidates found;
    found.known_occurrences = known(counted);
    if (entry.is_reversal) {
      if (auto const earlier = ledger::reversible_payment(tx_, context_.tenant, fact)) {
        found.earlier = {earlier->id, earlier->amount, earlier->parts};
      }
      return found;
    }
    if (fact.reference_key.empty()) return found;
    for (auto const& row :
         ledger::receivables_by_reference(tx_, context_.tenant, fact.reference_key)) {
      if (row.client == owner.client->ref) found.items.push_back(open_item(row, *owner.client));
    }
    return found;
  }

  void take(model::BankEntry const& entry, ledger::CountedEntry const& counted) {
    auto const owner = owner_of(context_.billers, context_.tenant, entry.account);
    auto fact = fact_of(entry, counted, result_.file_id, owner);
    auto const decision =
        ledger::match(entry, counted, candidates(entry, counted, owner, fact), context_.law);
    if (decision.kind == ledger::MatchKind::duplicate) return;
    if (decision.kind == ledger::MatchKind::not_incoming) {
      ++result_.skipped;
      return;
    }
    fact.payment_id = model::new_id("pay", context_.now);
    fact.reverses = decision.reverses;
    fact.rule = decision.rule;
    fact.explanation = decision.explanation;
    fact.parts = decision.parts;
    fact.unallocated = decision.unallocated;
    fact.unallocated_reason = decision.unallocated_reason;
    tx_.append(context_.tenant, context_.actor, context_.now, fact);
    result_.payments.push_back({fact.payment_id, fact.amount, fact.unallocated, fact.rule,
                                fact.explanation, fact.unallocated_reason});
  }

  ledger::Transaction& tx_;
  ImportContext const& context_;
  Imported result_;
};

}  // namespace

model::Findings check_accounts(model::BankFile const& file, Billers const& billers,
                               std::string_view tenant) {
  model::Findings findings;
  for (auto const& account : file.accounts) {
    if (owner_of(billers, tenant, account).client != nullptr) continue;
    model::Finding finding;
    finding.code = "account-unknown";
    finding.detail =
        fmt::format("The account \"{}\" belongs to none of the billing clients.", account);
    finding.actual = account;
    findings.push_back(std::move(finding));
  }
  return findings;
}

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
  return Import{tx, context}.run(file, digest);
}

}  // namespace airut::gateway
