#include "channels/print/print.hpp"

#include <atomic>
#include <thread>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "channels/directory/directory.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

channels::Parcel letter(std::string id) {
  auto parcel = tests::sample_parcel();
  parcel.delivery_id = parcel.message_id = std::move(id);
  parcel.files = {{"invoice-1.pdf", "application/pdf", "%PDF-1.7 " + parcel.delivery_id}};
  parcel.print = channels::PrintJob{
      {"Esimerkki Oy", "Testikatu 1", "00100 HELSINKI"}, "FI", 1, false, true, false};
  return parcel;
}

struct Printer {
  explicit Printer(std::size_t letters, std::chrono::seconds time = 3600s)
      : channel(std::make_unique<channels::DirectoryChannel>(folder.path(), pool), {letters, time},
                pool) {}
  auto prepare(std::string id) {
    return asio::co_spawn(pool, channel.prepare(letter(std::move(id))), asio::use_future);
  }
  auto deliver(std::string id) {
    return asio::co_spawn(pool, channel.deliver(letter(std::move(id))), asio::use_future);
  }
  std::vector<std::string> batches() const {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator{folder.path()}) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  tests::TempDirectory folder;
  asio::thread_pool pool{4};
  channels::PrintChannel channel;
};

}  // namespace

TEST_CASE("letters wait until the batch is full, and go only when every one is committed") {
  Printer printer{2};
  auto first = printer.prepare("dlv_01");
  CHECK(first.wait_for(100ms) == std::future_status::timeout);
  auto second = printer.prepare("dlv_02");
  CHECK_FALSE(first.get());
  CHECK_FALSE(second.get());
  CHECK(printer.batches().empty());
  auto one = printer.deliver("dlv_01");
  CHECK(one.wait_for(100ms) == std::future_status::timeout);
  CHECK(printer.batches().empty());
  auto two = printer.deliver("dlv_02");
  tests::as<channels::HandedOver>(one.get());
  tests::as<channels::HandedOver>(two.get());
  CHECK(printer.batches().size() == 1);
}

TEST_CASE("a letter that was taken back does not keep its batch waiting") {
  Printer printer{2};
  auto first = printer.prepare("dlv_01");
  auto second = printer.prepare("dlv_02");
  first.get();
  second.get();
  auto one = printer.deliver("dlv_01");
  asio::co_spawn(printer.pool, printer.channel.discard(letter("dlv_02")), asio::use_future).get();
  tests::as<channels::HandedOver>(one.get());
  CHECK(printer.batches().size() == 1);
}

TEST_CASE("a batch leaves at its time, and at once when the house closes") {
  SUBCASE("time") {
    Printer printer{100, 1s};
    CHECK_FALSE(printer.prepare("dlv_01").get());
    tests::as<channels::HandedOver>(printer.deliver("dlv_01").get());
  }
  SUBCASE("closing") {
    Printer printer{100};
    auto waiting = printer.prepare("dlv_01");
    printer.channel.hurry();
    CHECK_FALSE(waiting.get());
    tests::as<channels::HandedOver>(printer.deliver("dlv_01").get());
  }
}

TEST_CASE("a letter without an address never reaches a batch") {
  Printer printer{1};
  auto parcel = letter("dlv_01");
  parcel.print->address_lines = {"Nobody"};
  auto const outcome =
      asio::co_spawn(printer.pool, printer.channel.prepare(parcel), asio::use_future).get();
  REQUIRE(outcome);
  CHECK(channels::trace_of(*outcome).code == "print.address_incomplete");
}
