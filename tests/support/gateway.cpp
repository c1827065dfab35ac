#include "tests/support/gateway.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <thread>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "channels/http/client.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/sha256.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/sample_seller.hpp"
#include "tests/support/shared_data.hpp"

namespace airut::tests {
namespace {

constexpr std::string_view key = "airut-test-key";

std::string replaced(std::string text, std::string_view what, std::string const& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

channels::HttpOptions options_with(std::string const& authority) {
  channels::HttpOptions options;
  options.ca_file = authority;
  options.reply_bytes = 64u << 20;
  return options;
}

Answer answer_of(channels::HttpReply reply) {
  Answer answer;
  answer.status = reply.status;
  answer.headers = std::move(reply.headers);
  boost::system::error_code fault;
  answer.body = boost::json::parse(reply.body, fault);
  answer.text = std::move(reply.body);
  return answer;
}

}  // namespace

std::string Answer::header(std::string_view lower_case_name) const {
  for (auto const& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

std::string Answer::string(std::string_view member) const {
  if (!body.is_object()) return {};
  auto const* value = body.as_object().if_contains(member);
  return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

Gateway::Gateway(std::string const& toml, TlsFiles const& tls)
    : authority_(tls.authority), port_(free_port()), admin_port_(free_port()) {
  std::filesystem::create_directory(home() / "out");
  auto const files = tls.certificate.empty()
                         ? std::string{}
                         : fmt::format("certificate = \"{}\"\nprivate_key = \"{}\"\n",
                                       tls.certificate, tls.private_key);
  auto const head = fmt::format(
      "data_directory = \"data\"\nwebhooks_allow_loopback = true\n"
      "[listen.api]\nport = {}\n{}[listen.admin]\nport = {}\n",
      port_, files, admin_port_);
  // Keys of the first table must stand before any other table begins.
  auto const tables = toml.find("[[");
  std::ofstream{home() / "airut.toml"}
      << replaced(toml.substr(0, tables), "@HOME@", home().string()) << head << store_toml(data())
      << replaced(replaced(toml.substr(tables), "@HOME@", home().string()), "@KEY@",
                  model::sha256_hex(key));
  start();
}

Gateway::~Gateway() = default;

std::string Gateway::url(std::string const& path) const {
  return authority_.empty() ? fmt::format("http://127.0.0.1:{}{}", port_, path)
                            : fmt::format("https://localhost:{}{}", port_, path);
}

void Gateway::start() {
  process_ = std::make_unique<Process>(
      std::vector<std::string>{AIRUT_BINARY, "serve", "-c", (home() / "airut.toml").string()},
      home() / "log");
  if (!wait_for_port(port_) || !process_->running()) {
    throw std::runtime_error{"the gateway did not start: " + log()};
  }
}

void Gateway::stop() {
  process_->kill(SIGTERM);
  auto const status = process_->wait();
  process_.reset();
  if (status != 0) throw std::runtime_error{"the gateway did not end well: " + log()};
}

void Gateway::kill() {
  process_->kill(SIGKILL);
  process_->wait();
  process_.reset();
}

std::string Gateway::store() const { return store_of(data()); }

std::string Gateway::log() const { return slurp(home() / "log"); }

Answer Gateway::send(std::string const& method, std::string const& path, std::string const& body,
                     std::vector<std::pair<std::string, std::string>> headers) const {
  thread_local std::map<std::string, channels::HttpClient> clients;  // by who is believed
  auto& client = clients.try_emplace(authority_, options_with(authority_)).first->second;
  channels::HttpRequest request{method, url(path), std::move(headers), body};
  auto const has = [&](std::string_view wanted) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](auto const& one) { return one.first == wanted; });
  };
  if (!body.empty() && !has("Content-Type"))
    request.headers.emplace_back("Content-Type", "application/json");
  if (!has("Authorization"))
    request.headers.emplace_back("Authorization", fmt::format("Bearer {}", key));
  return answer_of(client.perform(request));
}

Answer Gateway::get(std::string const& path) const { return send("GET", path, "", {}); }

Answer Gateway::admin(std::string const& path) const {
  channels::HttpClient client{{}};
  channels::HttpRequest request;
  request.url = fmt::format("http://127.0.0.1:{}{}", admin_port_, path);
  return answer_of(client.perform(request));
}

int Gateway::readiness() const { return admin("/readyz").status; }

std::string Gateway::metrics() const { return admin("/metrics").text; }

Answer Gateway::post(std::string const& path, std::string const& body, std::string one) const {
  if (one.empty()) one = model::new_id("key", {});
  return send("POST", path, body, {{"Idempotency-Key", one}, {"Content-Type", "application/json"}});
}

int Gateway::cli(std::vector<std::string> const& words, std::string* output) const {
  std::vector<std::string> command{"env", "AIRUT_URL=" + url(""), fmt::format("AIRUT_KEY={}", key),
                                   AIRUT_BINARY};
  command.insert(command.end(), words.begin(), words.end());
  auto const out = home() / "cli";
  std::filesystem::remove(out);
  auto const status = run(command, out);
  if (output) *output = slurp(out);
  return status;
}

bool Gateway::until(std::function<bool()> const& satisfied) const {
  for (int i = 0; i < 1200; ++i) {
    if (satisfied()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

std::string sample_toml() {
  return R"([[channel]]
name = "finvoice"
kind = "directory"
format = "finvoice"
path = "@HOME@/out"
[[tenant]]
id = "demo"
country = "FI"
live = false
[[tenant.key]]
id = "key_test"
sha256 = "@KEY@"
scopes = ["*"]
[[tenant.policy]]
name = "three-steps"
grace_days = 0
bank_data_age_days = 3
collection_automatic = true
[[tenant.policy.step]]
action = "first_reminder"
[[tenant.policy.step]]
action = "second_reminder"
[[tenant.policy.step]]
action = "collection_order"
[[tenant.client]]
ref = "siivous"
dunning_policy = "three-steps"
channel_order_business = ["finvoice"]
channel_order_consumer = ["finvoice"]
)" + std::string{sample_seller};
}

std::string norwegian_client(std::string_view ref, std::string_view channel,
                             std::string_view more) {
  return fmt::format(R"([[tenant.client]]
ref = "{}"
currency = "NOK"
channel_order_business = ["{}"]
channel_order_consumer = ["{}"]
{}[tenant.client.seller]
name = "Fjordenergi AS"
legal_id = "974760673"
legal_id_scheme = "0192"
vat_id = "NO974760673MVA"
foretaksregisteret = true
electronic_address = "974760673"
electronic_address_scheme = "0192"
[tenant.client.seller.address]
line1 = "Bryggen 1"
postal_code = "5003"
city = "Bergen"
country = "NO"
[[tenant.client.account]]
iban = "NO9386011117947"
[tenant.client.reference]
kind = "no_kid"
prefix = "55"
length = 12
)",
                     ref, channel, channel, more);
}

std::string sample_json(std::string const& number) {
  return fmt::format(
      R"({{"client_ref":"siivous","invoice":{{"type":"invoice","number":"{}","issue_date":"2026-03-02",)"
      R"("currency":"EUR","buyer_reference":"KP-1","buyer":{{"name":"Esimerkki Asiakas Oy",)"
      R"("type":"business","legal_id":{{"scheme":"0212","value":"1234567-1"}},)"
      R"("electronic_address":{{"scheme":"0216","value":"003712345671"}},)"
      R"("intermediary":"003721291126","address":{{"line1":"Testikatu 1","postal_code":"00100",)"
      R"("city":"Helsinki","country":"FI"}},"customer_number":"10042"}},)"
      R"("payment":{{"means":"credit_transfer"}},"lines":[{{"name":"Siivous","quantity":"10",)"
      R"("unit":"HUR","net_price":"42.50","vat":{{"category":"S","rate":"25.5"}}}}]}}}})",
      number);
}

}  // namespace airut::tests
