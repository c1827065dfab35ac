#include "gateway/bank/take_file.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "formats/bank_files/bank_files.hpp"
#include "gateway/claim/import.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/deviations/trouble.hpp"

namespace airut::gateway {
namespace {

constexpr std::array<std::string_view, 5> payment_meanings{
    "reference_payments", "reference_payments_camt", "payments_camt", "statement",
    "statement_camt"};

// Acknowledgements, recipients' notices and invoices: messages of the Finvoice network.
constexpr std::array<std::string_view, 4> network_meanings{"finvoice_feedback", "receiver_info",
                                                           "finvoice_in", "attachment_in"};

bool is_one_of(std::span<std::string_view const> meanings, std::string_view meaning) {
  return std::find(meanings.begin(), meanings.end(), meaning) != meanings.end();
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

bool is_of_another(Billers const& billers, std::string_view tenant, std::string_view account) {
  auto const& all = billers.tenants();
  return std::any_of(all.begin(), all.end(), [&](auto const& one) {
    return one.id != tenant && !owners_of(billers, one.id, account).clients.empty();
  });
}

// The agreement is one tenant's; what the file tells of another's money must not vanish.
std::string of_several_tenants(model::BankFile const& file, Billers const& billers,
                               std::string_view tenant) {
  bool const mixed =
      std::any_of(file.accounts.begin(), file.accounts.end(),
                  [&](auto const& account) { return is_of_another(billers, tenant, account); });
  if (!mixed) return {};
  return " The file tells of another tenant's money, too, and a file is one tenant's: agree with "
         "the bank that each account comes in a file of its own, by an agreement of its own.";
}

struct Taken {
  ledger::BankFileTaken fact;
  bool queued = false;
};

void take_messages(ledger::Transaction& tx, ledger::BankFileRow const& row,
                   BankFileContent const& content, BankFileContext const& context, Taken& taken) {
  NetworkFile const file{row.channel, row.file_reference, context.claim.tenant, content.messages};
  StepContext const step{context.claim.billers, context.codes, context.claim.actor,
                         context.claim.now, &context.claim.law};
  auto const end = take_in(tx, file, step, context.tables);
  taken.queued = end.queued;
  if (end.busy) {
    taken.fact.outcome = "busy";
    return;
  }
  taken.fact.outcome = end.seen_before == end.parts ? "seen_before" : "heard";
  if (end.unmatched > 0 || end.unreadable > 0) {
    taken.fact.detail = fmt::format("{} messages: {} name nobody for certain, {} cannot be read.",
                                    end.parts, end.unmatched, end.unreadable);
  }
}

Taken taken_of(ledger::Transaction& tx, ledger::BankFileRow const& row,
               BankFileContent const& content, BankFileContext const& context) {
  Taken taken;
  auto& fact = taken.fact;
  fact.file_id = row.id;
  if (!content.fault.empty()) {
    fact.outcome = "refused";
    fact.detail = content.fault;
  } else if (content.payments) {
    auto const imported = import_file(tx, *content.payments, content.bytes, context.claim);
    tell_imported(tx, imported, context.claim, context.codes);
    fact.outcome = imported.seen_before ? "seen_before" : "imported";
    fact.result_id = imported.file_id;
  } else if (!content.messages.empty()) {
    take_messages(tx, row, content, context, taken);
  } else {
    fact.outcome = "kept";
  }
  return taken;
}

}  // namespace

BankFileContent read_bank_file(std::string bytes, ledger::BankFileRow const& row,
                               Billers const& billers, config::FeedbackTables const& tables) {
  BankFileContent content;
  content.bytes = std::move(bytes);
  if (is_one_of(network_meanings, row.meaning)) {
    content.messages = read_file(content.bytes, "", tables);
    return content;
  }
  if (!is_one_of(payment_meanings, row.meaning)) return content;
  auto file = bank_files::read(content.bytes);
  if (!file) {
    content.fault = sentence_of(file.error());
    return content;
  }
  content.fault = sentence_of(check_accounts(*file, billers, row.tenant));
  if (!content.fault.empty()) content.fault += of_several_tenants(*file, billers, row.tenant);
  content.payments = *std::move(file);
  return content;
}

BankFileEnd take_bank_file(ledger::Transaction& tx, ledger::BankFileRow const& row,
                           BankFileContent const& content, BankFileContext const& context) {
  auto const& claim = context.claim;
  auto const now = ledger::find_bank_file(tx, claim.tenant, row.id);
  bool const waits = now && (now->state == "fetched" || now->state == "refused");
  if (!waits) return {now ? now->state : std::string{}, false};
  auto const taken = taken_of(tx, row, content, context);
  auto const& fact = taken.fact;
  if (fact.outcome == "busy") return {fact.outcome, false};
  tx.append(claim.tenant, claim.actor, claim.now, fact);
  ChannelTrouble const trouble{claim.tenant,        row.channel,   row.id,
                               "bank.file_refused", row.file_type, fact.detail};
  if (fact.outcome == "refused") {
    raise(tx, trouble, context.codes, claim.now);
  } else {
    settle(tx, trouble, "close_no_action", claim.now);
  }
  return {fact.outcome, taken.queued};
}

}  // namespace airut::gateway
