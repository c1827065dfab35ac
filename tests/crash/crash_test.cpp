#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

constexpr int senders = 4;

// How often the gateway is killed; AIRUT_CRASH_ROUNDS changes it.
int rounds() {
  auto const* asked = std::getenv("AIRUT_CRASH_ROUNDS");
  return asked ? std::atoi(asked) : 200;
}

// Everything that was answered 202, with its id.
class Promises {
 public:
  void keep(std::string number, std::string id) {
    std::lock_guard const lock{mutex_};
    ids_.emplace(std::move(number), std::move(id));
  }
  std::map<std::string, std::string> ids() const {
    std::lock_guard const lock{mutex_};
    return ids_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> ids_;
};

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

std::size_t waiting(tests::Gateway const& gateway) {
  std::size_t count = 0;
  for (auto const state : {"scheduled", "queued", "dispatching", "unknown", "deferred", "held"}) {
    auto const list = gateway.get(fmt::format("/v1/deliveries?state={}&limit=1", state));
    count += list.body.at("data").as_array().size();
  }
  return count;
}

// Nothing is in two files, under a temporary name, or there without having been asked for.
void check_files(std::filesystem::path const& folder, std::set<std::string> const& expected) {
  std::map<std::string, int> files;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    auto const name = entry.path().filename().string();
    CHECK(name.front() != '.');
    auto const at = name.find("-invoice-");
    REQUIRE(at != std::string::npos);
    ++files[name.substr(at + 9, name.size() - at - 13)];
  }
  for (auto const& number : expected) {
    CAPTURE(number);
    CHECK(files[number] == 1);
  }
  CHECK(files.size() == expected.size());
}

// The operator took each once; what came again came with the same id and the same bytes.
void check_posts(tests::OperatorServer const& server, std::size_t expected) {
  CHECK(server.received().size() == expected);
  std::map<std::string, std::string> digests;
  std::size_t repeated = 0;
  for (auto const& [id, digest] : server.posts()) {
    auto const [there, fresh] = digests.emplace(id, digest);
    repeated += !fresh;
    CHECK(there->second == digest);
  }
  CHECK(digests.size() == expected);
  MESSAGE(expected << " documents by HTTPS, " << repeated << " of them offered again");
}

// SMTP cannot take back a mail whose answer was lost: it comes again, the same to the byte.
void check_mails(tests::MailPeer const& peer, std::set<std::string> const& expected) {
  std::map<std::string, std::string> mails;
  auto const taken = peer.taken();
  for (auto const& mail : taken) {
    auto const at = mail.find("Message-ID: <");
    REQUIRE(at != std::string::npos);
    auto const id = mail.substr(at, mail.find('>', at) - at);
    CHECK(mails.emplace(id, mail).first->second == mail);
  }
  CHECK(mails.size() == expected.size());
  MESSAGE(expected.size() << " mails, " << taken.size() - mails.size() << " of them sent again");
}

std::string rows_of(tests::Gateway const& gateway) {
  if (tests::on_postgresql()) return tests::run_rows(gateway.data());
  auto const out = gateway.home() / "rows";
  std::filesystem::remove(out);
  REQUIRE(tests::run({"python3", AIRUT_SOURCE "/tests/support/rows.py",
                      (gateway.data() / "airut.db").string()},
                     out) == 0);
  return tests::slurp(out);
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
    drained = gateway.until([&] { return waiting(gateway) == 0; });
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

  gateway.stop();
  std::string out;
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
  auto const before = rows_of(gateway);
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}, &out) == 0);
  CHECK(rows_of(gateway) == before);
}
