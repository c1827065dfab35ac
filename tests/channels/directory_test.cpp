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
