#include "channels/email/email.hpp"

#include <doctest/doctest.h>

#include "tests/channels/deliver.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::run_to_end;
using tests::sample_parcel;

namespace {

config::EmailSettings settings_for(tests::MailServer const& server) {
  config::EmailSettings settings;
  settings.host = "localhost";
  settings.port = static_cast<std::uint16_t>(server.port());
  settings.ca_file = server.certificates().authority();
  settings.from = "laskut@example.test";
  settings.timeout = std::chrono::seconds{10};
  return settings;
}

}  // namespace

TEST_CASE("a mail goes through a real Postfix over STARTTLS and says what happened") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  tests::MailServer server;
  boost::asio::thread_pool pool{4};
  channels::EmailChannel channel{settings_for(server), pool};
  auto const code_of = [&](std::string const& address) {
    return channels::trace_of(run_to_end(channel.deliver(sample_parcel(address)))).code;
  };

  SUBCASE("delivered, with its text and its attachment") {
    for (int i = 0; i < 3; ++i) {
      tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    }
    auto const mails = server.mails("osto@example.test", 3);
    REQUIRE(mails.size() == 3);
    CHECK(mails[0].find("Message-ID: <dlv_01@example.test>") != std::string::npos);
    CHECK(mails[0].find("\n.alkaa pisteell") != std::string::npos);
    CHECK(mails[0].find("filename*=UTF-8''invoice-1.xml") != std::string::npos);
    CHECK(mails[0].find("PEZpbnZvaWNlLz4=") != std::string::npos);
  }
  SUBCASE("each refusal has its meaning") {
    CHECK(code_of("later@example.test") == "email.greylisted");
    CHECK(code_of("full@example.test") == "email.mailbox_full");
    CHECK(code_of("gone@example.test") == "email.mailbox_unknown");
    CHECK(code_of("spam@example.test") == "email.policy_blocked");
    CHECK(code_of("nobody") == "email.mailbox_unknown");
    auto const later = run_to_end(channel.deliver(sample_parcel("later@example.test")));
    CHECK(std::holds_alternative<channels::Deferred>(later));
    auto const gone = run_to_end(channel.deliver(sample_parcel("gone@example.test")));
    CHECK(std::holds_alternative<channels::Refused>(gone));
    // The kept connection is still good after refusals.
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
  }
  SUBCASE("a server whose certificate nobody vouches for gets no mail") {
    auto strangers = settings_for(server);
    strangers.ca_file = "/etc/ssl/certs/ca-certificates.crt";
    channels::EmailChannel other{strangers, pool};
    auto const outcome = run_to_end(other.deliver(sample_parcel()));
    CHECK(tests::as<channels::Refused>(outcome).trace.code == "transport.tls_failed");
  }
  SUBCASE("a server that went away is worth another try") {
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    server.stop();
    auto const outcome = run_to_end(channel.deliver(sample_parcel()));
    CHECK(tests::as<channels::Deferred>(outcome).trace.code == "transport.unreachable");
  }
}

