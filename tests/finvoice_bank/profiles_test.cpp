#include <doctest/doctest.h>

#include "config/bank_profiles.hpp"
#include "config/codes.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using config::BankProfiles;

namespace {

std::filesystem::path const tables = AIRUT_SOURCE "/config/tables";
constexpr std::chrono::sys_days today =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::November / 26};

}  // namespace

TEST_SUITE("finvoice_bank/profiles") {
  TEST_CASE("every bank has what a message needs, every code has a deviation") {
    auto const profiles = BankProfiles::load(tables, {}).value();
    auto const codes = config::Codes::load(tables, {}).value();
    for (auto const* bank : {"nordea", "op", "danske", "saastopankki", "pop"}) {
      auto const one = profiles.find(bank, today);
      REQUIRE(one);
      CHECK(one->bic.size() == 8);
      CHECK(one->endpoint.starts_with("https://"));
      CHECK(!profiles.find(bank, today - std::chrono::days{3650}));
    }
    CHECK(profiles.file_type("nordea", "reference_payments", today) == "KTL");
    CHECK(profiles.file_type("saastopankki", "reference_payments", today) == "OP");
    CHECK(profiles.file_type("op", "finvoice_out", today).error().find("bank_file_types.tsv") !=
          std::string::npos);
    for (int number = 0; number < 100; ++number) {
      auto const text = (number < 10 ? "0" : "") + std::to_string(number);
      auto const meaning = profiles.response(text);
      CHECK((meaning.verdict == config::BankVerdict::good) == (number == 0));
      if (number > 0) CHECK(codes.find(meaning.deviation).code == meaning.deviation);
    }
  }

  TEST_CASE("an operator's row of a later day counts from that day") {
    tests::TempDirectory const overlay;
    std::ofstream{overlay.path() / "bank_file_types.tsv"}
        << "bank\tvalid_from\tmeaning\tway\tfile_type\n"
           "op\t2026-11-27\tfinvoice_out\tup\tVL\n";
    auto const profiles = BankProfiles::load(tables, overlay.path()).value();
    CHECK(!profiles.file_type("op", "finvoice_out", today));
    CHECK(profiles.file_type("op", "finvoice_out", today + std::chrono::days{1}) == "VL");
  }

  TEST_CASE("a bad row is told with its file and line") {
    tests::TempDirectory const overlay;
    for (auto const& [name, text] :
         {std::pair{"bank_profiles.tsv", "bank\tvalid_from\nx\tsoon\n"},
          std::pair{"bank_file_types.tsv",
                    "bank\tvalid_from\tmeaning\tway\tfile_type\nx\t2026-01-01\ta\tsideways\tb\n"},
          std::pair{"bank_response_codes.tsv", "code\tverdict\n00\tfine\n"}}) {
      std::ofstream{overlay.path() / name} << text;
      auto const loaded = BankProfiles::load(tables, overlay.path());
      REQUIRE(!loaded);
      CHECK(loaded.error().find(std::string{name} + ":2: ") != std::string::npos);
      std::filesystem::remove(overlay.path() / name);
    }
  }
}
