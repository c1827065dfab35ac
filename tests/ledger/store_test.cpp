#include "ledger/store/store.hpp"

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/packing.hpp"
#include "ledger/store/receivables.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

TEST_SUITE("ledger/store") {
  TEST_CASE("what was committed is there after a new start") {
    TempDirectory const home;
    auto const invoice = accepted("1001", 53338, "1234561");
    auto const delivery = routed(invoice);
    {
      auto const store = ledger::Store::open(place_in(home.path()), {});
      store->write_now([&](ledger::Transaction& tx) {
        tx.append("fi", "key_1", noon, invoice);
        tx.append("fi", "key_1", noon, delivery);
      });
    }
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->read([&](ledger::Snapshot& view) {
      auto const row = ledger::find_invoice(view, "fi", invoice.invoice_id);
      REQUIRE(row);
      CHECK(row->status == "accepted");
      CHECK(row->due == eur(53338));
      CHECK(row->buyer_name == "Čáhcegáisá Oy");
      CHECK(row->delivery_id == delivery.delivery_id);
      CHECK_FALSE(ledger::find_invoice(view, "no", invoice.invoice_id));
      CHECK(ledger::next_channel_waiting(view, {}) == "email");
      CHECK_FALSE(ledger::next_channel_waiting(view, "email"));
      auto const waits = ledger::next_destination_waiting(view, "email", {});
      REQUIRE(waits);
      CHECK(waits->name == "email:example.fi");
      CHECK(waits->first == noon);
      CHECK_FALSE(ledger::next_destination_waiting(view, "email", "email:example.fi"));
      ledger::DueQuestion const question{"email", "email:example.fi", noon, 10};
      auto const due = ledger::due_deliveries(view, question);
      REQUIRE(due.size() == 1);
      CHECK(due.front().address == "lasku@example.fi");
      CHECK(due.front().remaining == std::vector<std::string>{"print"});
      CHECK(ledger::due_timers(view, question).empty());
      auto const before = noon - std::chrono::seconds{1};
      CHECK(ledger::due_deliveries(view, {"email", "email:example.fi", before, 10}).empty());
      CHECK(ledger::next_due(view, {"email", "email:example.fi", before, 10}) == noon);
      CHECK(ledger::due_timers(view, {"email", "email:example.fi", due.front().give_up_at, 10})
                .size() == 1);
      CHECK(ledger::events_of_invoice(view, "fi", invoice.invoice_id, 0, 10).size() == 2);
      CHECK(ledger::last_series_number(view, "fi", "siivous", "123", 12) == 456);
    });
  }

  TEST_CASE("an event is found by its id, in its own journal alone") {
    TempDirectory const directory;
    auto store = ledger::Store::open(directory.path(), {});
    std::vector<std::string> finnish;
    store->write_now([&](ledger::Transaction& tx) {
      for (int i = 0; i < 50; ++i)
        finnish.push_back(tx.append("fi", "key_1", noon, accepted(std::to_string(i))));
      tx.append("no", "key_1", noon, accepted("1"));
    });
    store->read([&](ledger::Snapshot& view) {
      for (std::size_t i = 0; i < finnish.size(); ++i)
        CHECK(ledger::seq_of_event(view, "fi", finnish[i]) == static_cast<std::int64_t>(i) + 1);
      CHECK_FALSE(ledger::seq_of_event(view, "no", finnish[0]));
      CHECK_FALSE(ledger::seq_of_event(view, "fi", "evt_01k5pmpdg00000000000000001"));
      CHECK_FALSE(ledger::seq_of_event(view, "fi", ""));
    });
  }

  TEST_CASE("a second process does not get the store") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    CHECK_THROWS_AS(ledger::Store::open(place_in(home.path()), {}), ledger::StoreLocked);
  }

  TEST_CASE("work that throws is undone alone") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::atomic<int> good = 0, bad = 0, told = 0;
    std::promise<void> all;
    constexpr int works = 200;
    for (int i = 0; i < works; ++i) {
      auto const invoice = accepted(std::to_string(i));
      auto const ok = store->write(
          [invoice, i](ledger::Transaction& tx) {
            tx.append("fi", "key_1", noon, invoice);
            if (i % 10 == 3) throw std::runtime_error{"this one does not want to"};
          },
          [&](std::exception_ptr const& fault) {
            (fault ? bad : good) += 1;
            if (++told == works) all.set_value();
          });
      REQUIRE(ok);
    }
    all.get_future().wait();
    CHECK(good == 180);
    CHECK(bad == 20);
    store->read([](ledger::Snapshot& view) {
      CHECK(ledger::events_after(view, "fi", 0, 1000).size() == 180);
      auto const list = ledger::list_invoices(view, "fi", {}, {200, ""});
      CHECK(list.rows.size() == 180);
      CHECK_FALSE(list.has_more);
    });
  }

  TEST_CASE("lists go on where they stopped") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now([](ledger::Transaction& tx) {
      for (int i = 0; i < 25; ++i) tx.append("fi", "key_1", noon, accepted(std::to_string(i)));
    });
    store->read([](ledger::Snapshot& view) {
      ledger::Page page{10, ""};
      std::size_t seen = 0;
      for (;;) {
        auto const list = ledger::list_invoices(view, "fi", {}, page);
        seen += list.rows.size();
        if (!list.has_more) break;
        page.cursor = list.next_cursor;
      }
      CHECK(seen == 25);
      ledger::InvoiceFilter filter;
      filter.q = "2";
      CHECK(ledger::list_invoices(view, "fi", filter, {50, ""}).rows.size() == 6);
      filter.q = "čáh";
      CHECK(ledger::list_invoices(view, "fi", filter, {5, ""}).rows.size() == 0);
      filter.q = "Čáh";
      CHECK(ledger::list_invoices(view, "fi", filter, {50, ""}).rows.size() == 25);
    });
  }

  TEST_CASE("the number of a cancelled invoice is free again") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const invoice = accepted("7");
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      CHECK(ledger::find_duplicate(tx, "fi", accepted("7")));
      tx.append("fi", "key_1", noon, ledger::InvoiceHeld{invoice.invoice_id, "cancel", "wrong"});
      CHECK_FALSE(ledger::find_duplicate(tx, "fi", accepted("7")));
      tx.append("fi", "key_1", noon, accepted("7"));
    });
  }

  TEST_CASE("a search finds a buyer by what his name begins with, with a customer number or not") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const add = [&](std::string number, std::string buyer, std::string customer) {
      auto fact = accepted(std::move(number));
      fact.personal_buyer_name = std::move(buyer);
      fact.customer_number = std::move(customer);
      store->write_now([&](ledger::Transaction& tx) { tx.append("fi", "key_1", noon, fact); });
    };
    add("1", "Aalto Oy", "77");
    add("2", "Aalto Oy", "77");
    add("3", "Aalto Oy", "");
    add("4", "Aava Oy", "77");  // the customer has changed its name
    add("5", "Bergen AS", "88");
    auto const found = [&](std::string q) {
      ledger::InvoiceFilter filter;
      filter.q = std::move(q);
      return store->read([&](ledger::Snapshot& view) {
        return ledger::list_invoices(view, "fi", filter, {50, ""}).rows.size();
      });
    };
    for (bool const replayed : {false, true}) {
      if (replayed) store->replay();
      CHECK(found("aalto") == 3);
      CHECK(found("AA") == 4);
      CHECK(found("77") == 3);
      CHECK(found("ber") == 1);
      CHECK(found("alto") == 0);
    }
  }

  TEST_CASE("documents are kept once and come back whole") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::string const text(5000, 'x'), random = "\x00\x01\xff bytes";
    std::string first, second;
    store->write_now([&](ledger::Transaction& tx) {
      first = ledger::keep_document(tx, "text/plain", text);
      CHECK(ledger::keep_document(tx, "text/plain", text) == first);
      second = ledger::keep_document(tx, "application/pdf", random);
    });
    store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::find_document(view, first)->bytes == text);
      CHECK(ledger::find_document(view, second)->bytes == random);
      CHECK_FALSE(ledger::find_document(view, std::string(64, '0')));
      CHECK_FALSE(ledger::find_document(view, "nonsense"));
    });
  }

  TEST_CASE("documents of every kind come back whole") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::string json = R"({"client_ref":"siivous","invoice":{"type":"invoice","lines":[)";
    for (int i = 0; i < 20; ++i) json += R"({"name":"Siivous","quantity":"1"},)";
    json.back() = ']';
    for (std::string const media : {"application/json", "application/xml", "application/pdf",
                                    "application/vnd.airut.parcel+json"}) {
      CAPTURE(media);
      auto const text = media + json;
      std::string name;
      store->write_now(
          [&](ledger::Transaction& tx) { name = ledger::keep_document(tx, media, text); });
      auto const kept =
          store->read([&](ledger::Snapshot& view) { return ledger::find_document(view, name); });
      REQUIRE(kept);
      CHECK(kept->media_type == media);
      CHECK(kept->bytes == text);
    }
  }

  TEST_CASE("what an earlier Airut packed with the JSON dictionary can be unpacked for ever") {
    std::string packed;
    REQUIRE(model::base64_decode(
        "KLUv/SB7RQEAWHNpaXZvdXMifX19CAAChIPZxcHUnEGzOQFoc7qrwCwoAH5GgQ4CAQ==", packed));
    auto const text = ledger::unpack(ledger::Packing::zstd_json, packed, 123);
    CHECK(text == R"({"client_ref":"siivous","invoice":{"type":"invoice","seller":{"name":"",)"
                  R"("type":"business"},"vat_breakdown":[],"totals":{}}})");
  }

  TEST_CASE("an answer is kept with its request until it is dropped") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    ledger::KeptAnswer answer{model::sha256("a"), 202, "{}", "/v1/invoices/inv_1"};
    store->write_now(
        [&](ledger::Transaction& tx) { ledger::keep_answer(tx, "fi", "k", answer, noon); });
    store->write_now([&](ledger::Transaction& tx) {
      auto const kept = ledger::find_answer(tx, "fi", "k");
      REQUIRE(kept);
      CHECK(kept->request == answer.request);
      CHECK(kept->location == answer.location);
      CHECK_FALSE(ledger::find_answer(tx, "no", "k"));
      CHECK(ledger::drop_answers(tx, noon + std::chrono::hours{1}, everything) == 1);
      CHECK_FALSE(ledger::find_answer(tx, "fi", "k"));
    });
  }

  TEST_CASE("answers are dropped a few at a time, those that were kept first before others") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    ledger::KeptAnswer const answer{model::sha256("a"), 202, "{}", "/v1/invoices/inv_1"};
    store->write_now([&](ledger::Transaction& tx) {
      CHECK_FALSE(ledger::oldest_answer(tx));
      for (int n = 0; n < 10; ++n)
        ledger::keep_answer(tx, "fi", std::to_string(n), answer, noon + std::chrono::hours{n});
    });
    store->write_now([&](ledger::Transaction& tx) {
      auto const before = noon + std::chrono::hours{7};
      CHECK(ledger::drop_answers(tx, before, 4) == 4);
      CHECK(ledger::oldest_answer(tx) == noon + std::chrono::hours{4});
      CHECK_FALSE(ledger::find_answer(tx, "fi", "3"));
      CHECK(ledger::drop_answers(tx, before, 4) == 3);
      CHECK(ledger::drop_answers(tx, before, 4) == 0);
      CHECK(ledger::find_answer(tx, "fi", "7"));
    });
  }

  TEST_CASE("a delivery changes only from the state that it is in") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    auto const invoice = accepted("1");
    auto const delivery = routed(invoice);
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      tx.append("fi", "key_1", noon, delivery);
    });
    CHECK_THROWS_AS(store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "system", noon, changed(delivery, "sent", "delivered"));
    }),
                    std::logic_error);
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "system", noon, changed(delivery, "queued", "sent", "handed_over"));
    });
    store->read([&](ledger::Snapshot& view) {
      CHECK(ledger::find_invoice(view, "fi", invoice.invoice_id)->status == "sent");
      auto const claim = ledger::find_receivable(view, "fi", invoice.receivable_id);
      CHECK(claim->sent_on == model::day_of(noon));
      CHECK_FALSE(claim->delivered_on.has_value());  // handed over is not delivered
      CHECK_FALSE(ledger::next_channel_waiting(view, {}));
    });
  }

  TEST_CASE("the log is copied into the database and begins anew, however much is written" *
            doctest::skip(on_postgresql())) {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {.sync = false});
    std::string const noise(60000, 'x');
    constexpr std::uint64_t log_most = 200u << 20, written_least = 800u << 20;
    std::uint64_t highest = 0;
    for (int round = 0; store->figures().wal_bytes_written < written_least; ++round) {
      store->write_now([&](ledger::Transaction& tx) {
        for (int i = 0; i < 20; ++i)
          ledger::keep_document(tx, "application/zip",
                                std::to_string(round) + "." + std::to_string(i) + noise);
      });
      highest = std::max(highest, store->figures().wal_bytes);
    }
    CHECK(highest < log_most);
    CHECK(std::filesystem::file_size(home.path() / "airut.db") > written_least / 4);
  }

  TEST_CASE("of a large database more pages are held in memory" * doctest::skip(on_postgresql())) {
    TempDirectory const directory;
    auto const held = [&] {  // KiB
      std::int64_t kibibytes = 0;
      ledger::Store::open(directory.path(), {})->write_now([&](ledger::Transaction& tx) {
        ledger::Query query{tx.connection(), "PRAGMA cache_size"};
        query.next();
        kibibytes = -query.take<std::int64_t>();
      });
      return kibibytes;
    };
    CHECK(held() == 65536);
    // What the file is longer than its pages is nothing to SQLite.
    std::filesystem::resize_file(directory.path() / "airut.db", std::uintmax_t{64} << 30);
    CHECK(held() > 65536);
    CHECK(held() <= 786432);
  }

  TEST_CASE("readers and writers meet without harm") {
    TempDirectory const home;
    auto const store = ledger::Store::open(place_in(home.path()), {});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 50; ++i) {
          auto const invoice = accepted(std::to_string(t * 1000 + i));
          store->write_now(
              [&](ledger::Transaction& tx) { tx.append("fi", "key_1", noon, invoice); });
          auto const there = store->read([&](ledger::Snapshot& view) {
            return ledger::find_invoice(view, "fi", invoice.invoice_id).has_value();
          });
          if (!there) throw std::runtime_error{"a commit was not seen"};
        }
      });
    for (auto& thread : threads) thread.join();
    store->read([](ledger::Snapshot& view) {
      CHECK(ledger::events_after(view, "fi", 0, 1000).size() == 200);
    });
  }
}
