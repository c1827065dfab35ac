#include "tests/claim/house_toml.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/claim/house.hpp"

namespace airut::tests {
namespace {

std::string client_toml(std::string const& country) {
  bool const norway = country == "NO";
  return fmt::format(R"(ref = "biller"
dunning_policy = "policy"
collection_partner = "agency"
currency = "{0}"
language = "{1}"
channel_order_business = ["print"]
channel_order_consumer = ["print"]
[tenant.client.seller]
name = "Sähkö Oy"
legal_id = "{2}"
legal_id_scheme = "{3}"
vat_id = "{7}"
[tenant.client.seller.address]
line1 = "Katu 1"
postal_code = "00100"
city = "Helsinki"
country = "{4}"
[[tenant.client.account]]
iban = "{5}"
{6}
)",
                     norway ? "NOK" : "EUR", norway ? "nb" : "fi",
                     norway ? "974760673" : "2617416-4", norway ? "0192" : "0212", country,
                     norway ? "NO9386011117947" : "FI2112345600000785",
                     norway ? "[tenant.client.reference]\nkind = \"no_kid\"\nprefix = \"55\"\n"
                              "length = 12"
                            : "",
                     norway ? "NO974760673MVA" : "FI26174164");
}

}  // namespace

std::string house_toml(std::string const& policies, std::string const& country,
                       std::string const& more) {
  return fmt::format(R"(data_directory = "data"
[[channel]]
name = "print"
kind = "directory"
format = "pdf"
path = "out"
[[channel]]
name = "agency"
kind = "directory"
format = "json"
path = "agency"
[[tenant]]
id = "demo"
country = "{}"
live = false
{}
[[tenant.client]]
{}{})",
                     country, policies, client_toml(country), more);
}

void ClaimHouse::legislate(std::string const& table, std::string const& rows) {
  auto const overlay = home_.path() / "overlay";
  std::filesystem::create_directories(overlay);
  std::ofstream{overlay / (table + ".tsv")} << rows;
  auto law = config::Law::load(AIRUT_SOURCE "/config/tables", overlay);
  REQUIRE_MESSAGE(law, (law ? "" : law.error()));
  law_ = *std::move(law);
}

}  // namespace airut::tests
