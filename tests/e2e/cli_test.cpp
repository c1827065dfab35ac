#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::file_at;
using tests::has;

namespace {

using tests::Gateway;
using tests::sample_json;
using Words = std::vector<std::string>;

// An invoice that leaves nothing to a billing client's settings.
std::string complete_json(std::string const& number) {
  auto const seller =
      R"("seller":{"name":"Mallisiivous Oy","legal_id":{"scheme":"0212","value":"2617416-4"},)"
      R"("vat_id":"FI26174164","electronic_address":{"scheme":"0216","value":"003726174164"},)"
      R"("intermediary":"003721291126","address":{"line1":"Siivouskuja 2","postal_code":"33100",)"
      R"("city":"Tampere","country":"FI"}},)";
  auto body = sample_json(number);
  body.insert(body.find("\"buyer\":"), seller);
  auto const means = std::string{"\"means\":\"credit_transfer\""};
  body.replace(body.find(means), means.size(),
               means + R"(,"accounts":[{"iban":"FI2112345600000785","bic":"NDEAFIHH"}],)"
                       R"("reference":{"type":"fi_viite","value":"1009"})");
  return body;
}

bool is_json(std::string const& text) {
  boost::system::error_code fault;
  boost::json::parse(text, fault);
  return !fault;
}

// Every command there is, as the command line itself tells them.
std::vector<Words> every_command(Gateway const& gateway) {
  std::string out;
  REQUIRE(gateway.cli({"commands"}, &out) == 0);
  std::vector<Words> all;
  std::istringstream lines{out};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    all.emplace_back(std::istream_iterator<std::string>{words},
                     std::istream_iterator<std::string>{});
  }
  return all;
}

}  // namespace

TEST_CASE("every command has its help, and refuses words that it does not know") {
  Gateway gateway{tests::sample_toml()};
  auto const commands = every_command(gateway);
  CHECK(commands.size() > 80);
  for (auto words : commands) {
    CAPTURE(words.back());
    std::string out;
    words.emplace_back("--help");
    CHECK(gateway.cli(words, &out) == 0);
    CHECK(has(out, "--json"));
    words.back() = "--no-such-word";
    CHECK(gateway.cli(words, &out) == 2);
  }
  CHECK(gateway.cli({}) == 2);
  CHECK(gateway.cli({"nonsense"}) == 2);
}

TEST_CASE("what a command prints with --json is JSON") {
  Gateway gateway{tests::sample_toml()};
  auto const good = file_at(gateway, "good.json", sample_json("C-1"));
  auto const whole = file_at(gateway, "whole.json", complete_json("C-2"));
  auto const config = (gateway.home() / "airut.toml").string();
  std::string out;
  CHECK(gateway.cli({"submit", good, "--json"}, &out) == 0);
  REQUIRE(is_json(out));
  auto const id = std::string{boost::json::parse(out).at("id").as_string()};
  for (auto const& words :
       std::vector<Words>{{"invoices", "list"},
                          {"invoices", "show", id},
                          {"invoices", "timeline", id},
                          {"deliveries", "list"},
                          {"deviations", "list"},
                          {"batches", "list"},
                          {"channels", "list"},
                          {"webhooks", "list"},
                          {"report", "ageing"},
                          {"report", "open-items"},
                          {"report", "deliveries-by-channel"},
                          {"feed", "read", "siivous"},
                          {"validate", whole},
                          {"config", "check", "-c", config},
                          {"config", "show", "-c", config},
                          {"key", "make"},
                          {"version"},
                          {"commands"},
                          {"completion"},
                          {"manual"},
                          {"explain", "date-format"},
                          {"explain", "--all", "--language", "nb"},
                          {"day", "run", "--as-of", "2026-03-05", "--dry-run"},
                          {"deviations", "resolve-all", "--where", "class=address", "--action",
                           "retry", "--dry-run"}}) {
    CAPTURE(words.front());
    CAPTURE(words.back());
    auto with = words;
    with.emplace_back("--json");
    CHECK(gateway.cli(with, &out) == 0);
    CAPTURE(out.substr(0, 300));
    CHECK(is_json(out));
    CHECK(gateway.cli(words, &out) == 0);  // and text without
    CHECK_FALSE(out.empty());
  }
}

TEST_CASE("a code is explained in the reader's language, with what to do and who acts") {
  Gateway gateway{tests::sample_toml()};
  std::string out;
  CHECK(gateway.cli({"explain", "email.mailbox_full", "--language", "fi"}, &out) == 0);
  CHECK(has(out, "Postilaatikko on täynnä"));
  CHECK(has(out, "Mitä tehdä:"));
  CHECK(has(out, "Kuka toimii:  laskuttaja"));
  CHECK(gateway.cli({"explain", "iban-checksum"}, &out) == 0);
  CHECK(has(out, "The account number is wrong."));
  CHECK(gateway.cli({"explain", "--all"}, &out) == 0);
  CHECK(std::count(out.begin(), out.end(), '\n') > 1000);
  CHECK(gateway.cli({"explain", "mailbox_ful"}, &out) == 1);
  CHECK(has(out, "email.mailbox_full"));  // what was meant
  CHECK(gateway.cli({"explain"}) == 2);
}

