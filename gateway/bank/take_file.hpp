#pragma once

#include <optional>
#include <string>

#include "config/codes.hpp"
#include "formats/model/bank_entry.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/bank_files.hpp"

namespace airut::gateway {

// A file from a bank as far as it can be read without a transaction.
struct BankFileContent {
  std::string bytes;
  std::optional<model::BankFile> payments;
  std::string fault;  // why it cannot be taken in, "" when it can
};

// meaning: a word of bank_file_types.tsv.
BankFileContent read_bank_file(std::string bytes, std::string_view meaning, Billers const& billers,
                               std::string_view tenant);

// Takes a fetched file in: payments as if they were uploaded, in this one transaction. What nobody
// here reads is kept for the client; what cannot be read opens a deviation and stays. A file that
// was taken in before is left alone. The outcome, as BankFileTaken has it.
std::string take_bank_file(ledger::Transaction& tx, ledger::BankFileRow const& row,
                           BankFileContent const& content, ClaimContext const& context,
                           config::Codes const& codes);

}  // namespace airut::gateway
