#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"

// The day is run by the daemon itself.
using namespace airut;
using namespace airut::tests;

namespace {

std::string inserted_after(std::string toml, std::string const& place, std::string const& more) {
  auto const at = toml.find(place);
  REQUIRE(at != toml.npos);
  return toml.insert(at + place.size(), more);
}

// Helsinki is three hours ahead of UTC in summer: 12:30 there is 09:30 UTC.
std::string timed_toml(std::string const& books = "") {
  auto toml = inserted_after(clocked_toml(), "[[tenant]]\n", "day_run_times = [\"12:30\"]\n");
  if (books.empty()) return toml;
  return inserted_after(std::move(toml), "bic = \"NDEAFIHH\"\n",
                        "held = true\n[tenant.client.books]\n" + books);
}

void clock_at(Gateway const& gateway, std::string_view moment) {
  REQUIRE(gateway.post("/v1/test/clock", fmt::format("{{\"now\":\"{}\"}}", moment)).status == 200);
}

std::size_t times(std::string const& text, std::string_view word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the daemon reminds by itself at its time, once a day, also after a restart") {
  Gateway gateway{timed_toml()};
  auto const invoice = submitted(gateway, "T-1");
  clock_at(gateway, "2026-03-30T09:00:00Z");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("stage") == "none");
  clock_at(gateway, "2026-03-30T09:30:00Z");
  REQUIRE(gateway.until([&] {
    return gateway.get("/v1/receivables/" + invoice.receivable).string("stage") == "reminder_1";
  }));
  REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") == 1; }));
  gateway.stop();
  gateway.start();
  clock_at(gateway, "2026-03-30T12:00:00Z");
  auto const second = submitted(gateway, "T-2");
  // The next day, at its time: one more run, no second letter.
  clock_at(gateway, "2026-03-31T09:31:00Z");
  REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") == 2; }));
  auto const letters = gateway.get("/v1/receivables/" + invoice.receivable + "/letters");
  CHECK(letters.body.at("data").as_array().size() == 1);
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}) == 0);
}

TEST_CASE("money on the service's account is settled by the day's run, once a day") {
  Gateway gateway{timed_toml("settlement = \"daily\"\n")};
  auto const invoice = submitted(gateway, "S-1");
  clock_at(gateway, "2026-03-10T07:00:00Z");
  gateway.post("/v1/payment-files",
               statement("2026-03-09", {{"533.38", invoice.reference, "A1", ""}}));
  auto const settled = [&] {
    return gateway.get("/v1/settlements?client_ref=siivous").body.at("data").as_array().size();
  };
  CHECK(settled() == 0);
  clock_at(gateway, "2026-03-10T10:31:00Z");
  REQUIRE(gateway.until([&] { return settled() == 1; }));
  auto const file = gateway.get("/v1/settlements?client_ref=siivous");
  CHECK(file.body.at("data").as_array().at(0).at("amount").as_string() == "533.38");
  // Nothing new came in: the next day has no settlement.
  clock_at(gateway, "2026-03-11T10:31:00Z");
  REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") == 2; }));
  CHECK(settled() == 1);
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}) == 0);
}

TEST_CASE("an item in difference rests until both ledgers agree, and each day has its report") {
  Gateway gateway{timed_toml()};
  auto const first = submitted(gateway, "D-1");
  auto const second = submitted(gateway, "D-2");
  clock_at(gateway, "2026-03-28T08:00:00Z");
  auto const compared =
      gateway.post("/v1/reports/differences",
                   R"({"client_ref":"siivous","items":[{"invoice_number":"D-1","open":"33.38"},)"
                   R"({"invoice_number":"D-2","open":"533.38"}]})");
  REQUIRE(compared.status == 200);
  CHECK(compared.body.at("held").as_int64() == 1);
  auto const item = [&] { return gateway.get("/v1/receivables/" + first.receivable); };
  CHECK(item().string("hold_reason") == "ledger-difference");
  // Weeks later it still rests; the other one is reminded.
  clock_at(gateway, "2026-04-20T08:00:00Z");
  gateway.post("/v1/payment-files", statement("2026-04-17", {}));
  clock_at(gateway, "2026-04-20T09:31:00Z");
  REQUIRE(gateway.until([&] {
    return gateway.get("/v1/receivables/" + second.receivable).string("stage") == "reminder_1";
  }));
  CHECK(item().string("stage") == "none");
  auto const reports = [&] {
    return gateway.get("/v1/reports/differences?client_ref=siivous").body.at("data").as_array();
  };
  REQUIRE(gateway.until([&] { return reports().size() == 2; }));
  auto const newest = std::string{reports().at(0).at("id").as_string()};
  auto const report = gateway.get("/v1/reports/differences/" + newest);
  CHECK(report.string("day") == "2026-04-20");
  CHECK(report.body.at("data").as_array().at(0).at("cause").as_string() == "amount");
  // The payment that made the difference comes to light here: both agree, and it goes on.
  gateway.post("/v1/payment-files",
               statement("2026-04-20", {{"500.00", first.reference, "A1", ""}}));
  clock_at(gateway, "2026-04-21T09:31:00Z");
  REQUIRE(gateway.until([&] { return item().string("stage") == "reminder_1"; }));
  REQUIRE(gateway.until([&] { return reports().size() == 3; }));
  CHECK(reports().at(0).at("released").as_int64() == 1);
  // Nothing differs any more: no further report.
  clock_at(gateway, "2026-04-22T09:31:00Z");
  REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") == 3; }));
  CHECK(reports().size() == 3);
}

