#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

namespace bj = boost::json;

std::string credit_json(std::string const& number, std::string const& of, std::string_view price) {
  auto text = tests::sample_json(number);
  auto const swap = [&](std::string_view from, std::string const& to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  swap("\"type\":\"invoice\"", fmt::format("\"type\":\"credit_note\",\"preceding\":[{{\"number\":"
                                           "\"{}\",\"issue_date\":\"2026-03-02\"}}]",
                                           of));
  swap("\"payment\":{\"means\":\"credit_transfer\"},", "");
  swap("\"quantity\":\"10\"", "\"quantity\":\"1\"");
  swap("42.50", std::string{price});
  return text;
}

std::int64_t amount_of(bj::object const& body, char const* name) {
  auto const* value = body.if_contains(name);
  return value ? value->as_array().at(0).as_int64() : 0;
}

// Open sums of each invoice, reckoned from the exported journal and nothing else.
using Sums = std::map<std::string, std::map<std::string, std::int64_t>>;

Sums reckoned(std::string const& file) {
  std::map<std::string, std::string> numbers;
  Sums sums;
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);) {
    auto const event = bj::parse(line).as_object();
    auto const kind = std::string{event.at("kind").as_string()};
    auto const body = bj::parse(event.at("body").as_string()).as_object();
    auto const of = [&](bj::object const& object) -> std::map<std::string, std::int64_t>& {
      return sums[numbers.at(std::string{object.at("receivable_id").as_string()})];
    };
    if (kind == "invoice_accepted" && body.if_contains("receivable_id")) {
      auto const number = std::string{body.at("number").as_string()};
      numbers[std::string{body.at("receivable_id").as_string()}] = number;
      sums[number]["principal"] += amount_of(body, "due");
    } else if (kind == "payment_received" || kind == "payment_allocated") {
      if (!body.if_contains("parts")) continue;
      for (auto const& part : body.at("parts").as_array()) {
        of(part.as_object())[std::string{part.as_object().at("component").as_string()}] -=
            amount_of(part.as_object(), "amount");
      }
    } else if (kind == "receivable_credited") {
      of(body)["principal"] -= amount_of(body, "amount");
    } else if (kind == "letter_decided" || kind == "letter_corrected") {
      auto const sign = kind == "letter_decided" ? 1 : -1;
      for (auto const* name : {"fee", "interest", "cost"}) {
        of(body)[name] += sign * amount_of(body, name);
      }
    }
  }
  return sums;
}

std::int64_t cents(std::string const& text) {
  auto digits = text;
  digits.erase(digits.find('.'), 1);
  return std::stoll(digits);
}

// The open-items report as CSV: number to principal, interest, fees and costs.
Sums reported(std::string const& csv) {
  Sums sums;
  std::stringstream in{csv};
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream row{line};
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    auto const number = cells.at(0).substr(1, cells.at(0).size() - 2);
    sums[number] = {{"principal", cents(cells.at(11))},
                    {"interest", cents(cells.at(12))},
                    {"fee", cents(cells.at(13))},
                    {"cost", cents(cells.at(14))}};
  }
  return sums;
}

std::int64_t total(std::map<std::string, std::int64_t> const& parts) {
  std::int64_t sum = 0;
  for (auto const& [name, amount] : parts) sum += amount;
  return sum;
}

}  // namespace

