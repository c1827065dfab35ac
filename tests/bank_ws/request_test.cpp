#include <doctest/doctest.h>

#include "formats/bank_ws/application_request.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/xml/schema.hpp"
#include "formats/xml/signature.hpp"
#include "tests/support/bank_keys.hpp"

// What we sign is verified by others: the xmlsec1 command and python3-xmlsec.

using namespace airut;

namespace {

constexpr std::string_view exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

std::vector<bank_ws::Style> const& styles() {
  static std::vector<bank_ws::Style> const all = [] {
    std::vector<bank_ws::Style> made;
    for (auto const digest : {pki::Digest::sha1, pki::Digest::sha256}) {
      for (auto const* form : {"http://www.w3.org/2001/10/xml-exc-c14n#",
                               "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                               "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                               "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"}) {
        made.push_back({digest, form});
      }
    }
    return made;
  }();
  return all;
}

bank_ws::ApplicationRequest upload() {
  bank_ws::ApplicationRequest request;
  request.customer_id = "11111111";
  request.operation = bank_ws::Operation::upload_file;
  request.timestamp = model::parse_instant("2026-11-22T06:38:12.481Z").value();
  request.test = true;
  request.user_filename = "msg_01.xml";
  request.target_id = "11111111A1";
  request.software_id = "Airut & <söner>";
  request.file_type = "VL";
  request.content = "<Finvoice>\xA4</Finvoice>";
  return request;
}

struct Script {
  tests::TempDirectory folder;
  std::string log() const { return (folder.path() / "log").string(); }
  std::string write(std::string const& name, std::string_view bytes) const {
    auto const file = folder.path() / name;
    std::ofstream{file, std::ios::binary} << bytes;
    return file.string();
  }
  bool run(std::vector<std::string> const& words) const {
    bool const good = tests::run(words, log()) == 0;
    if (!good) MESSAGE(tests::slurp(log()));
    return good;
  }
};

// A second opinion by python3-xmlsec: verifies the one signature of the document, with the ids of
// WS-Security, by the given certificate.
constexpr char const* second_opinion = R"py(
import sys, xmlsec
from lxml import etree
tree = etree.parse(sys.argv[1])
for node in tree.iter():
    for key in node.attrib:
        if etree.QName(key).localname == "Id":
            xmlsec.tree.add_ids(node, [etree.QName(key).localname])
signature = xmlsec.tree.find_node(tree.getroot(), xmlsec.constants.NodeSignature)
context = xmlsec.SignatureContext()
context.key = xmlsec.Key.from_file(sys.argv[2], xmlsec.constants.KeyDataFormatCertPem)
context.verify(signature)
)py";

}  // namespace

