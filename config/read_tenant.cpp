#include <algorithm>

#include <fmt/format.h>

#include "config/parts.hpp"

namespace airut::config {

namespace {

// "8", "8.0", "10.5": no sign, no comma.
bool is_decimal(std::string_view text) {
  bool const plain = text.find_first_not_of("0123456789.") == text.npos &&
                     std::count(text.begin(), text.end(), '.') <= 1;
  return plain && !text.starts_with('.') && !text.ends_with('.');
}

// How much of an address there must be.
enum class Extent { country, postal };

Address read_address(Section& in, Extent extent) {
  Address address;
  auto const* table = in.table("address");
  if (table == nullptr) {
    in.wrong("address", "address must be given");
    return address;
  }
  Section at{*table, in.reading(), in.name() + ".address"};
  auto const take = [&](std::string_view key, std::string& value) {
    if (extent == Extent::postal)
      at.take_needed(key, value);
    else
      at.take(key, value);
  };
  take("line1", address.line1);
  at.take("line2", address.line2);
  take("postal_code", address.postal_code);
  take("city", address.city);
  at.take_needed("country", address.country);
  must_be_code(at, "country", address.country, 2);
  at.finish();
  return address;
}

std::optional<Agency> read_agency(Section& above) {
  auto const* table = above.table("agency");
  if (table == nullptr) return std::nullopt;
  Section in{*table, above.reading(), above.name() + ".agency"};
  Agency agency;
  in.take_needed("name", agency.name);
  agency.address = read_address(in, Extent::postal);
  in.finish();
  return agency;
}

void read_seller(Section& in, Seller& seller) {
  in.take_needed("name", seller.name);
  in.take("trading_name", seller.trading_name);
  in.take_needed("legal_id", seller.legal_id);
  in.take_needed("legal_id_scheme", seller.legal_id_scheme);
  in.take("vat_id", seller.vat_id);
  in.take("legal_form", seller.legal_form);
  in.take("foretaksregisteret", seller.foretaksregisteret);
  in.take("electronic_address", seller.electronic_address);
  in.take("electronic_address_scheme", seller.electronic_address_scheme);
  in.take("intermediary", seller.intermediary);
  in.take("contact_name", seller.contact_name);
  in.take("phone", seller.phone);
  in.take("email", seller.email);
  must_be_mailbox(in, "email", seller.email);  // mails name it as Reply-To
  seller.address = read_address(in, Extent::country);
  in.finish();
}

void read_reference(Section& in, ReferenceSeries& series) {
  in.take_word("kind", series.kind, {"fi_viite", "rf", "no_kid"});
  in.take("prefix", series.prefix);
  if (series.prefix.find_first_not_of("0123456789") != std::string::npos)
    in.wrong("prefix", "prefix must be digits");
  // A viite has 19 digits before its check digit, three of them at least for the number.
  constexpr std::size_t prefix_most = 16;
  if (series.kind != "no_kid" && series.prefix.size() > prefix_most)
    in.wrong("prefix", "prefix leaves no room for a running number: it has at most 16 digits");
  in.take("length", series.length, 4, 25);
  in.take_word("algorithm", series.algorithm, {"mod10", "mod11"});
  if (series.kind == "no_kid" && series.length <= static_cast<int>(series.prefix.size()) + 3)
    in.wrong("length", "a KID needs a length that leaves room for a running number");
  in.finish();
}

std::vector<Account> read_accounts(Section& in) {
  std::vector<Account> accounts;
  for (auto const* table : in.tables("account")) {
    Section account{*table, in.reading(), in.name() + ".account"};
    Account one;
    account.take_needed("iban", one.iban);
    account.take("bic", one.bic);
    must_be_bic(account, "bic", one.bic);
    account.take("name", one.name);
    account.take("held", one.held);
    account.finish();
    accounts.push_back(std::move(one));
  }
  if (accounts.empty()) in.wrong("account", "at least one account must be given");
  return accounts;
}

// A collection agency reads and tells of its cases, and of nothing else.
void check_agency(Section& in, ApiKey const& key) {
  if (key.agency.empty()) return;
  for (auto const& scope : key.scopes)
    if (scope != "collection:read" && scope != "collection:report")
      in.wrong("scopes", fmt::format("an agency's key has the scopes collection:read and "
                                     "collection:report alone, not \"{}\"",
                                     scope));
}

ApiKey read_key(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant.key"};
  ApiKey key;
  in.take_needed("id", key.id);
  in.take("name", key.name);
  in.take_needed("sha256", key.sha256);
  in.take("scopes", key.scopes);
  in.take("clients", key.clients);
  in.take("agency", key.agency);
  in.take("requests_per_second", key.requests_per_second, 0, 1'000'000);
  in.take("burst", key.burst, 0, 10'000'000);
  if (in.has("requests_per_second") && key.requests_per_second == 0)
    in.wrong("requests_per_second", "0 would be no limit; leave it out for that");
  if (key.burst > 0 && key.requests_per_second == 0)
    in.wrong("burst", "burst needs requests_per_second");
  if (key.burst == 0) key.burst = 2 * key.requests_per_second;
  if (key.sha256.size() != 64 ||
      key.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
    in.wrong("sha256", "sha256 must be the 64 hex digits that `airut key make` prints");
  if (key.scopes.empty()) in.wrong("scopes", "a key without scopes opens nothing");
  check_agency(in, key);
  in.finish();
  return key;
}

template <class List>
void refuse_twins(List const& list, auto member, Section& in, std::string_view key) {
  for (auto one = list.begin(); one != list.end(); ++one)
    if (std::any_of(list.begin(), one,
                    [&](auto const& other) { return other.*member == (*one).*member; }))
      in.wrong(key, fmt::format("\"{}\" is given twice", (*one).*member));
}

bool has_policy(Tenant const& tenant, std::string const& name) {
  return name.empty() || std::any_of(tenant.policies.begin(), tenant.policies.end(),
                                     [&](auto const& policy) { return policy.name == name; });
}

// Policies that clients use must be there.
void check_policies(Section& in, Tenant const& tenant) {
  std::vector<std::string> known;
  for (auto const& policy : tenant.policies) known.push_back(policy.name);
  for (auto const& client : tenant.clients) {
    auto names = std::vector{client.dunning_policy};
    for (auto const& one : client.segments) names.push_back(one.policy);
    for (auto const& name : names)
      if (!has_policy(tenant, name))
        in.unknown_name(
            "client", name,
            fmt::format("client {} names the policy \"{}\", which is not there", client.ref, name),
            known);
  }
  auto const& all = tenant.policies;
  for (auto one = all.begin(); one != all.end(); ++one)
    if (std::any_of(all.begin(), one, [&](auto const& other) {
          return other.name == one->name && other.valid_from == one->valid_from;
        }))
      in.wrong("policy", fmt::format("\"{}\" is given twice for one valid_from", one->name));
}

// Clients that keys use must be there.
void check_names(Section& in, Tenant const& tenant) {
  check_policies(in, tenant);
  for (auto const& key : tenant.keys)
    for (auto const& ref : key.clients)
      if (std::none_of(tenant.clients.begin(), tenant.clients.end(),
                       [&](auto const& client) { return client.ref == ref; }))
        in.wrong("key",
                 fmt::format("key {} names the client \"{}\", which is not there", key.id, ref));
}

}  // namespace

Client read_client(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant.client"};
  Client client;
  in.take_needed("ref", client.ref);
  if (auto const* seller = in.table("seller")) {
    Section at{*seller, reading, "tenant.client.seller"};
    read_seller(at, client.seller);
  } else {
    in.wrong("seller", "seller must be given");
  }
  client.accounts = read_accounts(in);
  if (auto const* reference = in.table("reference")) {
    Section at{*reference, reading, "tenant.client.reference"};
    read_reference(at, client.reference);
  }
  client.kids = read_kids(in);
  in.take("logo", client.logo);
  must_be_file(in, "logo", client.logo);
  in.take_word("language", client.language, {"fi", "sv", "nb", "nn", "en"});
  in.take("currency", client.currency);
  must_be_code(in, "currency", client.currency, 3);
  in.take("payment_terms_days", client.payment_terms_days, 0, 365);
  in.take("late_interest_percent", client.late_interest_percent);
  auto const& percent = client.late_interest_percent;
  if (!percent.empty() && !is_decimal(percent))
    in.wrong("late_interest_percent", fmt::format("\"{}\" is no number such as \"8.0\"", percent));
  in.take("channel_order_business", client.channel_order_business);
  in.take("channel_order_consumer", client.channel_order_consumer);
  in.take("dunning_policy", client.dunning_policy);
  for (auto const* segment : in.tables("segment"))
    client.segments.push_back(read_segment(*segment, reading));
  in.take_word("payment_matching", client.payment_matching, {"reference", "propose", "automatic"});
  in.take("proposal_hold_days", client.proposal_hold_days, 0, 90);
  in.take("collection_partner", client.collection_partner);
  client.agency = read_agency(in);
  in.take("directly_enforceable", client.directly_enforceable);
  in.take("accent", client.accent);
  if (client.accent.size() != 6 ||
      client.accent.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
    in.wrong("accent", "accent must be six hex digits, rrggbb");
  if (auto const* templates = in.table("template")) {
    Section at{*templates, in.reading(), in.name() + ".template"};
    at.take("invoice", client.templates.invoice);
    at.take("credit_note", client.templates.credit_note);
    at.take("reminder", client.templates.reminder);
    at.take("collection", client.templates.collection);
    at.finish();
  }
  if (auto const* own = in.table("e_invoice")) client.e_invoice = read_e_invoice(*own, in);
  if (auto const* books = in.table("books")) client.books = read_books(*books, reading);
  in.take_word("pdf_xml", client.pdf_xml, {"none", "factur_x", "ubl"});
  in.finish();
  return client;
}

Tenant read_tenant(toml::table const& table, Reading& reading) {
  Section in{table, reading, "tenant"};
  Tenant tenant;
  in.take_needed("id", tenant.id);
  in.take_word("country", tenant.country, {"FI", "NO"});
  if (tenant.country.empty()) in.wrong("country", "country must be given");
  in.take("live", tenant.live);
  read_times(in, "day_run_times", tenant.day_run_times);
  for (auto const* client : in.tables("client"))
    tenant.clients.push_back(read_client(*client, reading));
  for (auto const* policy : in.tables("policy"))
    tenant.policies.push_back(read_policy(*policy, reading));
  for (auto const* key : in.tables("key")) tenant.keys.push_back(read_key(*key, reading));
  refuse_twins(tenant.clients, &Client::ref, in, "client");
  refuse_twins(tenant.keys, &ApiKey::id, in, "key");
  check_names(in, tenant);
  in.finish();
  return tenant;
}

}  // namespace airut::config
