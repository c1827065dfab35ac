#include <map>

#include <doctest/doctest.h>

#include "formats/application_response/invoice_response.hpp"
#include "formats/application_response/mls.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::application_response;

namespace {

std::string first_code(std::string_view bytes) {
  auto const read = read_mls(bytes);
  return read ? "good" : read.error().front().code;
}

Mls sample(MlsCode code) {
  Mls status;
  status.id = "mls-1";
  status.issued = model::parse_instant("2026-11-22T06:38:12Z").value();
  status.sender = "000001";
  status.receiver = "987654";
  status.instance_id = "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a001";
  status.code = code;
  if (code == MlsCode::rejected) {
    status.text = "Not \xC3\xA5 good one";
    status.issues = {{"/Invoice/cbc:ID", "BV", "No number"}, {"NA", "FD", "C4 is away"}};
  }
  return status;
}

}  // namespace

TEST_CASE("a status that was written is read back as it was") {
  for (auto const code : {MlsCode::accepted, MlsCode::acknowledged, MlsCode::rejected}) {
    auto const status = sample(code);
    auto const read = read_mls(write_mls(status));
    REQUIRE(read);
    CHECK(read->id == status.id);
    CHECK(read->issued == status.issued);
    CHECK(read->sender == status.sender);
    CHECK(read->receiver == status.receiver);
    CHECK(read->instance_id == status.instance_id);
    CHECK(read->code == status.code);
    CHECK(read->text == status.text);
    REQUIRE(read->issues.size() == status.issues.size());
    for (std::size_t i = 0; i < status.issues.size(); ++i) {
      CHECK(read->issues[i].place == status.issues[i].place);
      CHECK(read->issues[i].reason == status.issues[i].reason);
      CHECK(read->issues[i].text == status.issues[i].text);
    }
  }
}

TEST_CASE("the statuses that the network's own tools call good are good") {
  if (!tests::has_shared("data/peppol/mls/good")) return;
  int count = 0;
  for (auto const& file :
       std::filesystem::directory_iterator{tests::shared("data/peppol/mls/good")}) {
    CAPTURE(file.path().filename().string());
    CHECK(first_code(tests::slurp(file.path())) == "good");
    ++count;
  }
  CHECK(count == 8);
}

TEST_CASE("the statuses that the network's own tools call bad are bad, each for its rule") {
  if (!tests::has_shared("data/peppol/mls/bad")) return;
  std::map<std::string, std::string> const codes{
      {"01", "mls-profile"},    {"02", "mls-profile"},    {"03", "mls-id"},
      {"04", "mls-date"},       {"05", "mls-time"},       {"06", "mls-time"},
      {"07", "mls-scheme"},     {"08", "mls-party"},      {"09", "mls-party"},
      {"10", "mls-scheme"},     {"11", "mls-scheme"},     {"12", "mls-scheme"},
      {"13", "mls-party"},      {"14", "mls-party"},      {"15", "mls-scheme"},
      {"16", "mls-scheme"},     {"17", "mls-response"},   {"18", "mls-code"},
      {"19", "mls-code"},       {"20", "mls-text"},       {"21", "mls-text"},
      {"22", "mls-reference"},  {"23", "mls-no-failure"}, {"24", "mls-no-failure"},
      {"25", "mls-failure"},    {"26", "mls-reference"},  {"27", "mls-place"},
      {"28", "mls-issue-text"}, {"29", "mls-issue-text"}, {"30", "mls-reason"},
      {"31", "mls-reason"}};
  int count = 0;
  for (auto const& file :
       std::filesystem::directory_iterator{tests::shared("data/peppol/mls/bad")}) {
    auto const name = file.path().filename().string();
    CAPTURE(name);
    if (name == "mls-template.xml") {
      CHECK(first_code(tests::slurp(file.path())) == "good");  // what the others were made of
      continue;
    }
    CHECK(first_code(tests::slurp(file.path())) == codes.at(name.substr(4, 2)));
    ++count;
  }
  CHECK(count == 66);
}

TEST_CASE("a buyer's response is read with its reasons") {
  std::string const bytes =
      "<ApplicationResponse xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:"
      "ApplicationResponse-2\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\">"
      "<b:CustomizationID>urn:fdc:peppol.eu:poacc:trns:invoice_response:3</b:CustomizationID>"
      "<b:ProfileID>urn:fdc:peppol.eu:poacc:bis:invoice_response:3</b:ProfileID><b:ID>r1</b:ID>"
      "<a:SenderParty><b:EndpointID schemeID=\"0192\">1</b:EndpointID></a:SenderParty>"
      "<a:ReceiverParty><b:EndpointID schemeID=\"0216\">2</b:EndpointID></a:ReceiverParty>"
      "<a:DocumentResponse><a:Response><b:ResponseCode listID=\"UNCL4343OpSubset\">RE"
      "</b:ResponseCode><a:Status><b:StatusReasonCode listID=\"OPStatusReason\">REF"
      "</b:StatusReasonCode><b:StatusReason>Order unknown</b:StatusReason></a:Status><a:Status>"
      "<b:StatusReasonCode listID=\"OPStatusAction\">PIN</b:StatusReasonCode></a:Status>"
      "</a:Response><a:DocumentReference><b:ID>2026-1</b:ID></a:DocumentReference>"
      "</a:DocumentResponse></ApplicationResponse>";
  auto const read = read_invoice_response(bytes);
  REQUIRE(read);
  CHECK(read->says == BuyerSays::rejected);
  CHECK(read->sender == "0192:1");
  CHECK(read->receiver == "0216:2");
  CHECK(read->invoice_number == "2026-1");
  CHECK(reasons_text(*read) == "REF: Order unknown; PIN");
  auto other = bytes;
  other.replace(other.find(">RE<"), 4, ">XX<");
  CHECK(read_invoice_response(other).error().front().code == "invoice-response-code");
  CHECK(!read_invoice_response("<a/>"));
}
