#include "config/codes.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "config/feedback_tables.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

TEST_SUITE("config/codes") {
  TEST_CASE("the shipped tables load and every code has a meaning") {
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {});
    REQUIRE_MESSAGE(codes.has_value(), (codes ? "" : codes.error()));
    std::set<std::string> seen;
    for (auto const& code : codes->all()) {
      CHECK_MESSAGE(seen.insert(code.code).second, code.code);
      for (auto const language : {"fi", "sv", "nb", "en"}) {
        CHECK_MESSAGE(!code.title.at(language).empty(), code.code);
        CHECK_MESSAGE(!code.explanation.at(language).empty(), code.code);
      }
    }
    CHECK(codes->timers("email").silence == std::chrono::hours{48});
    CHECK(codes->timers("finvoice").silence_in_banking_days);
    CHECK(codes->find("no.such.code").code_class == config::CodeClass::internal);
  }

  TEST_CASE("a portal's page may have to be opened before the due day, and nothing else") {
    tests::TempDirectory const overlay;
    auto const loaded = [&](std::string const& row) {
      std::ofstream{overlay.path() / "channel_timers.tsv"}
          << "channel\tdispatch_time\tsilence\ttransient_max\n"
          << row << '\n';
      return config::Codes::load(AIRUT_SOURCE "/config/tables", overlay.path());
    };
    auto const codes = loaded("portal\t30s\tdue-7d\t1d");
    REQUIRE(codes);
    CHECK(codes->timers("portal").silence == -std::chrono::hours{7 * 24});
    for (auto const* row :
         {"email\t30s\tdue-7d\t1d", "portal\t30s\tdue-7h\t1d", "portal\t30s\tdue-7bd\t1d",
          "portal\t30s\tdue-0d\t1d", "portal\t30s\tdue--7d\t1d", "portal\tdue-7d\t-\t1d"}) {
      CAPTURE(row);
      CHECK_FALSE(loaded(row));
    }
  }

  TEST_CASE("no code of the research notes is missing, and each has its class") {
    if (!tests::has_shared("reference/api/deviation_codes.tsv")) return;
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {});
    std::ifstream notes{tests::shared("reference/api/deviation_codes.tsv")};
    std::string line;
    std::getline(notes, line);
    while (std::getline(notes, line)) {
      auto const code = line.substr(0, line.find('\t'));
      CHECK_MESSAGE(codes->find(code).code == code, code);
      std::istringstream cells{line};
      std::string cell;
      for (int i = 0; i < 4; ++i) std::getline(cells, cell, '\t');
      auto const known = config::code_class_text(codes->find(code).code_class);
      CHECK_MESSAGE(cell.rfind(known, 0) == 0, code);  // "address or permanent by Status"
    }
  }

  TEST_CASE(
      "every code of the table is raised by the house, or named by a table of foreign words") {
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {});
    REQUIRE(codes);
    std::string said;  // by the code, and in tables of what the other sides say
    for (auto const* floor : {"config", "formats", "ledger", "channels", "gateway"})
      for (auto const& entry :
           std::filesystem::recursive_directory_iterator{std::string{AIRUT_SOURCE "/"} + floor})
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
          said += tests::slurp(entry.path());
    for (auto const* table :
         {"feedback_codes", "operator_answers", "bank_response_codes", "clearing_words"}) {
      for (char const c :
           tests::slurp(AIRUT_SOURCE "/config/tables/" + std::string{table} + ".tsv"))
        said += c == '\t' || c == '\n' || c == ':' ? '"' : c;  // cells as quoted words
    }
    // Nothing in the house tells of some: clearing houses do not say why a claim was not debited,
    // and there is no limit on what a client sends.
    auto const rows = tests::slurp(AIRUT_SOURCE "/config/tables/deviation_codes.tsv");
    auto const never = rows.substr(rows.find("\n# The house never raises"));
    for (auto const& code : codes->all()) {
      bool const is_raised = said.find('"' + code.code + '"') != std::string::npos;
      bool const named_apart = never.find('\n' + code.code + '\t') != std::string::npos;
      CHECK_MESSAGE(is_raised != named_apart, code.code);
    }
  }

  TEST_CASE("a word of an operator's own table may mean what the house itself never raises") {
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", {});
    REQUIRE(codes);
    tests::TempDirectory const overlay;
    std::ofstream rows{overlay.path() / "feedback_codes.tsv"};
    rows << "profile\tcode\teffect\n";
    for (auto const* code : {"finvoice.notice_service_error", "transport.cutoff_missed",
                             "avtalegiro.insufficient_funds", "avtalegiro.stopped_by_payer",
                             "portal.not_opened", "internal.limit"})
      rows << "own\t" << code << '\t' << code << '\n';
    rows.close();
    auto const own = config::FeedbackTables::load(AIRUT_SOURCE "/config/tables", overlay.path());
    REQUIRE_MESSAGE(own.has_value(), (own ? "" : own.error()));
    for (auto const& code : own->deviation_codes()) CHECK(codes->find(code).code == code);
  }

  TEST_CASE("an operator's row wins over the shipped one, and a bad one is named") {
    tests::TempDirectory const overlay;
    auto const file = overlay.path() / "deviation_codes.tsv";
    std::ofstream{file} << "code\tclass\taction\thandler\ttitle_en\nemail.mailbox_"
                           "full\tpermanent\treroute\tclient\tFull\n";
    auto const codes = config::Codes::load(AIRUT_SOURCE "/config/tables", overlay.path());
    REQUIRE(codes);
    CHECK(codes->find("email.mailbox_full").code_class == config::CodeClass::permanent);
    std::ofstream{file} << "code\tclass\taction\thandler\ttitle_en\nx\tsideways\ta\tb\tc\n";
    auto const bad = config::Codes::load(AIRUT_SOURCE "/config/tables", overlay.path());
    REQUIRE_FALSE(bad);
    CHECK(bad.error().find("deviation_codes.tsv:2:") != std::string::npos);
  }
}
