#include <doctest/doctest.h>

#include "channels/operator_http/operator_http.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::run_to_end;
using tests::sample_parcel;

TEST_CASE("an operator's HTTPS server takes documents and every answer has its meaning") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer server;
  boost::asio::thread_pool pool{2};
  config::HttpSettings settings;
  settings.ca_file = server.certificates().authority();
  settings.certificate = server.certificates().client();
  settings.private_key = server.certificates().client_key();
  settings.timeout = std::chrono::seconds{2};
  settings.status_url = server.url("/status/{message_id}");
  auto const outcome_at = [&](std::string const& path) {
    settings.url = server.url(path);
    channels::OperatorHttpChannel channel{settings, pool};
    return run_to_end(channel.deliver(sample_parcel()));
  };

  SUBCASE("taken, with the answer as proof") {
    auto const outcome = outcome_at("/ok");
    CHECK(tests::as<channels::HandedOver>(outcome).receipt == "taken dlv_01");
    CHECK(server.received() == std::vector<std::string>{"<Finvoice/>"});
  }
  SUBCASE("busy: later, when the operator says") {
    auto const outcome = outcome_at("/busy");
    CHECK(tests::as<channels::Deferred>(outcome).retry_after == std::chrono::seconds{90});
  }
  SUBCASE("refused") {
    CHECK(tests::as<channels::Refused>(outcome_at("/invalid")).trace.code ==
          "transport.content_refused");
    CHECK(tests::as<channels::Refused>(outcome_at("/forbidden")).trace.code ==
          "transport.not_authorised");
  }
  SUBCASE("no answer is unsure, and asking tells") {
    for (auto const path : {"/slow", "/close", "/half", "/broken", "/gateway"}) {
      CAPTURE(path);
      auto const outcome = outcome_at(path);
      CHECK(std::holds_alternative<channels::Unsure>(outcome));
    }
    channels::OperatorHttpChannel channel{settings, pool};
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::arrived);
    auto other = sample_parcel();
    other.message_id = "dlv_02";
    CHECK(run_to_end(channel.ask(other)) == channels::Arrival::not_arrived);
  }
  SUBCASE("busy until a date") {
    auto const outcome = outcome_at("/date");
    auto const wish = tests::as<channels::Deferred>(outcome).retry_after;
    REQUIRE(wish);
    CHECK(*wish > std::chrono::seconds{60});
    CHECK(*wish <= std::chrono::seconds{120});
  }
  SUBCASE("a redirect is not followed: the document goes where it was meant to, or nowhere") {
    CHECK(tests::as<channels::Refused>(outcome_at("/moved")).trace.native_code == "HTTP 307");
    CHECK(server.received().empty());
  }
  SUBCASE("a second answer does not become the next document's") {
    settings.url = server.url("/twice");
    channels::OperatorHttpChannel channel{settings, pool};
    for (auto const id : {"dlv_11", "dlv_12"}) {
      auto parcel = sample_parcel();
      parcel.message_id = id;
      auto const outcome = run_to_end(channel.deliver(parcel));
      CHECK(tests::as<channels::HandedOver>(outcome).receipt == std::string{"taken "} + id);
    }
  }
  SUBCASE("asking an operator that is away says nothing about the document") {
    settings.status_url = "https://localhost:1/status/{message_id}";
    channels::OperatorHttpChannel channel{settings, pool};
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::no_answer);
  }
  SUBCASE("an operator that knows the message id takes it once") {
    settings.deduplicates = true;
    tests::as<channels::HandedOver>(outcome_at("/once"));
    tests::as<channels::HandedOver>(outcome_at("/once"));
    CHECK(server.received().size() == 1);
  }
  SUBCASE("a stranger's certificate is refused") {
    settings.ca_file = "/etc/ssl/certs/ca-certificates.crt";
    CHECK(tests::as<channels::Refused>(outcome_at("/ok")).trace.code == "transport.tls_failed");
  }
  SUBCASE("nobody listens: worth another try") {
    settings.url = "https://localhost:1/x";
    channels::OperatorHttpChannel channel{settings, pool};
    auto const outcome = run_to_end(channel.deliver(sample_parcel()));
    CHECK(std::holds_alternative<channels::Deferred>(outcome));
  }
}
