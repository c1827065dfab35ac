#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "tests/peppol/house.hpp"

using namespace airut;
using tests::as, tests::letter, tests::run_to_end;
using House = tests::PeppolHouse;

TEST_CASE("a document reaches an access point of another make, and its receipt is the proof") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0192:991825827");
  auto const outcome = house.send("0192:991825827");
  auto const& over = as<channels::HandedOver>(outcome);
  CHECK(over.evidence == channels::Evidence::accepted_by_operator);
  CHECK(over.receipt.find("NonRepudiationInformation") != std::string::npos);
  auto const messages = house.network.messages();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("message_id") == "0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a001@airut.test");
  CHECK(messages[0].at("sender") == "0216:003726174164");
  CHECK(messages[0].at("action") == std::string{"busdox-docid-qns::"} + tests::billing_invoice);
  CHECK(house.network.payload(0) == letter("0192:991825827").files[0].bytes);
}

TEST_CASE("a message whose receipt was lost is sent again the same, and counts when it was there") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0192:991825827", R"("as4":"lost_once")");
  auto const first = house.send("0192:991825827");
  CHECK(as<channels::Unsure>(first).trace.code == "as4.no_receipt");
  auto const second = house.send("0192:991825827");
  auto const& over = as<channels::HandedOver>(second);
  CHECK(over.evidence == channels::Evidence::handed_over);
  CHECK(over.receipt.find("EBMS:4001") != std::string::npos);
  auto const messages = house.network.messages();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("message_id") == messages[1].at("message_id"));
  CHECK(messages[0].at("packed_sha256") == messages[1].at("packed_sha256"));
  CHECK(messages[0].at("references") == messages[1].at("references"));
  auto const digest = model::sha256_hex(letter("0192:991825827").files[1].bytes);
  CHECK(messages[0].at("packed_sha256") == digest);
  CHECK(house.network.payload(0) == house.network.payload(1));
}

TEST_CASE("receipts that prove nothing leave the delivery unsure") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  CHECK(house.code("unsigned") == "as4.invalid_receipt");
  CHECK(house.code("wrong_digest") == "as4.invalid_receipt");
  CHECK(house.code("wrong_signer") == "as4.invalid_receipt");
  CHECK(house.code("other_message") == "as4.invalid_receipt");
  CHECK(house.code("nothing") == "as4.no_receipt");
  CHECK(house.code("cut") == "as4.no_receipt");
  CHECK(house.code("http502") == "as4.no_receipt");
  CHECK(house.code("duplicate").empty());
}

TEST_CASE("an answer that comes late, twice or from nobody who can prove his name is no proof") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  CHECK(house.code("late") == "as4.no_receipt");
  CHECK(house.code("twice", 2).empty());
  CHECK(house.code("good", 3).empty());  // the second answer is not taken for this message's
  auto settings = house.network.settings();
  settings.ca_file = house.network.file("ap-ca.pem");  // which did not sign the TLS certificate
  channels::PeppolChannel stranger{settings, house.pool, [&] { return house.now; }};
  auto const outcome = run_to_end(stranger.deliver(letter("0192:991825827", 4)));
  CHECK(as<channels::Deferred>(outcome).trace.code == "as4.connection_failed");
  CHECK(house.network.messages().size() == 3);
}

TEST_CASE("a message that read the answer to another is asked for again on a new connection") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  CHECK(house.code("twice_late", 5).empty());
  CHECK(house.code("good", 6).empty());
  auto const messages = house.network.messages();
  REQUIRE(messages.size() == 3);
  CHECK(messages[1].at("message_id") == messages[2].at("message_id"));
  CHECK(messages[1].at("packed_sha256") == messages[2].at("packed_sha256"));
  CHECK(house.code("good", 7).empty());
  CHECK(house.network.messages().size() == 4);
}

