#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/import.hpp"
#include "ledger/receivables/fingerprint.hpp"

namespace airut::gateway {
namespace {

bool is_a_clients(Billers const& billers, std::string_view tenant, std::string_view account) {
  auto const* home = billers.tenant(tenant);
  if (home == nullptr) return false;
  return std::any_of(home->clients.begin(), home->clients.end(), [&](auto const& client) {
    return std::any_of(client.accounts.begin(), client.accounts.end(),
                       [&](auto const& own) { return ledger::same_account(own.iban, account); });
  });
}

}  // namespace

model::Findings check_accounts(model::BankFile const& file, Billers const& billers,
                               std::string_view tenant) {
  model::Findings findings;
  for (auto const& account : file.accounts) {
    if (is_a_clients(billers, tenant, account)) continue;
    model::Finding finding;
    finding.code = "account-unknown";
    finding.detail =
        fmt::format("The account \"{}\" belongs to none of the billing clients.", account);
    finding.actual = account;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace airut::gateway
