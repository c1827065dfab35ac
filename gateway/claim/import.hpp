#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/bank_entry.hpp"
#include "formats/model/finding.hpp"
#include "gateway/billers.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/lumps.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

using ImportContext = ClaimContext;

struct ImportedPayment {
  std::string id;
  model::Money amount, unallocated;
  std::string rule, explanation, unallocated_reason;
  std::string proposal;  // what it may be meant for; "": nobody knows
};

struct Imported {
  std::string file_id;
  bool seen_before = false;  // the same bytes
  std::int64_t entries = 0, duplicates = 0, skipped = 0;
  std::vector<ImportedPayment> payments;
  std::vector<LumpDifference> lumps;
  AccountDays days;  // of which the file tells lump sums or payments that are new
};

// Accounts of the file that belong to none of the tenant's billing clients: findings, for which the
// file is refused whole.
model::Findings check_accounts(model::BankFile const& file, Billers const& billers,
                               std::string_view tenant);

// Takes a bank file in, in one transaction: each entry that is new is matched and appended with
// why.
Imported import_file(ledger::Transaction& tx, model::BankFile const& file, std::string_view bytes,
                     ImportContext const& context);

// What of it a person must know: lump sums, of the file or of earlier ones, that differ from what
// is told one by one now, and payments that are taken back of which nobody knows or that had gone
// back.
void tell_imported(ledger::Transaction& tx, Imported const& imported, ImportContext const& context,
                   config::Codes const& codes);

}  // namespace airut::gateway
