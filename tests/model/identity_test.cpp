#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/model/account_text.hpp"
#include "formats/model/clock_days.hpp"
#include "formats/model/ids.hpp"
#include "formats/model/months.hpp"
#include "formats/model/party_id.hpp"
#include "formats/model/sha256.hpp"
#include "formats/model/uuid.hpp"

using namespace airut::model;

TEST_SUITE("model/party_id") {
  TEST_CASE("a Finnish business id holds its check digit") {
    for (auto const* good : {"1790235-0", "0114162-2", "2617416-4", "0112038-9", "1234567-1"})
      CHECK(is_business_id_fi(good));
    for (auto const* bad : {"1234567-2", "12345671", "1375045-0", "1234567-", "A234567-1", ""})
      CHECK_FALSE(is_business_id_fi(bad));
  }

  TEST_CASE("an OVT is 0037 and a business id") {
    CHECK(is_ovt("003712345671"));
    CHECK(is_ovt("003712345671A0001"));
    CHECK_FALSE(is_ovt("003712345672"));
    CHECK_FALSE(is_ovt("00371234567"));
    CHECK_FALSE(is_ovt("003712345671ABCDEF"));
  }

  TEST_CASE("Norwegian numbers hold MOD11") {
    for (auto const* good : {"974760673", "918130047", "889640782"})
      CHECK(is_organisation_no(good));
    CHECK_FALSE(is_organisation_no("974760674"));
    for (auto const* good : {"86011117947", "12345678903", "99991042764", "15038366383"})
      CHECK(is_account_no(good));
    for (auto const* bad : {"88888888888", "98765432109"}) CHECK_FALSE(is_account_no(bad));
  }

  TEST_CASE("an IBAN has its country's length and mod 97") {
    for (auto const* good :
         {"FI2112345600000785", "FI7944052020036082", "NO9386011117947", "GB82WEST12345698765432"})
      CHECK(is_iban(good));
    for (auto const* bad : {"FI0050000198765432", "FI211234560000078", "NO9386011117948", "XX00",
                            "FI21 1234 5600 0007 85", ""})
      CHECK_FALSE(is_iban(bad));
    CHECK(iban_printed("FI2112345600000785") == "FI21 1234 5600 0007 85");
    CHECK(iban_printed("86011117947") == "8601 11 17947");
    CHECK(account_no_of_iban("NO9386011117947") == "86011117947");
    CHECK(account_no_of_iban("FI2112345600000785").empty());
  }

  TEST_CASE("an account is written without blanks, and an IBAN in upper case") {
    CHECK(account_text("FI21 1234 5600 0007 85") == "FI2112345600000785");
    CHECK(account_text("fi2112345600000785") == "FI2112345600000785");
    CHECK(account_text("gb82 west 1234 5698 7654 32") == "GB82WEST12345698765432");
    CHECK(account_text("NO93\xC2\xA0"
                       "8601 1117 947") == "NO9386011117947");
    CHECK(account_text("8601 11 17947") == "86011117947");
    for (auto const* other : {"123456-785", "Bankgiro 123-4567", "DE ab", "FI21 1234-56", ""})
      CHECK(account_text(other) == other);
  }

  TEST_CASE("BIC and GLN have their shapes") {
    CHECK(is_bic("NDEAFIHH"));
    CHECK(is_bic("DNBANOKKXXX"));
    CHECK_FALSE(is_bic("NDEAFIH"));
    CHECK_FALSE(is_bic("ndeafihh"));
    CHECK(is_gln("4006381333931"));
    CHECK_FALSE(is_gln("4006381333932"));
  }
}

