// What customers order, change and end at their banks, and what others say of their addresses.
#include "gateway/feedback/recipient_notice.hpp"

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>

#include "gateway/route/address_list.hpp"
#include "gateway/route/dated_address.hpp"
#include "ledger/store/mandates.hpp"
#include "ledger/store/recipients.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using finvoice_notice::Action;
using finvoice_notice::IdentifierKind;
using gateway::AtBank;

namespace {

constexpr char const* home_bank = "FI7944052020036082";
constexpr char const* other_bank = "FI5810171000000122";

config::Settings settings() {
  config::Settings made;
  auto& tenant = made.tenants.emplace_back();
  tenant.id = "demo";
  auto& client = tenant.clients.emplace_back();
  client.ref = "siivous";
  client.seller.electronic_address = "003726174164";
  client.e_invoice.payment_instruction = "SIIVOUS1";
  return made;
}

config::Codes const& codes() {
  static auto const loaded = config::Codes::load(AIRUT_SOURCE "/config/tables", {});
  REQUIRE(loaded);
  return *loaded;
}

class Register {
 public:
  Register() : store_(ledger::Store::open(tests::place_in(home_.path()), {})) {}

  // An invoice to a customer.
  void bill(std::string const& customer, std::string const& name, std::string const& reference) {
    auto fact = tests::accepted(reference, 10000, reference);
    fact.customer_number = customer;
    fact.personal_buyer_name = name;
    store_->write_now([&](ledger::Transaction& tx) { tx.append("demo", "key_1", now, fact); });
  }

  static finvoice_notice::ReceiverNotice notice(Action action, std::string_view stated,
                                                std::string address = home_bank) {
    finvoice_notice::ReceiverNotice one;
    one.action = action;
    one.sender = {"003726174164", "OKOYFIHH"};
    one.payment_instruction = "SIIVOUS1";
    one.stated = model::parse_instant(stated).value();
    one.buyer_name = "Meikäläinen Maija";
    one.recipient = {std::move(address), "OKOYFIHH"};
    one.identifiers = {{IdentifierKind::national_reference, "1234561"}};
    return one;
  }

  gateway::NoticeEnd hear(finvoice_notice::ReceiverNotice const& one) {
    gateway::NoticeEnd end;
    store_->write_now([&](ledger::Transaction& tx) {
      gateway::StepContext const context{billers_, codes(), "system", now};
      auto const biller = gateway::biller_of(one, billers_, "demo");
      end = gateway::follow_notice(tx, one, biller, "rcd_1", context);
    });
    return end;
  }
  gateway::Heard say(std::string source, std::string address,
                     std::optional<model::Date> from = {}) {
    auto heard = gateway::Heard::unchanged;
    store_->write_now([&](ledger::Transaction& tx) {
      gateway::AddressWord word;
      word.source = std::move(source);
      word.pair = {std::move(address), "NDEAFIHH", from};
      word.stated = now;
      heard = gateway::say_address(tx, {"demo", "siivous", "10042"}, "rcp_1", word, "key_1", now);
    });
    return heard;
  }

  // The address and what was said at the bank.
  std::pair<std::string, AtBank> known(std::string const& customer = "10042") {
    return store_->read([&](ledger::Snapshot& view) {
      auto const entry =
          gateway::known_recipient(view, {"demo", "siivous", customer}, model::day_of(now));
      if (!entry) return std::pair{std::string{"nobody"}, AtBank::nothing};
      return std::pair{entry->finvoice ? entry->finvoice->address : std::string{}, entry->at_bank};
    });
  }
  std::vector<std::string> mandates() {
    return store_->read([](ledger::Snapshot& view) {
      std::vector<std::string> texts;
      for (auto const& row : ledger::list_mandates(view, "demo", {}, {200, ""}).rows)
        texts.push_back(row.scheme + " " + row.payer + " " + row.state);
      std::sort(texts.begin(), texts.end());
      return texts;
    });
  }
  template <class Work>
  auto look(Work work) {
    return store_->read(work);
  }

  model::Instant now = model::parse_instant("2026-05-04T08:00:00Z").value();

 private:
  config::Settings settings_ = settings();
  gateway::Billers billers_{settings_};
  tests::TempDirectory home_;
  std::unique_ptr<ledger::Store> store_;
};

struct WithMaija : Register {
  WithMaija() { bill("10042", "Maija Meikäläinen", "1234561"); }
};

}  // namespace

