#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/retention.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/recipients.hpp"

namespace airut::gateway {

struct ErasureContext {
  Billers const& billers;
  config::Retention const& retention;
  std::string tenant, actor;
  model::Instant now{};
};

// Something that stays, and why.
struct KeptItem {
  std::string item_class, id, number;   // number: of an invoice
  std::string reason;                   // a code of reasons.tsv, about erasure
  std::string law;                      // "" when no law asks for it
  std::optional<model::Date> may_go{};  // the first day on which it may; none: when it is settled
};

// What is kept of a recipient: what may go today, and what may not.
struct Survey {
  std::vector<std::pair<std::string, std::int64_t>> classes;  // how much of each may go
  std::vector<std::int64_t> events;                           // whose personal part may, ascending
  std::vector<std::string> documents;                         // hex SHA-256
  std::vector<std::pair<std::string, std::string>> links;     // invoice and link id
  std::vector<KeptItem> kept;

  bool is_empty() const { return events.empty() && documents.empty() && links.empty(); }
};
Survey survey(ledger::Snapshot& view, ErasureContext const& context,
              ledger::RecipientRow const& recipient);

}  // namespace airut::gateway
