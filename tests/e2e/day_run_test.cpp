#include <filesystem>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::vector<Invoice> many(Gateway const& gateway, int count) {
  std::vector<Invoice> invoices;
  for (int i = 0; i < count; ++i) invoices.push_back(submitted(gateway, fmt::format("N-{}", i)));
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  return invoices;
}

void check_one_letter_each(Gateway const& gateway, std::vector<Invoice> const& invoices) {
  for (auto const& invoice : invoices) {
    auto const letters = gateway.get("/v1/receivables/" + invoice.receivable + "/letters");
    CHECK(letters.body.at("data").as_array().size() == 1);
    CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("open_fees") == "12.00");
  }
}

}  // namespace

TEST_CASE("a dry run says for each claim what and why, and changes nothing") {
  Gateway gateway{clocked_toml()};
  auto const invoices = many(gateway, 2);
  gateway.post("/v1/receivables/" + invoices[1].receivable + "/pause", R"({"reason":"asked"})");
  // The new day lets both deliveries count as arrived; that is told first.
  REQUIRE(gateway.until([&] {
    auto const told = journal(gateway);
    auto const first = told.find("silence_timer");
    return first != told.npos && told.find("silence_timer", first + 1) != told.npos;
  }));
  auto const before = journal(gateway);
  auto const dry = gateway.post("/v1/day-runs", R"({"as_of":"2026-03-30","dry_run":true})");
  CHECK(dry.body.at("letters").as_int64() == 1);
  auto const& decisions = dry.body.at("decisions").as_array();
  REQUIRE(decisions.size() == 2);
  CHECK(decisions[0].at("action") == "first_reminder");
  CHECK(decisions[0].at("proof").as_array().size() >= 4);
  CHECK(decisions[1].at("reason_code") == "held");
  CHECK(journal(gateway) == before);
  CHECK(before.size() > 1000);
  CHECK(before.find("finvoice.silence") != before.npos);
}

TEST_CASE("a sheet of several invoices goes where each keeps its reference, not as one Finvoice") {
  auto toml = clocked_toml();
  toml.insert(toml.find("grace_days"), "one_letter = true\n");
  toml.insert(toml.find("[[tenant]]"),
              "[[channel]]\nname = \"print\"\nkind = \"directory\"\nformat = \"pdf\"\n"
              "path = \"@HOME@/letters\"\n");
  Gateway gateway{toml};
  std::filesystem::create_directories(gateway.home() / "letters");
  many(gateway, 2);
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 2);
  settle(gateway);
  std::size_t sheets = 0;
  auto const deliveries = gateway.get("/v1/deliveries?limit=50").body.at("data").as_array();
  for (auto const& one : deliveries) {
    if (one.at("document_kind") != "reminder") continue;
    ++sheets;
    CHECK(one.at("channel") == "print");
    CHECK(one.at("state") == "sent");
  }
  CHECK(sheets == 1);
}

TEST_CASE("two runs of a day at the same time send each letter once") {
  Gateway gateway{clocked_toml()};
  auto const invoices = many(gateway, 12);
  std::vector<std::thread> runs;
  for (int i = 0; i < 4; ++i) {
    runs.emplace_back([&] { gateway.post("/v1/day-runs", day_run("2026-03-30")); });
  }
  for (auto& run : runs) run.join();
  check_one_letter_each(gateway, invoices);
}

TEST_CASE("a run that was killed is finished by the next, each letter once") {
  Gateway gateway{clocked_toml()};
  auto const invoices = many(gateway, 12);
  for (int const wait : {1, 5, 20}) {
    std::thread run{[&] {
      try {
        gateway.post("/v1/day-runs", day_run("2026-03-30"));
      } catch (std::exception const&) {
        // The daemon went away while it answered.
      }
    }};
    std::this_thread::sleep_for(std::chrono::milliseconds{wait});
    gateway.kill();
    run.join();
    gateway.start();
    set_clock(gateway, "2026-03-30");
  }
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-30")).status == 200);
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 0);
  check_one_letter_each(gateway, invoices);
  auto const exported = (gateway.home() / "journal").string();
  REQUIRE(gateway.cli({"journal", "export", "-o", exported}) == 0);
  CHECK(gateway.cli({"journal", "verify", exported}) == 0);
  CHECK(gateway.cli({"ledger", "audit", exported}) == 0);
}

