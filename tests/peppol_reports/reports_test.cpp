#include "formats/peppol_reports/reports.hpp"

#include <set>

#include <doctest/doctest.h>

#include "formats/xml/document.hpp"

using namespace airut;
using namespace airut::peppol_reports;

namespace {

Period november() {
  return {model::parse_date("2026-11-01").value(), model::parse_date("2026-11-30").value(),
          "PFI000001"};
}

Exchange exchange(bool incoming, std::string provider, std::string type, std::string user) {
  Exchange one;
  one.incoming = incoming;
  one.other_provider = std::move(provider);
  one.document_type.value = std::move(type);
  one.process.value = "urn:p";
  one.sender_country = "FI";
  one.receiver_country = incoming ? "NO" : "";
  one.end_user = std::move(user);
  return one;
}

std::vector<Exchange> month() {
  return {exchange(false, "POP000001", "urn:i", "0216:1"),
          exchange(false, "POP000001", "urn:i", "0216:1"),
          exchange(false, "POP000002", "urn:i", "0216:2"),
          exchange(false, "POP000002", "urn:c", "0216:1"),
          exchange(true, "POP000001", "urn:i", "0216:1"),
          exchange(true, "POP000003", "urn:i", "0216:3")};
}

int number(xml::Element at, std::string_view name) { return std::stoi(at.text_of(name)); }

std::vector<xml::Element> of_type(xml::Element root, std::string_view element,
                                  std::string_view type) {
  std::vector<xml::Element> found;
  for (auto const& one : root.children(element)) {
    if (one.attribute("type").value_or("") == type) found.push_back(one);
  }
  return found;
}

std::string keys_of(xml::Element subtotal) {
  std::string text;
  for (auto const& key : subtotal.children("Key")) {
    text += key.attribute("metaSchemeID").value_or("") + "/" +
            key.attribute("schemeID").value_or("") + "/" + key.text() + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("an end user who is addressed by an old scheme and by the new one counts once") {
  std::vector<Exchange> const exchanges{
      exchange(false, "POP000001", "urn:i", "9925:be0848934496"),
      exchange(false, "POP000001", "urn:i", "0208:0848934496"),
      exchange(false, "POP000001", "urn:i", "9956:0848934496"),
      exchange(true, "POP000001", "urn:i", "0037:003712345671"),
      exchange(true, "POP000001", "urn:i", "0216:003712345671"),
      exchange(true, "POP000001", "urn:i", "0192:0848934496"),
  };
  auto const bytes = end_user_report(november(), exchanges);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const all = document->root().child("FullSet");
  CHECK(number(all, "SendingEndUsers") == 1);
  CHECK(number(all, "ReceivingEndUsers") == 2);
  CHECK(number(all, "SendingOrReceivingEndUsers") == 3);
}

TEST_CASE("every subtotal of the transaction report adds up to its total, each key once") {
  auto const bytes = transaction_report(november(), month());
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const root = document->root();
  CHECK(root.name_space() == "urn:fdc:peppol:transaction-statistics-report:1.0");
  CHECK(number(root.child("Total"), "Incoming") == 2);
  CHECK(number(root.child("Total"), "Outgoing") == 4);
  for (auto const type : {"PerTP", "PerSP-DT-PR", "PerSP-DT-PR-CC"}) {
    CAPTURE(type);
    int incoming = 0, outgoing = 0;
    std::set<std::string> keys;
    auto const all = of_type(root, "Subtotal", type);
    for (auto const& one : all) {
      incoming += number(one, "Incoming");
      outgoing += number(one, "Outgoing");
      keys.insert(keys_of(one));
    }
    CHECK(incoming == 2);
    CHECK(outgoing == (std::string_view{type} == "PerSP-DT-PR-CC" ? 0 : 4));
    CHECK(keys.size() == all.size());
  }
  CHECK(of_type(root, "Subtotal", "PerSP-DT-PR").size() == 4);
  CHECK(keys_of(of_type(root, "Subtotal", "PerSP-DT-PR-CC").front()) ==
        "SP/CertSubjectCN/POP000001 DT/busdox-docid-qns/urn:i PR/cenbii-procid-ubl/urn:p "
        "CC/SenderCountry/FI CC/ReceiverCountry/NO ");
}

TEST_CASE("an end user counts once in each set of the end user report") {
  auto const bytes = end_user_report(november(), month());
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const root = document->root();
  auto const all = root.child("FullSet");
  CHECK(number(all, "SendingEndUsers") == 2);
  CHECK(number(all, "ReceivingEndUsers") == 2);
  CHECK(number(all, "SendingOrReceivingEndUsers") == 3);
  auto const countries = of_type(root, "Subset", "PerEUC");
  REQUIRE(countries.size() == 2);
  CHECK(keys_of(countries[0]) == "CC/EndUserCountry/FI ");
  CHECK(number(countries[0], "SendingOrReceivingEndUsers") == 2);
  for (auto const type : {"PerDT-PR", "PerDT-PR-EUC", "PerDT-EUC"}) {
    CAPTURE(type);
    CHECK(!of_type(root, "Subset", type).empty());
    for (auto const& one : of_type(root, "Subset", type)) {
      auto const any = number(one, "SendingOrReceivingEndUsers");
      CHECK(any > 0);
      CHECK(any <= number(one, "SendingEndUsers") + number(one, "ReceivingEndUsers"));
    }
  }
}

TEST_CASE("a month without documents is reported too") {
  for (auto const& bytes : {transaction_report(november(), {}), end_user_report(november(), {})}) {
    auto const document = xml::Document::parse(bytes);
    REQUIRE(document);
    auto const header = document->root().child("Header");
    CHECK(header.child("ReportPeriod").text_of("EndDate") == "2026-11-30");
    CHECK(header.text_of("ReporterID") == "PFI000001");
    CHECK(document->root().children("Subtotal").empty());
    CHECK(document->root().children("Subset").empty());
  }
}
