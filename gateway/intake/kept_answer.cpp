#include "gateway/intake/kept_answer.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace airut::gateway {

// What no header holds stands between the two.
std::string stored_key(http::Principal const& who, std::string_view idempotency_key) {
  if (idempotency_key.empty() || (who.clients.empty() && who.agency.empty()))
    return std::string{idempotency_key};
  auto clients = who.clients;
  std::sort(clients.begin(), clients.end());
  return fmt::format("{}\t{}\n{}", fmt::join(clients, "\t"), who.agency, idempotency_key);
}

std::optional<ledger::KeptAnswer> find_kept(ledger::Snapshot& view, std::string_view tenant,
                                            std::string_view stored, model::Sha256 const& request) {
  auto kept = ledger::find_answer(view, tenant, stored);
  auto const end = stored.find('\n');
  if (kept || end == stored.npos) return kept;
  auto earlier = ledger::find_answer(view, tenant, stored.substr(end + 1));
  if (earlier && earlier->request != request) earlier.reset();
  return earlier;
}

}  // namespace airut::gateway