TEST_CASE("money that waits is laid on an item by a person, and taken back") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "H-1");
  auto const told =
      gateway.post("/v1/payment-files", statement("2026-03-10", {{"100.00", "1232", "A1", ""}}));
  auto const payment = std::string{told.body.at("payments").as_array().at(0).at("id").as_string()};
  auto const open = [&] {
    return gateway.get("/v1/receivables/" + invoice.receivable).string("open_principal");
  };
  std::string out;
  CHECK(gateway.cli({"payments", "waiting"}, &out) == 0);
  CHECK(out.find("unknown-reference") != std::string::npos);
  CHECK(gateway.cli({"payments", "allocate", payment, invoice.receivable, "100.01"}) == 1);
  CHECK(gateway.cli({"payments", "allocate", payment, invoice.receivable, "60.00"}) == 0);
  CHECK(open() == "473.38");
  CHECK(gateway.cli({"payments", "allocate", payment, invoice.receivable, "40.01"}) == 1);
  auto const back = fmt::format(R"({{"allocations":[{{"receivable_id":"{}","amount":"-10.00"}}]}})",
                                invoice.receivable);
  auto const moved = gateway.post("/v1/payments/" + payment + "/allocate", back);
  CHECK(moved.status == 200);
  CHECK(moved.string("unallocated") == "50.00");
  CHECK(open() == "483.38");
  CHECK(gateway.post("/v1/payments/" + payment + "/allocate", back, "again").status == 200);
  CHECK(open() == "493.38");
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}) == 0);
}

namespace {

// A payment without a reference, with the payer's own words.
std::string told_in_words(std::string_view day, std::string_view amount, std::string_view text,
                          std::string_view archive_id) {
  auto whole = statement(day, {{std::string{amount}, "", std::string{archive_id}, ""}});
  std::string const nothing = "<Strd><CdtrRefInf><Ref></Ref></CdtrRefInf></Strd>";
  auto const at = whole.find(nothing);
  REQUIRE(at != std::string::npos);
  return whole.replace(at, nothing.size(), fmt::format("<Ustrd>{}</Ustrd>", text));
}

std::string with_matching(std::string_view how) {
  auto toml = clocked_toml();
  std::string const place = "ref = \"siivous\"\n";
  return toml.insert(toml.find(place) + place.size(),
                     fmt::format("payment_matching = \"{}\"\n", how));
}

}  // namespace

TEST_CASE("a payment that names its invoice in words waits for a person, and so do reminders") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "2026-00017");
  set_clock(gateway, "2026-03-27");
  auto const told = gateway.post("/v1/payment-files",
                                 told_in_words("2026-03-27", "533.38", "Lasku 2026-00017", "A1"));
  REQUIRE(told.status == 201);
  auto const& payment = told.body.at("payments").as_array().at(0);
  CHECK(payment.at("unallocated").as_string() == "533.38");
  CHECK(payment.at("proposal").as_string() ==
        "Invoice 2026-00017 owes exactly this sum; the payer's text names it.");
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  CHECK(item().string("hold_reason") == "payment-proposed");
  set_clock(gateway, "2026-03-30");
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 0);

  auto const id = std::string{payment.at("id").as_string()};
  auto const proposals = gateway.get("/v1/payments/" + id + "/proposals");
  auto const& first = proposals.body.at("data").as_array().at(0);
  CHECK(first.at("rule").as_string() == "4");
  CHECK(first.at("certain").as_bool());
  CHECK(first.at("allocations").as_array().at(0).at("receivable_id").as_string() ==
        std::string_view{invoice.receivable});
  std::string out;
  CHECK(gateway.cli({"payments", "proposals", id}, &out) == 0);
  CHECK(out.find("2026-00017") != std::string::npos);
  CHECK(gateway.cli({"payments", "allocate", id, invoice.receivable, "533.38"}) == 0);
  CHECK(item().string("status") == "paid");
  CHECK(gateway.get("/v1/payments/" + id + "/proposals").body.at("data").as_array().empty());
  CHECK(gateway.get("/v1/payments/pay_none/proposals").status == 404);
}

