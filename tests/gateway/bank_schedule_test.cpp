#include <doctest/doctest.h>

#include "gateway/bank/schedule.hpp"
#include "gateway/claim/civil_day.hpp"
#include "tests/support/law.hpp"

using namespace airut;
using gateway::fetch_is_due;
using gateway::silence_since;
using tests::law;

namespace {

gateway::FetchPlan const plan{
    "FI", {std::chrono::minutes{450}, std::chrono::minutes{720}, std::chrono::minutes{1005}}};

model::Instant instant(std::string_view text) { return model::parse_instant(text).value(); }

ledger::BankRoundRow asked(std::string_view moment, std::string code = {}) {
  ledger::BankRoundRow row;
  row.first_asked = row.asked = instant(moment);
  row.code = std::move(code);
  if (row.code.empty()) row.went_well = row.asked;
  return row;
}

}  // namespace

TEST_SUITE("gateway/bank/schedule") {
  TEST_CASE("clocks in Finland and Norway are ahead by summer and winter") {
    auto const day = [](std::string_view text) { return model::parse_date(text).value(); };
    using gateway::civil_moment;
    using std::chrono::minutes;
    CHECK(civil_moment("FI", day("2026-01-15"), minutes{450}) == instant("2026-01-15T05:30:00Z"));
    CHECK(civil_moment("FI", day("2026-07-15"), minutes{450}) == instant("2026-07-15T04:30:00Z"));
    CHECK(civil_moment("NO", day("2026-07-15"), minutes{450}) == instant("2026-07-15T05:30:00Z"));
    CHECK(civil_moment("XX", day("2026-07-15"), minutes{450}) == instant("2026-07-15T07:30:00Z"));
    // The clock goes forward at 03:00 on 29 March, back at 04:00 on 25 October.
    CHECK(civil_moment("FI", day("2026-03-29"), minutes{150}) == instant("2026-03-29T00:30:00Z"));
    CHECK(civil_moment("FI", day("2026-03-29"), minutes{300}) == instant("2026-03-29T02:00:00Z"));
    CHECK(civil_moment("FI", day("2026-10-25"), minutes{300}) == instant("2026-10-25T03:00:00Z"));
  }

  TEST_CASE("a round that the store did not take is tried again after a quarter of an hour") {
    auto const began = instant("2026-03-02T05:30:00Z");
    auto const before = asked("2026-03-01T20:00:00Z");
    for (auto const& last : {std::optional<ledger::BankRoundRow>{}, std::optional{before}}) {
      CHECK(fetch_is_due(plan, last, std::nullopt, law(), instant("2026-03-02T05:30:05Z")));
      CHECK(!fetch_is_due(plan, last, began, law(), instant("2026-03-02T05:30:05Z")));
      CHECK(!fetch_is_due(plan, last, began, law(), instant("2026-03-02T05:44:59Z")));
      CHECK(fetch_is_due(plan, last, began, law(), instant("2026-03-02T05:45:00Z")));
    }
  }

  TEST_CASE("the bank is asked once at each time of a banking day") {
    CHECK(fetch_is_due(plan, std::nullopt, std::nullopt, law(), instant("2026-03-02T00:00:00Z")));
    auto const before = asked("2026-03-02T05:29:59Z");
    CHECK(!fetch_is_due(plan, before, std::nullopt, law(), instant("2026-03-02T05:29:59Z")));
    CHECK(fetch_is_due(plan, before, std::nullopt, law(), instant("2026-03-02T05:30:00Z")));
    auto const after = asked("2026-03-02T05:30:01Z");
    CHECK(!fetch_is_due(plan, after, std::nullopt, law(), instant("2026-03-02T09:59:59Z")));
    CHECK(fetch_is_due(plan, after, std::nullopt, law(), instant("2026-03-02T10:00:00Z")));
    // What was missed is made up for the same day.
    CHECK(fetch_is_due(plan, before, std::nullopt, law(), instant("2026-03-02T20:00:00Z")));
    // Saturday, and Good Friday.
    CHECK(!fetch_is_due(plan, before, std::nullopt, law(), instant("2026-03-07T12:00:00Z")));
    CHECK(!fetch_is_due(plan, before, std::nullopt, law(), instant("2026-04-03T12:00:00Z")));
    CHECK(fetch_is_due(plan, before, std::nullopt, law(), instant("2026-04-07T12:00:00Z")));
    // A year whose holidays nobody knows is no reason to ask nothing.
    CHECK(fetch_is_due(plan, before, std::nullopt, law(), instant("2090-04-03T12:00:00Z")));
  }

  TEST_CASE("a round that went wrong is tried again after a quarter of an hour, on any day") {
    auto const wrong = asked("2026-03-07T12:00:00Z", "transport.unreachable");
    CHECK(!fetch_is_due(plan, wrong, std::nullopt, law(), instant("2026-03-07T12:14:59Z")));
    CHECK(fetch_is_due(plan, wrong, std::nullopt, law(), instant("2026-03-07T12:15:00Z")));
  }

  TEST_CASE("silence is counted in banking days since the last good round") {
    auto row = asked("2026-03-05T08:00:00Z");
    row.asked = instant("2026-03-09T08:00:00Z");
    row.code = "transport.unreachable";
    CHECK(silence_since(plan, row, 2, law(), instant("2026-03-06T20:00:00Z")).empty());
    CHECK(silence_since(plan, row, 2, law(), instant("2026-03-08T20:00:00Z")).empty());
    auto const text = silence_since(plan, row, 2, law(), instant("2026-03-09T08:00:00Z"));
    CHECK(text.find("2026-03-05") != std::string::npos);
    CHECK(text.find("transport.unreachable") != std::string::npos);
    // Never good: since it was asked first.
    row.went_well.reset();
    CHECK(!silence_since(plan, row, 2, law(), instant("2026-03-09T08:00:00Z")).empty());
    CHECK(silence_since(plan, row, 2, law(), instant("2090-03-09T08:00:00Z")).find("holidays") !=
          std::string::npos);
  }
}
