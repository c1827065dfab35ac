#include "gateway/bank/take_file.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/bank_files/bank_files.hpp"
#include "gateway/bank/trouble.hpp"
#include "gateway/claim/import.hpp"

namespace airut::gateway {
namespace {

constexpr std::array<std::string_view, 5> payment_meanings{
    "reference_payments", "reference_payments_camt", "payments_camt", "statement",
    "statement_camt"};

bool is_payment_file(std::string_view meaning) {
  return std::find(payment_meanings.begin(), payment_meanings.end(), meaning) !=
         payment_meanings.end();
}

std::string sentence_of(model::Findings const& findings) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, findings.size()); ++i) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", findings[i].detail);
  }
  if (findings.size() > most) text += fmt::format(" And {} more.", findings.size() - most);
  return text;
}

ledger::BankFileTaken taken_of(ledger::Transaction& tx, ledger::BankFileRow const& row,
                               BankFileContent const& content, ClaimContext const& context) {
  ledger::BankFileTaken fact;
  fact.file_id = row.id;
  if (!content.fault.empty()) {
    fact.outcome = "refused";
    fact.detail = content.fault;
    return fact;
  }
  if (!content.payments) {
    fact.outcome = "kept";
    return fact;
  }
  auto const imported = import_file(tx, *content.payments, content.bytes, context);
  fact.outcome = imported.seen_before ? "seen_before" : "imported";
  fact.result_id = imported.file_id;
  return fact;
}

}  // namespace

BankFileContent read_bank_file(std::string bytes, std::string_view meaning, Billers const& billers,
                               std::string_view tenant) {
  BankFileContent content;
  content.bytes = std::move(bytes);
  if (!is_payment_file(meaning)) return content;
  auto file = bank_files::read(content.bytes);
  if (!file) {
    content.fault = sentence_of(file.error());
    return content;
  }
  content.fault = sentence_of(check_accounts(*file, billers, tenant));
  content.payments = *std::move(file);
  return content;
}

std::string take_bank_file(ledger::Transaction& tx, ledger::BankFileRow const& row,
                           BankFileContent const& content, ClaimContext const& context,
                           config::Codes const& codes) {
  auto const now = ledger::find_bank_file(tx, context.tenant, row.id);
  if (!now || (now->state != "fetched" && now->state != "refused")) return now ? now->state : "";
  auto const fact = taken_of(tx, row, content, context);
  tx.append(context.tenant, context.actor, context.now, fact);
  BankTrouble const trouble{context.tenant,      row.channel,   row.id,
                            "bank.file_refused", row.file_type, fact.detail};
  if (fact.outcome == "refused") {
    raise(tx, trouble, codes, context.now);
  } else {
    settle(tx, trouble, "close_no_action", context.now);
  }
  return fact.outcome;
}

}  // namespace airut::gateway
