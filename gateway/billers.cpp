#include "gateway/billers.hpp"

#include <algorithm>

namespace airut::gateway {

namespace {

template <class List>
auto find_named(List const& list, std::string_view name, auto member) {
  auto const found =
      std::find_if(list.begin(), list.end(), [&](auto const& one) { return one.*member == name; });
  return found == list.end() ? nullptr : &*found;
}

bool same_id(std::string_view ours, std::string_view theirs) {
  auto const strip = [](std::string_view text) {
    std::string kept;
    for (char const c : text)
      if (c != ' ' && c != '-' && c != '.') kept += c;
    return kept;
  };
  return !ours.empty() && strip(ours) == strip(theirs);
}

bool is_seller(config::Client const& client, model::Party const& seller) {
  auto const& own = client.seller;
  if (seller.legal_id && same_id(own.legal_id, seller.legal_id->value)) return true;
  if (same_id(own.vat_id, seller.vat_id)) return true;
  if (seller.electronic_address &&
      same_id(own.electronic_address, seller.electronic_address->value))
    return true;
  return std::any_of(seller.identifiers.begin(), seller.identifiers.end(),
                     [&](auto const& id) { return same_id(own.legal_id, id.value); });
}

}  // namespace

config::Tenant const* Billers::tenant(std::string_view id) const {
  return find_named(settings_.tenants, id, &config::Tenant::id);
}

config::Client const* Billers::client(std::string_view tenant_id, std::string_view ref) const {
  auto const* one = tenant(tenant_id);
  return one == nullptr ? nullptr : find_named(one->clients, ref, &config::Client::ref);
}

config::DunningPolicy const* Billers::policy(std::string_view tenant_id, std::string_view name,
                                             config::Day day) const {
  auto const* one = tenant(tenant_id);
  if (one == nullptr) return nullptr;
  config::DunningPolicy const* best = nullptr;
  for (auto const& policy : one->policies) {
    bool const holds = policy.name == name && (!policy.valid_from || *policy.valid_from <= day);
    if (!holds) continue;
    bool const newer = best == nullptr || !best->valid_from ||
                       (policy.valid_from && *policy.valid_from > *best->valid_from);
    if (newer) best = &policy;
  }
  return best;
}

config::Client const* Billers::client_of_seller(std::string_view tenant_id,
                                                model::Party const& seller) const {
  auto const* one = tenant(tenant_id);
  if (one == nullptr) return nullptr;
  config::Client const* match = nullptr;
  for (auto const& client : one->clients) {
    if (!is_seller(client, seller)) continue;
    if (match != nullptr) return nullptr;
    match = &client;
  }
  return match;
}

config::PortalSettings const* Billers::portal() const {
  for (auto const& one : channels()) {
    if (auto const* portal = std::get_if<config::PortalSettings>(&one.transport)) return portal;
  }
  return nullptr;
}

config::Channel const* Billers::channel(std::string_view name) const {
  return find_named(settings_.channels, name, &config::Channel::name);
}

model::Party seller_party(config::Client const& client) {
  auto const& from = client.seller;
  model::Party party;
  party.name = from.name;
  party.trading_name = from.trading_name;
  party.type = model::PartyType::business;
  if (!from.legal_id.empty())
    party.legal_id = model::Identifier{from.legal_id, from.legal_id_scheme};
  party.vat_id = from.vat_id;
  if (from.foretaksregisteret) party.tax_registration_id = "Foretaksregisteret";
  party.legal_form = from.legal_form;
  if (!from.electronic_address.empty())
    party.electronic_address =
        model::Identifier{from.electronic_address, from.electronic_address_scheme};
  party.intermediary = from.intermediary;
  party.address.line1 = from.address.line1;
  party.address.line2 = from.address.line2;
  party.address.postal_code = from.address.postal_code;
  party.address.city = from.address.city;
  party.address.country = from.address.country;
  party.contact = {from.contact_name, from.phone, from.email};
  return party;
}

std::vector<model::PaymentAccount> payment_accounts(config::Client const& client) {
  std::vector<model::PaymentAccount> accounts;
  for (auto const& account : client.accounts)
    accounts.push_back({account.iban, account.bic, account.name});
  return accounts;
}

std::string seller_key(model::Party const& seller) {
  if (seller.legal_id && !seller.legal_id->value.empty()) return seller.legal_id->value;
  return seller.vat_id.empty() ? seller.name : seller.vat_id;
}

}  // namespace airut::gateway
