// Channels of direct debits, and structures of KIDs.
#include <doctest/doctest.h>

#include "tests/config/sample.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string with_clearing(std::string const& channel, std::string const& kid = {}) {
  auto text = with("[[tenant]]\n", "[[channel]]\nname = \"avtalegiro\"\nkind = \"avtalegiro\"\n" +
                                       channel + "[[tenant]]\n");
  return text + kid;
}

constexpr auto clearing = "format = \"claim\"\ncustomer_unit = \"12345678\"\npath = \"nets\"\n";

}  // namespace

TEST_SUITE("config/avtalegiro") {
  TEST_CASE("a channel of claims and structures of KIDs are read") {
    auto const settings =
        loaded(with_clearing(clearing,
                             "[[tenant.client.kid]]\nalgorithm = \"mod11\"\nfrom = \"2026-01-01\"\n"
                             "[[tenant.client.kid.part]]\nkind = \"fixed\"\ndigits = \"70\"\n"
                             "[[tenant.client.kid.part]]\nkind = \"customer\"\nlength = 8\n"));
    REQUIRE(settings);
    auto const& own = std::get<config::AvtaleGiroSettings>(settings->channels.back().transport);
    CHECK(own.customer_unit == "12345678");
    CHECK(own.told_by_bank);
    auto const& kid = settings->tenants.front().clients.front().kids.front();
    CHECK(kid.length() == 11);
    CHECK(kid.algorithm == "mod11");
  }

  TEST_CASE("what a clearing house or a bank would refuse is refused in the file") {
    CHECK(complains(with_clearing("format = \"claim\"\ncustomer_unit = \"00008080\"\n"
                                  "path = \"nets\"\n"),
                    11, "eight digits"));
    CHECK(complains(with_clearing("format = \"pdf\"\ncustomer_unit = \"12345678\"\n"
                                  "path = \"nets\"\n"),
                    10, "must be \"claim\""));
    auto const last = std::string{
        "[[tenant.client.kid]]\n[[tenant.client.kid.part]]\n"
        "kind = \"customer\"\nlength = 6\n"};
    CHECK_FALSE(loaded(with_clearing(clearing, last + last)));  // two of one length
    CHECK_FALSE(
        loaded(with_clearing(clearing,
                             "[[tenant.client.kid]]\n[[tenant.client.kid.part]]\nkind = \"fixed\"\n"
                             "digits = \"70707\"\n")));  // names nobody
  }

  TEST_CASE("a channel of claims that two tenants name is refused: its numbers are one series") {
    auto const text = with_clearing(clearing);
    auto const tenants = text.substr(text.find("[[tenant]]"));
    auto const named = [&](std::string part, std::string const& id) {
      part.replace(part.find("demo"), 4, id);
      part.replace(part.find("key_1"), 5, "key_" + id);
      auto const digest = part.find("\"0000") + 1;
      part.replace(digest, 4, id == "one" ? "0001" : "0002");
      auto const order = part.find("[\"finvoice\"]");
      return part.replace(order, 12, "[\"avtalegiro\"]");
    };
    auto const head = text.substr(0, text.find("[[tenant]]"));
    CHECK(loaded(head + named(tenants, "one") + tenants));
    CHECK(complains(head + named(tenants, "one") + named(tenants, "two"), 2, "serves one tenant"));
  }
}
