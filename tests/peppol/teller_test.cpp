#include "gateway/peppol/teller.hpp"

#include <doctest/doctest.h>

#include "formats/model/ids.hpp"
#include "ledger/journal/fact.hpp"
#include "tests/support/peppol_network.hpp"
#include "tests/support/store.hpp"

using namespace airut;
using namespace std::chrono_literals;

namespace {

constexpr auto statuses =
    R"("process":"urn:peppol:edec:mls","types":["urn:oasis:names:specification:ubl:schema:xsd:)"
    R"(ApplicationResponse-2::ApplicationResponse##urn:peppol:edec:mls:1.0::2.1"])";

config::Settings settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "fi";
  tenant.country = "FI";
  settings.tenants = {tenant};
  return settings;
}

struct House {
  tests::PeppolNetwork network;
  tests::TempDirectory home;
  std::unique_ptr<ledger::Store> store = ledger::Store::open(tests::place_in(home.path()), {});
  config::Settings own = settings();
  gateway::Billers billers{own};
  config::Codes codes = config::Codes::load("config/tables", {}).value();
  gateway::Clock clock;

  // Bad documents whose provider is to be told.
  void received(std::string const& provider, int count) {
    store->write_now([&](ledger::Transaction& tx) {
      for (int i = 0; i < count; ++i) {
        ledger::DocumentReceived fact;
        fact.document_id = model::new_id("rcd", clock.now());
        fact.channel = "peppol";
        fact.message_id = fact.instance_id = fact.document_id;
        fact.kind = "invoice";
        fact.status_to = provider;
        fact.problem = "Unreadable";
        tx.append("fi", "system", clock.now(), fact);
      }
    });
  }
  std::ptrdiff_t told(std::string const& provider) const {
    auto const messages = network.messages();
    return std::count_if(messages.begin(), messages.end(),
                         [&](auto const& one) { return one.at("recipient") == provider; });
  }
};

}  // namespace

TEST_CASE("providers who cannot be told hold up nobody, however many statuses wait for them") {
  if (!tests::PeppolNetwork::available()) return;
  House house;
  house.network.enter("0242:000009", std::string{statuses} + R"(,"as4":"http502")");
  house.network.enter("0242:000002", statuses);
  house.received("0242:000009", 150);
  house.received("0242:000002", 1);
  boost::asio::io_context context;
  boost::asio::thread_pool pool{2};
  auto settings = house.network.settings();
  settings.mls_to = "0242:000001";
  gateway::StatusTeller teller{
      context, {*house.store, house.billers, house.codes, house.clock}, "peppol", settings, pool,
      [&] { return house.clock.now(); }};
  teller.start();
  auto const until = std::chrono::steady_clock::now() + 40s;
  while (house.told("0242:000002") == 0 && std::chrono::steady_clock::now() < until) {
    context.run_for(100ms);
  }
  CHECK(house.told("0242:000002") == 1);
  CHECK(house.told("0242:000009") > 0);
  teller.stop();
  context.run_for(200ms);
}
