#include "channels/print/print.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "channels/directory/directory.hpp"
#include "channels/print/gathering.hpp"
#include "channels/print/price.hpp"
#include "channels/print/rules.hpp"
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
  parcel.print.emplace();
  parcel.print->address_lines = {"Esimerkki Oy", "Testikatu 1", "00100 HELSINKI"};
  parcel.print->country = "FI";
  return parcel;
}

config::PrintSettings settings_of(int letters, std::chrono::seconds time) {
  config::PrintSettings settings;
  settings.letters_per_batch = letters;
  settings.batch_time = time;
  return settings;
}

struct Printer {
  explicit Printer(int letters, std::chrono::seconds time = 3600s)
      : Printer(settings_of(letters, time)) {}
  explicit Printer(config::PrintSettings settings)
      : channel(std::make_unique<channels::DirectoryChannel>(folder.path(), pool),
                std::move(settings), spool.path() / "print", pool) {}
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

  tests::TempDirectory folder, spool;
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

TEST_CASE("a letter that goes again with others is in a batch of another name") {
  Printer printer{2};
  auto const sends = [&](std::vector<std::string> const& ids) {
    std::vector<std::future<std::optional<channels::Outcome>>> ready;
    std::vector<std::future<channels::Outcome>> sent;
    for (auto const& id : ids) ready.push_back(printer.prepare(id));
    for (auto& one : ready) CHECK_FALSE(one.get());
    for (auto const& id : ids) sent.push_back(printer.deliver(id));
    for (auto& one : sent) tests::as<channels::HandedOver>(one.get());
  };
  sends({"dlv_01", "dlv_02"});
  sends({"dlv_01", "dlv_03"});
  CHECK(printer.batches().size() == 2);
}

TEST_CASE("the same letters have the same name again, in whatever order they are written") {
  tests::TempDirectory spool;
  auto const settings = settings_of(2, 1s);
  auto const id_of = [&](std::vector<std::string> const& ids) {
    channels::OpenBatch batch{settings, spool.path(), "dlv_01"};
    for (auto const& id : ids) CHECK_FALSE(batch.add(letter(id)));
    auto const whole = batch.finish();
    REQUIRE(whole);
    CHECK(whole->files.front().name.find(whole->message_id) != std::string::npos);
    return whole->message_id;
  };
  auto const first = id_of({"dlv_01", "dlv_02"});
  CHECK(id_of({"dlv_02", "dlv_01"}) == first);
  CHECK(id_of({"dlv_01", "dlv_03"}) != first);
}

TEST_CASE("a batch that is done does not take the file of the next with it") {
  tests::TempDirectory spool;
  auto const settings = settings_of(2, 1s);
  auto done = std::make_unique<channels::OpenBatch>(settings, spool.path(), "dlv_01");
  channels::OpenBatch next{settings, spool.path(), "dlv_01"};
  for (auto* const batch : {done.get(), &next}) CHECK_FALSE(batch->add(letter("dlv_01")));
  done.reset();
  auto const whole = next.finish();
  REQUIRE(whole);
  CHECK(std::filesystem::exists(whole->files.front().on_disk));
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

TEST_CASE("a letter that cannot be posted as it is never reaches a batch") {
  auto settings = settings_of(1, 3600s);
  settings.envelopes = {{"C5", 2}, {"C4", 4}};
  Printer printer{settings};
  auto const code = [&](auto const& change) {
    auto parcel = letter("dlv_01");
    change(*parcel.print);
    auto const outcome =
        asio::co_spawn(printer.pool, printer.channel.prepare(parcel), asio::use_future).get();
    return outcome ? channels::trace_of(*outcome).code : std::string{};
  };
  using Job = channels::PrintJob;
  CHECK(code([](Job& job) { job.address_lines = {"Nobody"}; }) == "print.address_incomplete");
  CHECK(code([](Job& job) { job.address_lines.resize(7, "Talo B"); }) ==
        "print.address_outside_window");
  CHECK(code([](Job& job) { job.outside_window = "\"Lång\" is 90 mm wide."; }) ==
        "print.address_outside_window");
  CHECK(code([](Job& job) { job.pages = 9; }) == "print.too_many_sheets");
  CHECK(code([](Job& job) { job.pages = 8; }).empty());
}

TEST_CASE("rules say how a letter is printed, what goes along and in which envelope") {
  auto settings = settings_of(1, 3600s);
  settings.envelopes = {{"C5", 2}, {"C4", 40}};
  settings.rules.resize(3);
  settings.rules[0].inserts = {"kevatesite"};
  settings.rules[1].document = "reminder";
  settings.rules[1].colour = true;
  settings.rules[1].inserts = {"neuvonta", "kevatesite"};
  settings.rules[2].client = "nordlys";
  settings.rules[2].duplex = false;
  channels::PrintJob job;
  job.pages = 2;
  job.document = "invoice";
  job.client = "siivous";
  auto how = channels::processing_of(settings, job);
  REQUIRE(how);
  CHECK_FALSE(how->colour);
  CHECK(how->duplex);
  CHECK(how->envelope == "C5");
  CHECK(how->inserts == std::vector<std::string>{"kevatesite"});
  job.document = "reminder";
  job.client = "nordlys";
  how = channels::processing_of(settings, job);
  REQUIRE(how);
  CHECK(how->colour);
  CHECK_FALSE(how->duplex);
  CHECK(how->inserts == std::vector<std::string>{"kevatesite", "neuvonta"});
  CHECK(how->envelope == "C4");
}

TEST_CASE("nothing of a batch stays in the spool, and what a lost process left there goes") {
  Printer printer{1};
  auto const spool = printer.spool.path() / "print";
  CHECK_FALSE(printer.prepare("dlv_01").get());
  tests::as<channels::HandedOver>(printer.deliver("dlv_01").get());
  printer.pool.join();
  CHECK(std::filesystem::is_empty(spool));
  std::ofstream{spool / "dlv_00.zip"} << "half";
  asio::thread_pool pool{1};
  channels::PrintChannel const again{nullptr, settings_of(1, 3600s), spool, pool};
  CHECK(std::filesystem::is_empty(spool));
}

TEST_CASE("however large a batch is, few of its letters are made at once, and all arrive") {
  constexpr int letters = 200;
  Printer printer{letters};
  std::vector<std::future<std::optional<channels::Outcome>>> prepared;
  for (int i = 0; i < letters; ++i) {
    prepared.push_back(printer.prepare("dlv_" + std::to_string(1000 + i)));
  }
  auto const ready = [&] {
    return std::count_if(prepared.begin(), prepared.end(), [](auto& one) {
      return one.valid() && one.wait_for(0s) == std::future_status::ready;
    });
  };
  while (ready() < 64) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(100ms);
  CHECK(ready() == 64);
  // Each that is written, or taken back, lets the next one go, by their ids.
  std::vector<std::future<channels::Outcome>> delivered;
  auto const go = [&](int i) {
    auto& one = prepared.at(static_cast<std::size_t>(i));
    if (!one.valid() || one.wait_for(0s) != std::future_status::ready) return false;
    CHECK_FALSE(one.get());
    auto const id = "dlv_" + std::to_string(1000 + i);
    if (i == 7) {
      asio::co_spawn(printer.pool, printer.channel.discard(letter(id)), asio::use_future).get();
    } else {
      delivered.push_back(printer.deliver(id));
    }
    return true;
  };
  for (int gone = 0; gone < letters; std::this_thread::sleep_for(1ms)) {
    for (int i = 0; i < letters; ++i) gone += go(i);
  }
  for (auto& one : delivered) tests::as<channels::HandedOver>(one.get());
  CHECK(printer.batches().size() == 1);
}

TEST_CASE("the same letters are the same file, in whatever order they come and go") {
  auto const file_of = [](std::vector<std::string> const& ids) {
    Printer printer{3};
    std::vector<std::future<std::optional<channels::Outcome>>> prepared;
    for (auto const& id : ids) prepared.push_back(printer.prepare(id));
    for (auto& one : prepared) CHECK_FALSE(one.get());
    std::vector<std::future<channels::Outcome>> delivered;
    for (auto const& id : ids) {
      delivered.push_back(printer.deliver(id));
      std::this_thread::sleep_for(20ms);
    }
    for (auto& one : delivered) tests::as<channels::HandedOver>(one.get());
    REQUIRE(printer.batches().size() == 1);
    std::ifstream in{printer.folder.path() / printer.batches().front(), std::ios::binary};
    return printer.batches().front() + std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  auto const by_id = file_of({"dlv_01", "dlv_02", "dlv_03"});
  CHECK(file_of({"dlv_03", "dlv_01", "dlv_02"}) == by_id);
  CHECK(file_of({"dlv_02", "dlv_03", "dlv_01"}) == by_id);
}

TEST_CASE("a batch closes a minute before the printer's cut-off") {
  tests::TempDirectory const folder, spool;
  asio::thread_pool pool{4};
  auto const closes_at_once = [&](std::optional<std::chrono::seconds> left) {
    channels::PrintChannel channel{
        std::make_unique<channels::DirectoryChannel>(folder.path(), pool), settings_of(100, 300s),
        spool.path() / "print", pool, [left] { return left; }};
    auto waiting = asio::co_spawn(pool, channel.prepare(letter("dlv_01")), asio::use_future);
    bool const closed = waiting.wait_for(400ms) == std::future_status::ready;
    channel.hurry();
    waiting.get();
    return closed;
  };
  CHECK(closes_at_once(60s));
  CHECK(closes_at_once(5s));
  CHECK_FALSE(closes_at_once(90s));
  CHECK_FALSE(closes_at_once(3600s));
  CHECK_FALSE(closes_at_once(std::nullopt));
}

namespace {

struct Broken : channels::Channel {
  asio::awaitable<channels::Outcome> deliver(channels::Parcel) override {
    throw std::runtime_error{"no paper"};
    co_return channels::HandedOver{};
  }
  channels::Repeat repeat() const override { return channels::Repeat::never; }
};

}  // namespace

TEST_CASE("a batch whose transport throws is lost, and the letter says what it met") {
  tests::TempDirectory spool;
  asio::thread_pool pool{2};
  channels::PrintChannel channel{std::make_unique<Broken>(), settings_of(1, 3600s),
                                 spool.path() / "print", pool};
  auto const run = [&](auto work) {
    return asio::co_spawn(pool, std::move(work), asio::use_future);
  };
  REQUIRE_FALSE(run(channel.prepare(letter("dlv_01"))).get());
  auto const outcome = run(channel.deliver(letter("dlv_01"))).get();
  auto const* unsure = std::get_if<channels::Unsure>(&outcome);
  REQUIRE(unsure != nullptr);
  CHECK(unsure->trace.excerpt == "no paper");
}

TEST_CASE("a letter's price is of the youngest list in force and the first row that holds") {
  auto settings = settings_of(1, 3600s);
  settings.currency = "EUR";
  config::PrintPrice home, abroad, dear;
  home.valid_from = abroad.valid_from = "2026-01-01";
  home.country = "FI";
  home.sheets = 3;
  home.letter = 110'000;  // 1.10
  home.page = 2'000;      // 0.02
  home.sheet = 4'500;     // 0.045
  home.insert = 1'000;    // 0.01
  abroad.letter = 250'000;
  dear.valid_from = "2026-07-01";
  dear.country = "FI";
  dear.letter = 150'000;
  settings.prices = {home, abroad, dear};
  channels::PrintJob job;
  job.country = "FI";
  job.pages = 3;
  print::Processing how;
  how.inserts = {"esite"};
  auto const text = [&](std::string_view day) {
    auto const price = channels::price_of(settings, job, how, day);
    return price ? price->text + " " + price->currency + " " + price->valid_from : std::string{};
  };
  CHECK(text("2026-06-30") == "1.26 EUR 2026-01-01");  // 1.10 + 3 x 0.02 + 2 x 0.045 + 0.01
  how.duplex = false;
  CHECK(text("2026-06-30") == "2.50 EUR 2026-01-01");  // three sheets and a leaflet are too many
  CHECK(text("2026-07-01") == "1.50 EUR 2026-07-01");
  job.country = "SE";
  CHECK(text("2026-07-01") == "2.50 EUR 2026-01-01");
  CHECK(text("2025-12-31").empty());
}
