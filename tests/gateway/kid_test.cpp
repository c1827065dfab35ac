#include "gateway/kid/kid.hpp"

#include <fstream>
#include <random>
#include <sstream>

#include <doctest/doctest.h>

#include "formats/model/reference.hpp"
#include "tests/support/day.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using gateway::make_kid;
using gateway::take_apart;
using tests::day;
using Kind = config::KidPart::Kind;

namespace {

config::KidStructure structure(std::vector<config::KidPart> parts,
                               char const* algorithm = "mod10") {
  config::KidStructure made;
  made.parts = std::move(parts);
  made.algorithm = algorithm;
  return made;
}

config::KidStructure customer_and_invoice(char const* algorithm = "mod10") {
  return structure({{Kind::fixed, "7", 1}, {Kind::customer, "", 6}, {Kind::invoice, "", 5}},
                   algorithm);
}

// The control digits as the notes compute them, written once more.
char mod10(std::string const& base) {
  int sum = 0, weight = 2;
  for (auto at = base.rbegin(); at != base.rend(); ++at, weight = 3 - weight) {
    int const product = (*at - '0') * weight;
    sum += product > 9 ? product - 9 : product;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

char mod11(std::string const& base) {
  int sum = 0;
  for (std::size_t i = 0; i < base.size(); ++i)
    sum += (base[base.size() - 1 - i] - '0') * (2 + static_cast<int>(i % 6));
  int const rest = (11 - sum % 11) % 11;
  return rest == 10 ? '-' : static_cast<char>('0' + rest);
}

}  // namespace

TEST_CASE("a KID that was made by a structure is taken apart into what it was made of") {
  std::mt19937 random{11};
  for (int round = 0; round < 2000; ++round) {
    auto const kind = customer_and_invoice(round % 2 == 0 ? "mod10" : "mod11");
    auto const customer = std::to_string(1 + random() % 999999);
    auto const invoice = std::to_string(1 + random() % 99999);
    auto const kid = make_kid(kind, customer, invoice);
    REQUIRE(kid);
    REQUIRE(kid->size() == static_cast<std::size_t>(kind.length()));
    auto const base = kid->substr(0, kid->size() - 1);
    CHECK(kid->back() == (round % 2 == 0 ? mod10(base) : mod11(base)));
    auto const parts = take_apart(kind, *kid);
    REQUIRE(parts);
    CHECK(gateway::plain_number(parts->customer) == customer);
    CHECK(gateway::plain_number(parts->invoice) == invoice);
    auto slip = *kid;  // one wrong digit is always seen
    auto& digit = slip[random() % (slip.size() - 1)];
    digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(random() % 9)) % 10);
    CHECK_FALSE(take_apart(kind, slip));
  }
}

TEST_CASE("the vectors of the notes agree with the control digits of structures") {
  auto const* file = "data/payments/norway/check_digit_vectors.txt";
  if (!tests::has_shared(file)) return;
  std::ifstream in{tests::shared(file)};
  std::string line;
  int seen = 0;
  while (std::getline(in, line)) {
    std::istringstream words{line};
    std::string base, arrow, ten, other, eleven;
    words >> base >> arrow >> ten >> other >> eleven;
    if (arrow != "m10->" || base.size() < 3 || base.size() > 24) continue;
    ++seen;
    auto const length = static_cast<int>(base.size());
    CHECK(make_kid(structure({{Kind::invoice, "", length}}), "", base).value() == ten);
    CHECK(make_kid(structure({{Kind::invoice, "", length}}, "mod11"), "", base).value() == eleven);
  }
  CHECK(seen >= 10);
}

TEST_CASE("a number that has no place in its part makes no KID, and the sentence names it") {
  auto const kind = customer_and_invoice();
  CHECK(make_kid(kind, "1234567", "1").error().text.find("customer number") != std::string::npos);
  CHECK(make_kid(kind, "1", "F-17").error().text.find("invoice number \"F-17\"") !=
        std::string::npos);
  CHECK_FALSE(make_kid(kind, "", "1"));
}

TEST_CASE("fixed digits and the length are part of a structure") {
  auto const kind = customer_and_invoice();
  auto const kid = make_kid(kind, "42", "9").value();
  auto other = kind;
  other.parts.front().digits = "8";
  CHECK_FALSE(take_apart(other, kid));
  CHECK_FALSE(take_apart(kind, kid + "0"));
  CHECK_FALSE(take_apart(customer_and_invoice("mod11"), kid));
}

TEST_CASE("structures hold on their days, and an old mandate is still its payer's") {
  config::Client client;
  auto old = customer_and_invoice();
  old.until = day("2026-07-01");
  auto fresh = structure({{Kind::customer, "", 8}, {Kind::invoice, "", 7}});
  fresh.from = day("2026-07-01");
  auto const customers = structure({{Kind::customer, "", 6}});
  client.kids = {old, fresh, customers};
  CHECK(gateway::structure_for(client, day("2026-06-30"))->length() == 13);
  CHECK(gateway::structure_for(client, day("2026-07-01"))->length() == 16);
  auto const kid = make_kid(old, "42", "9").value();
  CHECK(gateway::structure_of(client, kid, day("2026-06-30")) == &client.kids[0]);
  CHECK(gateway::structure_of(client, kid, day("2026-07-01")) == nullptr);
  CHECK(gateway::payer_of(client, kid) == "42");
  CHECK(gateway::payer_of(client, make_kid(fresh, "42", "10").value()) == "42");
  CHECK(gateway::payer_of(client, "12345") == "12345");
  auto const whole = make_kid(customers, "42", "").value();
  CHECK(gateway::customer_in(client, whole, day("2026-07-01")) == "42");
  CHECK(gateway::customer_in(client, kid, day("2026-06-30")).empty());
}
