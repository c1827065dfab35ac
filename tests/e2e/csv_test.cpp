#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/answers.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

// CSV by a saved profile: as a batch, and from the command line.

using namespace airut;
using tests::count_in;
using tests::Gateway, tests::sample_toml;
using tests::has;

namespace {

constexpr std::string_view profile = R"([[csv_profile]]
name = "webshop"
date_format = "D.M.YYYY"
[csv_profile.columns]
"Laskunro" = "number"
"Päiväys" = "issue_date"
"Asiakas" = "buyer.name"
"Verkkolaskuosoite" = "buyer.electronic_address"
"Välittäjä" = "buyer.intermediary"
"Tuote" = "line.name"
"Määrä" = "line.quantity"
"A-hinta" = "line.net_price"
"Alv" = "line.vat.rate"
[csv_profile.defaults]
"currency" = "EUR"
"buyer.type" = "business"
"buyer.address.line1" = "Testikatu 1"
"buyer.address.postal_code" = "00100"
"buyer.address.city" = "Helsinki"
"buyer.address.country" = "FI"
)";

constexpr std::string_view heading =
    "Laskunro;Päiväys;Asiakas;Verkkolaskuosoite;Välittäjä;Tuote;Määrä;A-hinta;Alv;Väri\r\n";

std::string row(std::string_view number, std::string_view item, std::string_view quantity = "2",
                std::string_view colour = "") {
  return fmt::format("{};2.3.2026;Ostaja Oy;003712345671;003721291126;{};{};10,00;25,5;{}\r\n",
                     number, item, quantity, colour);
}

std::string with_profile() { return sample_toml() + std::string{profile}; }

tests::Answer send_csv(Gateway const& gateway, std::string const& body, std::string const& key,
                       std::string const& query = "?profile=webshop", bool wait = true) {
  std::vector<std::pair<std::string, std::string>> headers{{"Idempotency-Key", key},
                                                           {"Content-Type", "text/csv"}};
  if (wait) headers.emplace_back("Prefer", "wait=20");
  return gateway.send("POST", "/v1/batches" + query, body, headers);
}

}  // namespace

TEST_CASE("a CSV has as many invoices as a batch may have") {
  Gateway gateway{with_profile() + "[limits]\nzip_files = 2\n"};
  auto const body = std::string{heading} + row("1", "A") + row("2", "B") + row("3", "C");
  CHECK(has(send_csv(gateway, body, "m-1").text, "batch-too-many-documents"));
}

TEST_CASE("a CSV batch tells what became of each of its invoices") {
  Gateway gateway{with_profile()};
  auto const body = std::string{heading} + row("C-1", "Kahvi") + row("C-2", "Tee", "kaksi") +
                    row("C-1", "Pulla") + row("C-3", "Mehu", "1", "sininen") + row("", "Muki");
  auto const batch = send_csv(gateway, body, "csv-1");
  CAPTURE(batch.text);
  REQUIRE(batch.status == 202);
  CHECK(batch.string("status") == "completed");
  CHECK(batch.string("format") == "csv");
  CHECK(count_in(batch, "items") == 4);
  CHECK(count_in(batch, "accepted") == 2);
  CHECK(count_in(batch, "rejected") == 2);
  auto const items = gateway.get("/v1/batches/" + batch.string("id") + "/items");
  auto const& rows = items.body.at("data").as_array();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("name").as_string() == "C-1");
  CHECK(rows[0].at("outcome").as_string() == "accepted");
  CHECK(rows[1].at("number").as_string() == "C-2");
  auto const& error = rows[1].at("problem").at("errors").as_array().at(0);
  CHECK(error.at("code").as_string() == "number-format");
  CHECK(error.at("line").as_int64() == 3);
  CHECK(error.at("column").as_int64() == 7);
  CHECK(error.at("term").as_string() == "BT-129");
  auto const first = "/v1/invoices/" + std::string{rows[0].at("invoice_id").as_string()};
  CHECK(gateway.get(first).string("total_gross") == "50.20");
  REQUIRE(gateway.until([&] { return gateway.get(first).string("status") == "sent"; }));
  auto const files = gateway.get(first + "/files");
  auto const& original = files.body.at("data").as_array().at(0);
  CHECK(original.at("media_type").as_string() == "text/csv");
  auto const kept = gateway.get(std::string{original.at("url").as_string()}).text;
  CHECK(kept == std::string{heading.substr(0, heading.size() - 2)} + "\n" +
                    row("C-1", "Kahvi").substr(0, row("C-1", "Kahvi").size() - 2) + "\n" +
                    row("C-1", "Pulla").substr(0, row("C-1", "Pulla").size() - 2) + "\n");

  SUBCASE("the same again shows the same batch, and another key duplicates") {
    auto const again = send_csv(gateway, body, "csv-1");
    CHECK(again.header("idempotent-replayed") == "true");
    CHECK(count_in(send_csv(gateway, body, "csv-2"), "duplicates") == 2);
  }
  SUBCASE("a CSV without a profile, with one that is not there, or no table is refused") {
    CHECK(has(send_csv(gateway, body, "x-1", "").text, "webshop"));
    CHECK(send_csv(gateway, body, "x-2", "?profile=toinen").status == 400);
    auto const bare = send_csv(gateway, "Laskunro;Tuote\n1;Kahvi\n", "x-3");
    CHECK(bare.status == 422);
    CHECK(has(bare.text, "csv-column-missing"));
    CHECK(has(send_csv(gateway, std::string{heading}, "x-4").text, "batch-empty"));
    CHECK(std::filesystem::is_empty(gateway.data() / "spool"));
  }
}

