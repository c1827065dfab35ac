#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

// The day is told by the test clock; money comes as camt.054.
std::string claim_toml() { return "test_clock = \"2026-03-02\"\n" + tests::sample_toml(); }

std::string camt(std::string_view day, std::string_view amount, std::string_view reference) {
  auto const entry =
      amount.empty()
          ? std::string{}
          : fmt::format(
                "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd>"
                "</Sts><BookgDt><Dt>{}</Dt></BookgDt><AcctSvcrRef>{}{}</AcctSvcrRef><NtryDtls>"
                "<TxDtls><RmtInf><Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf></Strd></RmtInf>"
                "</TxDtls></NtryDtls></Ntry>",
                amount, day, day, amount, reference);
  return fmt::format(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
      "<MsgId>M{}</MsgId><CreDtTm>{}T22:00:00</CreDtTm></GrpHdr><Stmt><FrToDt><FrDtTm>{}T00:00:00"
      "</FrDtTm><ToDtTm>{}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>FI2112345600000785</IBAN></Id>"
      "</Acct>{}</Stmt></BkToCstmrStmt></Document>",
      day, day, day, day, entry);
}

std::string day_run_or_trial(std::string_view day, bool dry) {
  return fmt::format("{{\"as_of\":\"{}\",\"dry_run\":{}}}", day, dry);
}

}  // namespace

TEST_CASE("a claim is followed from acceptance to collection, and every figure agrees") {
  tests::Gateway gateway{claim_toml()};
  auto const accepted = gateway.post("/v1/invoices", tests::sample_json("I-1"));
  REQUIRE(accepted.status == 202);
  auto const id = accepted.string("id");
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  auto const receivable = gateway.get("/v1/invoices/" + id).string("receivable_id");
  auto const item = [&] { return gateway.get("/v1/receivables/" + receivable); };

  auto const part = gateway.post(
      "/v1/payment-files", camt("2026-03-27", "133.38", accepted.string("payment_reference")));
  CHECK(part.status == 201);
  CHECK(item().string("status") == "partly_paid");
  CHECK(item().string("open_principal") == "400.00");
  SUBCASE("the same file changes nothing") {
    auto const again = gateway.post(
        "/v1/payment-files", camt("2026-03-27", "133.38", accepted.string("payment_reference")));
    CHECK(again.status == 200);
    CHECK(again.body.at("seen_before").as_bool());
    CHECK(item().string("open_principal") == "400.00");
  }
  SUBCASE("an account that is not ours is refused whole") {
    auto foreign = camt("2026-03-28", "1.00", "1232");
    foreign.replace(foreign.find("FI2112345600000785"), 18, "FI7944052020036082");
    auto const refused = gateway.post("/v1/payment-files", foreign);
    CHECK(refused.status == 422);
  }
  SUBCASE("reminders and collection") {
    auto const dry = gateway.post("/v1/day-runs", day_run_or_trial("2026-03-30", true));
    CHECK(dry.body.at("letters").as_int64() == 1);
    CHECK(item().body.at("letters").as_int64() == 0);
    CHECK(gateway.post("/v1/day-runs", day_run_or_trial("2026-03-30", false)).body.at("letters") ==
          1);
    CHECK(gateway.post("/v1/day-runs", day_run_or_trial("2026-03-30", false)).body.at("letters") ==
          0);
    CHECK(item().string("stage") == "reminder_1");
    CHECK(item().string("open_fees") == "12.00");
    // 533.38 until the payment's day 27 March, 400.00 after, 10.5 %.
    CHECK(item().string("open_interest") == "2.03");
    auto const report = gateway.get("/v1/reports/open-items?format=csv");
    CHECK(report.text.find("400.00,2.03,12.00,0.00,414.03") != std::string::npos);
    auto const ageing = gateway.get("/v1/reports/ageing?as_of=2026-03-30");
    CHECK(ageing.text.find("414.03") != std::string::npos);
    REQUIRE(gateway.until([&] {
      int reminders = 0;
      for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out")) {
        reminders += entry.path().filename().string().find("reminder") != std::string::npos;
      }
      return reminders == 1;
    }));
    gateway.post("/v1/payment-files", camt("2026-04-13", "", ""));
    CHECK(gateway.post("/v1/day-runs", day_run_or_trial("2026-04-14", false)).body.at("letters") ==
          1);
    CHECK(item().string("stage") == "reminder_2");
    auto const letters = gateway.get("/v1/receivables/" + receivable + "/letters");
    CHECK(letters.body.at("data").as_array().size() == 2);
  }
  SUBCASE("a dispute stops everything, and its end starts it again") {
    auto const pause = gateway.post("/v1/receivables/" + receivable + "/pause",
                                    R"({"reason":"dispute","note":"says it was late"})");
    CHECK(pause.status == 200);
    auto const stopped = gateway.post("/v1/day-runs", day_run_or_trial("2026-03-30", true));
    CHECK(stopped.body.at("decisions").as_array().at(0).at("reason_code") == "disputed");
    gateway.post("/v1/receivables/" + receivable + "/resume", "{}");
    auto const goes = gateway.post("/v1/day-runs", day_run_or_trial("2026-03-30", true));
    CHECK(goes.body.at("letters") == 1);
  }
}

TEST_CASE("the command line does what the API does and ends with the right code") {
  tests::Gateway gateway{claim_toml()};
  std::string out;
  auto const file = gateway.home() / "one.json";
  {
    std::ofstream{file} << tests::sample_json("J-1");
  }
  CHECK(gateway.cli({"submit", file.string()}, &out) == 0);
  CHECK(out.find("J-1 accepted finvoice") != std::string::npos);
  CHECK(gateway.cli({"submit", file.string()}) == 0);  // the same bytes: the same invoice
  CHECK(gateway.cli({"invoices", "list"}, &out) == 0);
  CHECK(out.find("533.38") != std::string::npos);
  CHECK(gateway.cli({"invoices", "show", "inv_none"}) == 1);
  CHECK(gateway.cli({"nonsense"}) == 2);
  CHECK(gateway.cli({"invoices", "list", "--url", "http://127.0.0.1:1"}) == 69);
  CHECK(gateway.cli({"config", "check", "-c", "/nowhere.toml"}) == 78);
  auto const exported = (gateway.home() / "journal").string();
  CHECK(gateway.cli({"journal", "export", "-o", exported}) == 0);
  CHECK(gateway.cli({"journal", "verify", exported}, &out) == 0);
  auto text = tests::slurp(exported);
  text.replace(text.find("J-1"), 3, "J-2");
  {
    std::ofstream{exported} << text;
  }
  CHECK(gateway.cli({"journal", "verify", exported}, &out) == 1);
  CHECK(gateway.cli({"convert", file.string(), "--to", "ubl"}) ==
        1);  // no seller without the client
  gateway.stop();
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}) == 0);
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
}
