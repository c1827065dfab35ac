#include <random>

#include <doctest/doctest.h>

#include "formats/as4/mime.hpp"
#include "formats/as4/open.hpp"
#include "formats/as4/signal.hpp"
#include "formats/gzip/gzip.hpp"
#include "tests/support/peppol_keys.hpp"

using namespace airut;

namespace {

constexpr std::string_view sealed_payload = "<sh:A xmlns:sh=\"urn:a\">\xC3\xA4 &amp; more</sh:A>";

as4::SealedMessage sealed(as4::UserMessage const& message = tests::sample_message()) {
  auto const& keys = tests::peppol_keys();
  return as4::seal(message, gzip::compress(sealed_payload), keys.keys("sender"),
                   keys.certificate("receiver"))
      .value();
}

auto opened(as4::Wire const& wire, std::string const& who = "receiver") {
  return as4::open(wire.content_type, wire.body, tests::peppol_keys().keys(who), {});
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("a sealed message is opened by its receiver, with everything it said") {
  auto const message = tests::sample_message();
  auto const result = opened(sealed(message).wire);
  REQUIRE(result);
  CHECK(result->message == message);
  CHECK(result->payload == sealed_payload);
  CHECK(result->signer == tests::peppol_keys().certificate("sender"));
  CHECK(result->parts.size() == 3);
}

TEST_CASE("the receipt for what was opened proves what was sealed") {
  auto const message = sealed();
  auto const result = opened(message.wire);
  REQUIRE(result);
  auto const own = tests::peppol_keys().keys("receiver");
  as4::SignalHead const head{"r@h", result->message.timestamp, result->message.message_id};
  auto const receipt =
      as4::read_signal("application/soap+xml", as4::write_receipt(head, result->parts, own));
  REQUIRE(receipt);
  CHECK(as4::objection_to(*receipt, message.message_id, message.digests, own.certificate) == "");
}

TEST_CASE("a repetition signs the same bytes and encrypts them anew") {
  auto const one = sealed(), two = sealed();
  CHECK(one.digests == two.digests);
  CHECK(one.message_id == two.message_id);
  CHECK(one.wire.body != two.wire.body);
  auto const signature = [](as4::SealedMessage const& message) {
    auto const from = message.wire.body.find("<ds:Signature ");
    return message.wire.body.substr(from, message.wire.body.find("</ds:Signature>") - from);
  };
  CHECK(signature(one) == signature(two));
}

TEST_CASE("what needs escaping survives the signature") {
  auto message = tests::sample_message();
  message.conversation_id = "a<b>&\"c'\xC3\xA9";
  message.process.value = "urn:x?a=1&b=<2>\"";
  message.process.scheme = "s\"&<>";
  auto const result = opened(sealed(message).wire);
  REQUIRE(result);
  CHECK(result->message == message);
}

TEST_CASE("a message with one changed byte is refused, wherever the byte is") {
  auto const message = sealed();
  auto const& body = message.wire.body;
  CHECK(opened(message.wire, "stranger").error().code == "EBMS:0102");
  auto const changed = [&](std::string_view what, std::string_view with) {
    auto const wire = as4::Wire{message.wire.content_type, replaced(body, what, with)};
    auto const result = opened(wire);
    return result ? std::string{"opened"} : result.error().code;
  };
  CHECK(changed("0192:991825827", "0192:991825828") == "EBMS:0101");
  CHECK(changed("PFI000001", "PFI000009") == "EBMS:0101");
  CHECK(changed("wsu:Id=\"body-", "S12:encodingStyle=\"x\" wsu:Id=\"body-") == "EBMS:0101");
  CHECK(changed("xmlenc11#rsa-oaep", "xmlenc11#rsa-oaex") == "EBMS:0103");
  CHECK(changed("aes128-gcm", "aes256-gcm") == "EBMS:0103");
  CHECK(changed("</S12:Body>", "x</S12:Body>") == "EBMS:0101");
  auto flipped = body;
  auto const gap = flipped.find("octet-stream");
  flipped[flipped.find("\r\n\r\n", gap) + 30] ^= 1;
  CHECK(opened({message.wire.content_type, flipped}).error().code == "EBMS:0102");
  CHECK(opened({message.wire.content_type, body.substr(0, body.size() / 2)}).error().code ==
        "EBMS:0007");
}

// What is not signed may change (a boundary, the token that names our own certificate): then what
// is read is still what was signed.
TEST_CASE("a message changed by chance is refused, or says what was signed") {
  auto const message = sealed();
  std::mt19937 random{20261126};
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    auto body = message.wire.body;
    auto const place = random() % body.size();
    switch (random() % 3) {
      case 0:
        body[place] = static_cast<char>(random() % 256);
        break;
      case 1:
        body.erase(place, random() % 40);
        break;
      default:
        body.insert(place, body.substr(random() % body.size(), random() % 400));
    }
    auto const result = opened({message.wire.content_type, body});
    refused += result ? 0 : 1;
    if (!result) continue;
    CHECK(result->message == tests::sample_message());
    CHECK(result->payload == sealed_payload);
  }
  CHECK(refused > 300);
}

TEST_CASE("an error names the message that it is about") {
  auto const message = sealed();
  auto const result = opened(
      {message.wire.content_type, replaced(message.wire.body, "0192:991825827", "0192:99182582X")});
  REQUIRE(!result);
  CHECK(result.error().ref_to_message_id == message.message_id);
}

TEST_CASE("a message without its signature, encryption or profile is refused") {
  auto const message = sealed();
  auto const without = [&](std::string_view from, std::string_view to) {
    auto body = message.wire.body;
    auto const at = body.find(from);
    auto const end = body.find(to, at) + to.size();
    REQUIRE(at != std::string::npos);
    auto const result = opened({message.wire.content_type, body.erase(at, end - at)});
    return result ? std::string{"opened"} : result.error().code;
  };
  CHECK(without("<ds:Signature ", "</ds:Signature>") == "EBMS:0101");
  CHECK(without("<xenc:EncryptedData ", "</xenc:EncryptedData>") == "EBMS:0103");
  CHECK(without("<xenc:EncryptedKey ", "</xenc:EncryptedKey>") == "EBMS:0103");
  CHECK(without("<wsse:Security ", "</wsse:Security>") == "EBMS:0103");
  CHECK(without("<eb:AgreementRef>", "</eb:AgreementRef>") == "EBMS:0001");
  CHECK(without("<eb:PartInfo ", "</eb:PartInfo>") == "EBMS:0003");
  CHECK(without("<eb:MessageId>", "</eb:MessageId>") == "EBMS:0009");
  CHECK(without("<S12:Header>", "</S12:Header>") == "EBMS:0009");
}

TEST_CASE("a payload that grows beyond the limit is refused before it does") {
  auto const& keys = tests::peppol_keys();
  auto const packed = gzip::compress(std::string(3u << 20, ' '));
  auto const bomb =
      as4::seal(tests::sample_message(), packed, keys.keys("sender"), keys.certificate("receiver"))
          .value();
  as4::OpenLimits limits;
  limits.payload_bytes = 1u << 20;
  auto const result =
      as4::open(bomb.wire.content_type, bomb.wire.body, keys.keys("receiver"), limits);
  CHECK(result.error().code == "EBMS:0303");
}

TEST_CASE("real messages of other stacks are read up to the key that we do not have") {
  if (!tests::has_shared("data/peppol/as4")) return;
  int count = 0;
  for (auto const& file : std::filesystem::directory_iterator{tests::shared("data/peppol/as4")}) {
    auto const name = file.path().filename().string();
    if (!name.starts_with("php2021")) continue;
    CAPTURE(name);
    auto const bytes = tests::slurp(file.path());
    auto const head = bytes.find("\r\n\r\n") == bytes.npos ? 0 : bytes.find("\r\n\r\n");
    auto const type = bytes.find("multipart/related");
    REQUIRE(type != bytes.npos);
    auto const line_end = bytes.find("UTF-8", type) + 5;
    auto const result = opened({bytes.substr(type, line_end - type), bytes.substr(head + 4)});
    REQUIRE(!result);
    CHECK(result.error().code == "EBMS:0102");
    CHECK(!result.error().ref_to_message_id.empty());
    ++count;
  }
  CHECK(count == 2);
}
