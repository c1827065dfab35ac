#include <doctest/doctest.h>

#include "formats/as4/envelope.hpp"
#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/open.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"
#include "tests/as4/element.hpp"
#include "tests/support/peppol_keys.hpp"
#include "tests/support/text.hpp"

// An attacker who has a good signed message and moves its signed parts aside, or who has a key of
// the network and signs references that reach elsewhere. The method: a message that opens, changed
// as text; each variant is checked to differ from it, and must be refused.

using namespace airut;
using tests::element;
using tests::with;

namespace {

struct Opened {
  std::vector<as4::MimePart> parts;
  std::string soap() const { return parts.front().bytes; }
};

Opened good_message() {
  auto const& keys = tests::peppol_keys();
  auto const sealed = as4::seal(tests::sample_message(), gzip::compress("<a/>"),
                                keys.keys("sender"), keys.certificate("receiver"))
                          .value();
  return {as4::split_parts(sealed.wire.content_type, sealed.wire.body).value()};
}

std::string verdict_code(std::vector<as4::MimePart> const& parts) {
  auto const wire = as4::join_parts(parts, "----=_w");
  auto const result =
      as4::open(wire.content_type, wire.body, tests::peppol_keys().keys("receiver"), {});
  return result ? "opened" : result.error().code;
}

std::string verdict_code(Opened message, std::string soap) {
  message.parts.front().bytes = std::move(soap);
  return verdict_code(message.parts);
}

std::string forged(std::string messaging) {
  return with(std::move(messaging), "0192:991825827", "0192:666666666");
}

std::string other_id(std::string element) {
  return with(std::move(element), "wsu:Id=\"", "wsu:Id=\"x");
}

}  // namespace

TEST_CASE("signed headers moved aside do not vouch for others in their place") {
  auto const message = good_message();
  auto const soap = message.soap();
  REQUIRE(verdict_code(message.parts) == "opened");
  auto const messaging = element(soap, "eb:Messaging"), body = element(soap, "S12:Body");
  auto const aside = "<w:Wrapper xmlns:w=\"urn:w\">" + messaging + "</w:Wrapper>";
  auto const forgery = other_id(forged(messaging));

  CHECK(verdict_code(message, with(soap, messaging, forgery + aside)) == "EBMS:0101");
  CHECK(verdict_code(message, with(soap, messaging, aside + forgery)) == "EBMS:0101");
  CHECK(verdict_code(message, with(soap, messaging, aside + forged(messaging))) == "EBMS:0101");
  CHECK(verdict_code(message, with(soap, messaging, forgery + messaging)) == "EBMS:0009");
  CHECK(verdict_code(message, with(soap, messaging, messaging + forgery)) == "EBMS:0009");
  auto const in_body =
      with(with(soap, messaging, forgery), "</S12:Body>", messaging + "</S12:Body>");
  CHECK(verdict_code(message, in_body) == "EBMS:0101");
  auto const in_object = with(with(soap, messaging, forgery), "</ds:Signature>",
                              "<ds:Object>" + messaging + "</ds:Object></ds:Signature>");
  CHECK(verdict_code(message, in_object) == "EBMS:0101");
  auto const second_header =
      with(soap, "<S12:Header>", "<S12:Header>" + forgery + "</S12:Header><S12:Header>");
  CHECK(verdict_code(message, second_header) == "EBMS:0009");
  auto const body_aside = with(soap, body, other_id(body));
  CHECK(verdict_code(message, with(body_aside, "</S12:Header>",
                                   "<w:W xmlns:w=\"urn:w\">" + body + "</w:W></S12:Header>")) ==
        "EBMS:0101");
}

TEST_CASE("an envelope inside another envelope is not what is read") {
  auto const message = good_message();
  auto const soap = message.soap();
  auto const inner = soap.substr(soap.find("<S12:Envelope"));
  auto const outer = "<S12:Envelope xmlns:S12=\"" + std::string{as4::names::soap} +
                     "\"><S12:Header>" + element(soap, "wsse:Security") +
                     other_id(forged(element(soap, "eb:Messaging"))) + "<w:W xmlns:w=\"urn:w\">" +
                     inner + "</w:W></S12:Header>" + other_id(element(soap, "S12:Body")) +
                     "</S12:Envelope>";
  auto const declared = with(outer, "<S12:Header><wsse:Security", "<S12:Header><wsse:Security");
  CHECK(verdict_code(message, declared) == "EBMS:0101");
}

TEST_CASE("another payload or another token is not covered by the signature") {
  auto message = good_message();
  auto swapped = message.parts;
  swapped.at(1).content_id = "other@host";
  CHECK(verdict_code(swapped) == "EBMS:0102");
  auto more = message.parts;
  more.push_back(more.at(1));
  more.back().content_id = "extra@host";
  CHECK(verdict_code(more) == "EBMS:0007");
  auto twice = message.parts;
  twice.push_back(twice.at(1));
  CHECK(verdict_code(twice) == "EBMS:0007");
  auto const soap = message.soap();
  auto const token = soap.find("wsu:Id=\"sender-");
  auto const value = soap.find('>', token) + 1;
  auto other = soap;
  other.replace(value, soap.find('<', value) - value,
                model::base64(tests::peppol_keys().certificate("stranger").der()));
  CHECK(verdict_code(message, other) == "EBMS:0101");
}

TEST_CASE("a key of the network cannot sign references that reach outside the message") {
  auto message = good_message();
  auto const soap = message.soap();
  auto const own = tests::peppol_keys().keys("sender");
  auto const token = "sender-" + as4::mark_of(tests::sample_message().message_id);
  auto const messaging = element(soap, "eb:Messaging"), body = element(soap, "S12:Body");
  auto const mark = as4::mark_of(tests::sample_message().message_id);
  std::string const c14n{as4::names::exclusive};
  std::vector<as4::Covered> const honest{{"#msg-" + mark, as4::digest_of(messaging), c14n},
                                         {"#body-" + mark, as4::digest_of(body), c14n}};
  auto const signing = [&](std::vector<as4::Covered> const& more) {
    auto parts = honest;
    parts.insert(parts.end(), more.begin(), more.end());
    auto const signature = as4::signature_element(parts, own.key, token);
    return verdict_code(message, with(soap, element(soap, "ds:Signature"), signature));
  };
  auto const host = as4::digest_of(tests::slurp("/etc/hostname"));
  CHECK(signing({{"file:///etc/hostname", host, std::string{as4::names::signed_content}}}) ==
        "EBMS:0101");
  CHECK(signing({{"/etc/hostname", host, std::string{as4::names::signed_content}}}) == "EBMS:0101");
  CHECK(signing({{"http://127.0.0.1:1/x", host, c14n}}) == "EBMS:0101");
  CHECK(signing({{"#xpointer(/)", host, c14n}}) == "EBMS:0101");
  CHECK(signing({{"#x')|id('msg-" + mark, as4::digest_of(messaging), c14n}}) == "EBMS:0101");
  CHECK(signing({{"#msg-" + mark, host, "http://www.w3.org/TR/1999/REC-xslt-19991116"}}) ==
        "EBMS:0101");
  CHECK(signing({{"#msg-" + mark, host, "http://www.w3.org/TR/1999/REC-xpath-19991116"}}) ==
        "EBMS:0101");
  CHECK(signing({}) == "EBMS:0101");  // the payload is not signed
}
