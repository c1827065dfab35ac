// Which document of a batch was refused, by its number.
#include <fstream>

#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "tests/support/gateway.hpp"

using namespace airut;
using tests::sample_json;

namespace {

std::string without(std::string text, std::string_view part) {
  auto const at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

// The number of each item, "-" where there is none.
std::string numbers(tests::Gateway const& gateway, std::string const& body,
                    std::string const& query = {}) {
  auto const batch =
      gateway.send("POST", "/v1/batches" + query, body,
                   {{"Idempotency-Key", model::sha256_hex(query + body)}, {"Prefer", "wait=30"}});
  CAPTURE(batch.text);
  auto const items = gateway.get("/v1/batches/" + batch.string("id") + "/items");
  std::string all;
  for (auto const& one : items.body.at("data").as_array()) {
    auto const* number = one.as_object().if_contains("number");
    all += number ? std::string{number->as_string()} + ' ' : "- ";
  }
  return all;
}

}  // namespace

TEST_CASE("each document of a batch is named by its number, refused or not") {
  tests::Gateway gateway{tests::sample_toml()};
  SUBCASE("JSON") {
    auto const bad = without(sample_json("J-2"), "\"currency\":\"EUR\",");
    auto const body = sample_json("J-1") + "\n" + bad + "\n{\"client_ref\":\"siivous\"}\n{\"x\n";
    CHECK(numbers(gateway, body) == "J-1 J-2 - - ");
    CHECK(numbers(gateway, sample_json("J-1") + "\n" + bad + "\n", "?mode=all_or_nothing") ==
          "J-2 ");
    auto const file = (gateway.home() / "bad.ndjson").string();
    std::ofstream{file} << sample_json("J-8") << "\n" << bad << "\n";
    std::string said;
    CHECK(gateway.cli({"submit", file}, &said) != 0);
    CHECK(said.find("2 J-2: rejected") != std::string::npos);
  }
  SUBCASE("XML of each syntax") {
    constexpr auto ubl =
        R"(<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:c=)"
        R"("urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">)"
        R"(<c:ID>U-1</c:ID></Invoice>)";
    constexpr auto finvoice =
        "<Finvoice Version=\"3.0\"><InvoiceDetails><InvoiceNumber>F-1</InvoiceNumber>"
        "</InvoiceDetails></Finvoice>";
    constexpr auto cii = R"(<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:)"
                         R"(CrossIndustryInvoice:100"><r:ExchangedDocument><r:ID>C-1</r:ID>)"
                         R"(</r:ExchangedDocument></r:CrossIndustryInvoice>)";
    CHECK(numbers(gateway, std::string{ubl} + "\n" + finvoice + "\n" + cii + "\n<Other/>") ==
          "U-1 F-1 C-1 - ");
  }
}