TEST_CASE("what others wrote cannot steer the terminal of whoever reads it") {
  if (!tests::has_program("python3")) return;
  tests::TempDirectory const folder;
  std::ofstream{folder.path() / "peer.py"} << R"py(
import http.server, json, sys
row = {"id": "\x1b[31m\x9bA\nB\x07", "text": "\x1b]0;x\x07"}
class Peer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        one = "/inv_" in self.path and "messages" not in self.path
        text = json.dumps(row if one else {"data": [row]}, ensure_ascii=False)
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Peer).serve_forever()
)py";
  auto const port = tests::free_port();
  tests::Process const peer{{"python3", folder.path() / "peer.py", std::to_string(port)},
                            folder.path() / "log"};
  REQUIRE(tests::wait_for_port(port));
  for (auto const& words : {Words{"messages", "list", "inv_1"}, Words{"invoices", "show", "inv_1"},
                            Words{"deviations", "list"}}) {
    Words command{"env", fmt::format("AIRUT_URL=http://127.0.0.1:{}", port), "AIRUT_KEY=k",
                  AIRUT_BINARY};
    command.insert(command.end(), words.begin(), words.end());
    auto const out = folder.path() / words[0];
    CHECK(tests::run(command, out) == 0);
    std::ifstream in{out, std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    CAPTURE(text);
    CHECK(has(text, "[31m"));
    for (auto const* control : {"\x1b", "\x07", "\xc2\x9b"}) CHECK_FALSE(has(text, control));
  }
}

TEST_CASE("the exit code says what went wrong") {
  Gateway gateway{tests::sample_toml()};
  auto const bad = file_at(gateway, "bad.json", "{\"invoice\":{}}");
  auto const odd = file_at(gateway, "odd.toml", "data_directory = \"data\"\nthreds = 3\n");
  std::string out;
  CHECK(gateway.cli({"validate", bad}, &out) == 1);
  CHECK(has(out, "/invoice/number"));
  CHECK(has(out, "BT-1"));
  CHECK(gateway.cli({"submit", bad}, &out) == 1);
  CHECK(has(out, "/invoice/number"));
  CHECK(gateway.cli({"convert", bad, "--to", "ubl"}) == 1);
  CHECK(gateway.cli({"convert", bad, "--to", "pigeon"}) == 2);
  CHECK(gateway.cli({"validate", "/nonexistent"}) == 69);
  CHECK(gateway.cli({"submit", "/nonexistent"}) == 69);
  CHECK(gateway.cli({"invoices", "show", "inv_none"}) == 1);
  CHECK(gateway.cli({"invoices", "list", "--where", "nonsense"}) == 2);
  CHECK(gateway.cli({"deliveries", "retry", "dlv_none"}) == 1);
  CHECK(gateway.cli({"deviations", "resolve", "dev_none", "--action", "retry"}) == 1);
  CHECK(gateway.cli({"batches", "show", "bat_none"}) == 1);
  CHECK(gateway.cli({"webhooks", "replay", "whk_none"}) == 1);
  CHECK(gateway.cli({"day", "run", "--as-of", "yesterday"}) == 1);
  CHECK(gateway.cli({"payments", "import", bad}) == 1);
  CHECK(gateway.cli({"invoices", "list", "--url", "http://127.0.0.1:1"}) == 69);
  CHECK(gateway.cli({"invoices", "list", "--key", "wrong"}) == 1);
  CHECK(gateway.cli({"config", "check", "-c", odd}, &out) == 78);
  CHECK(has(out, "odd.toml:2:1"));
  CHECK(has(out, "did you mean \"threads\"?"));
  CHECK(gateway.cli({"serve", "-c", odd}) == 78);
  CHECK(gateway.cli({"serve", "-c", "/nonexistent"}) == 78);
  CHECK(gateway.cli({"journal", "verify", bad}) == 1);
  CHECK(gateway.cli({"journal", "verify", "/nonexistent"}) == 69);
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}) == 0);  // beside the daemon
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 69);
}

