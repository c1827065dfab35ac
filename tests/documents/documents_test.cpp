#include "formats/documents/documents.hpp"

#include <doctest/doctest.h>

#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

std::string refusal(std::string_view bytes) {
  auto const read = documents::read_document(bytes);
  return read ? "" : read.error().front().code;
}

}  // namespace

TEST_CASE("a framed Finvoice is read without its frame") {
  if (!tests::has_shared("data/finvoice/instances")) return;
  auto const bytes = tests::slurp(tests::shared("data/finvoice/instances/gobl_soap-framed.xml"));
  auto const read = documents::read_document(bytes);
  if (!read) FAIL(read.error().front().detail);
  CHECK(read->syntax == documents::Syntax::finvoice);
  CHECK_FALSE(read->invoice.number.empty());
  CHECK(documents::split(bytes + "\n" + bytes).size() == 2);
  CHECK(refusal(bytes + "\n" + bytes) == "several-documents");
}

TEST_CASE("a file of several documents is split where each begins") {
  auto const parts =
      documents::split("\xEF\xBB\xBF <?xml version=\"1.0\"?><a/>\n\n<?xml version=\"1.0\"?><b/>\n");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0] == "<?xml version=\"1.0\"?><a/>");
  CHECK(parts[1] == "<?xml version=\"1.0\"?><b/>");
  CHECK(documents::split("").empty());
}

TEST_CASE("what is no invoice is refused by what is in it") {
  CHECK(refusal("") == "xml-syntax");
  CHECK(refusal("%PDF-1.7") == "xml-syntax");
  CHECK(refusal("<html/>") == "format-unknown");
  CHECK(refusal("<Invoice xmlns=\"urn:x\"/>") == "format-unknown");
  CHECK(refusal("<!DOCTYPE x><Finvoice/>") == "xml-doctype");
}
