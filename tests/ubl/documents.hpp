#pragma once

#include <string>

#include <doctest/doctest.h>

#include "formats/ubl/read.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/shared_data.hpp"

// Steps that the tests of UBL share: a completed invoice, the schemas of UBL 2.1, reading.
namespace airut::tests {

inline void check_ubl_schema(std::string const& bytes) {
  static auto const invoices =
      xml::Schema::load(shared("data/schema/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"));
  static auto const credit_notes =
      xml::Schema::load(shared("data/schema/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd"));
  if (!invoices) FAIL(invoices.error().text);
  REQUIRE(credit_notes);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const& schema = document->root().name() == "Invoice" ? *invoices : *credit_notes;
  for (auto const& one : schema.validate(*document)) {
    FAIL_CHECK(one.line << ": " << one.detail);
  }
}

inline tl::expected<ubl::Read, model::Findings> read_ubl(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  return ubl::read(document->root());
}

}  // namespace airut::tests
