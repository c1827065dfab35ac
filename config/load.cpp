#include "config/load.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/parts.hpp"
#include "config/table.hpp"

namespace airut::config {

namespace {

void read_listener(Section& above, std::string_view key, Listener& listener) {
  auto const* table = above.table(key);
  if (table == nullptr) return;
  Section in{*table, above.reading(), above.name() + "." + std::string{key}};
  in.take("address", listener.address);
  in.take("port", listener.port, 0, 65535);
  in.take("certificate", listener.certificate);
  in.take("private_key", listener.private_key);
  if (listener.certificate.empty() != listener.private_key.empty())
    in.wrong("certificate", "certificate and private_key go together");
  must_be_file(in, "certificate", listener.certificate);
  must_be_file(in, "private_key", listener.private_key);
  in.finish();
}

void read_test_clock(Section& in, Settings& settings) {
  std::string text;
  in.take("test_clock", text);
  if (text.empty()) return;
  settings.test_clock = parse_day(text);
  if (!settings.test_clock) in.wrong("test_clock", "test_clock is a day, YYYY-MM-DD");
}

void read_limits(Section& above, Limits& limits) {
  auto const* table = above.table("limits");
  if (table == nullptr) return;
  Section in{*table, above.reading(), "limits"};
  in.take("json_body_bytes", limits.json_body_bytes, 1024, 1 << 30);
  in.take("file_body_bytes", limits.file_body_bytes, 1024, 1 << 30);
  in.take("body_memory_bytes", limits.body_memory_bytes, 1 << 20, std::int64_t{1} << 40);
  in.take("unpacked_bytes", limits.unpacked_bytes, 1024, std::int64_t{1} << 36);
  in.take("zip_files", limits.zip_files, 1, 1'000'000);
  in.take("zip_ratio", limits.zip_ratio, 1, 10'000);
  in.take("header_bytes", limits.header_bytes, 1024, 1 << 20);
  in.take("connections", limits.connections, 1, 1'000'000);
  in.take_seconds("header_time", limits.header_time, 3600);
  in.take_seconds("body_time", limits.body_time, 3600);
  in.take_seconds("idle_time", limits.idle_time, 3600);
  in.take("intake_queue", limits.intake_queue, 1, 1'000'000);
  in.take("answer_days", limits.answer_days, 1, 3650);
  in.take("disk_floor_bytes", limits.disk_floor_bytes, 0, std::int64_t{1} << 50);
  in.finish();
}

void check_channel_names(Section& in, Settings const& settings) {
  std::vector<std::string> known;
  for (auto const& channel : settings.channels) known.push_back(channel.name);
  auto const is_known = [&](std::string const& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  for (auto const& tenant : settings.tenants) {
    for (auto const& key : tenant.keys)
      if (!key.agency.empty() && !is_known(key.agency))
        in.unknown_name("tenant", key.agency,
                        fmt::format("key {} names the agency \"{}\", of which no channel is there",
                                    key.id, key.agency),
                        known);
    for (auto const& client : tenant.clients) {
      auto orders = client.channel_order_business;
      orders.insert(orders.end(), client.channel_order_consumer.begin(),
                    client.channel_order_consumer.end());
      if (!client.collection_partner.empty()) orders.push_back(client.collection_partner);
      auto const& e_invoice = client.e_invoice;
      if (!e_invoice.payment_instruction.empty()) orders.push_back(e_invoice.channel);
      for (auto const& name : orders)
        if (!is_known(name))
          in.unknown_name("tenant", name,
                          fmt::format("client {} names the channel \"{}\", which is not there",
                                      client.ref, name),
                          known);
    }
  }
}

// What eFaktura and Vipps show of a document is a page of the portal.
void check_presentations(Section& in, Settings const& settings) {
  auto const holds = [&](auto const& test) {
    return std::any_of(settings.channels.begin(), settings.channels.end(), test);
  };
  bool const shows = holds([](Channel const& one) {
    return std::holds_alternative<EfakturaSettings>(one.transport) ||
           std::holds_alternative<VippsSettings>(one.transport);
  });
  bool const has_portal = holds([](Channel const& one) {
    auto const* portal = std::get_if<PortalSettings>(&one.transport);
    return portal && portal->base_url.rfind("https://", 0) == 0;
  });
  if (shows && !has_portal)
    in.wrong("channel",
             "efaktura and vipps show the invoice's page: they need a portal channel with an "
             "https base_url");
}

void check_bank_tenants(Section& in, Settings const& settings) {
  for (auto const& channel : settings.channels) {
    auto const* bank = std::get_if<BankWsSettings>(&channel.transport);
    if (bank == nullptr || bank->tenant.empty()) continue;
    bool const known = std::any_of(settings.tenants.begin(), settings.tenants.end(),
                                   [&](auto const& tenant) { return tenant.id == bank->tenant; });
    if (!known) {
      in.wrong("channel",
               fmt::format("channel {} fetches for the tenant \"{}\", which is not there",
                           channel.name, bank->tenant));
    }
  }
}

void check_profile_names(Section& in, std::string_view key, std::vector<CsvProfile> const& all) {
  for (auto one = all.begin(); one != all.end(); ++one)
    if (std::any_of(all.begin(), one, [&](auto const& other) { return other.name == one->name; }))
      in.wrong(key, fmt::format("\"{}\" is given twice", one->name));
}

Settings read(toml::table const& root, Reading& reading) {
  Section in{root, reading, "airut.toml"};
  Settings settings;
  settings.file = reading.file;
  in.take("data_directory", settings.data_directory);
  if (settings.data_directory.empty()) in.wrong("data_directory", "data_directory must be given");
  in.take("tables_directory", settings.tables_directory);
  must_be_folder(in, "tables_directory", settings.tables_directory);
  in.take("tables_overlay", settings.tables_overlay);
  must_be_folder(in, "tables_overlay", settings.tables_overlay);
  in.take("font_directory", settings.font_directory);
  in.take("template_directory", settings.template_directory);
  must_be_folder(in, "template_directory", settings.template_directory);
  in.take("public_url", settings.public_url);
  must_be_url(in, "public_url", settings.public_url);
  in.take("threads", settings.threads, 0, 256);
  read_test_clock(in, settings);
  in.take("webhooks_allow_loopback", settings.webhooks_allow_loopback);
  if (auto const* listen = in.table("listen")) {
    Section at{*listen, reading, "listen"};
    read_listener(at, "api", settings.api);
    read_listener(at, "admin", settings.admin);
    at.finish();
  }
  read_limits(in, settings.limits);
  if (auto const* store = in.table("store")) settings.store = read_store(*store, reading);
  for (auto const* channel : in.tables("channel"))
    settings.channels.push_back(read_channel(*channel, reading));
  for (auto const* tenant : in.tables("tenant"))
    settings.tenants.push_back(read_tenant(*tenant, reading));
  for (auto const* profile : in.tables("csv_profile"))
    settings.csv_profiles.push_back(read_csv_profile(*profile, reading));
  for (auto const* profile : in.tables("bank_csv_profile"))
    settings.bank_csv_profiles.push_back(read_csv_profile(*profile, reading));
  check_profile_names(in, "csv_profile", settings.csv_profiles);
  check_profile_names(in, "bank_csv_profile", settings.bank_csv_profiles);
  check_presentations(in, settings);
  if (settings.tenants.empty()) in.wrong("tenant", "at least one tenant must be given");
  check_channel_names(in, settings);
  check_bank_tenants(in, settings);
  check_clearing(in, settings.channels, settings.tenants);
  check_whole(in, settings);
  in.finish();
  return settings;
}

std::string transport_text(Channel const& channel) {
  struct Say {
    std::string operator()(EmailSettings const& one) const {
      return fmt::format("email {}:{}", one.host, one.port);
    }
    std::string operator()(SftpSettings const& one) const {
      return fmt::format("sftp {}@{}:{}", one.user, one.host, one.port);
    }
    std::string operator()(HttpSettings const& one) const {
      return fmt::format("http {}", one.url);
    }
    std::string operator()(DirectorySettings const& one) const {
      return fmt::format("directory {}", one.path.string());
    }
    std::string operator()(PrintSettings const&) const { return "print"; }
    std::string operator()(PeppolSettings const& one) const {
      return fmt::format("peppol {} by {}", one.host, one.zone);
    }
    std::string operator()(EfakturaSettings const& one) const {
      return fmt::format("efaktura {} by {}", one.flow == EfakturaFlow::combo ? "combo" : "issuer",
                         one.url);
    }
    std::string operator()(VippsSettings const& one) const {
      return fmt::format("vipps {} as {} keys ***", one.url, one.client_id);
    }
    std::string operator()(BankWsSettings const& one) const {
      return fmt::format("bank {} as {}{}", one.bank, one.customer_id, one.test ? " (test)" : "");
    }
    std::string operator()(AvtaleGiroSettings const& one) const {
      return fmt::format("avtalegiro {}", one.customer_unit);
    }
    std::string operator()(PortalSettings const& one) const {
      return fmt::format("portal {} key ***", one.base_url);
    }
  };
  return std::visit(Say{}, channel.transport);
}

// What the reader makes of the file, or everything it complains of.
template <class Reader>
auto parsed(std::filesystem::path const& file, Environment const& environment, Reader const& reader)
    -> tl::expected<decltype(reader(toml::table{}, std::declval<Reading&>())),
                    std::vector<Complaint>> {
  Reading reading{file, environment, {}};
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return tl::unexpected{std::vector{Complaint{file.string(), 0, 0, "is a folder, not a file"}}};
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (toml::parse_error const& fault) {
    reading.complain(fault.source(), std::string{fault.description()});
    return tl::unexpected{std::move(reading.complaints)};
  }
  auto result = reader(root, reading);
  if (!reading.complaints.empty()) return tl::unexpected{std::move(reading.complaints)};
  return result;
}

}  // namespace

tl::expected<Settings, std::vector<Complaint>> load(std::filesystem::path const& file,
                                                    Environment const& environment) {
  return parsed(file, environment, read);
}

tl::expected<CsvProfile, std::vector<Complaint>> load_csv_profile(
    std::filesystem::path const& file) {
  return parsed(file, process_environment(), read_csv_profile);
}

std::string show(Settings const& settings) {
  auto text = fmt::format(
      "file            {}\ndata directory  {}\napi             {}:{}{}\nadmin           {}:{}\n",
      settings.file.string(), settings.data_directory.string(), settings.api.address,
      settings.api.port, settings.api.certificate.empty() ? "" : " TLS", settings.admin.address,
      settings.admin.port);
  if (settings.store.engine == StoreEngine::postgresql)
    text += fmt::format("store           postgresql {}\n", settings.store.connection);
  for (auto const& profile : settings.csv_profiles)
    text += fmt::format("csv profile     {} ({} columns)\n", profile.name, profile.columns.size());
  for (auto const& profile : settings.bank_csv_profiles)
    text += fmt::format("bank csv        {} ({} columns)\n", profile.name, profile.columns.size());
  for (auto const& channel : settings.channels)
    text += fmt::format("channel         {} ({}) by {}\n", channel.name, channel.format,
                        transport_text(channel));
  for (auto const& tenant : settings.tenants) {
    text += fmt::format("tenant          {} ({})\n", tenant.id, tenant.country);
    for (auto const& client : tenant.clients)
      text += fmt::format("  client        {}: {}\n", client.ref, client.seller.name);
    for (auto const& key : tenant.keys)
      text += fmt::format("  key           {} {}\n", key.id, key.name);
  }
  return text;
}

}  // namespace airut::config
