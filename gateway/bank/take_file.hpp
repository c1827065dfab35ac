#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "formats/model/bank_entry.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/feedback/take_in.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// A file from a bank as far as it can be read without a transaction.
struct BankFileContent {
  std::string bytes;
  std::optional<model::BankFile> payments;
  std::vector<ReadPart> messages;  // of the Finvoice network
  std::string fault;               // why it cannot be taken in, "" when it can
};

// Reads by the row's meaning, a word of bank_file_types.tsv.
BankFileContent read_bank_file(std::string bytes, ledger::BankFileRow const& row,
                               Billers const& billers, config::FeedbackTables const& tables);

// What a file is taken in with.
struct BankFileContext {
  ClaimContext claim;
  config::Codes const& codes;
  config::FeedbackTables const& tables;
};

struct BankFileEnd {
  std::string outcome;  // as BankFileTaken has it; "busy": a delivery that the file speaks of is
                        // under way, and nothing was taken
  bool queued = false;  // a delivery waits now
};

// Takes a fetched file in as if it were uploaded, in this one transaction: payments, and what the
// Finvoice network says of invoices and of recipients. What nobody here reads is kept for the
// client; what cannot be read opens a deviation and stays. A file that was taken in before is left
// alone.
BankFileEnd take_bank_file(ledger::Transaction& tx, ledger::BankFileRow const& row,
                           BankFileContent const& content, BankFileContext const& context);

}  // namespace airut::gateway
