#include <fstream>

#include <doctest/doctest.h>

#include "channels/operator_sftp/operator_sftp.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using tests::run_to_end;
using tests::sample_parcel;

namespace {

// An OpenSSH server and what is needed to speak to it.
struct Place {
  Place() {
    settings.host = "127.0.0.1";
    settings.port = static_cast<std::uint16_t>(server.port());
    settings.user = server.user();
    settings.private_key = server.private_key();
    settings.host_key_sha256 = server.host_key_sha256();
    settings.directory = server.root().string();
    settings.timeout = std::chrono::seconds{10};
  }
  std::string code_of() {
    channels::OperatorSftpChannel channel{settings, pool};
    return channels::trace_of(run_to_end(channel.deliver(sample_parcel()))).code;
  }
  static bool available() {
    if (tests::FileServer::available()) return true;
    MESSAGE("skipped: sshd is not here");
    return false;
  }

  tests::FileServer server;
  config::SftpSettings settings;
  boost::asio::thread_pool pool{2};
};

}  // namespace

TEST_CASE("a file is left on a real OpenSSH server under its final name") {
  if (!Place::available()) return;
  Place place;
  auto& [server, settings, pool] = place;

  SUBCASE("twice the same parcel is one file") {
    channels::OperatorSftpChannel channel{settings, pool};
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::cannot_tell);
    for (int i = 0; i < 2; ++i) {
      tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    }
    CHECK(tests::slurp(server.root() / "dlv_01-invoice-1.xml") == "<Finvoice/>");
    CHECK(std::distance(std::filesystem::directory_iterator{server.root()}, {}) == 1);
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::arrived);
  }
  SUBCASE("asking tells a file that was never renamed from one that was") {
    channels::OperatorSftpChannel channel{settings, pool};
    std::ofstream{server.root() / ".dlv_01-invoice-1.xml.tmp"} << "<Fin";
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::not_arrived);
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    std::filesystem::remove(server.root() / "dlv_01-invoice-1.xml");  // the operator took it
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::cannot_tell);
    server.stop();
    channels::OperatorSftpChannel later{settings, pool};
    CHECK(run_to_end(later.ask(sample_parcel())) == channels::Arrival::no_answer);
  }
  SUBCASE("what was made ready lies under its temporary name until it is delivered or discarded") {
    auto const waiting = server.root() / ".dlv_01-invoice-1.xml.tmp";
    {
      channels::OperatorSftpChannel interrupted{settings, pool};
      CHECK_FALSE(run_to_end(interrupted.prepare(sample_parcel())));
    }
    CHECK(tests::slurp(waiting) == "<Finvoice/>");
    channels::OperatorSftpChannel channel{settings, pool};
    CHECK(run_to_end(channel.ask(sample_parcel())) == channels::Arrival::not_arrived);
    CHECK_FALSE(run_to_end(channel.prepare(sample_parcel())));
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    CHECK(tests::slurp(server.root() / "dlv_01-invoice-1.xml") == "<Finvoice/>");
    CHECK_FALSE(std::filesystem::exists(waiting));
    // Its answer was lost: the file that is there is ours.
    CHECK_FALSE(run_to_end(channel.prepare(sample_parcel())));
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(sample_parcel())));
    CHECK_FALSE(run_to_end(channel.prepare(sample_parcel())));
    auto discard = [&]() -> boost::asio::awaitable<int> {
      co_await channel.discard(sample_parcel());
      co_return 0;
    };
    run_to_end(discard());
    CHECK(std::distance(std::filesystem::directory_iterator{server.root()}, {}) == 1);
  }
  SUBCASE("another file of the same name is not overwritten") {
    std::ofstream{server.root() / "dlv_01-invoice-1.xml"} << "other";
    CHECK(place.code_of() == "transport.name_taken");
    CHECK(tests::slurp(server.root() / "dlv_01-invoice-1.xml") == "other");
    CHECK(std::distance(std::filesystem::directory_iterator{server.root()}, {}) == 1);
  }
}

TEST_CASE("what an OpenSSH server or the way to it does is told for what it is") {
  if (!Place::available()) return;
  Place place;
  auto& [server, settings, pool] = place;

  SUBCASE("a connection that is cut or hangs in the middle loses nothing and doubles nothing") {
    auto parcel = sample_parcel();
    parcel.files.front().bytes.assign(200000, 'x');
    settings.timeout = std::chrono::seconds{3};
    auto const port = settings.port;
    for (auto const end : {tests::Relay::End::cut, tests::Relay::End::hang}) {
      for (int const bytes : {500, 4000, 60000, 201500, 204000}) {
        CAPTURE(bytes);
        tests::Relay relay{port, bytes, end};
        settings.port = static_cast<std::uint16_t>(relay.port());
        channels::OperatorSftpChannel cut{settings, pool};
        auto const outcome = run_to_end(cut.deliver(parcel));
        CHECK_FALSE(std::holds_alternative<channels::Refused>(outcome));
        settings.port = port;
        channels::OperatorSftpChannel whole{settings, pool};
        auto const there = std::filesystem::exists(server.root() / "dlv_01-invoice-1.xml");
        if (std::holds_alternative<channels::HandedOver>(outcome)) CHECK(there);
        if (std::holds_alternative<channels::Deferred>(outcome)) CHECK_FALSE(there);
        if (std::holds_alternative<channels::Unsure>(outcome)) {
          auto const arrival = run_to_end(whole.ask(parcel));
          CHECK((arrival == channels::Arrival::arrived) == there);
        }
        tests::as<channels::HandedOver>(run_to_end(whole.deliver(parcel)));
        CHECK(tests::slurp(server.root() / "dlv_01-invoice-1.xml").size() == 200000);
        for (auto const& file : std::filesystem::directory_iterator{server.root()}) {
          std::filesystem::remove(file.path());
        }
      }
    }
  }
  SUBCASE("a connection that is cut during the login is no refusal of ours") {
    auto const port = settings.port;
    for (int bytes = 1000; bytes <= 3000; bytes += 200) {
      CAPTURE(bytes);
      tests::Relay relay{port, bytes, tests::Relay::End::cut_once};
      settings.port = static_cast<std::uint16_t>(relay.port());
      CHECK(place.code_of() != "transport.not_authorised");
    }
  }
  SUBCASE("another host key is not spoken to") {
    settings.host_key_sha256 = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    CHECK(place.code_of() == "transport.sftp_host_key_changed");
    CHECK(std::filesystem::is_empty(server.root()));
  }
  SUBCASE("a login that is refused is ours to mend") {
    settings.private_key.clear();
    settings.password = config::Secret{"wrong", "test"};
    CHECK(place.code_of() == "transport.not_authorised");
  }
  SUBCASE("a server that is away is worth another try") {
    server.stop();
    CHECK(place.code_of() == "transport.sftp_down");
  }
}
