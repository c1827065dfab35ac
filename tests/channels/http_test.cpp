#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "channels/operator_http/operator_http.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::run_to_end;
using tests::sample_parcel;

namespace {

using boost::asio::ip::tcp;

// Takes one connection and lets it go: ended, or reset.
class BrokenHandshake {
 public:
  explicit BrokenHandshake(bool reset) : closing_([this, reset] { close_one(reset); }) {}
  ~BrokenHandshake() { closing_.join(); }
  BrokenHandshake(BrokenHandshake const&) = delete;
  BrokenHandshake& operator=(BrokenHandshake const&) = delete;
  std::string url() const {
    return fmt::format("https://127.0.0.1:{}/x", acceptor_.local_endpoint().port());
  }

 private:
  void close_one(bool reset) {
    auto peer = acceptor_.accept();
    if (reset) peer.set_option(boost::asio::socket_base::linger{true, 0});
  }

  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_, {boost::asio::ip::make_address_v4("127.0.0.1"), 0}};
  std::thread closing_;
};

// An operator that is well, and what a channel to it is set to.
struct Operator {
  tests::OperatorServer server;
  boost::asio::thread_pool pool{2};
  config::HttpSettings settings{};

  Operator() {
    settings.ca_file = server.certificates().authority();
    settings.certificate = server.certificates().client();
    settings.private_key = server.certificates().client_key();
    settings.timeout = std::chrono::seconds{2};
    settings.status_url = server.url("/status/{message_id}");
  }
  channels::Outcome outcome_at(std::string const& path) {
    settings.url = server.url(path);
    channels::OperatorHttpChannel channel{settings, pool};
    return run_to_end(channel.deliver(sample_parcel()));
  }
};

}  // namespace

TEST_CASE("an operator's HTTPS server takes documents and every answer has its meaning") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  Operator house;
  auto& [server, pool, settings] = house;
  auto const outcome_at = [&](std::string const& path) { return house.outcome_at(path); };

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
  SUBCASE("nor does it when another address was asked in between") {
    settings.url = server.url("/twice");
    auto second = server.url("/status/{message_id}");
    second.replace(second.find("localhost"), 9, "127.0.0.1");
    settings.status_url = second;
    channels::OperatorHttpChannel channel{settings, pool};
    for (auto const id : {"dlv_13", "dlv_14", "dlv_15"}) {
      auto parcel = sample_parcel();
      parcel.message_id = id;
      auto const outcome = run_to_end(channel.deliver(parcel));
      CHECK(tests::as<channels::HandedOver>(outcome).receipt == std::string{"taken "} + id);
      CHECK(run_to_end(channel.ask(parcel)) == channels::Arrival::arrived);
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

TEST_CASE("what a broken connection did to a document is known, and never guessed") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  Operator house;
  auto& [server, pool, settings] = house;

  SUBCASE("what a kept connection swallowed is not sent again behind the gateway's back") {
    settings.url = server.url("/swallow");
    channels::OperatorHttpChannel channel{settings, pool};
    auto parcel = sample_parcel();
    CHECK(std::holds_alternative<channels::HandedOver>(run_to_end(channel.deliver(parcel))));
    parcel.message_id = "dlv_02";
    CHECK(std::holds_alternative<channels::Unsure>(run_to_end(channel.deliver(parcel))));
    CHECK(server.posts().size() == 2);
  }
  SUBCASE("an operator that knows what it has gets it again at once") {
    settings.url = server.url("/swallow");
    settings.deduplicates = true;
    channels::OperatorHttpChannel channel{settings, pool};
    for (int i = 0; i < 2; ++i) {
      CHECK(std::holds_alternative<channels::HandedOver>(
          run_to_end(channel.deliver(sample_parcel()))));
    }
    CHECK(server.posts().size() == 3);
  }
  SUBCASE("an address with a line break writes no header of its own") {
    auto parcel = sample_parcel();
    parcel.intermediary = "A\r\nX-Message-Id: dlv_99";
    settings.url = server.url("/ok");
    channels::OperatorHttpChannel channel{settings, pool};
    CHECK(tests::as<channels::Refused>(run_to_end(channel.deliver(parcel))).trace.code ==
          "transport.content_refused");
    CHECK(server.posts().empty());
  }
  SUBCASE("a handshake that breaks off says nothing about who is there: worth another try") {
    for (bool const reset : {false, true}) {
      CAPTURE(reset);
      BrokenHandshake const peer{reset};
      settings.url = peer.url();
      channels::OperatorHttpChannel channel{settings, pool};
      auto const outcome = run_to_end(channel.deliver(sample_parcel()));
      CHECK(tests::as<channels::Deferred>(outcome).trace.code == "transport.unreachable");
    }
  }
}
