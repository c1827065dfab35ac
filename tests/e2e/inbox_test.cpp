// Files that the other side leaves, from the server's folder to what follows from them.
#include <thread>

#include "tests/e2e/clearing_steps.hpp"
#include "tests/e2e/files.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto account = "86011117947";
constexpr auto kid_of_10042 = "0001004220260013";  // customer 10042, invoice 2026001

std::string at_server_with_inbox(FileServer const& server, std::string_view out,
                                 std::string_view in) {
  return fmt::format(
      "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
      "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ninbox = \"{}\"\nfetch_time = 1\n",
      server.port(), server.user(), server.private_key().string(), server.host_key_sha256(),
      (server.root() / out).string(), (server.root() / in).string());
}

std::size_t count_files(std::filesystem::path const& folder) {
  std::size_t count = 0;
  std::error_code ignored;
  for (auto const& entry : std::filesystem::directory_iterator{folder, ignored}) {
    if (entry.is_regular_file()) ++count;
  }
  return count;
}

boost::json::array listed(Gateway const& gateway, std::string const& channel) {
  return gateway.get("/v1/channels/" + channel + "/files").body.at("data").as_array();
}

std::vector<std::string> open_deviation_codes(Gateway const& gateway) {
  std::vector<std::string> found;
  auto const open = gateway.get("/v1/deviations?state=open");
  for (auto const& one : open.body.at("data").as_array()) {
    found.emplace_back(one.at("code").as_string());
  }
  return found;
}

}  // namespace

