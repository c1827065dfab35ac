#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "gateway/billers.hpp"
#include "ledger/store/store.hpp"

// Claims whose billing client, or whole tenant, airut.toml does not have any more. Nobody is
// reminded of them and no payment is laid on them, and without this nobody would hear of it.
namespace airut::gateway {

struct MissingClient {
  std::string tenant, client;
  bool is_tenant_known = true;
  std::int64_t open_claims = 0;
};
std::vector<MissingClient> missing_clients(ledger::Snapshot& view, Billers const& billers);
std::string sentence(MissingClient const& missing);

// At the start: each is in the log, and in the deviation claim.client_missing where its tenant is
// there; those of clients that are back, or whose claims are closed, are closed.
void tell_missing_clients(ledger::Store& store, Billers const& billers, config::Codes const& codes,
                          model::Instant now);

}  // namespace airut::gateway
