#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/parts.hpp"

namespace airut::config {
namespace {

void refuse_same_names(Section& in, std::string_view key, std::vector<std::string> const& names) {
  for (auto one = names.begin(); one != names.end(); ++one) {
    if (std::find(names.begin(), one, *one) != one)
      in.wrong(key, fmt::format("\"{}\" is given twice", *one));
  }
}

// A key opens one tenant's house.
void check_keys(Section& in, std::vector<Tenant> const& tenants) {
  std::vector<std::pair<std::string, std::string>> seen;
  for (auto const& tenant : tenants) {
    for (auto const& key : tenant.keys) {
      auto const place = fmt::format("{} of {}", key.id, tenant.id);
      auto const twin = std::find_if(seen.begin(), seen.end(),
                                     [&](auto const& one) { return one.first == key.sha256; });
      if (twin != seen.end())
        in.wrong("tenant", fmt::format("the keys {} and {} are the same", twin->second, place));
      seen.emplace_back(key.sha256, place);
    }
  }
}

// Its days stay in the journal for good.
void check_test_clock(Section& in, Settings const& settings) {
  if (!settings.test_clock) return;
  for (auto const& tenant : settings.tenants) {
    if (!tenant.live) continue;
    in.wrong("test_clock",
             fmt::format("test_clock is for tenants with live = false, and {} is live", tenant.id));
  }
}

void check_listeners(Section& in, Settings const& settings) {
  auto const& api = settings.api;
  auto const& admin = settings.admin;
  for (auto const* one : {&api, &admin}) {
    if (!is_numeric_address(one->address))
      in.wrong("listen",
               fmt::format("\"{}\" is no numeric address, such as 127.0.0.1 or ::", one->address));
  }
  if (api.port != 0 && api.port == admin.port && api.address == admin.address)
    in.wrong("listen", fmt::format("api and admin both listen at {}:{}", api.address, api.port));
}

void check_limits(Section& in, Limits const& limits) {
  if (limits.body_memory_bytes >= limits.file_body_bytes) return;
  in.wrong("limits", "body_memory_bytes must hold one body of file_body_bytes");
}

// One access point answers for the gateway, and counts what it sent and took.
void check_peppol(Section& in, Settings const& settings) {
  auto const peppol = std::count_if(
      settings.channels.begin(), settings.channels.end(),
      [](auto const& one) { return std::holds_alternative<PeppolSettings>(one.transport); });
  if (peppol > 1) in.wrong("channel", "there is one channel of kind \"peppol\" at most");
}

// Those whose addresses gateway/route finds: a channel of another name is passed over for
// everybody.
constexpr std::array<std::string_view, 8> reachable{"finvoice", "peppol",   "email", "print",
                                                    "portal",   "efaktura", "vipps", "avtalegiro"};

void check_orders(Section& in, Settings const& settings) {
  std::set<std::string> told;
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients) {
      for (auto const* order : {&client.channel_order_business, &client.channel_order_consumer}) {
        for (auto const& name : *order) {
          if (std::find(reachable.begin(), reachable.end(), name) != reachable.end()) continue;
          if (!told.insert(client.ref + " " + name).second) continue;
          in.wrong("tenant", fmt::format("client {} orders the channel \"{}\", and nobody is"
                                         " reached by a channel of that name; it is named one of"
                                         " {}",
                                         client.ref, name, fmt::join(reachable, ", ")));
        }
      }
    }
  }
}

// The table of a client, by its places in the file.
toml::table const* client_table(Section const& root, std::size_t tenant, std::size_t client) {
  auto const at = root.raw()["tenant"][tenant]["client"][client];
  return at.as_table();
}

// A printed order goes to the agency, whose address no channel knows; never to the debtor.
void check_printed_orders(Section& in, Settings const& settings) {
  for (std::size_t i = 0; i < settings.tenants.size(); ++i) {
    auto const& clients = settings.tenants[i].clients;
    for (std::size_t k = 0; k < clients.size(); ++k) {
      auto const& client = clients[k];
      bool const printed =
          std::any_of(settings.channels.begin(), settings.channels.end(), [&](Channel const& one) {
            return one.name == client.collection_partner &&
                   std::holds_alternative<PrintSettings>(one.transport);
          });
      auto const* table = client_table(in, i, k);
      if (!printed || client.agency || table == nullptr) continue;
      Section at{*table, in.reading(), "tenant.client"};
      at.wrong("collection_partner",
               fmt::format("\"{}\" prints the collection orders of {}, and nobody's address is "
                           "known for them; add [tenant.client.agency] with name, and below it "
                           "[tenant.client.agency.address] with line1, postal_code, city, country",
                           client.collection_partner, client.ref));
    }
  }
}

template <class List, class Member>
std::vector<std::string> names_of(List const& list, Member member) {
  std::vector<std::string> names;
  for (auto const& one : list) names.push_back(one.*member);
  return names;
}

}  // namespace

void check_whole(Section& in, Settings const& settings) {
  refuse_same_names(in, "tenant", names_of(settings.tenants, &Tenant::id));
  refuse_same_names(in, "channel", names_of(settings.channels, &Channel::name));
  check_keys(in, settings.tenants);
  check_test_clock(in, settings);
  check_listeners(in, settings);
  check_limits(in, settings.limits);
  check_peppol(in, settings);
  check_orders(in, settings);
  check_printed_orders(in, settings);
}

}  // namespace airut::config
