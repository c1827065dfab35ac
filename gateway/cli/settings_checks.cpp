#include "gateway/cli/settings_checks.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/bank_profiles.hpp"
#include "formats/model/edit_distance.hpp"
#include "formats/model/party_id.hpp"
#include "formats/paper/designs.hpp"
#include "gateway/http/scopes.hpp"

namespace airut::gateway::cli {
namespace {

// An id under its scheme (ISO 6523 ICD); true for schemes whose rules are not ours to check.
bool is_good(std::string const& scheme, std::string const& id) {
  if (id.empty()) return true;
  if (scheme == "0212") return model::is_business_id_fi(id);
  if (scheme == "0192") return model::is_organisation_no(id);
  if (scheme == "0216") return model::is_ovt(id);
  if (scheme == "0088") return model::is_gln(id);
  return true;
}

bool is_good_vat_id(std::string_view id) {
  constexpr std::size_t prefix = 2, finnish = 8, norwegian = 9;
  if (id.starts_with("FI"))
    return id.size() == prefix + finnish &&
           model::is_business_id_fi(std::string{id.substr(prefix, finnish - 1)} + "-" +
                                    std::string{id.substr(prefix + finnish - 1)});
  if (id.starts_with("NO"))
    return id.ends_with("MVA") && model::is_organisation_no(id.substr(prefix, norwegian)) &&
           id.size() == prefix + norwegian + 3;
  return true;
}

// An account as forms have it, in groups, is what documents make of it.
bool is_good_account(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return model::is_iban(text) || model::is_account_no(text);
}

void check_seller(std::string const& tenant, config::Client const& client, config::Places const& at,
                  Complaints& out) {
  auto const need = [&](bool right, std::string_view what, std::string const& text) {
    if (right) return;
    out.push_back(at.at_client(tenant, client.ref,
                               fmt::format("{} \"{}\": the check digits are wrong", what, text)));
  };
  auto const& seller = client.seller;
  need(is_good(seller.legal_id_scheme, seller.legal_id), "legal_id", seller.legal_id);
  need(is_good(seller.electronic_address_scheme, seller.electronic_address), "electronic_address",
       seller.electronic_address);
  need(is_good_vat_id(seller.vat_id), "vat_id", seller.vat_id);
  for (auto const& account : client.accounts)
    need(is_good_account(account.iban), "iban", account.iban);
}

std::string suggestion(std::string_view wrong) {
  std::string_view nearest;
  std::size_t least = 4;
  for (auto const scope : http::scopes) {
    auto const edits = model::edit_distance(wrong, scope);
    if (edits >= least) continue;
    least = edits;
    nearest = scope;
  }
  return nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest);
}

}  // namespace

void check_sellers(config::Settings const& settings, config::Places const& at, Complaints& out) {
  for (auto const& tenant : settings.tenants)
    for (auto const& client : tenant.clients) check_seller(tenant.id, client, at, out);
}

void check_scopes(config::Settings const& settings, config::Places const& at, Complaints& out) {
  auto const& all = http::scopes;
  for (auto const& tenant : settings.tenants) {
    for (auto const& key : tenant.keys) {
      for (auto const& scope : key.scopes) {
        if (scope == "*" || std::find(all.begin(), all.end(), scope) != all.end()) continue;
        out.push_back(at.at_tenant(tenant.id, fmt::format("key {}: there is no scope \"{}\"{}",
                                                          key.id, scope, suggestion(scope))));
      }
    }
  }
}

void check_templates(config::Settings const& settings, config::Places const& at, Complaints& out) {
  auto const designs = paper::Designs::load(settings.tables_directory / "templates",
                                            settings.template_directory, settings.font_directory);
  if (!designs) {
    for (auto const& one : designs.error()) out.push_back({{}, 0, 0, one.text_with_place()});
    return;
  }
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients) {
      auto const& names = client.templates;
      for (auto const& [kind, name] : {std::pair{paper::Kind::invoice, &names.invoice},
                                       std::pair{paper::Kind::credit_note, &names.credit_note},
                                       std::pair{paper::Kind::reminder, &names.reminder},
                                       std::pair{paper::Kind::collection, &names.collection}}) {
        auto const* design = designs->find(*name);
        if (design != nullptr && design->layout.draws(kind)) continue;
        out.push_back(at.at_client(
            tenant.id, client.ref,
            fmt::format("{} \"{}\" for {}; there are: {}",
                        design == nullptr ? "there is no template" : "the wrong template", *name,
                        paper::kind_name(kind), fmt::join(designs->names(), ", "))));
      }
    }
  }
}

void check_banks(config::Settings const& settings, config::Places const& at, Complaints& out) {
  auto const profiles =
      config::BankProfiles::load(settings.tables_directory, settings.tables_overlay);
  if (!profiles) return out.push_back({{}, 0, 0, profiles.error()});
  auto const day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  for (auto const& channel : settings.channels) {
    auto const* bank = std::get_if<config::BankWsSettings>(&channel.transport);
    if (bank == nullptr || !profiles->find(bank->bank, day)) continue;  // told by its channel
    for (auto const& meaning : bank->fetch) {
      if (auto const type = profiles->file_type(bank->bank, meaning, day); !type)
        out.push_back(at.at_channel(channel.name, type.error()));
    }
  }
}

}  // namespace airut::gateway::cli
