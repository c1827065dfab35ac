#include "gateway/missing_clients.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/deviations/trouble.hpp"
#include "gateway/log.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/figures.hpp"

namespace airut::gateway {
namespace {

constexpr char const* code = "claim.client_missing";

ChannelTrouble trouble_of(std::string tenant, std::string client, std::string text) {
  return {std::move(tenant), {}, std::move(client), code, {}, std::move(text)};
}

// Group keys are "code|client".
std::string client_of(std::string const& group_key) {
  auto const bar = group_key.find('|');
  return bar == group_key.npos ? std::string{} : group_key.substr(bar + 1);
}

std::vector<std::string> told_of(ledger::Snapshot& view, std::string const& tenant) {
  ledger::DeviationFilter filter;
  filter.code = code;
  filter.state = "open";
  constexpr int most = 200;
  std::vector<std::string> clients;
  for (auto const& one : ledger::list_deviations(view, tenant, filter, {most, ""}).rows)
    clients.push_back(client_of(one.group_key));
  return clients;
}

void tell(ledger::Transaction& tx, std::vector<MissingClient> const& missing,
          Billers const& billers, config::Codes const& codes, model::Instant now) {
  for (auto const& tenant : billers.tenants()) {
    for (auto const& client : told_of(tx, tenant.id)) {
      bool const still = std::any_of(missing.begin(), missing.end(), [&](auto const& one) {
        return one.tenant == tenant.id && one.client == client;
      });
      if (!still) settle(tx, trouble_of(tenant.id, client, {}), "passed", now);
    }
  }
  for (auto const& one : missing) {
    if (one.is_tenant_known)
      raise(tx, trouble_of(one.tenant, one.client, sentence(one)), codes, now);
  }
}

}  // namespace

std::vector<MissingClient> missing_clients(ledger::Snapshot& view, Billers const& billers) {
  std::vector<MissingClient> missing;
  for (auto const& one : ledger::open_claims(view)) {
    if (billers.client(one.tenant, one.client) != nullptr) continue;
    missing.push_back({one.tenant, one.client, billers.tenant(one.tenant) != nullptr, one.items});
  }
  return missing;
}

std::string sentence(MissingClient const& missing) {
  return fmt::format("The client {} of the tenant {} has {} open claims, but {} not in airut.toml.",
                     missing.client, missing.tenant, missing.open_claims,
                     missing.is_tenant_known ? "is" : "its tenant is");
}

void tell_missing_clients(ledger::Store& store, Billers const& billers, config::Codes const& codes,
                          model::Instant now) {
  auto const missing =
      store.look([&](ledger::Snapshot& view) { return missing_clients(view, billers); });
  for (auto const& one : missing)
    log("error", "client-missing",
        {{"tenant", one.tenant}, {"client", one.client}, {"detail", sentence(one)}});
  bool const nothing = missing.empty() && store.look([&](ledger::Snapshot& view) {
    auto const& all = billers.tenants();
    return std::all_of(all.begin(), all.end(),
                       [&](auto const& tenant) { return told_of(view, tenant.id).empty(); });
  });
  // A disk that takes nothing now keeps nobody from reading; the next start tells.
  auto const write = [&] {
    store.write_now([&](ledger::Transaction& tx) { tell(tx, missing, billers, codes, now); });
  };
  try {
    if (!nothing) write();
  } catch (ledger::StoreLost const& lost) {
    log("error", "store.lost", {{"room", "missing clients"}, {"detail", lost.what()}});
  }
}

}  // namespace airut::gateway
