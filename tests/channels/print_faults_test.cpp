// A batch on its way to a printer by SFTP, when the connection breaks.
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "channels/directory/directory.hpp"
#include "channels/operator_sftp/operator_sftp.hpp"
#include "channels/print/print.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
namespace asio = boost::asio;

namespace {

channels::Parcel noisy_letter(std::string id) {
  auto parcel = tests::sample_parcel();
  parcel.delivery_id = parcel.message_id = std::move(id);
  std::string noise;  // a PDF does not shrink: the relay counts what is really carried
  std::uint32_t state = 1;
  for (int i = 0; i < 40000; ++i) noise += static_cast<char>((state = state * 1664525u + 1) >> 24);
  parcel.files = {{"invoice-1.pdf", "application/pdf", "%PDF-1.7 " + noise}};
  parcel.print.emplace();
  parcel.print->address_lines = {"Esimerkki Oy", "Testikatu 1", "00100 HELSINKI"};
  parcel.print->country = "FI";
  return parcel;
}

// Both letters of a batch through a printer at this port; what became of each.
std::vector<channels::Outcome> print_batch(tests::FileServer const& server, int port) {
  tests::TempDirectory spool;
  asio::thread_pool pool{4};
  config::SftpSettings sftp;
  sftp.host = "127.0.0.1";
  sftp.port = static_cast<std::uint16_t>(port);
  sftp.user = server.user();
  sftp.private_key = server.private_key();
  sftp.host_key_sha256 = server.host_key_sha256();
  sftp.directory = server.root().string();
  sftp.timeout = std::chrono::seconds{3};
  config::PrintSettings settings;
  settings.letters_per_batch = 2;
  settings.batch_time = std::chrono::seconds{60};
  channels::PrintChannel channel{std::make_unique<channels::OperatorSftpChannel>(sftp, pool),
                                 settings, spool.path() / "print", pool};
  auto const run = [&](auto work) {
    return asio::co_spawn(pool, std::move(work), asio::use_future);
  };
  auto first = run(channel.prepare(noisy_letter("dlv_01"))),
       second = run(channel.prepare(noisy_letter("dlv_02")));
  REQUIRE_FALSE(first.get());
  REQUIRE_FALSE(second.get());
  auto one = run(channel.deliver(noisy_letter("dlv_01"))),
       two = run(channel.deliver(noisy_letter("dlv_02")));
  std::vector<channels::Outcome> outcomes{one.get(), two.get()};
  pool.join();
  return outcomes;
}

std::size_t batches(tests::FileServer const& server) {
  std::size_t count = 0;
  for (auto const& file : std::filesystem::directory_iterator{server.root()}) {
    count += file.path().extension() == ".zip" ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE(
    "a batch whose connection is cut or hangs has one outcome for all its letters, and a true "
    "one") {
  if (!tests::FileServer::available()) {
    MESSAGE("skipped: sshd is not here");
    return;
  }
  tests::FileServer server;
  for (auto const end : {tests::Relay::End::cut, tests::Relay::End::hang}) {
    for (int const bytes : {500, 4000, 30000, 82000, 85500}) {
      CAPTURE(bytes);
      tests::Relay relay{server.port(), bytes, end};
      auto const outcomes = print_batch(server, relay.port());
      REQUIRE(outcomes.size() == 2);
      CHECK(outcomes[0].index() == outcomes[1].index());
      auto const there = batches(server);
      if (std::holds_alternative<channels::HandedOver>(outcomes[0])) CHECK(there == 1);
      if (std::holds_alternative<channels::Deferred>(outcomes[0])) CHECK(there == 0);
      CHECK_FALSE(std::holds_alternative<channels::Refused>(outcomes[0]));
      // The same batch again: whatever lay there, one file is the end of it.
      auto const again = print_batch(server, server.port());
      tests::as<channels::HandedOver>(again[0]);
      tests::as<channels::HandedOver>(again[1]);
      CHECK(batches(server) == 1);
      for (auto const& file : std::filesystem::directory_iterator{server.root()}) {
        std::filesystem::remove(file.path());
      }
    }
  }
}

TEST_CASE("a spool that is full defers the whole batch, and takes it when there is room") {
  tests::TempDirectory folder;
  auto const out = folder.path() / "out";
  std::filesystem::create_directories(out);
  tests::SmallDisk const disk{folder.path() / "spool", "96k"};
  if (!disk.mounted()) {
    MESSAGE("skipped: a small disk can be mounted by root alone");
    return;
  }
  asio::thread_pool pool{4};
  config::PrintSettings settings;
  settings.letters_per_batch = 3;
  settings.batch_time = std::chrono::seconds{60};
  SUBCASE("a PDF a letter") {}
  SUBCASE("a bundle") { settings.bundle = true; }
  channels::PrintChannel channel{std::make_unique<channels::DirectoryChannel>(out, pool), settings,
                                 folder.path() / "spool" / "print", pool};
  auto const print_three = [&] {
    std::vector<channels::Outcome> outcomes;
    std::vector<std::future<std::optional<channels::Outcome>>> ready;
    std::vector<std::future<channels::Outcome>> sent;
    for (auto const* id : {"dlv_01", "dlv_02", "dlv_03"})
      ready.push_back(asio::co_spawn(pool, channel.prepare(noisy_letter(id)), asio::use_future));
    for (auto& one : ready) REQUIRE_FALSE(one.get());
    for (auto const* id : {"dlv_01", "dlv_02", "dlv_03"})
      sent.push_back(asio::co_spawn(pool, channel.deliver(noisy_letter(id)), asio::use_future));
    for (auto& one : sent) outcomes.push_back(one.get());
    return outcomes;
  };
  if (settings.bundle) {  // what is no PDF is the letter's own fault, whatever the disk
    for (auto const& outcome : print_three())
      CHECK(std::holds_alternative<channels::Refused>(outcome));
  } else {
    for (auto const& outcome : print_three()) {
      auto const& deferred = tests::as<channels::Deferred>(outcome);
      CHECK(deferred.trace.code == "transport.disk_full");
    }
    CHECK(std::filesystem::is_empty(out));
    disk.grow("4m");
    for (auto const& outcome : print_three()) tests::as<channels::HandedOver>(outcome);
  }
  pool.join();
}
