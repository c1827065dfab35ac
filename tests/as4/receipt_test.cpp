#include <doctest/doctest.h>

#include "formats/as4/signal.hpp"
#include "formats/pki/trust.hpp"
#include "tests/support/peppol_keys.hpp"

using namespace airut;

namespace {

// A captured answer: HTTP headers, an empty line, the body.
as4::Signal captured(std::string const& name) {
  auto const bytes = tests::slurp(tests::shared("data/peppol/as4/" + name));
  auto const read = as4::read_signal("application/soap+xml", bytes.substr(bytes.find('<')));
  if (!read) throw std::runtime_error{name + ": " + read.error()};
  return *read;
}

pki::Certificate shared_certificate(std::string const& name) {
  return pki::Certificate::from_text(tests::slurp(tests::shared("data/peppol/as4/" + name)))
      .value();
}

}  // namespace

TEST_CASE("real receipts of other access points verify, and an altered one does not") {
  if (!tests::has_shared("data/peppol/as4")) return;
  for (std::string const name :
       {"helger.as4in", "dataport1-mustunderstand.as4in", "http_receipt.response.xml"}) {
    CAPTURE(name);
    auto const signal = captured(name);
    CHECK(signal.is_receipt);
    CHECK(signal.signer.has_value());
    CHECK(!signal.digests.empty());
    CHECK(!signal.ref_to_message_id.empty());
  }
  // An intermediary dropped mustUnderstand on its way: the digest of the header is broken.
  CHECK(!captured("dataport1.as4in").signer);
  auto const unsigned_receipt = captured("http_receipt_unsigned_NEG.response.xml");
  CHECK(unsigned_receipt.is_receipt);
  CHECK(!unsigned_receipt.signer);
}

TEST_CASE("a receipt proves only the message that it names, byte for byte, by the right signer") {
  if (!tests::has_shared("data/peppol/as4")) return;
  auto const receiver = shared_certificate("receiver.pem");
  auto const good = captured("http_receipt.response.xml");
  auto const id = good.ref_to_message_id;
  auto const sent = good.digests;
  CHECK(sent.size() == 3);
  CHECK(as4::objection_to(good, id, sent, receiver).empty());
  CHECK(!as4::objection_to(good, "other@host", sent, receiver).empty());
  CHECK(!as4::objection_to(good, id, sent, shared_certificate("sender.pem")).empty());
  auto fewer = sent;
  fewer.pop_back();
  CHECK(!as4::objection_to(good, id, fewer, receiver).empty());

  auto const wrong = captured("http_receipt_wrong_digest_NEG.response.xml");
  CHECK(wrong.signer.has_value());  // its signature is good
  auto right = wrong.digests;
  right.back().second = sent.back().second;
  CHECK(!as4::objection_to(wrong, wrong.ref_to_message_id, right, receiver).empty());
  auto const naked = captured("http_receipt_unsigned_NEG.response.xml");
  CHECK(!as4::objection_to(naked, naked.ref_to_message_id, naked.digests, receiver).empty());
}

TEST_CASE("real errors of other access points are read with their codes and details") {
  if (!tests::has_shared("data/peppol/as4")) return;
  auto const away = captured("http_error_EBMS0004_NOT_SERVICED.response.xml");
  REQUIRE(away.errors.size() == 1);
  CHECK(away.errors.front().code == "EBMS:0004");
  CHECK(away.errors.front().detail == as4::not_serviced);
  CHECK(away.signer == shared_certificate("receiver.pem"));
  auto const twice = captured("http_error_EBMS4001_duplicate.response.xml");
  CHECK(twice.errors.front().code == as4::duplicate_code);
  CHECK(!twice.ref_to_message_id.empty());
}

TEST_CASE("our receipts and errors are read back as they were meant, signed by us") {
  auto const own = tests::peppol_keys().keys("receiver");
  std::vector<xml::SignedPart> parts(2);
  parts[0] = {"#a",
              "",
              {{"http://www.w3.org/2001/10/xml-exc-c14n#", "S12 eb"}},
              "http://www.w3.org/2001/04/xmlenc#sha256",
              "AAAA"};
  parts[1] = {"cid:b@c", "", {{"urn:t", ""}}, "http://www.w3.org/2001/04/xmlenc#sha256", "BBBB"};
  as4::SignalHead const head{"s@h", model::parse_instant("2026-11-22T06:38:12Z").value(), "m@h"};
  auto const receipt =
      as4::read_signal("application/soap+xml", as4::write_receipt(head, parts, own));
  REQUIRE(receipt);
  CHECK(receipt->signer.has_value());
  CHECK(as4::objection_to(*receipt, "m@h", {{"cid:b@c", "BBBB"}, {"#a", "AAAA"}}, own.certificate)
            .empty());

  auto const error = as4::make_error("EBMS:0004", std::string{as4::not_serviced});
  for (auto const ref : {"m@h", ""}) {
    auto const read = as4::read_signal("application/soap+xml",
                                       as4::write_error({"s@h", head.timestamp, ref}, error, own));
    REQUIRE(read);
    CHECK(read->signer == own.certificate);
    CHECK(read->errors.front().detail == as4::not_serviced);
    CHECK(read->ref_to_message_id == ref);
  }
}

TEST_CASE("an answer that is no signal is told so") {
  for (auto const body : {"", "<html/>", "not markup", "<!DOCTYPE a><a/>",
                          "<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'/>"}) {
    CHECK(!as4::read_signal("text/html", body));
  }
}

TEST_CASE("an authority vouches only for its own role, in its time") {
  auto const& keys = tests::peppol_keys();
  auto const both = keys.pem("ap-ca") + keys.pem("smp-ca");
  auto const anchors = pki::TrustAnchors::from_pem(both, "ACCESS POINT").value();
  auto const now = keys.certificate("sender").not_before() + std::chrono::hours{1};
  CHECK(anchors.check(keys.certificate("sender"), now));
  auto const reason = [&](std::string const& name, model::Instant at) {
    return anchors.check(keys.certificate(name), at).error().reason;
  };
  CHECK(reason("stranger", now) == pki::Distrust::Reason::wrong_issuer);
  CHECK(reason("ap-ca", now) == pki::Distrust::Reason::purpose);
  auto const late = keys.certificate("sender").not_after() + std::chrono::hours{1};
  CHECK(reason("sender", late) == pki::Distrust::Reason::outside_validity);
  auto const only_smp = pki::TrustAnchors::from_pem(keys.pem("smp-ca"), "").value();
  CHECK(only_smp.check(keys.certificate("sender"), now).error().reason ==
        pki::Distrust::Reason::unknown_issuer);
}
