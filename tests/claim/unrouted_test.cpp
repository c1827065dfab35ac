#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/deviations/actions.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/invoices.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Letters that no channel takes, and what a person may do about them.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* mail_channel = R"([[channel]]
name = "email"
kind = "directory"
format = "pdf"
path = "mail"
)";

// Another client, without a collection partner.
constexpr auto* partnerless = R"([[tenant.client]]
ref = "other"
dunning_policy = "policy"
currency = "EUR"
language = "fi"
channel_order_business = ["print"]
{}[tenant.client.seller]
name = "Vesi Oy"
legal_id = "2617416-4"
legal_id_scheme = "0212"
vat_id = "FI26174164"
[tenant.client.seller.address]
line1 = "Katu 2"
postal_code = "00100"
city = "Helsinki"
country = "FI"
[[tenant.client.account]]
iban = "FI7944052020036082"
)";

std::string by_post() {
  auto toml = policy_of({"first_reminder", "second_reminder"});
  auto const step = toml.find("after_days");
  return toml.insert(step, "channels = [\"print\"]\n");
}

// An invoice that went by mail to a debtor without a postal address, to whom reminders go by post.
struct Unreachable {
  ClaimHouse house{by_post(), "FI", mail_channel};
  std::string claim, invoice;

  Unreachable() {
    house.today(day("2026-01-02"));
    invoice = house
                  .take(R"({"client_ref":"biller","distribution":{"channels":["email"]},)"
                        R"("invoice":{"type":"invoice","number":"1","issue_date":"2026-01-02",)"
                        R"("due_date":"2026-01-16","currency":"EUR","buyer":{"name":"Asiakas",)"
                        R"("type":"consumer","contact":{"email":"asiakas@example.test"},)"
                        R"("address":{"country":"FI"}},)"
                        R"("lines":[{"name":"Sähkö","quantity":"1","unit":"C62",)"
                        R"("net_price":"200","vat":{"category":"Z","rate":"0"}}]}})")
                  .invoice_id;
    house.deliver();
    claim = house.store().read([&](ledger::Snapshot& view) {
      return ledger::find_invoice(view, "demo", invoice)->receivable_id;
    });
    REQUIRE(on(house, "2026-01-30") == 1);
    REQUIRE(house.deviations() == std::vector<std::string>{"route.no_channel"});
  }

  std::vector<ledger::DeliveryRow> deliveries() {
    return house.store().read([&](ledger::Snapshot& view) {
      ledger::DeliveryFilter filter;
      filter.invoice_id = invoice;
      return ledger::list_deliveries(view, "demo", filter, {100, ""}).rows;
    });
  }
  std::int64_t of_kind(std::string_view kind) {
    auto const rows = deliveries();
    return std::count_if(rows.begin(), rows.end(),
                         [&](auto const& row) { return row.document_kind == kind; });
  }
};

ledger::DeviationRow only_deviation(ClaimHouse& house) {
  return house.store().read([](ledger::Snapshot& view) {
    auto const rows = ledger::list_deviations(view, "demo", {}, {10, ""}).rows;
    REQUIRE(rows.size() == 1);
    return rows.front();
  });
}

tl::expected<bool, std::string> resolve(ClaimHouse& house, gateway::ActionWish const& wish) {
  auto const deviation = only_deviation(house);
  tl::expected<bool, std::string> done = false;
  auto const at = house.context();
  house.store().write_now([&](ledger::Transaction& tx) {
    done =
        gateway::resolve(tx, deviation, wish, {at.billers, at.codes, "key_test", at.now, &at.law});
  });
  return done;
}

gateway::ActionWish wish_of(std::string action, std::string channel = {}) {
  gateway::ActionWish wish;
  wish.action = std::move(action);
  wish.channel = std::move(channel);
  return wish;
}

}  // namespace