TEST_SUITE("route/recipient_notice") {
  TEST_CASE("an order, a change and an end write the register and the mandate by themselves") {
    WithMaija house;
    CHECK(house.known().first == "nobody");
    CHECK(house.hear(Register::notice(Action::add, "2026-05-01T09:00:00Z")).followed);
    CHECK(house.known() == std::pair{std::string{home_bank}, AtBank::ordered});
    CHECK(house.mandates() == std::vector<std::string>{"e_invoice 10042 active"});
    CHECK(
        house.hear(Register::notice(Action::change, "2026-05-02T09:00:00Z", other_bank)).followed);
    CHECK(house.known().first == other_bank);
    auto end = Register::notice(Action::remove, "2026-05-03T09:00:00Z", other_bank);
    end.identifiers.clear();  // his address alone tells who he is
    CHECK(house.hear(end).followed);
    CHECK(house.known() == std::pair{std::string{}, AtBank::ended});
    CHECK(house.mandates() == std::vector<std::string>{"e_invoice 10042 ended"});
    house.look([](ledger::Snapshot& view) {
      auto const row = ledger::find_recipient(view, "demo", "siivous", "10042");
      REQUIRE(row);
      CHECK(row->type == "consumer");
      auto const all = ledger::addresses_of(view, "demo", "siivous", "10042");
      REQUIRE(all.size() == 2);
      CHECK(all.back().source == "receiver-notice");
      CHECK(all.back().ended_by == "receiver-notice");
      CHECK(all.back().document_id == "rcd_1");
    });
  }

  TEST_CASE("in whatever order notices come, the last word of the customer holds") {
    using Notices = std::vector<finvoice_notice::ReceiverNotice>;
    // He moves to another bank and ends the old one before or after; he ends all; he comes back.
    struct Case {
      Notices notices;
      std::pair<std::string, AtBank> known;
    };
    auto const at = [](Action action, std::string_view hour, char const* address = home_bank) {
      return Register::notice(action, "2026-05-02T" + std::string{hour} + ":00:00Z", address);
    };
    std::vector<Case> const cases{
        {{at(Action::add, "08"), at(Action::remove, "09"), at(Action::add, "10", other_bank)},
         {other_bank, AtBank::ordered}},
        {{at(Action::add, "08"), at(Action::add, "09", other_bank), at(Action::remove, "10")},
         {other_bank, AtBank::ordered}},
        {{at(Action::add, "08"), at(Action::add, "09", other_bank), at(Action::remove, "10"),
          at(Action::remove, "11", other_bank)},
         {"", AtBank::ended}},
        {{at(Action::add, "08"), at(Action::add, "09", other_bank),
          at(Action::remove, "10", other_bank)},
         {"", AtBank::ended}},
        {{at(Action::add, "08"), at(Action::remove, "09")}, {"", AtBank::ended}},
        {{at(Action::add, "08"), at(Action::remove, "09"), at(Action::add, "10")},
         {home_bank, AtBank::ordered}}};
    for (auto const& one : cases) {
      std::vector<std::size_t> order(one.notices.size());
      std::iota(order.begin(), order.end(), 0);
      do {
        WithMaija house;
        for (auto const place : order) CHECK(house.hear(one.notices.at(place)).followed);
        CAPTURE(order.front());
        CAPTURE(order.back());
        CHECK(house.known() == one.known);
        for (auto const place : order) CHECK(house.hear(one.notices.at(place)).followed);
        CHECK(house.known() == one.known);
      } while (std::next_permutation(order.begin(), order.end()));
    }
  }

  TEST_CASE("a direct payment is a mandate of its own, in both directions") {
    WithMaija house;
    auto order = Register::notice(Action::add, "2026-05-01T09:00:00Z");
    order.direct_payment = true;
    CHECK(house.hear(order).followed);
    CHECK(house.known().second == AtBank::direct_payment);
    CHECK(house.mandates() == std::vector<std::string>{"direct_payment 10042 active"});
    CHECK(house.hear(Register::notice(Action::change, "2026-05-02T09:00:00Z")).followed);
    CHECK(house.known().second == AtBank::ordered);
    CHECK(house.mandates() ==
          std::vector<std::string>{"direct_payment 10042 ended", "e_invoice 10042 active"});
    house.look([](ledger::Snapshot& view) {
      CHECK_FALSE(ledger::active_mandate(view, "demo", "avtalegiro", "siivous", "10042"));
    });
  }

  TEST_CASE("who is not certain is left to a person, and nothing is written") {
    WithMaija house;
    house.bill("20000", "Matti Virtanen", "20012");
    auto const refused = [&](auto change) {
      auto one = Register::notice(Action::add, "2026-05-01T09:00:00Z");
      change(one);
      auto const end = house.hear(one);
      CAPTURE(end.text);
      CHECK_FALSE(end.text.empty());
      CHECK(house.known().first == "nobody");
      CHECK(house.known("20000").first == "nobody");
      return !end.followed;
    };
    CHECK(refused([](auto& one) { one.identifiers.front().text = "9991"; }));
    CHECK(refused([](auto& one) { one.identifiers.clear(); }));
    CHECK(refused([](auto& one) { one.buyer_name = "Virtanen Matti"; }));
    CHECK(
        refused([](auto& one) { one.identifiers.push_back({IdentifierKind::numeric, "20000"}); }));
    CHECK(refused([](auto& one) { one.identifiers = {{IdentifierKind::phone, "0401234567"}}; }));
    CHECK(refused([](auto& one) { one.payment_instruction = "MUU"; }));
    CHECK(refused([](auto& one) { one.sender.address = "003711111111"; }));
    // The name is compared without case and accents, in any order.
    auto loud = Register::notice(Action::add, "2026-05-01T09:00:00Z");
    loud.buyer_name = "MEIKALAINEN MAIJA";
    CHECK(house.hear(loud).followed);
  }

  TEST_CASE("a client who sends his register again does not undo what his customer said") {
    WithMaija house;
    CHECK(house.say("client", other_bank) == gateway::Heard::changed);
    CHECK(house.hear(Register::notice(Action::add, "2026-05-04T09:00:00Z")).followed);
    CHECK(house.say("client", other_bank) == gateway::Heard::unchanged);
    CHECK(house.known() == std::pair{std::string{home_bank}, AtBank::ordered});
    CHECK(house.hear(Register::notice(Action::remove, "2026-05-04T10:00:00Z")).followed);
    CHECK(house.say("client", other_bank) == gateway::Heard::unchanged);
    CHECK(house.known() == std::pair{std::string{}, AtBank::ended});
    // A list of earlier days says nothing against it, a new one does.
    CHECK(house.say("import", home_bank, model::parse_date("2026-05-01")) == gateway::Heard::older);
    house.now += std::chrono::days{1};
    CHECK(house.say("client", home_bank) == gateway::Heard::changed);
    CHECK(house.known() == std::pair{std::string{home_bank}, AtBank::nothing});
  }

  TEST_CASE("an address holds on its days alone, and the one before it until then") {
    WithMaija house;
    CHECK(house.say("client", other_bank) == gateway::Heard::changed);
    CHECK(house.say("import", home_bank, model::parse_date("2026-06-01")) ==
          gateway::Heard::changed);
    CHECK(house.known().first == other_bank);
    house.now = model::parse_instant("2026-05-31T23:00:00Z").value();
    CHECK(house.known().first == other_bank);
    house.now = model::parse_instant("2026-06-01T00:00:00Z").value();
    CHECK(house.known().first == home_bank);
  }

  TEST_CASE("a list of addresses is taken whole or refused with every fault in it") {
    auto const good = gateway::read_address_list(
        "customer_number;address;intermediary;valid_from;valid_to;name\n"
        "10042;003712345671;003721291126;2026-05-01;;Maija\n"
        "10043;FI7944052020036082;OKOYFIHH;;2026-12-31;\n");
    REQUIRE(good);
    REQUIRE(good->size() == 2);
    CHECK(good->at(0).pair.valid_from == model::parse_date("2026-05-01"));
    CHECK(good->at(1).pair.valid_to == model::parse_date("2026-12-31"));
    CHECK(good->at(0).name == "Maija");
    auto const bad = gateway::read_address_list(
        "customer_number,address,intermediary,valid_from,valid_to\n"
        "10042,003712345671,,,\n,003712345671,X,,\n10044,FI7944052020036083,OKOYFIHH,,\n"
        "10045,003712345671,OKOYFIHH,yesterday,\n10046,003712345671,OKOYFIHH,2026-05-02,2026-05-"
        "01\n"
        "10047,003712345671,OKOYFIHH,,\n10047,003712345671,NDEAFIHH,,\n");
    REQUIRE_FALSE(bad);
    std::vector<std::string> told;
    for (auto const& one : bad.error())
      told.push_back(std::to_string(one.line) + " " + one.code + " " + one.pointer);
    CHECK(told == std::vector<std::string>{"2 missing /intermediary", "3 missing /customer_number",
                                           "4 check-digit /address", "5 wrong-value /valid_from",
                                           "6 wrong-value /valid_to",
                                           "8 given-twice /customer_number"});
    CHECK_FALSE(gateway::read_address_list("customer_number,address\n1,2\n"));
    CHECK_FALSE(gateway::read_address_list(""));
  }
}