TEST_CASE("after a rich life every figure can be reckoned again from the exported journal alone") {
  tests::Gateway gateway{clocked_toml()};
  std::mt19937 random{20261126};
  auto const below = [&](std::uint32_t most) { return static_cast<std::size_t>(random() % most); };
  std::vector<Invoice> invoices;
  for (int i = 0; i < 16; ++i) invoices.push_back(submitted(gateway, fmt::format("R-{}", i)));
  std::map<std::string, std::string> open_then, ageing_then;
  int archive = 0, credits = 0;
  for (std::string const day : {"2026-03-17", "2026-03-30", "2026-04-01", "2026-04-14",
                                "2026-04-20", "2026-04-29", "2026-05-13", "2026-05-28"}) {
    set_clock(gateway, day);
    std::vector<Told> entries;
    for (int i = 0; i < 6; ++i) {
      auto const& invoice = invoices[below(16)];
      auto const pick = below(6);
      Told one{pick == 0 ? "533.38" : fmt::format("{}.{:02}", 1 + below(300), below(100)),
               pick == 5 ? "1232" : invoice.reference, fmt::format("A{}", ++archive), "", false};
      entries.push_back(one);
      if (pick == 4) {
        one.taken_back = true;
        one.archive_id = fmt::format("A{}", ++archive);
        entries.insert(below(2) ? entries.end() : entries.begin(), one);
      }
    }
    REQUIRE(gateway.post("/v1/payment-files", statement(day, entries)).status == 201);
    // The bank tells the same entries by its other message too.
    auto const again = gateway.post("/v1/payment-files", statement(day, entries, "054"));
    CHECK(again.body.at("new").as_int64() == 0);
    auto const& one = invoices[below(16)];
    auto const act = below(3);
    if (act == 0) {
      auto const number = fmt::format("C-{}", ++credits);
      CHECK(gateway.post("/v1/invoices", credit_json(number, one.number, "50.00")).status == 202);
    }
    if (act == 1)
      gateway.post("/v1/receivables/" + one.receivable + "/pause", R"({"reason":"asked"})");
    if (act == 2) gateway.post("/v1/receivables/" + one.receivable + "/resume", "{}");
    CHECK(gateway.post("/v1/day-runs", day_run(day)).status == 200);
    CHECK(gateway.post("/v1/day-runs", day_run(day)).body.at("letters").as_int64() == 0);
    settle(gateway);
    open_then[day] = gateway.get("/v1/reports/open-items?format=csv").text;
    ageing_then[day] = gateway.get("/v1/reports/ageing?format=csv").text;
  }
  set_clock(gateway, "2026-06-01");
  for (auto const& [day, text] : open_then) {
    CAPTURE(day);
    CHECK(gateway.get("/v1/reports/open-items?format=csv&as_of=" + day).text == text);
    CHECK(gateway.get("/v1/reports/ageing?format=csv&as_of=" + day).text == ageing_then.at(day));
  }
  auto const exported = (gateway.home() / "journal").string();
  REQUIRE(gateway.cli({"journal", "export", "-o", exported}) == 0);
  CHECK(gateway.cli({"journal", "verify", exported}) == 0);
  std::string said;
  CHECK(gateway.cli({"ledger", "audit", exported}, &said) == 0);
  CAPTURE(said);
  CHECK(said.find(" 0 findings") != std::string::npos);
  CHECK(said.find("0 letters") != 0);
  auto const open_now = gateway.get("/v1/reports/open-items?format=csv").text;
  auto const report = reported(open_now);
  std::int64_t sum = 0;
  for (auto const& [number, parts] : reckoned(exported)) {
    CAPTURE(number);
    sum += total(parts);
    if (total(parts) == 0) {
      CHECK(report.count(number) == 0);
      continue;
    }
    REQUIRE(report.count(number) == 1);
    for (auto const& [name, amount] : report.at(number)) {
      auto const found = parts.find(name);
      CHECK(amount == (found == parts.end() ? 0 : found->second));
    }
  }
  auto const ageing = gateway.get("/v1/reports/ageing?format=csv").text;
  CHECK(ageing.find(fmt::format(",{}.{:02}\r\n", sum / 100, sum % 100)) != std::string::npos);
  auto const payments = gateway.get("/v1/payments?limit=200").text;
  gateway.stop();
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}, &said) == 0);
  gateway.start();
  CHECK(gateway.get("/v1/reports/open-items?format=csv").text == open_now);
  CHECK(gateway.get("/v1/payments?limit=200").text == payments);
}

TEST_CASE(
    "a payment of an earlier day that comes to light later takes the reminder's ground away") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "L-1");
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  settle(gateway);
  CHECK(item().string("open_fees") == "12.00");
  // Paid on the 28th, told on the 31st.
  gateway.post("/v1/payment-files",
               statement("2026-03-31", {{"533.38", invoice.reference, "A1", "2026-03-28"}}));
  CHECK(item().string("open") == "0.00");
  CHECK(item().string("status") == "paid");
  auto const letter = gateway.get("/v1/receivables/" + invoice.receivable + "/letters");
  CHECK_FALSE(letter.body.at("data").as_array().at(0).at("withdrawn").as_bool());
}