TEST_CASE("a port that is taken and a directory in use are told plainly") {
  Gateway gateway{tests::sample_toml()};
  auto config = gateway.home() / "second.toml";
  std::ofstream{config} << "data_directory = \"other\"\n[listen.api]\nport = " << gateway.port()
                        << "\n[listen.admin]\nport = 0\n[[tenant]]\nid = \"a\"\ncountry = \"FI\"\n";
  std::string out;
  CHECK(gateway.cli({"serve", "-c", config.string()}, &out) == 69);
  CHECK(has(out, fmt::format("127.0.0.1:{}", gateway.port())));
  std::ofstream{config} << "data_directory = \"data\"\n[listen.api]\nport = 0\n[listen.admin]\n"
                           "port = 0\n"
                        << tests::store_toml(gateway.data())
                        << "[[tenant]]\nid = \"a\"\ncountry = \"FI\"\n";
  CHECK(gateway.cli({"serve", "-c", config.string()}, &out) == 69);
  CHECK(has(out, "in use"));
}

TEST_CASE("many documents in one file go as a batch, and what is odd is told") {
  Gateway gateway{tests::sample_toml()};
  auto const lines =
      file_at(gateway, "many.ndjson",
              sample_json("M-1") + "\n" + sample_json("M-2") + "\n{\"invoice\":{}}\n");
  std::string out;
  CHECK(gateway.cli({"submit", lines}, &out) == 1);
  CHECK(has(out, "2 accepted, 1 rejected, 0 duplicates"));
  CHECK(has(out, "/invoice/number"));
  CHECK(gateway.cli({"submit", lines}, &out) == 1);  // the same bytes: the same batch
  CHECK(has(out, "2 accepted, 1 rejected, 0 duplicates"));
  auto const good = file_at(gateway, "good.ndjson", sample_json("M-3") + "\n" + sample_json("M-4"));
  CHECK(gateway.cli({"submit", good, "--json"}, &out) == 0);
  CHECK(is_json(out));
}

TEST_CASE("an invoice converts to every format, and back") {
  Gateway gateway{tests::sample_toml()};
  auto const from = file_at(gateway, "from.json", complete_json("K-1"));
  for (auto const* to : {"json", "finvoice", "ubl", "pdf"}) {
    CAPTURE(to);
    auto const out = (gateway.home() / to).string();
    std::string said;
    CHECK(gateway.cli({"convert", from, "--to", to, "-o", out}, &said) == 0);
    CAPTURE(said);
    CHECK(std::filesystem::file_size(out) > 500);
  }
  std::string back;
  CHECK(gateway.cli({"convert", (gateway.home() / "ubl").string(), "--to", "json"}, &back) == 0);
  CHECK(has(back, "\"K-1\""));
}

TEST_CASE("what is wrong with an invoice is said and does not keep it from being converted") {
  Gateway gateway{tests::sample_toml()};
  auto body = complete_json("K-2");
  auto const iban = body.find("FI2112345600000785");
  REQUIRE(iban != body.npos);
  body.replace(iban, 18, "FI2112345600000786");
  std::string said;
  auto const out = (gateway.home() / "wrong.xml").string();
  CHECK(gateway.cli({"convert", file_at(gateway, "wrong.json", body), "--to", "ubl", "-o", out},
                    &said) == 1);
  CHECK(std::filesystem::file_size(out) > 500);
  // The account is the house's concern: as a document of EN 16931 it is valid, with a warning.
  CHECK(gateway.cli({"validate", out}, &said) == 0);
  CHECK(has(said, "FI2112345600000786"));
  CHECK(gateway.cli({"convert", out, "--to", "cii"}, &said) == 0);
  CHECK(has(said, "CrossIndustryInvoice"));
  CHECK(gateway.post("/v1/invoices", body).status == 422);
}

TEST_CASE("an export by the daemon and one of its directory are the same and verify") {
  Gateway gateway{tests::sample_toml()};
  std::string lines;
  for (int i = 0; i < 700; ++i) lines += sample_json(fmt::format("J-{}", i)) + "\n";
  CHECK(gateway.cli({"submit", file_at(gateway, "many.ndjson", lines)}) == 0);
  CHECK(gateway.until([&] {
    auto const waiting = gateway.get("/v1/deliveries?state=queued");
    auto const going = gateway.get("/v1/deliveries?state=dispatching");
    return waiting.body.at("data").as_array().empty() && going.body.at("data").as_array().empty();
  }));
  auto const online = (gateway.home() / "online").string();
  auto const offline = (gateway.home() / "offline").string();
  CHECK(gateway.cli({"journal", "export", "--personal", "-o", online}) == 0);
  gateway.stop();
  CHECK(gateway.cli(
            {"journal", "export", "--personal", "-o", offline, "--data", gateway.store()}) == 0);
  CHECK(tests::run({"cmp", online, offline}, gateway.home() / "cmp") == 0);
  std::string out;
  CHECK(gateway.cli({"journal", "verify", online}, &out) == 0);
  CHECK(has(out, "whole"));
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}) == 0);
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
}

TEST_CASE("a daemon that is told to stop as soon as it listens ends well") {
  tests::Gateway gateway{tests::sample_toml()};
  for (int round = 0; round < 15; ++round) {
    CHECK_NOTHROW(gateway.stop());
    gateway.start();
  }
}
