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
