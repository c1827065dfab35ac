#include "gateway/postage/posting.hpp"

#include <doctest/doctest.h>

#include "tests/support/law.hpp"

using namespace airut;
using tests::law;

namespace {

config::PrintSettings finnish(std::chrono::minutes weekday_time) {
  config::PrintSettings settings;
  settings.calendar = "FI";
  config::PrintCutOff weekdays;
  for (std::size_t day = 0; day < 5; ++day) weekdays.weekdays.at(day) = true;
  weekdays.time = weekday_time;
  settings.cut_offs = {weekdays};
  return settings;
}

std::string next(config::PrintSettings const& settings, std::string_view moment) {
  auto const posting =
      gateway::next_posting(settings, law(), model::parse_instant(std::string{moment}).value());
  if (!posting) return posting.error();
  return model::instant_text(posting->cut_off) + " " + model::date_text(posting->day);
}

}  // namespace

TEST_SUITE("gateway/posting") {
  TEST_CASE("what comes before the cut-off is posted on the day, by the printer's clock") {
    auto const settings = finnish(std::chrono::hours{16});
    CHECK(next(settings, "2026-03-02T13:59:00Z").starts_with("2026-03-02T14:00:00"));
    CHECK(next(settings, "2026-03-02T14:00:01Z").ends_with(" 2026-03-03"));
    // Summer time.
    CHECK(next(settings, "2026-06-01T12:00:00Z").starts_with("2026-06-01T13:00:00"));
  }

  TEST_CASE("weekends and bank holidays post nothing, and a Saturday only where it is agreed") {
    auto settings = finnish(std::chrono::hours{16});
    CHECK(next(settings, "2026-03-06T15:00:00Z").ends_with(" 2026-03-09"));
    CHECK(next(settings, "2026-04-02T15:00:00Z").ends_with(" 2026-04-07"));  // Easter
    config::PrintCutOff saturday;
    saturday.weekdays.at(5) = true;
    saturday.time = std::chrono::hours{10};
    settings.cut_offs.push_back(saturday);
    CHECK(next(settings, "2026-03-06T15:00:00Z").starts_with("2026-03-07T08:00:00"));
  }

  TEST_CASE("a year without its holidays is said, not guessed") {
    auto const settings = finnish(std::chrono::hours{16});
    auto const said = next(settings, "2099-03-02T10:00:00Z");
    CAPTURE(said);
    CHECK(said.find("2099") != std::string::npos);
    CHECK(next({}, "2026-03-02T10:00:00Z").find("no cut-off") != std::string::npos);
  }
}
