#include "gateway/cli/billing.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "gateway/billers.hpp"
#include "gateway/cli/settings_file.hpp"
#include "gateway/intake/prepare.hpp"

namespace airut::gateway::cli {
namespace {

bool has_client(config::Tenant const& tenant, std::string_view ref) {
  return std::any_of(tenant.clients.begin(), tenant.clients.end(),
                     [&](auto const& client) { return client.ref == ref; });
}

}  // namespace

std::optional<Billing> Billing::open(Options const& options, std::string client) {
  auto settings = read_settings(options);
  if (!settings) return std::nullopt;
  auto const& tenants = settings->tenants;
  auto const count = std::count_if(tenants.begin(), tenants.end(),
                                   [&](auto const& one) { return has_client(one, client); });
  if (!client.empty() && count != 1) {
    fmt::print(stderr, "airut: {} has {} \"{}\"\n", settings->file.string(),
               count == 0 ? "no client" : "several tenants with a client", client);
    return std::nullopt;
  }
  Billing billing;
  billing.client_ = std::move(client);
  billing.settings_ = std::make_unique<config::Settings const>(*std::move(settings));
  return billing;
}

bool Billing::open_if_named(Options const& options, std::string const& client,
                            std::optional<Billing>& billing) {
  if (client.empty() && !options.config_named) return true;
  billing = open(options, client);
  return billing.has_value();
}

config::Tenant const* Billing::tenant_of(model::Submission const& submission) const {
  Billers const billers{*settings_};
  for (auto const& tenant : settings_->tenants) {
    auto const& seller = submission.invoice.seller;
    bool const named = submission.client_ref.empty()
                           ? billers.client_of_seller(tenant.id, seller) != nullptr
                           : has_client(tenant, submission.client_ref);
    if (named) return &tenant;
  }
  return settings_->tenants.size() == 1 ? &settings_->tenants.front() : nullptr;
}

Checked Billing::look_over(model::Submission submission, rules::CheckContext const& context,
                           model::Findings notes) const {
  if (submission.client_ref.empty()) submission.client_ref = client_;
  Caller caller;
  caller.preview = true;
  if (auto const* tenant = tenant_of(submission)) caller.tenant = tenant->id;
  documents::add_unsaid(notes,
                        gateway::look_over(submission, context, caller, Billers{*settings_}));
  return {std::move(submission.invoice), std::move(notes)};
}

}  // namespace airut::gateway::cli
