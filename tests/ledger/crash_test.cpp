#include <csignal>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/journal/export.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// Commits invoices for ever and writes each id to the pipe once it is acknowledged.
[[noreturn]] void commit_until_killed(ledger::StorePlace const& place, int pipe) {
  auto const store = ledger::Store::open(place, {});
  for (int i = 0;; ++i) {
    auto const invoice = accepted(std::to_string(::getpid()) + "-" + std::to_string(i));
    auto const queued = store->write(
        [invoice](ledger::Transaction& tx) {
          tx.append("fi", "k", noon, invoice);
          tx.append("fi", "k", noon, routed(invoice));
        },
        [id = invoice.invoice_id, pipe](std::exception_ptr const& fault) {
          if (!fault && ::write(pipe, id.data(), id.size()) < 0) ::_exit(3);
        });
    if (!queued) ::usleep(1000);
  }
}

}  // namespace

TEST_SUITE("ledger/crash") {
  TEST_CASE("what was acknowledged before a kill -9 is there afterwards, and the chain holds") {
    TempDirectory const home;
    auto const place = place_in(home.path());
    std::mt19937 random{std::random_device{}()};
    std::vector<std::string> acknowledged;
    int const rounds = on_postgresql() ? 6 : 20;
    for (int round = 0; round < rounds; ++round) {
      int ends[2];
      REQUIRE(::pipe(ends) == 0);
      auto const child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        ::close(ends[0]);
        commit_until_killed(place, ends[1]);
      }
      ::close(ends[1]);
      std::string ids;
      char buffer[4096];
      ssize_t got = ::read(ends[0], buffer, sizeof buffer);  // it has begun
      ids.append(buffer, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      ::usleep(static_cast<useconds_t>(random() % 20000));
      ::kill(child, SIGKILL);
      while ((got = ::read(ends[0], buffer, sizeof buffer)) > 0)
        ids.append(buffer, static_cast<std::size_t>(got));
      ::close(ends[0]);
      ::waitpid(child, nullptr, 0);
      constexpr std::size_t id_length = 30;
      for (std::size_t at = 0; at + id_length <= ids.size(); at += id_length)
        acknowledged.push_back(ids.substr(at, id_length));
    }
    REQUIRE(acknowledged.size() > 20);
    {
      auto const store = ledger::Store::open(place, {});
      store->read([&](ledger::Snapshot& view) {
        std::size_t lost = 0;
        for (auto const& id : acknowledged) lost += ledger::find_invoice(view, "fi", id) ? 0u : 1u;
        CHECK(lost == 0);
      });
    }
    std::stringstream journal;
    ledger::export_journal(place, ledger::PersonalParts::whole, [&](std::string const& line) {
      return static_cast<bool>(journal << line << '\n');
    });
    CHECK_FALSE(ledger::verify_export(journal).first_break);
  }
}
