#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "config/load.hpp"
#include "formats/json/writer.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/claim/missing_law.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings_checks.hpp"
#include "gateway/cli/settings_file.hpp"
#include "gateway/daemon.hpp"
#include "gateway/http/server.hpp"
#include "gateway/log.hpp"
#include "gateway/missing_clients.hpp"
#include "gateway/store_at.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::cli {
namespace {

void write_listener(json::Writer& out, std::string_view name, config::Listener const& listener) {
  out.key(name);
  out.begin_object();
  out.member("address", listener.address);
  out.member("port", static_cast<std::int64_t>(listener.port));
  out.member("tls", !listener.certificate.empty());
  out.end_object();
}

void write_tenant(json::Writer& out, config::Tenant const& tenant) {
  out.begin_object();
  out.member("id", tenant.id);
  out.member("country", tenant.country);
  out.member("live", tenant.live);
  out.key("clients");
  out.begin_array();
  for (auto const& client : tenant.clients) out.string(client.ref);
  out.end_array();
  out.key("keys");
  out.begin_array();
  for (auto const& key : tenant.keys) out.string(key.id);
  out.end_array();
  out.end_object();
}

// What config show tells, for programs; no secret is in it.
std::string settings_json(config::Settings const& settings) {
  json::Writer out;
  out.begin_object();
  out.member("file", settings.file.string());
  out.member("data_directory", settings.data_directory.string());
  if (settings.store.engine == config::StoreEngine::postgresql)
    out.member("postgresql", settings.store.connection);
  write_listener(out, "api", settings.api);
  write_listener(out, "admin", settings.admin);
  out.key("channels");
  out.begin_array();
  for (auto const& channel : settings.channels) {
    out.begin_object();
    out.member("name", channel.name);
    out.member("format", channel.format);
    out.end_object();
  }
  out.end_array();
  out.key("tenants");
  out.begin_array();
  for (auto const& tenant : settings.tenants) write_tenant(out, tenant);
  out.end_array();
  out.end_object();
  return std::move(out).text();
}

// While the daemon runs: the tables stay those of its start.
std::optional<config::Settings> read_again(Options const& options) {
  auto settings = config::load(options.config, config::process_environment());
  Complaints complaints;
  if (settings) {
    check_scopes(*settings, config::Places{settings->file}, complaints);
  } else {
    complaints = std::move(settings.error());
  }
  for (auto const& one : complaints)
    log("error", "configuration", {{"detail", one.text_with_place()}});
  return complaints.empty() ? std::optional{*std::move(settings)} : std::nullopt;
}

// Claims stand still on days without a rate: the operator hears of it before they do.
std::vector<std::string> rates_missing(config::Settings const& settings, config::Law const& law) {
  auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return missing_rates(settings.tenants, law, settings.test_clock.value_or(model::day_of(now)));
}

// Sentences about clients whose open claims the store has and whom the settings lack.
std::vector<std::string> clients_lacking(config::Settings const& settings) {
  auto const place = store_at(settings);
  if (!place) return {place.error()};
  Billers const billers{settings};
  std::vector<std::string> sentences;
  ledger::look_at(*place, [&](ledger::Snapshot& view) {
    for (auto const& one : missing_clients(view, billers)) sentences.push_back(sentence(one));
  });
  return sentences;
}

}  // namespace

int serve(Options const& options) {
  // Whoever read the log and is gone must not take the daemon with it.
  std::signal(SIGPIPE, SIG_IGN);
  auto begin = read_beginning(options);
  if (!begin) return configuration;
  for (auto const& one : rates_missing(begin->settings, begin->law))
    log("error", "law_row_missing", {{"detail", one}});
  for (auto const& one : warnings_of(begin->settings))
    log("error", "configuration.warning", {{"detail", one}});
  try {
    auto const address = begin->settings.api.address;
    auto const scheme = begin->settings.api.certificate.empty() ? "http" : "https";
    Daemon daemon{std::move(begin->settings), std::move(begin->codes), std::move(begin->law)};
    daemon.start();
    log("info", "ready",
        {{"detail", fmt::format("{}://{}:{}", scheme, address, daemon.api_port())}});
    bool const asked =
        daemon.run_until_signal([&] { return read_again(options); }) == Daemon::End::asked;
    if (!asked)
      log("error", "store.replaced",
          {{"detail", "the store takes nothing of this process any more; start anew"}});
    log("info", "stopped", {});
    return asked ? ok : unavailable;
  } catch (http::BadCertificate const& fault) {
    fmt::print(stderr, "airut: {}\n", fault.what());
    return configuration;
  } catch (ledger::StoreLost const& fault) {
    fmt::print(stderr, "airut: the store cannot be opened: {}\n", fault.what());
    return unavailable;
  } catch (std::exception const& fault) {
    fmt::print(stderr, "airut: {}\n", fault.what());
    return unavailable;
  }
}

int config_check(Options const& options, bool against_store) {
  auto const begin = read_beginning(options);
  if (!begin) return configuration;
  auto const& settings = begin->settings;
  auto const lacking = against_store ? clients_lacking(settings) : std::vector<std::string>{};
  for (auto const& one : lacking) fmt::print(stderr, "{}: {}\n", settings.file.string(), one);
  for (auto const& one : warnings_of(settings))
    fmt::print(stderr, "{}: warning: {}\n", settings.file.string(), one);
  if (!options.json) {
    for (auto const& one : rates_missing(settings, begin->law))
      fmt::print(stderr, "airut: warning: {} Claims of those days are not reminded of.\n", one);
    fmt::print("{} is good: {} tenants, {} channels.\n", options.config.string(),
               settings.tenants.size(), settings.channels.size());
  } else {
    fmt::print("{{\"valid\":true}}\n");
  }
  return lacking.empty() ? ok : findings;
}

int config_show(Options const& options) {
  auto const settings = read_settings(options);
  if (!settings) return configuration;
  if (options.json) {
    fmt::print("{}\n", settings_json(*settings));
    return ok;
  }
  fmt::print("{}\n", config::show(*settings));
  return ok;
}

// A new API key: the text once, for the caller; the digest for airut.toml.
int key_make(Options const& options) {
  unsigned char bytes[24];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return internal;
  std::string const random{reinterpret_cast<char const*>(bytes), sizeof bytes};
  auto const key = "airut_" + model::hex(random);
  auto const digest = model::sha256_hex(key);
  if (options.json) {
    fmt::print("{{\"key\":\"{}\",\"sha256\":\"{}\"}}\n", key, digest);
  } else {
    fmt::print("key     {}\nsha256  {}\n", key, digest);
  }
  return ok;
}

}  // namespace airut::gateway::cli
