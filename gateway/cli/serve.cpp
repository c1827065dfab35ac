#include <cstdio>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "config/load.hpp"
#include "formats/json/writer.hpp"
#include "formats/model/sha256.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings_file.hpp"
#include "gateway/daemon.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway::cli {
namespace {

void say(std::string_view event, std::string_view detail) {
  json::Writer line;
  line.begin_object();
  line.member("level", "info");
  line.member("event", event);
  line.member_if("detail", detail);
  line.end_object();
  fmt::print(stderr, "{}\n", line.text());
}

}  // namespace

int serve(Options const& options) {
  auto settings = read_settings(options);
  if (!settings) return configuration;
  auto codes = read_codes(*settings);
  if (!codes) return configuration;
  auto law = read_law(*settings);
  if (!law) return configuration;
  try {
    auto const address = settings->api.address;
    auto const scheme = settings->api.certificate.empty() ? "http" : "https";
    Daemon daemon{*std::move(settings), *std::move(codes), *std::move(law)};
    daemon.start();
    say("ready", fmt::format("{}://{}:{}", scheme, address, daemon.api_port()));
    daemon.run_until_signal();
    say("stopped", "");
    return ok;
  } catch (ledger::StoreLost const& fault) {
    fmt::print(stderr, "airut: the store cannot be opened: {}\n", fault.what());
    return unavailable;
  } catch (std::exception const& fault) {
    fmt::print(stderr, "airut: {}\n", fault.what());
    return unavailable;
  }
}

int config_check(Options const& options) {
  auto const settings = read_settings(options);
  if (!settings || !read_codes(*settings) || !read_law(*settings)) return configuration;
  if (!check_templates(*settings)) return configuration;
  if (!options.json) {
    fmt::print("{} is good: {} tenants, {} channels.\n", options.config.string(),
               settings->tenants.size(), settings->channels.size());
  } else {
    fmt::print("{{\"valid\":true}}\n");
  }
  return ok;
}

int config_show(Options const& options) {
  auto const settings = read_settings(options);
  if (!settings) return configuration;
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
