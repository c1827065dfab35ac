#include "gateway/cli/settings_checks.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "formats/model/edit_distance.hpp"
#include "formats/model/party_id.hpp"
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

bool check_seller(std::string const& file, config::Client const& client) {
  bool good = true;
  auto const need = [&](bool right, std::string_view what, std::string const& text) {
    if (right) return;
    good = false;
    fmt::print(stderr, "{}: client {}: {} \"{}\": the check digits are wrong\n", file, client.ref,
               what, text);
  };
  auto const& seller = client.seller;
  need(is_good(seller.legal_id_scheme, seller.legal_id), "legal_id", seller.legal_id);
  need(is_good(seller.electronic_address_scheme, seller.electronic_address), "electronic_address",
       seller.electronic_address);
  need(is_good_vat_id(seller.vat_id), "vat_id", seller.vat_id);
  for (auto const& account : client.accounts)
    need(is_good_account(account.iban), "iban", account.iban);
  return good;
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

bool check_sellers(config::Settings const& settings) {
  bool good = true;
  for (auto const& tenant : settings.tenants)
    for (auto const& client : tenant.clients)
      good = check_seller(settings.file.string(), client) && good;
  return good;
}

bool check_scopes(config::Settings const& settings) {
  bool good = true;
  for (auto const& tenant : settings.tenants) {
    for (auto const& key : tenant.keys) {
      for (auto const& scope : key.scopes) {
        auto const& all = http::scopes;
        if (scope == "*" || std::find(all.begin(), all.end(), scope) != all.end()) continue;
        good = false;
        fmt::print(stderr, "{}: key {}: there is no scope \"{}\"{}\n", settings.file.string(),
                   key.id, scope, suggestion(scope));
      }
    }
  }
  return good;
}

void warn_of_directories(config::Settings const& settings) {
  for (auto const& channel : settings.channels) {
    auto const* own = std::get_if<config::DirectorySettings>(&channel.transport);
    std::error_code fault;
    if (own == nullptr || std::filesystem::is_directory(own->path, fault)) continue;
    fmt::print(stderr, "{}: warning: channel {}: {} is not there\n", settings.file.string(),
               channel.name, own->path.string());
  }
}

}  // namespace airut::gateway::cli
