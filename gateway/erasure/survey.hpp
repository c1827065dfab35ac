#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/retention.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/named_since.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {

struct ErasureContext {
  Billers const& billers;
  config::Retention const& retention;
  std::string tenant, actor;
  model::Instant now{};
  // false: a survey is not wanted any more; it ends soon, and says nothing that counts.
  ledger::GoOn go_on = [] { return true; };
};

// Something that stays, and why.
struct KeptItem {
  std::string item_class, id, number;   // number: of an invoice
  std::string reason;                   // a code of reasons.tsv, about erasure
  std::string law;                      // "" when no law asks for it
  std::optional<model::Date> may_go{};  // the first day on which it may; none: when it is settled
};

// What is kept of a recipient: what may go today, and what may not. A view of one moment: nothing
// is written.
struct Survey {
  std::vector<std::pair<std::string, std::int64_t>> classes;  // how much of each may go
  std::vector<std::int64_t> events;                           // whose personal part may, ascending
  std::vector<std::string> documents;                         // hex SHA-256
  std::vector<std::pair<std::string, std::string>> links;     // invoice and link id
  std::vector<KeptItem> kept;

  // By what it is known in the erasure's transaction whether it still holds.
  std::vector<std::string> invoices;  // of the recipient, oldest first
  int version = 0;                    // of his row
  std::int64_t last_event = 0;        // of the tenant
  ledger::JournalEnds ends;           // up to which nobody else needs the documents
  std::int64_t last_document = 0;     // what was kept since, stays
  std::vector<std::int64_t> answers;  // that tell of the recipient, ascending

  bool is_empty() const { return events.empty() && documents.empty() && links.empty(); }
};

// Looks through whole tables where files or suppressions would go: not for the committer.
Survey survey(ledger::Snapshot& view, ErasureContext const& context,
              ledger::RecipientRow const& recipient);

// Whether nobody was sent one of the documents since: an attempt may take up a file that is kept
// already. Asked just before the transaction, it leaves only the last moments to that.
bool is_nobodys(ledger::Snapshot& view, Survey& found);

}  // namespace airut::gateway
