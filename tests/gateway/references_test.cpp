#include "gateway/intake/references.hpp"

#include <set>
#include <stdexcept>
#include <tuple>

#include <doctest/doctest.h>

#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

TEST_CASE("every number of a series gives a reference of its own whose check digits are right") {
  struct Series {
    char const *kind, *prefix, *algorithm;
    int length;
  };
  for (auto const& [kind, prefix, algorithm, length] :
       {Series{"fi_viite", "", "", 0}, Series{"fi_viite", "100", "", 0},
        Series{"fi_viite", "007", "", 0}, Series{"rf", "100", "", 0},
        Series{"no_kid", "55", "mod10", 12}, Series{"no_kid", "0055", "mod10", 15}}) {
    CAPTURE(kind);
    CAPTURE(prefix);
    config::ReferenceSeries series;
    series.kind = kind;
    series.prefix = prefix;
    series.length = length;
    if (*algorithm != '\0') series.algorithm = algorithm;
    std::set<std::string> seen, keys;
    for (std::int64_t number = 1; number < 3000; number += number < 1200 ? 1 : 7) {
      auto const made = gateway::series_reference(series, number);
      REQUIRE(made);
      CHECK(seen.insert(made->text()).second);
      CHECK(keys.insert(model::reference_match_key(made->text())).second);
      if (length > 0) CHECK(made->text().size() == static_cast<std::size_t>(length));
    }
  }
}

TEST_CASE("a series of fixed length says when it is used up") {
  config::ReferenceSeries series;
  series.kind = "no_kid";
  series.prefix = "55";
  series.length = 6;
  CHECK(gateway::series_reference(series, 999));
  CHECK_FALSE(gateway::series_reference(series, 1000));
}

TEST_CASE("a reference that a caller took from the series is not given again") {
  tests::TempDirectory const home;
  auto const store = ledger::Store::open(tests::place_in(home.path()), {});
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "acme";
  config::Client client;
  client.ref = "siivous";
  client.reference.prefix = "100";
  tenant.clients.push_back(client);
  settings.tenants.push_back(tenant);
  gateway::ReferenceNumbers numbers{settings, *store};

  CHECK(numbers.next("acme", "siivous") == 1);
  auto const given = gateway::series_reference(client.reference, 500);
  REQUIRE(given);
  numbers.note("acme", client, given->text());
  CHECK(numbers.next("acme", "siivous") == 501);
  auto const earlier = gateway::series_reference(client.reference, 7);
  REQUIRE(earlier);
  numbers.note("acme", client, earlier->text());
  numbers.note("acme", client, "");
  numbers.note("acme", client, "RF18539007547034");  // of another series
  CHECK(numbers.next("acme", "siivous") == 502);
}

TEST_CASE("a caller's longer KID does not use up a series of fixed length") {
  tests::TempDirectory const home;
  auto const store = ledger::Store::open(tests::place_in(home.path()), {});
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "acme";
  config::Client client;
  client.ref = "renhold";
  client.reference = {"no_kid", "55", 6, "mod10"};
  tenant.clients.push_back(client);
  settings.tenants.push_back(tenant);
  gateway::ReferenceNumbers numbers{settings, *store};

  config::ReferenceSeries const longer{"no_kid", "55", 10, "mod10"};
  auto const given = gateway::series_reference(longer, 1234567);
  REQUIRE(given);
  numbers.note("acme", client, given->text());
  CHECK(gateway::series_reference(client.reference, numbers.next("acme", "renhold")));

  auto invoice = tests::accepted("1", 10000, given->text());
  invoice.client = client.ref;
  invoice.reference_key = model::reference_match_key(given->text());
  store->write_now(
      [&](ledger::Transaction& tx) { tx.append("acme", "key_1", tests::noon, invoice); });
  gateway::ReferenceNumbers again{settings, *store};
  CHECK(again.next("acme", "renhold") == 1);
}

TEST_CASE("a client that the settings do not have gets no number, not somebody else's") {
  tests::TempDirectory home;
  auto const store = ledger::Store::open(tests::place_in(home.path()), {});
  config::Settings const none;
  gateway::ReferenceNumbers numbers{none, *store};
  CHECK_THROWS_AS(numbers.next("acme", "renhold"), std::out_of_range);
  CHECK_THROWS_AS(std::ignore = numbers.peek("acme", "renhold"), std::out_of_range);
}

TEST_CASE("a short series says that it ends while there is time, and when it is used up") {
  config::ReferenceSeries const series{"no_kid", "55", 6, "mod10"};  // 1 to 999
  CHECK(gateway::series_end_text(series, 1).empty());
  CHECK(gateway::series_end_text(series, 900).empty());
  CHECK(gateway::series_end_text(series, 901).find("has 99 numbers left") != std::string::npos);
  CHECK(gateway::series_end_text(series, 999).find("has 1 numbers left") != std::string::npos);
  CHECK(gateway::series_end_text(series, 1000).find("is used up") != std::string::npos);
  CHECK(gateway::series_end_text({"fi_viite", "100", 0, ""}, 1'000'000'000).empty());
}
