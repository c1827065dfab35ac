#include "channels/directory/directory.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/channels/deliver.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using tests::run_to_end;

TEST_CASE("a dropped file is whole, and dropping it twice leaves one") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  for (int i = 0; i < 2; ++i) {
    tests::as<channels::HandedOver>(run_to_end(channel.deliver(tests::sample_parcel())));
  }
  CHECK(tests::slurp(folder.path() / "dlv_01-invoice-1.xml") == "<Finvoice/>");
  auto const files = std::distance(std::filesystem::directory_iterator{folder.path()}, {});
  CHECK(files == 1);
  CHECK(run_to_end(channel.ask(tests::sample_parcel())) == channels::Arrival::arrived);
}

TEST_CASE("an attempt that was cut short is told from one whose file the agent has taken") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  auto const parcel = tests::sample_parcel();
  auto const ask = [&] { return run_to_end(channel.ask(parcel)); };
  REQUIRE_FALSE(run_to_end(channel.prepare(parcel)));
  CHECK(ask() == channels::Arrival::not_arrived);
  tests::as<channels::HandedOver>(run_to_end(channel.deliver(parcel)));
  CHECK(ask() == channels::Arrival::arrived);
  std::filesystem::remove(folder.path() / "dlv_01-invoice-1.xml");  // the agent
  CHECK(ask() == channels::Arrival::arrived);
  std::filesystem::remove_all(folder.path());
  CHECK(ask() == channels::Arrival::no_answer);
}

TEST_CASE("a file that gets no name is told from one that the agent has taken") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  auto parcel = tests::sample_parcel();
  parcel.message_id = "gone/dlv_01";  // below a directory that is not there
  REQUIRE_FALSE(run_to_end(channel.prepare(parcel)));
  tests::as<channels::Deferred>(run_to_end(channel.deliver(parcel)));
  // A process that ends here has not kept the answer: the next one asks.
  CHECK(run_to_end(channel.ask(parcel)) == channels::Arrival::not_arrived);
}

TEST_CASE("what was made ready and will not be sent leaves nothing") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  REQUIRE_FALSE(run_to_end(channel.prepare(tests::sample_parcel())));
  CHECK_FALSE(std::filesystem::is_empty(folder.path()));
  auto discard = [&]() -> boost::asio::awaitable<int> {
    co_await channel.discard(tests::sample_parcel());
    co_return 0;
  };
  run_to_end(discard());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("half a file of an earlier life is never what is dropped") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  std::ofstream{folder.path() / ".dlv_01.tmp"} << "<Fin";
  tests::as<channels::HandedOver>(run_to_end(channel.deliver(tests::sample_parcel())));
  CHECK(tests::slurp(folder.path() / "dlv_01-invoice-1.xml") == "<Finvoice/>");
}

TEST_CASE("another file of the same name is never overwritten") {
  tests::TempDirectory folder;
  boost::asio::thread_pool pool{1};
  std::ofstream{folder.path() / "dlv_01-invoice-1.xml"} << "other";
  channels::DirectoryChannel channel{folder.path(), pool};
  auto const outcome = run_to_end(channel.deliver(tests::sample_parcel()));
  CHECK(tests::as<channels::Refused>(outcome).trace.code == "transport.name_taken");
  CHECK(tests::slurp(folder.path() / "dlv_01-invoice-1.xml") == "other");
}

TEST_CASE("a directory that is not there is worth another try") {
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{"/nowhere/at/all", pool};
  auto const outcome = run_to_end(channel.deliver(tests::sample_parcel()));
  CHECK(tests::as<channels::Deferred>(outcome).trace.code == "transport.unreachable");
}

TEST_CASE("a full disk defers and leaves nothing half written") {
  if (!std::filesystem::exists("/dev/full")) return;
  tests::TempDirectory folder;
  std::filesystem::create_symlink("/dev/full", folder.path() / ".dlv_01.tmp");
  boost::asio::thread_pool pool{1};
  channels::DirectoryChannel channel{folder.path(), pool};
  auto const outcome = run_to_end(channel.deliver(tests::sample_parcel()));
  CHECK(tests::as<channels::Deferred>(outcome).trace.code == "transport.disk_full");
  CHECK(std::filesystem::is_empty(folder.path()));
}
