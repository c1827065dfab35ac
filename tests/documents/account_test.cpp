#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/documents.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;

TEST_CASE("an account written in groups or small letters is the account") {
  auto invoice = tests::sample_invoice();
  invoice.payment->accounts.push_back({"FI1410093000123458", "NDEAFIHH", ""});
  REQUIRE(rules::complete(invoice, {}).empty());
  auto const ubl = ubl::write(invoice);
  auto const finvoice = finvoice::write(invoice, std::nullopt);
  REQUIRE(ubl);
  REQUIRE(finvoice);
  for (auto bytes : {ubl->bytes, cii::write(invoice).bytes, finvoice->bytes}) {
    for (auto const& [plain, written] : {std::pair{"FI2112345600000785", "fi21 1234 5600 0007 85"},
                                         std::pair{"FI1410093000123458", "Fi1410093000123458"}}) {
      REQUIRE(bytes.find(plain) != bytes.npos);
      for (auto at = bytes.find(plain); at != bytes.npos; at = bytes.find(plain)) {
        bytes.replace(at, 18, written);
      }
    }
    auto const read = documents::read_document(bytes);
    REQUIRE(read);
    auto const& accounts = read->invoice.payment->accounts;
    REQUIRE(accounts.size() == 2);
    CHECK(accounts[0].iban == "FI2112345600000785");
    CHECK(accounts[1].iban == "FI1410093000123458");
  }
}