TEST_CASE("a mail to several goes once, to those who are accepted, and tells of the others") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  tests::MailServer server;
  boost::asio::thread_pool pool{2};
  channels::EmailChannel channel{settings_for(server), pool};
  auto const sent_to = [&](std::string const& addresses, bool to_some = false) {
    auto parcel = sample_parcel(addresses);
    parcel.to_some = to_some;
    return run_to_end(channel.deliver(parcel));
  };
  auto const arrived = [&](std::size_t count) {
    return server.mails("osto@example.test", count).size();
  };

  SUBCASE("all of them") {
    auto const outcome = sent_to("osto@example.test, kunde@example.test");
    auto const& over = tests::as<channels::HandedOver>(outcome);
    CHECK(over.trace.refusals.empty());
    CHECK(over.receipt.find("RCPT 1: 250") == 0);
    CHECK(over.receipt.find("\nRCPT 2: 250") != std::string::npos);
    REQUIRE(arrived(1) == 1);
    auto const mails = server.mails("kunde@example.test", 1);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("To: <osto@example.test>, <kunde@example.test>") != std::string::npos);
  }
  SUBCASE("one does not exist, and one cannot be written to") {
    auto const outcome = sent_to("gone@example.test, osto@example.test, nobody");
    auto const& refusals = tests::as<channels::HandedOver>(outcome).trace.refusals;
    REQUIRE(refusals.size() == 2);
    CHECK(refusals[0].place == 0);
    CHECK(refusals[0].code == "email.mailbox_unknown");
    CHECK(refusals[0].native_code == "550 5.1.1");
    CHECK(refusals[1].place == 2);
    CHECK(arrived(1) == 1);
  }
  SUBCASE("while one is to come later nobody has it yet, until it must go to the others") {
    auto const both = "osto@example.test, later@example.test";
    auto const waits = sent_to(both);
    CHECK(tests::as<channels::Deferred>(waits).trace.code == "email.greylisted");
    CHECK(arrived(0) == 0);
    auto const goes = sent_to(both, true);
    auto const& refusals = tests::as<channels::HandedOver>(goes).trace.refusals;
    REQUIRE(refusals.size() == 1);
    CHECK(refusals[0].code == "email.greylisted");
    CHECK(arrived(1) == 1);
  }
  SUBCASE("when all refuse it, it is refused, each for his own reason") {
    auto const outcome = sent_to("gone@example.test, spam@example.test");
    auto const& trace = tests::as<channels::Refused>(outcome).trace;
    CHECK(trace.code == "email.mailbox_unknown");
    REQUIRE(trace.refusals.size() == 2);
    CHECK(trace.refusals[1].code == "email.policy_blocked");
    // The kept connection is still good.
    tests::as<channels::HandedOver>(sent_to("osto@example.test, kunde@example.test"));
    auto const alone = sent_to("nobody, gone@example.test");
    CHECK(tests::as<channels::Refused>(alone).trace.refusals.size() == 2);
  }
}

TEST_CASE("a mail server proves the name it is configured by, and no other") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  struct Row {
    std::string names, host;
    bool trusted;
  };
  for (auto const& row : std::vector<Row>{
           {"DNS:localhost", "localhost", true},
           {"IP:127.0.0.1", "localhost", false},
           {"DNS:mail.example.test", "localhost", false},
           {"IP:127.0.0.1", "127.0.0.1", true},
           {"DNS:localhost", "127.0.0.1", false},
       }) {
    CAPTURE(row.names);
    CAPTURE(row.host);
    tests::MailServer server{row.names};
    auto settings = settings_for(server);
    settings.host = row.host;
    boost::asio::thread_pool pool{1};
    channels::EmailChannel channel{settings, pool};
    for (int i = 0; i < 2; ++i) {
      auto const outcome = run_to_end(channel.deliver(sample_parcel()));
      CHECK(std::holds_alternative<channels::HandedOver>(outcome) == row.trusted);
      if (!row.trusted)
        CHECK(tests::as<channels::Refused>(outcome).trace.code == "transport.tls_failed");
    }
    CHECK(server.mails("osto@example.test", row.trusted ? 2 : 0).size() == (row.trusted ? 2 : 0));
  }
}

