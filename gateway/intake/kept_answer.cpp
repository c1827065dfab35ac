#include "gateway/intake/kept_answer.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace airut::gateway {

// What no header holds stands between the two.
StoredKey stored_key(http::Principal const& who, std::string_view idempotency_key) {
  if (idempotency_key.empty()) return {};
  std::string const word{idempotency_key};
  auto by_id = fmt::format("{}\n{}", who.key_id, word);
  if (who.clients.empty() && who.agency.empty()) return {word, {std::move(by_id)}, {}};
  auto clients = who.clients;
  std::sort(clients.begin(), clients.end());
  auto by_clients = fmt::format("{}\t{}\n{}", fmt::join(clients, "\t"), who.agency, word);
  return {std::move(by_id), {std::move(by_clients)}, word};
}

std::optional<ledger::KeptAnswer> find_kept(ledger::Snapshot& view, std::string_view tenant,
                                            StoredKey const& stored, model::Sha256 const& request) {
  if (auto kept = ledger::find_answer(view, tenant, stored.name)) return kept;
  for (auto const& name : stored.earlier)
    if (auto kept = ledger::find_answer(view, tenant, name)) return kept;
  if (stored.word.empty()) return std::nullopt;
  auto kept = ledger::find_answer(view, tenant, stored.word);
  if (kept && kept->request != request) kept.reset();
  return kept;
}

}  // namespace airut::gateway
