#include <doctest/doctest.h>

#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/open.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/digest.hpp"
#include "tests/support/peppol_keys.hpp"
#include "tests/support/text.hpp"

// The bank channel lets in SHA-1 and canonical forms with comments; this network must not. The
// method: a message that opens, its SignedInfo changed and signed anew by the right key.

using namespace airut;
using tests::with;

namespace {

std::string between(std::string const& text, std::string const& from, std::string const& to) {
  auto const begin = text.find(from);
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find(to, begin) + to.size() - begin);
}

struct Message {
  Message() {
    auto const& keys = tests::peppol_keys();
    auto const sealed = as4::seal(tests::sample_message(), gzip::compress("<a/>"),
                                  keys.keys("sender"), keys.certificate("receiver"))
                            .value();
    parts = as4::split_parts(sealed.wire.content_type, sealed.wire.body).value();
    info = between(soap(), "<ds:SignedInfo", "</ds:SignedInfo>");
  }
  std::string const& soap() const { return parts.front().bytes; }

  std::string verdict(std::string const& changed, pki::Digest digest) {
    auto const value = between(soap(), "<ds:SignatureValue>", "</ds:SignatureValue>");
    auto const again = model::base64(tests::peppol_keys().keys("sender").key.sign(changed, digest));
    auto const kept = soap();
    parts.front().bytes = with(with(kept, info, changed), value,
                               "<ds:SignatureValue>" + again + "</ds:SignatureValue>");
    auto const wire = as4::join_parts(parts, "----=_w");
    auto const result =
        as4::open(wire.content_type, wire.body, tests::peppol_keys().keys("receiver"), {});
    parts.front().bytes = kept;
    return result ? "opened" : result.error().code;
  }

  std::vector<as4::MimePart> parts;
  std::string info;
};

}  // namespace

TEST_CASE("a Peppol message with SHA-1 or a canonical form with comments is refused") {
  constexpr std::string_view rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                             sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
  Message message;
  CHECK(message.verdict(message.info, pki::Digest::sha256) == "opened");
  CHECK(message.verdict(with(message.info, as4::names::rsa_sha256, rsa_sha1), pki::Digest::sha1) ==
        "EBMS:0101");
  auto const comments = std::string{as4::names::exclusive} + "WithComments";
  CHECK(message.verdict(with(message.info, as4::names::exclusive, comments), pki::Digest::sha256) ==
        "EBMS:0101");
  // The digest of the body, right but in SHA-1.
  auto const body = between(message.soap(), "<S12:Body", "</S12:Body>");
  auto const old = "<ds:DigestMethod Algorithm=\"" + std::string{as4::names::sha256} +
                   "\"></ds:DigestMethod><ds:DigestValue>" +
                   model::base64(pki::digest_of(body, pki::Digest::sha256));
  auto const weak = "<ds:DigestMethod Algorithm=\"" + std::string{sha1} +
                    "\"></ds:DigestMethod><ds:DigestValue>" +
                    model::base64(pki::digest_of(body, pki::Digest::sha1));
  CHECK(message.verdict(with(message.info, old, weak), pki::Digest::sha256) == "EBMS:0101");
}