TEST_SUITE("bank_ws/request") {
  TEST_CASE("the xmlsec1 command and python verify ApplicationRequests in every algorithm") {
    if (!tests::has_program("xmlsec1")) {
      MESSAGE("skipped: xmlsec1 is not here");
      return;
    }
    Script const script;
    auto const& keys = tests::bank_keys();
    auto const check = script.write("check.py", second_opinion);
    for (auto const& style : styles()) {
      CAPTURE(style.canonicalization);
      auto const bytes = bank_ws::write(upload(), keys.keys("customer"), style);
      auto const file = script.write("request.xml", bytes);
      CHECK(script.run(
          {"xmlsec1", "--verify", "--pubkey-cert-pem", keys.file("customer.pem"), file}));
      CHECK(script.run({"/usr/bin/python3", check, file, keys.file("customer.pem")}));
      auto changed = bytes;
      changed.replace(changed.find("11111111"), 8, "11111112");
      auto const forged = script.write("forged.xml", changed);
      CHECK(tests::run(
                {"xmlsec1", "--verify", "--pubkey-cert-pem", keys.file("customer.pem"), forged},
                script.log()) != 0);
    }
  }

  TEST_CASE("every operation agrees with the banks' schema") {
    if (!tests::has_shared("data/bankws/ApplicationRequest.xsd") ||
        !tests::has_shared("data/schema/ubl-2.1/common/UBL-xmldsig-core-schema-2.1.xsd"))
      return;
    tests::TempDirectory const folder;
    auto const copy = [&](std::string const& from, std::string const& name) {
      std::filesystem::copy_file(tests::shared(from), folder.path() / name);
    };
    copy("data/bankws/ApplicationRequest.xsd", "ApplicationRequest.xsd");
    copy("data/schema/ubl-2.1/common/UBL-xmldsig-core-schema-2.1.xsd", "xmldsig-core-schema.xsd");
    auto const schema = xml::Schema::load(folder.path() / "ApplicationRequest.xsd").value();
    auto request = upload();
    auto const findings = [&] {
      auto const bytes = bank_ws::write(request, tests::bank_keys().keys("customer"), {});
      return schema.validate(xml::Document::parse(bytes).value());
    };
    for (auto const compressed : {false, true}) {
      request.compressed = compressed;
      CHECK(findings().empty());
    }
    request.content.reset();
    request.user_filename.clear();
    request.start = request.end = model::parse_date("2026-11-22").value();
    request.status = "NEW";
    request.service_id = "service";
    request.file_references = {"a", "b"};
    for (auto const operation :
         {bank_ws::Operation::download_file_list, bank_ws::Operation::download_file,
          bank_ws::Operation::delete_file, bank_ws::Operation::get_user_info}) {
      request.operation = operation;
      CHECK(findings().empty());
    }
  }

  TEST_CASE("the SOAP message is signed over its body and its time") {
    if (!tests::has_program("xmlsec1")) {
      MESSAGE("skipped: xmlsec1 is not here");
      return;
    }
    Script const script;
    auto const& keys = tests::bank_keys();
    auto const check = script.write("check.py", second_opinion);
    bank_ws::RequestHeader const header{"11111111", "0123456789abcdef", upload().timestamp, "FI",
                                        "Airut",    "ITELFIHH"};
    for (auto const& style : styles()) {
      for (bool const timed : {false, true}) {
        auto const own = keys.keys("customer");
        auto const bytes =
            bank_ws::write_soap(bank_ws::Operation::upload_file, header,
                                bank_ws::write(upload(), own, style), timed, own, style);
        CHECK((bytes.find("wsu:Expires") != std::string::npos) == timed);
        auto const file = script.write("soap.xml", bytes);
        CHECK(script.run({"xmlsec1", "--verify", "--pubkey-cert-pem", keys.file("customer.pem"),
                          "--id-attr:Id", "http://schemas.xmlsoap.org/soap/envelope/:Body",
                          "--id-attr:Id",
                          "http://docs.oasis-open.org/wss/2004/01/"
                          "oasis-200401-wss-wssecurity-utility-1.0.xsd:Timestamp",
                          file}));
        CHECK(script.run({"/usr/bin/python3", check, file, keys.file("customer.pem")}));
      }
    }
  }

  TEST_CASE("what banks may still use is refused everywhere else") {
    auto const own = tests::bank_keys().keys("customer");
    auto const holds = [&](bank_ws::Style const& style, bool bank) {
      auto const bytes = bank_ws::write(upload(), own, style);
      auto const document = xml::Document::parse(bytes).value();
      xml::SignatureQuestion question;
      question.path =
          "{http://bxd.fi/xmldata/}ApplicationRequest/"
          "{http://www.w3.org/2000/09/xmldsig#}Signature";
      question.certificate_der = own.certificate.der();
      question.enveloped = true;
      question.sha1 = question.comments = bank;
      return xml::verify_signature(document, question).has_value();
    };
    for (auto const& style : styles()) {
      CAPTURE(style.canonicalization);
      CHECK(holds(style, true));
      bool const plain =
          style.canonicalization == exclusive ||
          style.canonicalization == "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
      CHECK(holds(style, false) == (plain && style.digest == pki::Digest::sha256));
    }
  }
}
