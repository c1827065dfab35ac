#include "config/feedback_tables.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "config/codes.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

constexpr auto shipped_tables = AIRUT_SOURCE "/config/tables";

tl::expected<config::FeedbackTables, std::string> with_overlay(std::string const& name,
                                                               std::string const& text) {
  tests::TempDirectory const overlay;
  std::ofstream{overlay.path() / name} << text;
  return config::FeedbackTables::load(shipped_tables, overlay.path());
}

std::string fault_of(std::string const& name, std::string const& text) {
  auto const tables = with_overlay(name, text);
  return tables ? "" : tables.error();
}

}  // namespace

TEST_SUITE("config/feedback_tables") {
  TEST_CASE("every code of Finvoiceack has a meaning in four languages and a deviation's row") {
    auto const tables = config::FeedbackTables::load(shipped_tables, {});
    REQUIRE_MESSAGE(tables.has_value(), (tables ? "" : tables.error()));
    for (auto const* code :
         {"1",  "2",   "3",   "4",   "5",   "6",   "7",   "10",  "11",  "12",  "13",
          "14", "15",  "16",  "17",  "20",  "21",  "22",  "23",  "24",  "25",  "26",
          "39", "800", "801", "802", "803", "804", "805", "806", "807", "901", "902"}) {
      auto const meaning = tables->meaning("finvoiceack", code);
      REQUIRE_MESSAGE(meaning, code);
      for (auto const* language : {"fi", "sv", "nb", "en"})
        CHECK_MESSAGE(!meaning->title.at(language).empty(), code);
    }
    CHECK(tables->meaning("finvoiceack", "2")->word == "finvoice.receiver_not_found");
    CHECK(tables->meaning("finvoiceack", "5")->effect ==
          config::FeedbackMeaning::Effect::duplicate);
    CHECK(!tables->meaning("finvoiceack", "4711"));
    CHECK(tables->layout("generic-xml")->record == "Status");
    auto const codes = config::Codes::load(shipped_tables, {});
    REQUIRE(codes);
    for (auto const& code : tables->deviation_codes()) CHECK(codes->find(code).code == code);
  }

  TEST_CASE("a bad row of an overlay is named with its file and line") {
    CHECK(fault_of("feedback_codes.tsv", "profile\tcode\teffect\nx\t1\tsideways\n")
              .find("feedback_codes.tsv:2:") != std::string::npos);
    CHECK(fault_of("feedback_layouts.tsv", "profile\tsyntax\tmessage_id\tstatus\nx\tedi\ta\tb\n")
              .find("feedback_layouts.tsv:2:") != std::string::npos);
  }

  TEST_CASE("an operator's own layout and words are rows of the overlay") {
    auto const layout =
        with_overlay("feedback_layouts.tsv",
                     "profile\tsyntax\tdelimiter\trecord\tmessage_id\tstatus\ttext\n"
                     "oma\tjson\t-\titems\tref\tstate\t-\n");
    REQUIRE(layout);
    CHECK(layout->layout("oma")->record == "items");
    CHECK(layout->layout("generic-csv"));
    auto const words = with_overlay("feedback_codes.tsv",
                                    "profile\tcode\teffect\ttitle_en\noma\tOK\t"
                                    "delivered_to_recipient\tFine\n");
    REQUIRE(words);
    CHECK(words->meaning("oma", "OK")->word == "delivered_to_recipient");
    CHECK(words->meaning("finvoiceack", "2"));
  }
}
