#include <chrono>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "config/law.hpp"
#include "config/table.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

config::Law shipped_law(std::filesystem::path const& overlay = {}) {
  auto law = config::Law::load(std::filesystem::path{AIRUT_SOURCE} / "config" / "tables", overlay);
  REQUIRE_MESSAGE(law, law.error());
  return *std::move(law);
}

config::Day day(std::string_view text) { return config::parse_day(text).value(); }

std::string latest(config::Law const& law, std::string_view rule, std::string_view due) {
  auto const found = law.clearing().deadline("avtalegiro", rule, day(due), day("2026-03-02"), law);
  REQUIRE_MESSAGE(found, found.error());
  std::chrono::year_month_day const date{found->day};
  return fmt::format("{:02}-{:02} {}", static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), found->cut_off.count() / 60);
}

}  // namespace

TEST_CASE("a claim that the bank tells of is at the clearing house before a month ends") {
  auto const law = shipped_law();
  // Due 15 April to 14 May: the last banking day of March 2026 is the 31st.
  CHECK(latest(law, "bank_notice", "2026-04-15") == "03-31 14");
  CHECK(latest(law, "bank_notice", "2026-05-14") == "03-31 14");
  CHECK(latest(law, "bank_notice", "2026-04-14") == "02-27 14");  // 28 February is a Saturday
  CHECK(latest(law, "bank_notice", "2026-01-15") == "12-31 14");
}

TEST_CASE("a claim that the payee tells of is there nine days before, on a banking day") {
  auto const law = shipped_law();
  CHECK(latest(law, "payee_notice", "2026-03-27") == "03-18 14");
  CHECK(latest(law, "payee_notice", "2026-03-16") == "03-06 14");  // the 7th is a Saturday
  // Nine days before is Maundy Thursday: Wednesday.
  CHECK(latest(law, "payee_notice", "2026-04-11") == "04-01 14");
  CHECK(latest(law, "payee_notice", "2026-04-15") == "04-01 14");  // 2 to 6 April: Easter
  CHECK(latest(law, "withdrawal", "2026-04-07") == "04-01 14");
}

TEST_CASE("a year without holidays and a day before the first rule stop the deadline") {
  auto const law = shipped_law();
  auto const far = law.clearing().deadline("avtalegiro", "payee_notice", day("2039-05-02"),
                                           day("2026-03-02"), law);
  REQUIRE_FALSE(far);
  CHECK(far.error().find("holidays.tsv") != std::string::npos);
  auto const early = law.clearing().rule("avtalegiro", "payee_notice", day("2010-01-01"));
  REQUIRE_FALSE(early);
  CHECK(early.error() == "clearing_rules.tsv has no payee_notice of avtalegiro on 2010-01-01.");
}

TEST_CASE("an operator's own rows of the clearing house win from their day on") {
  tests::TempDirectory const overlay;
  std::ofstream{overlay.path() / "clearing_rules.tsv"}
      << "scheme\trule\tfrom\tunit\tvalue\tcut_off\tsource\n"
         "avtalegiro\tpayee_notice\t2026-03-01\tdays\t4\t12:30\tour agreement\n";
  std::ofstream{overlay.path() / "clearing_words.tsv"}
      << "scheme\tfield\tword\navtalegiro\treason:avtalegiro.rejected\tfbo finnes ikke\n";
  auto const law = shipped_law(overlay.path());
  CHECK(latest(law, "payee_notice", "2026-03-16") == "03-12 12");
  CHECK(law.clearing().rule("avtalegiro", "payee_notice", day("2026-02-28"))->value == 9);
  CHECK(law.clearing().code_of("avtalegiro", "FBO finnes ikke for dette KID") ==
        "avtalegiro.rejected");
  CHECK(shipped_law().clearing().code_of("avtalegiro", "høyere beløp enn på FBO") ==
        "avtalegiro.amount_over_limit");
  CHECK(shipped_law().clearing().code_of("avtalegiro", "noe annet").empty());
}
