#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "formats/netsgiro/claims.hpp"
#include "formats/netsgiro/mandates.hpp"
#include "tests/support/day.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::netsgiro;
using tests::day;

namespace {

// What the shared file with claims and withdrawals says.
ClaimTransmission known() {
  Claim first{129900, day("2027-01-15"), "1000100012342", false, "Ola Nordmann", "Strom desember",
              {}};
  Claim second{
      45050,
      day("2027-01-20"),
      "1000200012358",
      true,
      "Kari Nordahl",
      "Samlevarsel",
      {"Faktura 1235, nettleie og tjenester, januar 2027. Ring 22 00 00 00 ved spørsmål."}};
  Claim back{99900, day("2027-01-05"), "1000100012003", false, "Ola Nordmann", "Sletting av krav",
             {}};
  return {
      "12345678",
      2211001,
      {{2211001, "12345678903", false, {first, second}}, {2211002, "12345678903", true, {back}}}};
}

std::string problem_of(ClaimTransmission const& transmission) {
  auto const written = write_claims(transmission);
  REQUIRE_FALSE(written);
  return written.error().text;
}

std::vector<std::string> records_of(std::string const& bytes) {
  std::vector<std::string> records;
  for (std::size_t at = 0; at < bytes.size(); at += 82) records.push_back(bytes.substr(at, 80));
  return records;
}

}  // namespace

TEST_SUITE("netsgiro/claims") {
  TEST_CASE("claims and withdrawals are written byte for byte as Nets reads them") {
    auto const* file = "data/payments/norway/constructed_claims_and_cancel_latin1_crlf.txt";
    if (!tests::has_shared(file)) return;
    auto const written = write_claims(known());
    REQUIRE(written);
    CHECK(written->bytes == tests::slurp(tests::shared(file)));
    CHECK(written->transactions == 3);
    CHECK(written->sum == 274850);
    CHECK(written->notes.empty());
  }

  TEST_CASE("every record has 80 bytes and the ends agree with what they close") {
    std::mt19937 random{3};
    for (int round = 0; round < 50; ++round) {
      ClaimTransmission all{"55555555", 1 + round, {}};
      std::int64_t sum = 0, count = 0;
      for (int a = 0; a < 1 + round % 3; ++a) {
        ClaimAssignment assignment{a + 1, "88888888888", a == 1, {}};
        for (int c = 0; c < 1 + static_cast<int>(random() % 5); ++c) {
          Claim claim;
          claim.amount = 1 + static_cast<std::int64_t>(random() % 1'000'000);
          claim.due = day("2027-01-01") + std::chrono::days{random() % 300};
          claim.kid = "800001" + std::to_string(1000 + random() % 9000);
          claim.is_told_by_bank = random() % 2 == 0;
          claim.payer = "Åse Østby-Ærlig";
          if (claim.is_told_by_bank) claim.specification.assign(random() % 4, "Faktura for strøm");
          sum += claim.amount;
          ++count;
          assignment.claims.push_back(claim);
        }
        all.assignments.push_back(assignment);
      }
      auto const written = write_claims(all);
      REQUIRE(written);
      REQUIRE(written->bytes.size() % 82 == 0);
      auto const records = records_of(written->bytes);
      CHECK(std::all_of(records.begin(), records.end(),
                        [](auto const& one) { return one.substr(0, 2) == "NY"; }));
      auto const& end = records.back();
      CHECK(std::stoll(end.substr(8, 8)) == count);
      CHECK(std::stoll(end.substr(16, 8)) == static_cast<std::int64_t>(records.size()));
      CHECK(std::stoll(end.substr(24, 17)) == sum);
    }
  }

  TEST_CASE("a field that does not fit its record stops the file, and says which") {
    auto broken = known();
    broken.sender = "00008080";  // Nets itself
    CHECK(problem_of(broken) == "The sender is a customer unit id of eight digits.");
    broken = known();
    broken.assignments.front().claims.front().kid = "12 34";
    CHECK(problem_of(broken) == "\"12 34\" is no KID.");
    broken = known();
    broken.assignments.front().claims.front().amount = 0;
    CHECK(problem_of(broken).find("asks for nothing") != std::string::npos);
    broken = known();
    broken.assignments.front().claims.front().specification = {"nobody reads this"};
    CHECK(problem_of(broken).find("read by nobody") != std::string::npos);
    broken = known();
    broken.assignments.front().claims.back().specification.assign(43, "x");
    CHECK(problem_of(broken).find("42 lines") != std::string::npos);
    broken.assignments.front().claims.back().specification = {std::string(81, 'x')};
    CHECK(problem_of(broken).find("80 characters") != std::string::npos);
    broken = known();
    broken.assignments.back().number = broken.assignments.front().number;
    CHECK(problem_of(broken).find("given twice") != std::string::npos);
    CHECK(problem_of({"12345678", 1, {}}) == "There is nothing to send.");
  }

  TEST_CASE("a KID that ends with a dash is one, and letters that the file lacks are noted") {
    auto all = known();
    auto& claim = all.assignments.front().claims.front();
    claim.kid = "123456-";
    claim.payer = "Čáhcegáisá";
    auto const written = write_claims(all);
    REQUIRE(written);
    CHECK(written->bytes.find("                  123456-000000") != std::string::npos);
    REQUIRE(written->notes.size() == 1);
    CHECK(written->notes.front().find("Čáhcegáisá") != std::string::npos);
  }
}

TEST_SUITE("netsgiro/mandates") {
  TEST_CASE("real lists of mandates are read, with and without a date at the end") {
    auto const* list = "data/payments/norway/avtalegiro_agreements.txt";
    auto const* undated = "data/payments/norway/issue90_fbo.txt";
    if (!tests::has_shared(list) || !tests::has_shared(undated)) return;
    auto const mandates = read_mandates(tests::slurp(tests::shared(list)));
    REQUIRE(mandates);
    REQUIRE(mandates->size() == 16);
    CHECK(mandates->front().kind == Mandate::Kind::changed);
    CHECK(mandates->front().account == "99991042764");
    CHECK(mandates->front().kid == "000112000507155");
    CHECK(mandates->front().wants_notice);
    CHECK_FALSE(mandates->at(1).wants_notice);
    auto const others = read_mandates(tests::slurp(tests::shared(undated)));
    REQUIRE(others);
    CHECK(others->size() == 2);
    CHECK(others->front().kind == Mandate::Kind::ended);
  }

  TEST_CASE("a list whose counts do not agree, or that ends early, is refused with the line") {
    auto const* list = "data/payments/norway/avtalegiro_agreements.txt";
    if (!tests::has_shared(list)) return;
    auto const whole = tests::slurp(tests::shared(list));
    auto const without = [&](std::string_view record) {
      auto const at = whole.find(record);
      return whole.substr(0, at) + whole.substr(whole.find('\n', at) + 1);
    };
    auto const missing = read_mandates(without("NY2194700000005"));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().front().code == "control-total");
    CHECK(missing.error().front().line == 18);
    CHECK_FALSE(read_mandates(without("NY000089")));
    CHECK_FALSE(read_mandates(without("NY212420")));
    auto damaged = whole;
    damaged[whole.find("J0000")] = 'X';
    CHECK(read_mandates(damaged).error().front().code == "record-damaged");
  }
}
