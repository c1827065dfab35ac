#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/bank_files/bank_files.hpp"
#include "tests/payments/refusal.hpp"

using namespace airut;
using tests::refusal;

namespace {

// A record of so many places, filled from each place on.
std::string record(std::size_t length,
                   std::initializer_list<std::pair<std::size_t, std::string>> fields) {
  std::string text(length, ' ');
  for (auto const& [place, value] : fields) text.replace(place - 1, value.size(), value);
  return text + "\r\n";
}

std::string signed_cents(std::int64_t cents) {
  return fmt::format("{}{:018}", cents < 0 ? '-' : '+', cents < 0 ? -cents : cents);
}

std::string tito_statement(std::string const& entries, std::int64_t closing) {
  return record(322, {{1, "T00322100"},
                      {10, "12345600000785"},
                      {24, "001260326260326"},
                      {39, "2603271000"},
                      {72, signed_cents(0)},
                      {97, "EUR"}}) +
         entries + "T40050260326" + signed_cents(closing) + signed_cents(closing) + "\r\n";
}

struct Kind {
  char const *code = "700", *level = " ", *type = "1", *reference = "";
};

std::string entry(std::int64_t cents, Kind kind) {
  return record(188, {{1, "T10188"},
                      {31, "260326260326260326"},
                      {49, std::string{kind.type} + kind.code},
                      {88, signed_cents(cents)},
                      {160, fmt::format("{:>20}", kind.reference)},
                      {188, kind.level}});
}

}  // namespace

TEST_CASE("parts of a TITO entry may have parts of their own") {
  auto const sums = entry(3000, {"705"}) + entry(3000, {"705", "1"});
  auto const parts = entry(1000, {"700", "2", "1", "1232"});
  auto const file =
      bank_files::read(tito_statement(sums + parts + entry(2000, {"700", "2", "1", "1245"}), 3000));
  REQUIRE(file);
  REQUIRE(file->entries.size() == 4);
  CHECK(file->entries[0].is_lump);
  CHECK(file->entries[1].is_lump);
  CHECK_FALSE(file->entries[2].is_lump);
  CHECK(file->entries[3].reference == "1245");
  CHECK(file->covered.size() == 1);  // every payment is told
  CHECK(refusal(tito_statement(sums + parts + entry(2001, {"700", "2"}), 3000)) == "control-total");
  CHECK(refusal(tito_statement(sums + parts, 3000)) == "control-total");
}

TEST_CASE("parts of a TITO entry end where the next of its level begins") {
  auto const entries = entry(3000, {"705"}) + entry(1000, {"705", "1"}) +
                       entry(1000, {"700", "2", "1", "1232"}) + entry(2000, {"705", "1"}) +
                       entry(500, {"700", "0", "1", "1258"});
  auto const file = bank_files::read(tito_statement(entries, 3500));
  REQUIRE(file);
  REQUIRE(file->entries.size() == 5);
  CHECK(file->entries[3].is_lump);  // its 20.00 are told elsewhere
  CHECK_FALSE(file->entries[4].is_lump);
  CHECK(file->covered.empty());
  CHECK(file->covered_but_for_lumps.size() == 1);
  CHECK(refusal(tito_statement(entry(1000, {"700", "1"}), 1000)) == "record-order");
}

TEST_CASE("what a rejected TITO entry says belongs to no other") {
  auto const reference = record(78, {{1, "T1107811"}, {9, "RF471234567890"}});
  auto const file = bank_files::read(tito_statement(
      entry(1000, {"700", " ", "1", "1232"}) + entry(500, {"700", " ", "9"}) + reference, 1000));
  REQUIRE(file);
  REQUIRE(file->entries.size() == 1);
  CHECK(file->entries.front().reference == "1232");
}