TEST_CASE("who compares without holding is not held by the next day's comparison") {
  Gateway gateway{timed_toml()};
  auto const invoice = submitted(gateway, "D-1");
  clock_at(gateway, "2026-03-28T08:00:00Z");
  auto const compared = gateway.post("/v1/reports/differences",
                                     R"({"client_ref":"siivous","hold":false,)"
                                     R"("items":[{"invoice_number":"D-1","open":"33.38"}]})");
  REQUIRE(compared.status == 200);
  CHECK(compared.body.at("held").as_int64() == 0);
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  for (auto const* day : {"2026-03-29", "2026-03-30"}) {
    clock_at(gateway, fmt::format("{}T08:00:00Z", day));
    gateway.post("/v1/payment-files", statement("2026-03-27", {}));
    auto const runs = times(journal(gateway), "receivable.day_ended");
    clock_at(gateway, fmt::format("{}T09:31:00Z", day));
    REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") > runs; }));
    CHECK(item().string("hold_reason").empty());
  }
  CHECK(item().string("stage") == "reminder_1");
}

TEST_CASE("an item in difference is paused once, not every day again") {
  Gateway gateway{timed_toml()};
  submitted(gateway, "D-1");
  clock_at(gateway, "2026-03-28T08:00:00Z");
  gateway.post("/v1/reports/differences",
               R"({"client_ref":"siivous","items":[{"invoice_number":"D-1","open":"33.38"}]})");
  for (auto const* day : {"2026-03-29", "2026-03-30"}) {
    auto const runs = times(journal(gateway), "receivable.day_ended");
    clock_at(gateway, fmt::format("{}T09:31:00Z", day));
    REQUIRE(gateway.until([&] { return times(journal(gateway), "receivable.day_ended") > runs; }));
  }
  CHECK(times(journal(gateway), "\"receivable_paused\"") == 1);
  auto const reports = gateway.get("/v1/reports/differences?client_ref=siivous");
  REQUIRE(reports.body.at("data").as_array().size() == 3);
  CHECK(reports.body.at("data").as_array().at(0).at("held").as_int64() == 1);
}

TEST_CASE("a list of some invoices leaves what a whole list said of the others") {
  Gateway gateway{timed_toml()};
  auto const first = submitted(gateway, "D-1");
  submitted(gateway, "D-2");
  clock_at(gateway, "2026-03-28T08:00:00Z");
  gateway.post("/v1/reports/differences",
               R"({"client_ref":"siivous","items":[{"invoice_number":"D-1","open":"33.38"},)"
               R"({"invoice_number":"D-2","open":"0.00"}]})");
  auto const some = gateway.post("/v1/reports/differences",
                                 R"({"client_ref":"siivous","whole":false,)"
                                 R"("items":[{"invoice_number":"D-2","open":"533.38"}]})");
  CHECK(some.body.at("released").as_int64() == 1);
  auto const item = [&] { return gateway.get("/v1/receivables/" + first.receivable); };
  CHECK(item().string("hold_reason") == "ledger-difference");
  auto const reports = [&] {
    return gateway.get("/v1/reports/differences?client_ref=siivous").body.at("data").as_array();
  };
  clock_at(gateway, "2026-03-29T09:31:00Z");
  REQUIRE(gateway.until([&] { return reports().size() == 3; }));
  CHECK(reports().at(0).at("held").as_int64() == 1);
  // The payment comes to light here: the first one agrees, too.
  gateway.post("/v1/payment-files",
               statement("2026-03-29", {{"500.00", first.reference, "A1", ""}}));
  clock_at(gateway, "2026-03-30T09:31:00Z");
  REQUIRE(gateway.until([&] { return reports().size() == 4; }));
  CHECK(reports().at(0).at("released").as_int64() == 1);
  CHECK(item().string("hold_reason").empty());
}

TEST_CASE(
    "a letter that could not leave for days is withdrawn, and decided anew with its full time") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "L-1");
  auto const out = gateway.home() / "out";
  std::filesystem::rename(out, gateway.home() / "aside");
  std::ofstream{out} << "no directory";
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  CHECK(item().string("open_fees") == "12.00");
  // Tried on that day, before the clock goes on: a later attempt would wait from the later day.
  REQUIRE(gateway.until([&] {
    return !gateway.get("/v1/deliveries?state=deferred").body.at("data").as_array().empty();
  }));
  // Given until 13 April; from 7 April on that is less than the law's seven days.
  set_clock(gateway, "2026-04-07");
  REQUIRE(gateway.until([&] { return item().string("open_fees") == "0.00"; }));
  CHECK(item().string("stage") == "none");
  std::filesystem::remove(out);
  std::filesystem::rename(gateway.home() / "aside", out);
  gateway.post("/v1/payment-files", statement("2026-04-06", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-04-07")).body.at("letters").as_int64() == 1);
  settle(gateway);
  CHECK(item().string("open_fees") == "12.00");
  auto const exported = (gateway.home() / "journal").string();
  REQUIRE(gateway.cli({"journal", "export", "-o", exported}) == 0);
  CHECK(gateway.cli({"ledger", "audit", exported}) == 0);
}