TEST_CASE("refusals of an access point have their meanings") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  CHECK(house.code("error:EBMS:0101") == "as4.security_failed");
  CHECK(house.code("unsigned_error:EBMS:0303") == "as4.decompression_failed");
  CHECK(house.code("error:EBMS:0202") == "as4.delivery_failed");
  CHECK(house.code("http404") == "as4.connection_failed");
  SUBCASE("a refusal without a reason is believed the third time") {
    house.network.enter("0192:991825827", R"("as4":"error:EBMS:0004")");
    CHECK(std::holds_alternative<channels::Deferred>(house.send("0192:991825827", 7)));
    CHECK(std::holds_alternative<channels::Deferred>(house.send("0192:991825827", 7)));
    auto const third = house.send("0192:991825827", 7);
    CHECK(as<channels::Refused>(third).trace.code == "as4.processing_rejected");
  }
  SUBCASE("not serviced is believed when the register still says the same") {
    house.network.enter("0192:991825827", R"("as4":"not_serviced")");
    house.send("0192:991825827", 8);
    auto const asked = house.network.register_questions();
    auto const outcome = house.send("0192:991825827", 9);
    CHECK(as<channels::Refused>(outcome).trace.code == "as4.not_serviced");
    CHECK(house.network.register_questions() > asked);
  }
}

TEST_CASE("an access point that does not answer rests, and one message tries it again") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0192:991825827");
  house.network.enter("0192:991825828");
  CHECK(std::holds_alternative<channels::HandedOver>(house.send("0192:991825827", 1)));
  house.network.stop();
  for (int number = 2; number < 7; ++number) {
    auto const outcome = house.send("0192:991825827", number);
    CHECK(channels::trace_of(outcome).code == "as4.connection_failed");
  }
  auto const hindered = run_to_end(house.channel.prepare(letter("0192:991825827", 7)));
  REQUIRE(hindered);
  CHECK(as<channels::Deferred>(*hindered).retry_after == std::chrono::seconds{60});
  house.network.start();
  house.now += std::chrono::seconds{61};
  CHECK(std::holds_alternative<channels::HandedOver>(house.send("0192:991825827", 7)));
  CHECK_FALSE(run_to_end(house.channel.prepare(letter("0192:991825827", 8))));
}

TEST_CASE("an access point does not rest for ever because its trial met a fault of ours") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0192:991825827");
  CHECK(std::holds_alternative<channels::HandedOver>(house.send("0192:991825827", 1)));
  house.network.stop();
  for (int number = 2; number < 7; ++number) house.send("0192:991825827", number);
  house.now += std::chrono::seconds{61};
  house.looks = 0;
  CHECK(channels::trace_of(house.send("0192:991825827", 7)).code == "as4.connection_failed");
  // The last look at the clock is at the end of a trial.
  house.fault_at = house.looks - 1;
  house.looks = 0;
  house.now += std::chrono::seconds{61};
  CHECK_THROWS(house.send("0192:991825827", 8));
  house.fault_at = -1;
  house.network.start();
  CHECK(std::holds_alternative<channels::HandedOver>(house.send("0192:991825827", 9)));
}

TEST_CASE("nothing leaves under a certificate of ours that has ended") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0192:991825827");
  house.now = tests::peppol_keys().certificate("sender").not_after() + std::chrono::hours{1};
  auto const hindered = run_to_end(house.channel.prepare(letter("0192:991825827")));
  REQUIRE(hindered);
  CHECK(as<channels::Refused>(*hindered).trace.code == "as4.security_failed");
  CHECK(as<channels::Refused>(*hindered).trace.excerpt.find("is valid from") != std::string::npos);
  CHECK(house.network.messages().empty());
}

TEST_CASE("a certificate of another network or role is told at the start") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  boost::asio::thread_pool pool{1};
  auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  auto const starts = [&](std::string const& name, std::string const& trust) {
    auto settings = network.settings();
    settings.certificate = network.file(name + ".pem");
    settings.private_key = network.file(name + ".key");
    settings.trust = network.file(trust);
    channels::PeppolChannel{settings, pool, [now] { return now; }};
  };
  CHECK_NOTHROW(starts("sender", "trust.pem"));
  // One that has ended stops its channel alone.
  auto const today = std::exchange(
      now, tests::peppol_keys().certificate("sender").not_after() + std::chrono::hours{1});
  CHECK_NOTHROW(starts("sender", "trust.pem"));
  now = today;
  CHECK_THROWS_AS(starts("stranger", "trust.pem"), std::runtime_error);
  CHECK_THROWS_AS(starts("sender", "smp-ca.pem"), std::runtime_error);
}

TEST_CASE("a key that is not the certificate's is told at the start") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  boost::asio::thread_pool pool{1};
  auto settings = network.settings();
  settings.private_key = network.file("receiver.key");
  CHECK_THROWS_AS((channels::PeppolChannel{settings, pool, [] { return model::Instant{}; }}),
                  std::runtime_error);
}
