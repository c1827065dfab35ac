#include "tests/bench/daemon.hpp"

#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/sample_seller.hpp"

namespace airut::bench {
namespace {

constexpr std::string_view bench_key = "airut-bench-key";

std::string head(std::filesystem::path const& folder, int port, int admin_port) {
  return fmt::format(
      "data_directory = \"data\"\n[listen.api]\nport = {}\n[listen.admin]\nport = {}\n{}", port,
      admin_port, tests::store_toml(folder));
}

std::string channel(std::string_view name, std::string_view format, int sink_port) {
  return fmt::format(
      "[[channel]]\nname = \"{0}\"\nkind = \"operator_http\"\nformat = \"{1}\"\n"
      "url = \"http://127.0.0.1:{2}/{1}\"\ndeduplicates = true\nparallel = 16\nconnections = 16\n",
      name, format, sink_port);
}

std::string tenant() {
  return fmt::format(R"([[tenant]]
id = "demo"
country = "FI"
live = false
[[tenant.key]]
id = "key_bench"
sha256 = "{}"
scopes = ["*"]
[[tenant.client]]
ref = "siivous"
channel_order_business = ["peppol"]
channel_order_consumer = ["email"]
{})",
                     model::sha256_hex(bench_key), tests::sample_seller);
}

}  // namespace

Daemon::Daemon(int sink_port) : port_(tests::free_port()), admin_port_(tests::free_port()) {
  std::ofstream{folder_.path() / "airut.toml"} << head(folder_.path(), port_, admin_port_)
                                               << channel("peppol", "ubl", sink_port)
                                               << channel("email", "pdf", sink_port) << tenant();
  start();
}

void Daemon::start() {
  process_ = std::make_unique<tests::Process>(
      std::vector<std::string>{AIRUT_BINARY, "serve", "-c",
                               (folder_.path() / "airut.toml").string()},
      folder_.path() / "log");
  for (int i = 0; i < 30000 && process_->running(); ++i) {
    try {
      if (fetch(admin_port_, "/readyz") == "ready\n") return;
    } catch (std::runtime_error const&) {
      // It does not listen yet.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  std::ifstream log{folder_.path() / "log"};
  throw std::runtime_error{"airut did not start: " +
                           std::string{std::istreambuf_iterator<char>{log}, {}}};
}

void Daemon::stop() {
  process_->kill(SIGTERM);
  if (process_->wait() != 0) throw std::runtime_error{"airut did not end well"};
}

void Daemon::kill() {
  process_->kill(SIGKILL);
  process_->wait();
}

double Daemon::figure(std::string_view family, std::string_view what) const {
  auto const text = fetch(admin_port_, "/metrics");
  auto const name = fmt::format("{}{{figure=\"{}\"}} ", family, what);
  auto const at = text.find(name);
  return at == std::string::npos ? 0 : std::stod(text.substr(at + name.size(), 30));
}

std::string Daemon::ask(std::string const& path) const {
  return fetch(port_, path, std::string{bench_key});
}

std::function<void(std::uint64_t, std::string&)> Daemon::submission(Wish const& wish) {
  auto const body = submission_text(wish);
  std::string filled;
  Template{body}.fill(0, filled);
  Template whole{
      fmt::format("POST /v1/invoices HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
                  "Content-Type: application/json\r\nIdempotency-Key: bench-@############\r\n"
                  "Content-Length: {}\r\n\r\n{}",
                  bench_key, filled.size(), body)};
  return [whole = std::move(whole)](std::uint64_t n, std::string& to) { whole.fill(n, to); };
}

}  // namespace airut::bench