TEST_SUITE("model/ids") {
  TEST_CASE("ids are unique, sorted and recognisable") {
    Instant const now{std::chrono::milliseconds{1'790'000'000'000}};
    std::vector<std::string> made;
    for (int i = 0; i < 20000; ++i) made.push_back(new_id("inv", now));
    CHECK(std::set<std::string>(made.begin(), made.end()).size() == made.size());
    CHECK(std::is_sorted(made.begin(), made.end()));
    CHECK(is_id("inv", made.front()));
    CHECK_FALSE(is_id("dlv", made.front()));
    CHECK_FALSE(is_id("inv", made.front() + "0"));
    CHECK_FALSE(is_id("inv", "inv_01K9X3U0000000000000000000"));
  }

  TEST_CASE("a numbered id tells its number and is an id like any other") {
    Instant const now{std::chrono::milliseconds{1'790'000'000'000}};
    std::set<std::string> made;
    for (std::uint64_t number : {0ull, 1ull, 31ull, 4'294'967'296ull, (1ull << 40) - 1}) {
      auto const id = new_numbered_id("evt", now, number);
      CHECK(is_id("evt", id));
      CHECK(number_in_id(id) == number);
      CHECK(new_numbered_id("evt", now, number) > id);
      made.insert(id);
    }
    CHECK(made.size() == 5);
    CHECK(number_in_id("") == 0);
    CHECK(number_in_id("evt") < 1ull << 40);
  }
}

TEST_SUITE("model/sha256") {
  TEST_CASE("an id has its UUID, and the UUID gives the id back") {
    for (int i = 0; i < 1000; ++i) {
      auto const id = new_id("dlv", Instant{std::chrono::milliseconds{1'790'000'000'000 + i}});
      auto const uuid = uuid_of(id);
      REQUIRE(uuid);
      CHECK(uuid->size() == 36);
      CHECK(uuid->at(14) == '7');  // UUIDv7
      CHECK(id_of_uuid("dlv", *uuid) == id);
    }
    CHECK(uuid_of("dlv_zzzzzzzzzzzzzzzzzzzzzzzzzz") == std::nullopt);  // more than 128 bits
    CHECK(uuid_of("dlv_01") == std::nullopt);
    CHECK(id_of_uuid("dlv", "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a00g") == std::nullopt);
    CHECK(id_of_uuid("dlv", "0b9f3f0e6f4f-4f0b-9d57-0b58a6c3a001-") == std::nullopt);
  }

  TEST_CASE("digests are those of FIPS 180-4") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  TEST_CASE("base64 reads back what it wrote and refuses what it did not") {
    std::string bytes, again;
    for (int size = 0; size < 70; ++size) {
      REQUIRE(base64_decode(base64(bytes), again));
      CHECK(again == bytes);
      bytes += static_cast<char>(size * 37);
    }
    CHECK(base64_decode("SGVs\nbG8=", again));
    CHECK(again == "Hello");
    for (auto const* bad : {"A", "AA", "AAA", "AA=A", "A===", "AB==", "AA*A", "====", "AAAA="})
      CHECK_FALSE(base64_decode(bad, again));
  }
}

TEST_SUITE("model/clock_days") {
  TEST_CASE("the debtor's day is the later one that a moment has in the region") {
    CHECK(day_there(*parse_instant("2026-07-01T20:59:59Z")) == *parse_date("2026-07-01"));
    CHECK(day_there(*parse_instant("2026-07-01T21:00:00Z")) == *parse_date("2026-07-02"));
  }

  TEST_CASE("summer time is from the last Sunday of March to that of October, at one o'clock UTC") {
    CHECK_FALSE(is_summer_time(*parse_instant("2026-03-29T00:59:59Z")));
    CHECK(is_summer_time(*parse_instant("2026-03-29T01:00:00Z")));
    CHECK(is_summer_time(*parse_instant("2026-10-25T00:59:59Z")));
    CHECK_FALSE(is_summer_time(*parse_instant("2026-10-25T01:00:00Z")));
  }
}

TEST_SUITE("model/months") {
  TEST_CASE("the last day of a month stands for one that a shorter month does not have") {
    auto const after = [](char const* day, int months) {
      return date_text(months_after(*parse_date(day), months));
    };
    CHECK(after("2026-01-31", 1) == "2026-02-28");
    CHECK(after("2024-01-31", 1) == "2024-02-29");
    CHECK(after("2026-08-31", 6) == "2027-02-28");
    CHECK(after("2026-12-15", 1) == "2027-01-15");
    CHECK(date_text(years_after(*parse_date("2024-02-29"), 3)) == "2027-02-28");
    CHECK(date_text(years_after(*parse_date("2024-02-29"), 4)) == "2028-02-29");
  }
}