TEST_SUITE("e2e/inbox") {
  TEST_CASE("a clearing house's mandates, receipts and money are fetched from its server") {
    if (!FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    FileServer server;
    std::filesystem::create_directories(server.root() / "to");
    auto const from = server.root() / "from";
    std::filesystem::create_directories(from);
    Gateway gateway{with(clearing_toml(), "path = \"@HOME@/nets\"\n",
                         at_server_with_inbox(server, "to", "from"))};
    std::filesystem::create_directories(gateway.home() / "print");
    leave(from, "fbo.txt",
          clearing_house({"mandates", account, "1", std::string{kid_of_10042} + ":J"}));
    REQUIRE(gateway.until([&] { return count_files(from / "archive") == 1; }));
    auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
    REQUIRE(is_there(gateway, invoice, "evidence", "handed_over"));
    CHECK(count_files(server.root() / "to") == 1);

    leave(from, "kvittering.txt", clearing_house({"receipt", "1"}));
    REQUIRE(is_there(gateway, invoice, "evidence", "accepted_by_operator"));
    auto const money =
        clearing_house({"ocr", account, "2026-03-27", "15", std::string{kid_of_10042} + ":53125"});
    leave(from, "ocr.txt", money);
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + invoice).string("ledger_status") == "paid"; }));

    // The same file once more, under another name, is known by its bytes.
    leave(from, "ocr2.txt", money);
    leave(from, "strange.txt", "no file of ours\n");
    REQUIRE(gateway.until([&] { return count_files(from / "archive") == 5; }));
    CHECK(count_files(from) == 0);
    auto const files = listed(gateway, "avtalegiro");
    REQUIRE(files.size() == 5);
    auto const state_of = [&](std::string_view name) {
      for (auto const& one : files)
        if (one.at("name").as_string() == name) return std::string{one.at("state").as_string()};
      return std::string{};
    };
    CHECK(state_of("fbo.txt") == "imported");
    CHECK(state_of("kvittering.txt") == "imported");
    CHECK(state_of("ocr.txt") == "imported");
    CHECK(state_of("ocr2.txt") == "seen_before");
    CHECK(state_of("strange.txt") == "refused");
    CHECK(open_deviation_codes(gateway) == std::vector<std::string>{"clearing.file_unreadable"});
    std::string said;
    CHECK(gateway.cli({"inbox", "files", "avtalegiro"}, &said) == 0);
    CHECK(said.find("kvittering.txt") != std::string::npos);
    gateway.stop();
    CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}, &said) == 0);
  }

  TEST_CASE("an operator's feedback is fetched, and a file that is still written is left alone") {
    if (!FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    FileServer server;
    std::filesystem::create_directories(server.root() / "to");
    auto const from = server.root() / "from";
    auto toml = with(sample_toml(), "kind = \"directory\"\n", "kind = \"operator_sftp\"\n");
    toml = with(toml, "path = \"@HOME@/out\"\n",
                at_server_with_inbox(server, "to", "from") + "inbox_profile = \"generic-csv\"\n");
    Gateway gateway{toml};
    auto const invoice = gateway.post("/v1/invoices", sample_json("I-1")).string("id");
    REQUIRE(is_there(gateway, invoice, "state", "sent"));
    auto const delivery = std::string{current(gateway, invoice).at("id").as_string()};

    // No inbox yet: told when it stays so, and mended by itself.
    Answer away;
    REQUIRE(gateway.until([&] {
      away = gateway.post("/v1/channels/finvoice/fetch", "{}");
      return away.status == 200;
    }));
    CHECK(away.string("code") == "transport.unreachable");

    leave(from, "status.csv", "message_id,status,text\n" + delivery + ",DELIVERED,ok\n");
    REQUIRE(is_there(gateway, invoice, "state", "delivered"));
    REQUIRE(gateway.until([&] { return count_files(from / "archive") == 1; }));

    // It changes from look to look.
    auto const growing = from / "growing.csv";
    for (int i = 0; i < 4; ++i) {
      std::ofstream{growing, std::ios::app} << "message_id,status,text\n";
      auto const looked = gateway.post("/v1/channels/finvoice/fetch", "{}");
      if (looked.status == 200) CHECK(looked.body.at("taken").as_int64() == 0);
    }
    std::ofstream{growing} << "message_id;state\nx;y\n";
    REQUIRE(gateway.until([&] { return count_files(from / "archive") == 2; }));
    CHECK(open_deviation_codes(gateway) == std::vector<std::string>{"feedback.unreadable"});
    CHECK(listed(gateway, "finvoice").size() == 2);
    auto const id = std::string{listed(gateway, "finvoice").front().at("id").as_string()};
    auto const content = gateway.get("/v1/channels/finvoice/files/" + id + "/content");
    CHECK(content.text == "message_id;state\nx;y\n");
    // Again it is the same, and nothing is taken twice.
    CHECK(gateway.post("/v1/channels/finvoice/files/" + id + "/take", "{}").status == 200);
    CHECK(gateway.metrics().find("figure=\"inbox_taken\"") != std::string::npos);
  }

  TEST_CASE("an operator's feedback behind a URL is taken once, however the server behaves") {
    if (!OperatorServer::available()) return;
    OperatorServer server;
    auto const& keys = server.certificates();
    auto toml = with(sample_toml(), "kind = \"directory\"\n", "kind = \"operator_http\"\n");
    toml = with(toml, "path = \"@HOME@/out\"\n",
                fmt::format("url = \"{}\"\nca_file = \"{}\"\ncertificate = \"{}\"\n"
                            "private_key = \"{}\"\ntimeout = 2\ninbox = \"{}\"\n"
                            "fetch_time = 1\ninbox_profile = \"generic-json\"\n",
                            server.url("/ok"), keys.authority().string(), keys.client().string(),
                            keys.client_key().string(), server.url("/feedback")));
    Gateway gateway{toml};
    auto const invoice = gateway.post("/v1/invoices", sample_json("H-1")).string("id");
    REQUIRE(is_there(gateway, invoice, "state", "sent"));
    auto const says = [&](std::string const& status) {
      return "{\"statuses\":[{\"message_id\":\"" +
             std::string{current(gateway, invoice).at("message_id").as_string()} +
             "\",\"status\":\"" + status + "\",\"text\":\"ok\"}]}";
    };
    auto const look = [&] {
      Answer looked;
      REQUIRE(gateway.until([&] {
        looked = gateway.post("/v1/channels/finvoice/fetch", "{}");
        return looked.status == 200;
      }));
      return looked;
    };
    server.behave("garbage");
    CHECK(look().string("code") == "transport.unreachable");
    server.behave("short-file");
    server.leave_feedback("a.json", says("RECEIVED"));
    CHECK(look().body.at("taken").as_int64() == 0);
    // The list goes on telling another size: somebody is told.
    REQUIRE(gateway.until([&] {
      look();
      return open_deviation_codes(gateway) == std::vector<std::string>{"inbox.file_refused"};
    }));
    server.behave("cut-file");
    look();
    CHECK(listed(gateway, "finvoice").empty());
    CHECK(server.has_feedback("a.json"));
    server.behave("lost-delete");
    REQUIRE(is_there(gateway, invoice, "evidence", "accepted_by_operator"));
    REQUIRE(gateway.until([&] { return !server.has_feedback("a.json"); }));
    // The same bytes once more, and what is no feedback.
    server.behave("");
    server.leave_feedback("b.json", says("RECEIVED"));
    server.leave_feedback("c.json", "<html>");
    server.leave_feedback("d.json", says("DELIVERED"));
    REQUIRE(is_there(gateway, invoice, "state", "delivered"));
    REQUIRE(gateway.until([&] { return !server.has_feedback("c.json"); }));
    std::map<std::string, std::string> states;
    for (auto const& one : listed(gateway, "finvoice"))
      states[std::string{one.at("name").as_string()}] = one.at("state").as_string();
    CHECK(states == std::map<std::string, std::string>{{"a.json", "heard"},
                                                       {"b.json", "seen_before"},
                                                       {"c.json", "refused"},
                                                       {"d.json", "heard"}});
    CHECK(open_deviation_codes(gateway) == std::vector<std::string>{"feedback.unreadable"});
  }

  TEST_CASE("a file that was kept when the process was killed is taken in once after the start") {
    auto toml = with(sample_toml(), "path = \"@HOME@/out\"\n",
                     "path = \"@HOME@/out\"\ninbox = \"@HOME@/in\"\nfetch_time = 1\n"
                     "inbox_profile = \"generic-csv\"\n");
    Gateway gateway{toml};
    auto const in = gateway.home() / "in";
    std::vector<std::string> invoices;
    for (int i = 0; i < 5; ++i) {
      invoices.push_back(
          gateway.post("/v1/invoices", sample_json("K-" + std::to_string(i))).string("id"));
      REQUIRE(is_there(gateway, invoices.back(), "state", "sent"));
    }
    for (std::size_t i = 0; i < invoices.size(); ++i) {
      auto const delivery = std::string{current(gateway, invoices.at(i)).at("id").as_string()};
      leave(in, "s" + std::to_string(i) + ".csv",
            "message_id,status,text\n" + delivery + ",DELIVERED,ok\n");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{700});
    gateway.kill();
    gateway.start();
    REQUIRE(gateway.until([&] { return count_files(in / "archive") == 5; }));
    for (auto const& invoice : invoices) CHECK(is_there(gateway, invoice, "state", "delivered"));
    CHECK(listed(gateway, "finvoice").size() == 5);
    CHECK(open_deviation_codes(gateway).empty());
  }
}