TEST_SUITE("claim/unrouted") {
  TEST_CASE("a reminder without a channel is sent again as the reminder, never as the invoice") {
    Unreachable debtor;
    auto& house = debtor.house;
    auto const before = house.events();
    CHECK_FALSE(resolve(house, wish_of("retry")));
    CHECK(house.events() == before);
    SUBCASE("to the address that a person corrects") {
      auto wish = wish_of("correct");
      wish.correction.address = model::PostalAddress{};
      wish.correction.address->line1 = "Tie 1";
      wish.correction.address->postal_code = "00100";
      wish.correction.address->city = "Helsinki";
      wish.correction.address->country = "FI";
      CHECK(resolve(house, wish).value_or(false));
      CHECK(debtor.deliveries().front().channel == "print");
    }
    SUBCASE("by the channel that a person names") {
      CHECK(resolve(house, wish_of("reroute", "email")).value_or(false));
      CHECK(debtor.deliveries().front().channel == "email");
      CHECK(debtor.deliveries().front().reason == "chosen-by-person");
    }
    CHECK(debtor.of_kind("invoice") == 1);
    CHECK(debtor.of_kind("reminder") == 1);
    CHECK(house.deviations().empty());
    house.deliver();
    CHECK(house.letters(debtor.claim).back().sent_on == day("2026-01-30"));
    CHECK(on(house, "2026-02-20") == 1);
    check_whole(house);
  }

  TEST_CASE("a reminder that found no channel is taken back when the claim is paid") {
    Unreachable debtor;
    auto& house = debtor.house;
    CHECK(house.item(debtor.claim).fee.text() == "5.00");
    house.today(day("2026-02-03"));
    house.bank(day("2026-02-02"), {{debtor.claim, "200.00"}});
    CHECK(house.letters(debtor.claim).back().withdrawn);
    CHECK(house.item(debtor.claim).fee.is_zero());
    CHECK(house.deviations().empty());
    check_whole(house);
  }

  TEST_CASE("an order without a collection partner is retried as the order") {
    auto const toml = [](char const* partner) { return fmt::format(partnerless, partner); };
    auto const policy = policy_of({"first_reminder", "collection_order"});
    ClaimHouse house{policy, "FI", toml("")};
    house.bill_as("other");
    house.today(day("2026-01-02"));
    auto const claim = house.invoice("1", "200.00", "business", "", "2026-01-16");
    house.deliver();
    auto const run = [&](char const* text) {
      house.today(day(text));
      house.covers("FI7944052020036082", house.day_now() - std::chrono::days{1});
      return house.run();
    };
    INFO(house.reason(claim));
    REQUIRE(run("2026-01-30") == 1);
    REQUIRE(run("2026-03-02") == 1);
    REQUIRE(house.letters(claim).back().kind == "collection_order");
    REQUIRE(house.deviations() == std::vector<std::string>{"route.no_channel"});
    CHECK_FALSE(resolve(house, wish_of("retry")));
    house.more(toml("collection_partner = \"agency\"\n"));
    house.configure(policy);
    CHECK(resolve(house, wish_of("retry")).value_or(false));
    CHECK(house.deviations().empty());
    auto const letter = house.letters(claim).back();
    house.store().read([&](ledger::Snapshot& view) {
      auto const delivery = ledger::find_delivery(view, "demo", letter.delivery_id);
      REQUIRE(delivery);
      CHECK(delivery->document_kind == "collection_order");
      CHECK(delivery->channel == "agency");
    });
    check_whole(house);
  }

  TEST_CASE("what is no document without a channel is never sent again") {
    ClaimHouse house{by_post()};
    house.today(day("2026-01-02"));
    auto const claim = house.invoice("1", "200.00", "consumer", "", "2026-01-16");
    house.deliver();
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::DeviationOpened fact;
      fact.deviation_id = "dev_1";
      fact.invoice_id = house.item(claim).invoice_id;
      fact.client = "biller";
      fact.code = "claim.credit_waits";
      fact.code_class = "funds";
      tx.append("demo", "system", house.now(), fact);
    });
    auto const before = house.events();
    for (auto const* action : {"retry", "reroute", "correct", "close_as_delivered"}) {
      CAPTURE(action);
      CHECK_FALSE(resolve(house, wish_of(action)));
    }
    CHECK(house.events() == before);
    CHECK(resolve(house, wish_of("close_no_action")));
    CHECK(house.deviations().empty());
  }

  TEST_CASE("what was asked for the invoice's own way says nothing of its letter's next channel") {
    ClaimHouse house{policy_of({"first_reminder"}), "FI", mail_channel};
    house.today(day("2026-01-02"));
    house.take(R"({"client_ref":"biller","distribution":{"not_before":"2026-03-01T00:00:00Z",)"
               R"("give_up_after":"2026-03-02T00:00:00Z"},)"
               R"("invoice":{"type":"invoice","number":"1","issue_date":"2026-01-02",)"
               R"("due_date":"2026-01-16","currency":"EUR","buyer":{"name":"Asiakas",)"
               R"("type":"consumer","contact":{"email":"asiakas@example.test"},)"
               R"("address":{"line1":"Tie 1","postal_code":"00100",)"
               R"("city":"Helsinki","country":"FI"}},"lines":[{"name":"Sähkö","quantity":"1",)"
               R"("unit":"C62","net_price":"200","vat":{"category":"Z","rate":"0"}}]}})");
    auto const newest = [&] {
      return house.store().read([](ledger::Snapshot& view) {
        return ledger::list_deliveries(view, "demo", {}, {1, ""}).rows.front();
      });
    };
    auto const row = newest();
    REQUIRE(row.state == "scheduled");
    // A person knows that it arrived in another way.
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::DeliveryChanged fact;
      fact.delivery_id = row.id;
      fact.invoice_id = row.invoice_id;
      fact.from = row.state;
      fact.to = "delivered";
      fact.event = "closed_as_delivered";
      fact.evidence = "delivered_to_recipient";
      fact.handler = "nobody";
      tx.append("demo", "key_test", house.now(), fact);
    });
    house.today(day("2026-01-30"));
    house.bank(day("2026-01-29"), {});
    REQUIRE(house.decide() == 1);
    auto const letter = newest();
    REQUIRE(letter.document_kind == "reminder");
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      CHECK(gateway::reroute(tx, letter, "email", "",
                             {at.billers, at.codes, "key_test", at.now, &at.law}));
    });
    auto const next = newest();
    CHECK(next.channel == "email");
    CHECK(next.state == "queued");
    CHECK(next.give_up_at < *model::parse_instant("2026-02-20T00:00:00Z"));
  }
}