TEST_CASE("whatever a mail server does, the outcome says no more than is known") {
  if (!tests::MailPeer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  std::string helo;
  SUBCASE("in steps") { helo = "steps.test"; }
  SUBCASE("with the envelope in one write") { helo = "pipelining.test"; }
  CAPTURE(helo);
  tests::MailPeer peer;
  config::EmailSettings settings;
  settings.host = "127.0.0.1";
  settings.port = static_cast<std::uint16_t>(peer.port());
  settings.starttls = config::TlsPolicy::none;
  settings.from = "laskut@example.test";
  settings.bounces = "palaute+{id}@example.test";
  settings.helo = helo;
  settings.timeout = std::chrono::seconds{4};
  boost::asio::thread_pool pool{2};
  channels::EmailChannel channel{settings, pool};
  auto const outcome_of = [&](std::string const& name) {
    return run_to_end(channel.deliver(sample_parcel(name + "@example.test")));
  };

  SUBCASE("an answer that never comes after the mail is unsure") {
    for (auto const name : {"hang-data", "cut-data"}) {
      CAPTURE(name);
      auto const outcome = outcome_of(name);
      CHECK(tests::as<channels::Unsure>(outcome).trace.code == "transport.no_answer");
    }
  }
  SUBCASE("what was cut before the end of the mail is worth another try") {
    CHECK(tests::as<channels::Deferred>(outcome_of("cut-rcpt")).trace.code ==
          "transport.unreachable");
    // The whole mail may have stood in the socket before the end was seen.
    auto const cut = outcome_of("cut-body");
    CHECK((std::holds_alternative<channels::Deferred>(cut) ||
           std::holds_alternative<channels::Unsure>(cut)));
    CHECK(peer.taken().empty());
  }
  SUBCASE("a late answer is an answer, and a second one is not the next mail's") {
    tests::as<channels::HandedOver>(outcome_of("late"));
    tests::as<channels::HandedOver>(outcome_of("twice"));
    tests::as<channels::HandedOver>(outcome_of("fine"));
    CHECK(peer.taken().size() == 3);
  }
  SUBCASE("each mail's bounces come to an address of its own") {
    tests::as<channels::HandedOver>(outcome_of("fine"));
    REQUIRE(peer.taken().size() == 1);
    CHECK(peer.taken()[0].find("MAIL FROM:<palaute+dlv_01@example.test>") == 0);
    CHECK(peer.taken()[0].find("From: =?UTF-8?") != std::string::npos);
  }
  SUBCASE("enhanced codes have their meaning") {
    struct Row {
      std::string name, code;
      bool refused;
    };
    for (auto const& row : std::vector<Row>{
             {"code-550-5.1.1", "email.mailbox_unknown", true},
             {"code-550-5.1.10", "email.domain_unknown", true},
             {"code-550-5.4.4", "email.domain_unknown", true},
             {"code-552-5.2.2", "email.mailbox_full", true},
             {"code-452-4.2.2", "email.mailbox_full", false},
             {"code-552-5.3.4", "email.too_large", true},
             {"code-550-5.7.26", "email.policy_blocked", true},
             {"code-450-4.7.1", "email.greylisted", false},
             {"code-451-4.3.0", "transport.unreachable", false},
             {"421", "transport.unreachable", false},
             {"4xx-data", "transport.unreachable", false},
             {"5xx-data", "email.content_spam", true},
         }) {
      CAPTURE(row.name);
      auto const outcome = outcome_of(row.name);
      CHECK(channels::trace_of(outcome).code == row.code);
      CHECK(std::holds_alternative<channels::Refused>(outcome) == row.refused);
      CHECK(std::holds_alternative<channels::Deferred>(outcome) != row.refused);
    }
  }
  SUBCASE("a server that asks for a mail to nobody gets none") {
    auto const outcome = outcome_of("asks-anyway");
    CHECK(tests::as<channels::Refused>(outcome).trace.code == "email.mailbox_unknown");
    tests::as<channels::HandedOver>(outcome_of("fine"));
    CHECK(peer.taken().size() == 1);
  }
  SUBCASE("a kept connection that the server has closed costs no attempt") {
    tests::as<channels::HandedOver>(outcome_of("fine"));
    CHECK(channels::trace_of(outcome_of("421")).code == "transport.unreachable");
    tests::as<channels::HandedOver>(outcome_of("fine"));
    CHECK(peer.taken().size() == 2);
  }
  SUBCASE("without STARTTLS nothing is said where it is required") {
    settings.starttls = config::TlsPolicy::required;
    channels::EmailChannel strict{settings, pool};
    auto const outcome = run_to_end(strict.deliver(sample_parcel("fine@example.test")));
    CHECK(tests::as<channels::Refused>(outcome).trace.code == "transport.tls_failed");
    CHECK(peer.taken().empty());
  }
}

TEST_CASE("a mail to several that was cut or has no answer is neither given up nor sent twice") {
  if (!tests::MailPeer::available()) return;
  tests::MailPeer peer;
  config::EmailSettings settings;
  settings.host = "127.0.0.1";
  settings.port = static_cast<std::uint16_t>(peer.port());
  settings.starttls = config::TlsPolicy::none;
  settings.from = "laskut@example.test";
  settings.timeout = std::chrono::seconds{4};
  SUBCASE("in steps") { settings.helo = "steps.test"; }
  SUBCASE("with the envelope in one write") { settings.helo = "pipelining.test"; }
  CAPTURE(settings.helo);
  boost::asio::thread_pool pool{1};
  channels::EmailChannel channel{settings, pool};
  auto const both = [&](std::string const& name) {
    return run_to_end(
        channel.deliver(sample_parcel("fine@example.test," + name + "@example.test")));
  };
  CHECK(tests::as<channels::Unsure>(both("cut-data")).trace.code == "transport.no_answer");
  CHECK(tests::as<channels::Deferred>(both("cut-rcpt")).trace.code == "transport.unreachable");
  CHECK(tests::as<channels::Deferred>(both("421")).trace.code == "transport.unreachable");
  CHECK(peer.taken().size() == 1);
  tests::as<channels::HandedOver>(both("fine"));
  CHECK(peer.taken().size() == 2);
}
