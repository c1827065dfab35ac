#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/as4/envelope.hpp"
#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/open.hpp"
#include "formats/gzip/gzip.hpp"
#include "tests/as4/element.hpp"
#include "tests/support/peppol_keys.hpp"
#include "tests/support/text.hpp"

// Anyone may send a message, and whose it is shows only when it has been looked at. The method: a
// message that opens, changed so that looking at it would be long work.

using namespace airut;
using tests::element;
using tests::with;

namespace {

std::vector<as4::MimePart> good_parts(std::string const& receiver = "receiver") {
  auto const& keys = tests::peppol_keys();
  auto const sealed = as4::seal(tests::sample_message(), gzip::compress("<a/>"),
                                keys.keys("sender"), keys.certificate(receiver))
                          .value();
  return as4::split_parts(sealed.wire.content_type, sealed.wire.body).value();
}

std::string verdict(std::vector<as4::MimePart> parts, std::string soap,
                    as4::SignerObjection const& objection = nullptr) {
  parts.front().bytes = std::move(soap);
  auto const wire = as4::join_parts(parts, "----=_w");
  auto const result =
      as4::open(wire.content_type, wire.body, tests::peppol_keys().keys("receiver"), {}, objection);
  return result ? "opened" : result.error().code + " " + result.error().detail;
}

// The message with its header and body signed so many times over, by its right key.
std::string signed_times(std::string const& soap, int times) {
  auto const mark = as4::mark_of(tests::sample_message().message_id);
  std::string const c14n{as4::names::exclusive};
  std::vector<as4::Covered> parts;
  for (int i = 0; i < times; ++i) {
    bool const header = i % 2 == 0;
    parts.push_back({header ? "#msg-" + mark : "#body-" + mark,
                     as4::digest_of(element(soap, header ? "eb:Messaging" : "S12:Body")), c14n});
  }
  auto const signature =
      as4::signature_element(parts, tests::peppol_keys().keys("sender").key, "sender-" + mark);
  return with(soap, element(soap, "ds:Signature"), signature);
}

}  // namespace

TEST_CASE("a signature over more parts than a message needs is not verified") {
  auto const message = good_parts();
  auto const soap = message.front().bytes;
  REQUIRE(verdict(message, soap) == "opened");
  CHECK(verdict(message, signed_times(soap, 8)) == "EBMS:0101 The payload is not signed.");
  CHECK(verdict(message, signed_times(soap, 9)) == "EBMS:0101 More than 8 parts are signed.");
  CHECK(verdict(message, signed_times(soap, 300)) == "EBMS:0101 More than 8 parts are signed.");
}

TEST_CASE("a signed part is not turned over again and again") {
  auto const message = good_parts();
  auto const soap = message.front().bytes;
  auto const signature = element(soap, "ds:Signature");
  auto const transforms = element(signature, "ds:Transforms");
  auto const inside =
      transforms.substr(0, transforms.size() - std::string{"</ds:Transforms>"}.size())
          .substr(std::string{"<ds:Transforms>"}.size());
  auto const changed = [&](std::string const& what, std::string const& to) {
    return verdict(message, with(soap, signature, with(signature, what, to)));
  };
  std::string many;
  for (int i = 0; i < 5; ++i) many += inside;
  CHECK(changed(inside, many).find("is changed too much") != std::string::npos);

  std::string prefixes;
  for (int i = 0; i < 500; ++i) prefixes += fmt::format("p{} ", i);
  auto const inclusive = "<ec:InclusiveNamespaces xmlns:ec=\"" +
                         std::string{as4::names::exclusive} + "\" PrefixList=\"" + prefixes +
                         "\"></ec:InclusiveNamespaces>";
  auto const named = with(inside, "</ds:Transform>", inclusive + "</ds:Transform>");
  CHECK(changed(inside, named).find("is changed too much") != std::string::npos);
  auto const method = element(soap, "ds:CanonicalizationMethod");
  auto const wide =
      with(method, "</ds:CanonicalizationMethod>", inclusive + "</ds:CanonicalizationMethod>");
  CHECK(changed(method, wide) == "EBMS:0101 The signature names too many prefixes.");
}

TEST_CASE("what a manifest beside the signature lists is not walked through") {
  auto const message = good_parts();
  auto const soap = message.front().bytes;
  auto const reference = with(element(soap, "ds:Reference"), "URI=\"#", "URI=\"#not-");
  auto const with_object =
      with(soap, "</ds:Signature>",
           "<ds:Object><ds:Manifest>" + reference + "</ds:Manifest></ds:Object></ds:Signature>");
  CHECK(verdict(message, with_object) == "opened");
}

TEST_CASE("a header part that no message needs is not read") {
  auto const message = good_parts();
  auto const soap = message.front().bytes;
  auto const padded =
      with(soap, "<S12:Body", "<!--" + std::string(200u << 10, 'x') + "--><S12:Body");
  CHECK(verdict(message, padded) ==
        "EBMS:0009 The header part has more than the 131072 bytes taken here.");
}

TEST_CASE("whose certificate it is, is asked before anything is decrypted or verified") {
  auto const message = good_parts("stranger");
  auto const soap = message.front().bytes;
  CHECK(verdict(message, soap).starts_with("EBMS:0102"));
  std::string asked;
  auto const nobody = [&](pki::Certificate const& signer) -> std::optional<std::string> {
    asked = signer.common_name();
    return "Nobody vouches for it.";
  };
  CHECK(verdict(message, soap, nobody) == "EBMS:0101 Nobody vouches for it.");
  CHECK(asked == "PFI000001");
  auto const anybody = [](pki::Certificate const&) { return std::optional<std::string>{}; };
  auto const for_us = good_parts();
  CHECK(verdict(for_us, for_us.front().bytes, anybody) == "opened");
}
