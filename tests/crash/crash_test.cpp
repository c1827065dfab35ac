#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/crash/checks.hpp"
#include "tests/crash/promises.hpp"

using namespace airut;
using namespace airut::tests::crash;

namespace {

constexpr int senders = 4;

// How often the gateway is killed; AIRUT_CRASH_ROUNDS changes it.
int rounds() {
  auto const* asked = std::getenv("AIRUT_CRASH_ROUNDS");
  return asked ? std::atoi(asked) : 200;
}

// A directory, an operator's HTTPS server that knows our message ids, and a mail server: each
// invoice goes to one of them.
std::string crash_toml(tests::OperatorServer const& http, tests::MailPeer const& mail) {
  auto const& keys = http.certificates();
  auto const channels = fmt::format(
      R"([[channel]]
name = "peppol"
kind = "operator_http"
format = "ubl"
url = "{}"
ca_file = "{}"
certificate = "{}"
private_key = "{}"
deduplicates = true
[[channel]]
name = "email"
kind = "email"
format = "pdf"
host = "127.0.0.1"
port = {}
starttls = "none"
from = "laskut@example.test"
bounces = "palaute+{{id}}@example.test"
)",
      http.url("/once"), keys.authority().string(), keys.client().string(),
      keys.client_key().string(), mail.port());
  return "test_clock = \"2026-03-02\"\n" + channels + tests::sample_toml();
}

constexpr std::array<std::string_view, 3> channel_names{"finvoice", "peppol", "email"};

std::string invoice_json(std::string const& number, int kind) {
  auto json = tests::sample_json(number);
  json.insert(1, fmt::format(R"("distribution":{{"channels":["{}"]}},)",
                             channel_names.at(static_cast<std::size_t>(kind))));
  auto const at = json.find("\"address\":{");
  json.insert(at, R"("contact":{"email":"fine@example.test"},)");
  return json;
}

int kind_of(std::string const& number) {
  int sum = 0;
  for (char const c : number) sum += c;
  return sum % 3;
}

// Sends invoices until told to stop. What was not answered is sent again with the same key later:
// that is what a caller does, and it must not make a second invoice.
void send_all(tests::Gateway const& gateway, int sender, int round, std::atomic<bool> const& stop,
              Promises& promises, std::vector<std::string>& unanswered) {
  for (int i = 0; !stop; ++i) {
    auto const number = fmt::format("R{}-{}-{}", round, sender, i);
    auto const answer =
        gateway.post("/v1/invoices", invoice_json(number, kind_of(number)), "key-" + number);
    if (answer.status == 202) {
      promises.keep(number, answer.string("id"));
    } else {
      unanswered.push_back(number);
      return;
    }
  }
}

void send_again(tests::Gateway const& gateway, std::vector<std::string>& unanswered,
                Promises& promises) {
  for (auto const& number : unanswered) {
    auto const json = invoice_json(number, kind_of(number));
    tests::Answer answer;
    // 503 while a database server that died is joined again.
    REQUIRE(gateway.until([&] {
      answer = gateway.post("/v1/invoices", json, "key-" + number);
      return answer.status != 503;
    }));
    REQUIRE(answer.status == 202);
    promises.keep(number, answer.string("id"));
  }
  unanswered.clear();
}

// Each third death is the database server's, where there is one: the gateway lives on.
bool server_dies(int round) { return tests::on_postgresql() && round % 3 == 2; }

void die(tests::Gateway& gateway, int round) {
  server_dies(round) ? tests::run_server().kill() : gateway.kill();
}

void rise(tests::Gateway& gateway, int round) {
  server_dies(round) ? tests::run_server().start() : gateway.start();
}

// One life: load, and death at a random moment.
void live_and_die(tests::Gateway& gateway, int round, std::mt19937& random, Promises& promises,
                  std::vector<std::string>& unanswered) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<std::string>> lost(senders);
  std::vector<std::thread> threads;
  for (int sender = 0; sender < senders; ++sender) {
    threads.emplace_back([&, sender] {
      send_all(gateway, sender, round, stop, promises, lost[static_cast<std::size_t>(sender)]);
    });
  }
  std::this_thread::sleep_for(std::chrono::microseconds{1000 + random() % 60000});
  die(gateway, round);
  stop = true;
  for (auto& thread : threads) thread.join();
  for (auto const& one : lost) unanswered.insert(unanswered.end(), one.begin(), one.end());
}

}  // namespace

TEST_CASE("killed at random moments under load, nothing promised is lost and nothing is doubled") {
  if (!tests::has_program("python3")) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer http;
  tests::MailPeer mail;
  tests::Gateway gateway{crash_toml(http, mail)};
  std::mt19937 random{20261124};
  Promises promises;
  std::vector<std::string> unanswered;
  for (int round = 0; round < rounds(); ++round) {
    live_and_die(gateway, round, random, promises, unanswered);
    rise(gateway, round);
    if (round % 10 == 9) send_again(gateway, unanswered, promises);
  }
  send_again(gateway, unanswered, promises);
  // A mail that may have arrived is not sent again before ten minutes have passed.
  auto const later = gateway.post("/v1/test/clock", R"({"now":"2026-03-03T08:00:00Z"})");
  REQUIRE(later.status < 300);
  bool drained = false;
  for (int i = 0; i < 4 && !drained; ++i) {
    drained = gateway.until([&] { return is_drained(gateway); });
  }
  for (auto const state : {"queued", "dispatching", "unknown", "deferred", "held"}) {
    auto const rest = gateway.get(fmt::format("/v1/deliveries?state={}&limit=1", state));
    if (!rest.body.at("data").as_array().empty()) MESSAGE(state << ": " << rest.text);
  }
  REQUIRE(drained);
  auto const ids = promises.ids();
  MESSAGE(ids.size() << " invoices over " << rounds() << " deaths");
  CHECK(ids.size() > static_cast<std::size_t>(rounds()));

  std::array<std::set<std::string>, 3> numbers;
  for (auto const& [number, id] : ids) {
    numbers.at(static_cast<std::size_t>(kind_of(number))).insert(number);
    if (random() % 20 != 0) continue;
    CHECK(gateway.get("/v1/invoices/" + id).string("number") == number);
  }
  check_files(gateway.home() / "out", numbers[0]);
  check_posts(http, numbers[1].size());
  check_mails(mail, numbers[2]);

  check_journal(gateway);
}