TEST_CASE("a CSV goes on where a killed process left it, by the profile that it came under") {
  Gateway gateway{with_profile()};
  constexpr int invoices = 1200;
  std::string body{heading};
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < invoices; ++i) body += row(fmt::format("K-{}", i), "Kahvi");
  }
  auto const batch = send_csv(gateway, body, "big", "?profile=webshop", false);
  REQUIRE(batch.status == 202);
  auto const path = "/v1/batches/" + batch.string("id");
  REQUIRE(gateway.until([&] { return count_in(gateway.get(path), "done") > 0; }));
  gateway.kill();
  {
    // The operator takes the profile out meanwhile.
    auto const file = gateway.home() / "airut.toml";
    std::ifstream in{file};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    text.resize(text.find("[[csv_profile]]"));
    std::ofstream{file} << text;
  }
  gateway.start();
  REQUIRE(gateway.until([&] { return gateway.get(path).string("status") == "completed"; }));
  auto const done = gateway.get(path);
  CHECK(count_in(done, "accepted") == invoices);
  CHECK(count_in(done, "duplicates") == 0);
  CHECK(done.body.at("totals").as_array().at(0).at("gross").as_string() == "60240.00");
  CHECK(gateway.until([&] { return std::filesystem::is_empty(gateway.data() / "spool"); }));
}

TEST_CASE("the command line checks, converts and submits CSV by a profile") {
  Gateway gateway{with_profile()};
  auto const config = (gateway.home() / "airut.toml").string();
  auto const file = (gateway.home() / "in.csv").string();
  std::ofstream{file} << heading << row("L-1", "Kahvi") << row("L-2", "Tee") << row("L-1", "Pulla");
  std::string out;
  CHECK(gateway.cli({"validate", file, "--profile", "webshop", "-c", config}, &out) == 0);
  CHECK(has(out, "in.csv:2: valid"));
  auto const ubl = (gateway.home() / "out.xml").string();
  CHECK(
      gateway.cli({"convert", file, "--profile", "webshop", "-c", config, "--to", "ubl", "-o", ubl},
                  &out) == 0);
  std::ifstream in{ubl};
  std::string const written{std::istreambuf_iterator<char>{in}, {}};
  CHECK(has(written, "<cbc:ID>L-1</cbc:ID>"));
  CHECK(has(written, "<cbc:ID>L-2</cbc:ID>"));
  CHECK(has(written, "<cbc:RegistrationName>Mallisiivous Oy<"));
  CHECK(gateway.cli({"submit", file, "--profile", "webshop"}, &out) == 0);
  CHECK(has(out, "2 accepted"));

  SUBCASE("a profile may be a file of its own") {
    auto const own = (gateway.home() / "own.toml").string();
    std::ofstream{own} << "name = \"own\"\n[columns]\n\"Laskunro\" = \"number\"\n"
                          "\"Tuote\" = \"line.name\"\n";
    CHECK(gateway.cli({"validate", file, "--profile", own, "-c", config}, &out) == 1);
    CHECK(has(out, "The profile does not say what column 2 \"Päiväys\" is"));
  }
  SUBCASE("headings alone are told, not passed over") {
    std::ofstream{file} << heading;
    CHECK(gateway.cli({"validate", file, "--profile", "webshop", "-c", config}, &out) == 1);
    CHECK(has(out, "no rows under its headings"));
  }
  SUBCASE("a bad file is told with its line") {
    std::ofstream{file} << heading << "X-1;\"2.3.2026\n";
    CHECK(gateway.cli({"convert", file, "--profile", "webshop", "-c", config, "--to", "json"},
                      &out) == 1);
    CHECK(has(out, "in.csv:2:2: error: A quotation mark"));
  }
  SUBCASE("a profile that cannot be used is told with its place") {
    std::ifstream old{config};
    std::string text{std::istreambuf_iterator<char>{old}, {}};
    auto const at = text.find("\"line.name\"");
    std::ofstream{config} << text.replace(at, 11, "\"line.nam\"");
    auto const line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    CHECK(gateway.cli({"config", "check", "-c", config}, &out) == 78);
    CHECK(has(out, fmt::format("airut.toml:{}:1: csv_profile: there is no member \"line.nam\"",
                               line + 1)));
  }
}
