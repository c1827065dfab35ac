#include "formats/documents/documents.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/checked.hpp"
#include "formats/xml/document.hpp"
#include "tests/support/invoice_generator.hpp"
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
  CHECK(parts[0].bytes == "<?xml version=\"1.0\"?><a/>");
  CHECK(parts[0].line == 1);
  CHECK(parts[1].bytes == "<?xml version=\"1.0\"?><b/>");
  CHECK(parts[1].line == 3);
  CHECK(documents::split("").empty());
  CHECK(documents::split("<!-- nothing -->").empty());
}

TEST_CASE("what fills a file up behind its last document is none") {
  for (auto const* document : {"<a/>", "<a>\n</a>"}) {
    auto const parts = documents::split(document + std::string{"\r\n\x1A\0\0", 5});
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].bytes == document);
  }
  CHECK(documents::split("<a/>x").size() == 2);
}

TEST_CASE("a document without a declaration keeps the encoding of the one before it") {
  auto const parts = documents::split(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><Finvoice>\xE4</Finvoice >\n"
      "<!-- next --><Finvoice>\xF6</Finvoice>");
  REQUIRE(parts.size() == 2);
  CHECK(parts[1].bytes ==
        "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><Finvoice>\xF6</Finvoice>");
}

TEST_CASE("a Finvoice inside its envelope is found as well as one behind it") {
  std::string const inside =
      "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"urn:x\"><SOAP-ENV:Body><Finvoice Version=\"3.0\">"
      "</Finvoice></SOAP-ENV:Body></SOAP-ENV:Envelope>";
  std::string const behind =
      "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"urn:x\"></SOAP-ENV:Envelope>\n<?xml version=\"1.0\"?>"
      "<Finvoice/>";
  auto const parts = documents::split(inside + behind + inside);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].bytes == "<Finvoice Version=\"3.0\"></Finvoice>");
  CHECK(parts[1].bytes == "<?xml version=\"1.0\"?><Finvoice/>");
  CHECK(parts[2].bytes.find("<Finvoice Version") != std::string::npos);
}

TEST_CASE("each INVOICE of a TEAPPSXML file comes with the frame of all") {
  auto const parts = documents::split(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<INVOICE_CENTER><TRANSPORT_FRAME/>"
      "<CONTENT_FRAME><A/><INVOICES>\n<INVOICE>1</INVOICE>\n<INVOICE>2</INVOICE></INVOICES>"
      "</CONTENT_FRAME><CONTENT_FRAME><B/><INVOICES><INVOICE>3</INVOICE></INVOICES></CONTENT_FRAME>"
      "</INVOICE_CENTER>\n");
  REQUIRE(parts.size() == 3);
  for (auto const& part : parts) {
    CHECK(xml::Document::parse(part.bytes));
    CHECK(part.bytes.find("encoding=\"ISO-8859-1\"") != std::string::npos);
    CHECK(part.bytes.find("<TRANSPORT_FRAME/>") != std::string::npos);
  }
  CHECK(parts[1].bytes.find("<INVOICE>2</INVOICE>") != std::string::npos);
  CHECK(parts[1].bytes.find("<INVOICE>1</INVOICE>") == std::string::npos);
  CHECK(parts[2].bytes.find("<B/>") != std::string::npos);
  CHECK(parts[2].bytes.find("<A/>") == std::string::npos);
}

