#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/law.hpp"
#include "config/settings.hpp"
#include "formats/model/invoice.hpp"

namespace airut::gateway {

// The tenants and billing clients of airut.toml, by name and by who the seller is.
class Billers {
 public:
  explicit Billers(config::Settings const& settings) : settings_(settings) {}

  std::vector<config::Tenant> const& tenants() const { return settings_.tenants; }
  config::Tenant const* tenant(std::string_view id) const;
  config::Client const* client(std::string_view tenant, std::string_view ref) const;
  // The version of the policy that holds on the day; nullptr when none does yet.
  config::DunningPolicy const* policy(std::string_view tenant, std::string_view name,
                                      config::Day day) const;

  // The client whose legal id, VAT id or electronic address the seller party carries; nullptr when
  // none, or more than one, does.
  config::Client const* client_of_seller(std::string_view tenant, model::Party const& seller) const;

  std::vector<config::Channel> const& channels() const { return settings_.channels; }
  config::Channel const* channel(std::string_view name) const;
  config::PortalSettings const* portal() const;  // nullptr: this gateway has none
  config::Settings const& settings() const { return settings_; }

 private:
  config::Settings const& settings_;
};

// The seller party (BG-4) and payment accounts (BG-17) that a client's documents carry.
model::Party seller_party(config::Client const& client);
std::vector<model::PaymentAccount> payment_accounts(config::Client const& client);

// What identifies a seller for the duplicate guard: legal id, else VAT id, else the name.
std::string seller_key(model::Party const& seller);

}  // namespace airut::gateway