TEST_CASE("a reminder that has not left when the money comes in never leaves") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "W-1");
  auto const out = gateway.home() / "out";
  std::filesystem::rename(out, gateway.home() / "kept");
  std::ofstream{out} << "no directory";
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  settle(gateway);
  SUBCASE("paid on the same day") {
    gateway.post("/v1/payment-files",
                 statement("2026-03-30", {{"533.38", invoice.reference, "A1", ""}}));
    CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("open") == "0.00");
  }
  SUBCASE("disputed") {
    gateway.post("/v1/receivables/" + invoice.receivable + "/pause", R"({"reason":"dispute"})");
    CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("open") == "533.38");
  }
  auto const letters = gateway.get("/v1/receivables/" + invoice.receivable + "/letters");
  auto const& letter = letters.body.at("data").as_array().at(0);
  CHECK(letter.at("withdrawn").as_bool());
  auto const delivery = std::string{letter.at("delivery_id").as_string()};
  CHECK(gateway.get("/v1/deliveries/" + delivery).string("state") == "cancelled");
  CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("stage") == "none");
}

TEST_CASE("money is counted once however often and in whatever order the bank tells it") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "D-1");
  auto const open = [&] {
    return gateway.get("/v1/receivables/" + invoice.receivable).string("open_principal");
  };
  Told const ten{"10.00", invoice.reference, "A1", "", false};
  // Two equal real payments in one file are two.
  gateway.post("/v1/payment-files", statement("2026-03-10", {ten, ten}));
  CHECK(open() == "513.38");
  // A longer statement of the same day adds only what is new.
  auto const more =
      gateway.post("/v1/payment-files",
                   statement("2026-03-10", {ten, ten, {"1.00", invoice.reference, "A2", ""}}));
  CHECK(more.body.at("new").as_int64() == 1);
  CHECK(open() == "512.38");
  // Taken back before it is told, of the same day: both wait, nothing is paid.
  Told back{"20.00", invoice.reference, "A3", "", true};
  gateway.post("/v1/payment-files", statement("2026-03-11", {back}));
  gateway.post("/v1/payment-files",
               statement("2026-03-11", {back, {"20.00", invoice.reference, "A4", "", false}}));
  CHECK(open() == "512.38");
  // A later such payment is a real one: no bank takes back what has not come.
  gateway.post("/v1/payment-files",
               statement("2026-03-13", {{"20.00", invoice.reference, "A5", "", false}}));
  CHECK(open() == "492.38");
}

TEST_CASE("a credit note takes down its invoice, and what is beyond becomes a credit balance") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "K-1");
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  REQUIRE(gateway.post("/v1/invoices", credit_json("KC-1", "K-1", "400.00")).status == 202);
  CHECK(item().string("open_principal") == "31.38");
  REQUIRE(gateway.post("/v1/invoices", credit_json("KC-2", "K-1", "100.00")).status == 202);
  CHECK(item().string("open_principal") == "0.00");
  CHECK(item().string("credit_balance") == "94.12");
  CHECK(item().string("status") == "credited");
}

TEST_CASE("letters are only sent for today, and no day is run after a later one") {
  tests::Gateway gateway{clocked_toml()};
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-01")).status == 422);
  CHECK(gateway.post("/v1/day-runs", R"({"as_of":"2026-03-01","dry_run":true})").status == 200);
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-20")).status == 200);
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-10")).status == 409);
}

TEST_CASE("a statement's sum of reference payments is believed once the payments in it are known") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "S-1");
  // Booked on the 20th, in a statement that speaks until the 27th.
  auto const lump = [](std::string const& amount) {
    auto text = statement("2026-03-20", {{amount, "", "L" + amount, ""}});
    std::string const until = "<ToDtTm>2026-03-20";
    text.replace(text.find(until), until.size(), "<ToDtTm>2026-03-27");
    return text.insert(text.find("<NtryDtls>"),
                       "<BkTxCd><Prtry><Cd>705VIITESIIRTO</Cd></Prtry></BkTxCd>");
  };
  auto const reason = [&] {
    auto const dry = gateway.post("/v1/day-runs", R"({"as_of":"2026-03-30","dry_run":true})");
    return std::string{dry.body.at("decisions").as_array().at(0).at("reason_code").as_string()};
  };
  gateway.post("/v1/payment-files",
               statement("2026-03-20", {{"49.00", invoice.reference, "K1", ""}}, "054"));
  CHECK(reason() == "bank-data-stale");
  auto const other = gateway.post("/v1/payment-files", lump("50.00"));
  CHECK(other.body.at("new").as_int64() == 0);
  CHECK(other.body.at("not_incoming").as_int64() == 1);
  CHECK(reason() == "bank-data-stale");
  gateway.post("/v1/payment-files", lump("49.00"));
  CHECK(reason().empty());
  CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("open_principal") == "484.38");
}