TEST_CASE("a long stream is cut a document at a time, however its bytes arrive") {
  std::string const one =
      "<?xml version=\"1.0\"?>\n<Finvoice>" + std::string(70'000, 'x') + "</Finvoice>\n";
  for (std::size_t const step : {1u, 7u, 1000u, 100'000u}) {
    std::size_t sent = 0, documents = 0;
    auto const total = one.size() * (step < 10 ? 2 : 5);
    documents::Splitter splitter{[&](char* to, std::size_t most) {
      auto const count = std::min({step, most, total - sent});
      for (std::size_t i = 0; i < count; ++i) to[i] = one[(sent + i) % one.size()];
      sent += count;
      return count;
    }};
    while (auto part = splitter.next()) {
      if (!*part) break;
      CHECK((*part)->bytes == one.substr(0, one.size() - 1));
      CHECK((*part)->line == static_cast<int>(documents) * 2 + 1);
      ++documents;
    }
    CHECK(documents == total / one.size());
  }
}

TEST_CASE("a document that does not end is refused, not gathered") {
  std::size_t sent = 0;
  documents::Splitter splitter{[&](char* to, std::size_t most) {
                                 std::fill(to, to + most, sent == 0 ? '<' : 'a');
                                 to[1] = 'a';
                                 sent += most;
                                 return most;
                               },
                               1 << 20};
  auto const part = splitter.next();
  REQUIRE_FALSE(part);
  CHECK(part.error().front().code == "document-too-large");
  CHECK(sent < (8u << 20));
}

TEST_CASE("findings behind a frame name the line of the file") {
  auto const read = documents::read_document(
      "<SOAP-ENV:Envelope>\n</SOAP-ENV:Envelope>\n<?xml version=\"1.0\"?>\n<Finvoice>\n<a>\n");
  REQUIRE_FALSE(read);
  CHECK(read.error().front().line >= 5);
}

TEST_CASE("a CII invoice is recognised by its root") {
  auto const bytes = cii::write(tests::InvoiceGenerator{11}.invoice()).bytes;
  auto const read = documents::read_document(bytes);
  if (!read) FAIL(read.error().front().detail);
  CHECK(read->syntax == documents::Syntax::cii);
  CHECK(documents::syntax_text(read->syntax) == "cii");
  for (auto const& one : read->notes) MESSAGE(one.rule << one.pointer << one.detail);
  CHECK(read->notes.empty());
  CHECK(documents::split(bytes + bytes + bytes).size() == 3);
}

TEST_CASE("what is no invoice is refused by what is in it") {
  CHECK(refusal("") == "xml-syntax");
  CHECK(refusal("%PDF-1.7") == "pdf-damaged");
  CHECK(refusal("<html/>") == "format-unknown");
  CHECK(refusal("<Invoice xmlns=\"urn:x\"/>") == "format-unknown");
  CHECK(refusal("<!DOCTYPE x><Finvoice/>") == "xml-doctype");
}

TEST_CASE("a fault that two checks see is told once, as gravely as the graver does") {
  auto const one = [](std::string rule, std::string detail, model::Severity severity) {
    model::Finding finding;
    finding.rule = std::move(rule);
    finding.detail = std::move(detail);
    finding.severity = severity;
    return finding;
  };
  using model::Severity;
  model::Findings told{one("BR-CO-10", "of the XML", Severity::error),
                       one("", "a", Severity::warning), one("BR-S-08", "mild", Severity::warning)};
  documents::add_unsaid(
      told, {one("BR-CO-10", "of the model", Severity::error), one("", "b", Severity::warning),
             one("BR-S-08", "grave", Severity::error), one("BR-02", "new", Severity::error),
             one("BR-CO-10", "milder", Severity::warning)});
  std::vector<std::string> details;
  for (auto const& finding : told) details.push_back(finding.detail);
  CHECK(details == std::vector<std::string>{"of the XML", "a", "b", "grave", "new"});
}

TEST_CASE("old Finvoice files have no country and no FI in their VAT ids, and are good") {
  if (!tests::has_shared("data/finvoice/instances")) return;
  auto document = documents::read_document(
      tests::slurp(tests::shared("data/finvoice/instances/finvoice_1.1.xml")));
  REQUIRE(document);
  for (auto const& one : documents::check(*document)) {
    if (one.severity == model::Severity::error) FAIL_CHECK(one.rule << one.detail);
  }
  CHECK(document->invoice.seller.address.country == "FI");
  CHECK(document->invoice.seller.vat_id == "FI98765432");
}

TEST_CASE("an end inside a comment or CDATA is none") {
  std::string const hidden =
      "<Invoice><!-- </Invoice> --><Note><![CDATA[</Invoice>]]></Note><!DOC></Invoice>";
  for (std::string const& bytes : {hidden, hidden + "\n" + hidden}) {
    auto const parts = documents::split(bytes);
    CHECK(parts.size() == (bytes.size() > hidden.size() ? 2 : 1));
    for (auto const& part : parts) CHECK(part.bytes == hidden);
  }
  CHECK(documents::split("<Invoice><!-- </Invoice>").size() == 1);
}

TEST_CASE("elements that lie too deep in each other are told as such") {
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  for (int i = 0; i < 300; ++i) deep += "</a>";
  CHECK(refusal("<Invoice>" + deep + "</Invoice>") == "xml-too-deep");
}

TEST_CASE("a PINT invoice answers to its own rules, not to those of Peppol BIS 3") {
  model::Invoice invoice;
  invoice.business_process = "urn:peppol:bis:billing";
  invoice.specification = "urn:peppol:pint:billing-1@jp-1";
  CHECK(rules::peppol_asked(invoice) == rules::Ask::no);
  invoice.specification = "something else";
  CHECK(rules::peppol_asked(invoice) == rules::Ask::refuse);
}