TEST_CASE("a client may let a payment pay the one invoice that its words and sum name") {
  Gateway gateway{with_matching("automatic")};
  auto const first = submitted(gateway, "2026-00017");
  auto const second = submitted(gateway, "2026-00018");
  auto const told = gateway.post("/v1/payment-files",
                                 told_in_words("2026-03-27", "533.38", "lasku 2026-00018", "A1"));
  REQUIRE(told.status == 201);
  auto const& payment = told.body.at("payments").as_array().at(0);
  CHECK(payment.at("rule").as_string() == "4");
  CHECK(payment.at("unallocated").as_string() == "0.00");
  auto const status = [&](Invoice const& invoice) {
    return gateway.get("/v1/receivables/" + invoice.receivable).string("status");
  };
  CHECK(status(first) == "open");
  CHECK(status(second) == "paid");
  // Two invoices of one customer and sum: nobody can tell which, and none is paid.
  auto const third = submitted(gateway, "2026-00019");
  auto const unclear = gateway.post("/v1/payment-files",
                                    told_in_words("2026-03-28", "533.38", "asiakas 10042", "A2"));
  CHECK(unclear.body.at("payments").as_array().at(0).at("unallocated").as_string() == "533.38");
  CHECK(status(first) == "open");
  CHECK(status(third) == "open");
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}) == 0);
}

namespace {

// A payment with its payer; reference "" leaves the structured part empty.
std::string told_by(std::string_view day, Told const& one, std::string_view name,
                    std::string_view account) {
  auto whole = statement(day, {one});
  std::string const place = "<TxDtls>";
  return whole.replace(
      whole.find(place), place.size(),
      fmt::format("<TxDtls><RltdPties><Dbtr><Pty><Nm>{}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{}"
                  "</IBAN></Id></DbtrAcct></RltdPties>",
                  name, account));
}

// The rules of what the first payment of the file may be meant for.
std::vector<std::string> rules_of_first(Gateway const& gateway, std::string const& file) {
  auto const told = gateway.post("/v1/payment-files", file);
  REQUIRE(told.status == 201);
  auto const& payment = told.body.at("payments").as_array().at(0);
  auto const proposals =
      gateway.get("/v1/payments/" + std::string{payment.at("id").as_string()} + "/proposals");
  std::vector<std::string> rules;
  for (auto const& one : proposals.body.at("data").as_array())
    rules.emplace_back(one.at("rule").as_string());
  return rules;
}

}  // namespace

TEST_CASE("a slip of the pen, a known account and a name lead to what a payment is meant for") {
  constexpr auto* account = "FI7944052020036082";
  Gateway gateway{clocked_toml()};
  auto json = sample_json("2026-00017");
  std::string const means = R"("means":"credit_transfer")";
  json.insert(json.find(means) + means.size(),
              R"(,"reference":{"type":"fi_viite","value":"1234561"})");
  REQUIRE(gateway.post("/v1/invoices", json).status == 202);
  auto const by_slip = rules_of_first(
      gateway,
      told_by("2026-03-10", {"533.38", "1234571", "A1", ""}, "ESIMERKKI ASIAKAS", account));
  CHECK(by_slip == std::vector<std::string>{"3", "6"});
  auto const by_name = rules_of_first(
      gateway, told_by("2026-03-11", {"533.38", "", "A2", ""}, "Esimerkki Asiakas Oy", account));
  CHECK(by_name == std::vector<std::string>{"6"});

  // The account pays by reference once; from then on it is known.
  REQUIRE(gateway
              .post("/v1/payment-files",
                    told_by("2026-03-12", {"533.38", "1234561", "A3", ""}, "X", account))
              .status == 201);
  submitted(gateway, "2026-00018");
  auto const by_account = rules_of_first(
      gateway, told_by("2026-03-13", {"533.38", "", "A4", ""}, "Somebody Else", account));
  CHECK(by_account == std::vector<std::string>{"5"});
  auto const by_nothing = rules_of_first(gateway, told_by("2026-03-14", {"533.38", "", "A5", ""},
                                                          "Somebody Else", "FI2112345600000785"));
  CHECK(by_nothing.empty());
}
