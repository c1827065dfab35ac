// How Norwegian consumers are reached, and why not.
#include "gateway/route/reach.hpp"

#include <doctest/doctest.h>

#include "tests/support/sample_invoice.hpp"

using namespace airut;
using gateway::RecipientEntry;

namespace {

struct Case {
  model::Invoice invoice = tests::sample_invoice();
  model::Distribution distribution;
  std::optional<RecipientEntry> recipient;
  config::Client client;
  std::vector<config::Channel> channels{{"efaktura", "efaktura", 2, config::EfakturaSettings{}},
                                        {"vipps", "vipps", 2, config::VippsSettings{}}};

  Case() {
    invoice.currency = model::Currency::parse("NOK").value();
    invoice.totals.due = model::Money{10000, invoice.currency};
    invoice.due_date = model::parse_date("2026-12-06");
    invoice.buyer.type = model::PartyType::consumer;
    invoice.buyer.contact = {};
    client.seller.legal_id = "974 760 673";
    client.accounts = {{"NO9386011117947", "", ""}};
  }
  gateway::RouteQuestion question() const {
    return {invoice.buyer, distribution, recipient, client,
            channels,      {},           &invoice,  model::parse_date("2026-11-22").value()};
  }
  std::string efaktura() const {
    auto const reach = gateway::reach_efaktura(question());
    return reach.skip.empty() ? reach.address : reach.skip;
  }
  std::string vipps() const {
    auto const reach = gateway::reach_vipps(question());
    return reach.skip.empty() ? reach.address : reach.skip;
  }
};

}  // namespace

TEST_SUITE("route/reach") {
  TEST_CASE("a Norwegian mobile number is one in every spelling, and nothing else is") {
    for (auto const* text :
         {"97777776", "977 77 776", "+47 977 77 776", "004797777776", "4797777776"})
      CHECK(gateway::msisdn(text) == "4797777776");
    for (auto const* text : {"", "22334455", "+46 70 123 45 67", "9777777", "+4797777776123", "x"})
      CHECK(gateway::msisdn(text).empty());
  }

  TEST_CASE("a consumer is reached by the surest that is known of him, the register's first") {
    Case one;
    CHECK(one.efaktura() == "no-consumer-id");
    one.invoice.buyer.contact.email = "kari@example.no";
    CHECK(one.efaktura() == "email:kari@example.no");
    CHECK(one.vipps() == "no-consumer-id");
    one.invoice.buyer.contact.phone = "977 77 776";
    CHECK(one.efaktura() == "msisdn:4797777776");
    one.recipient.emplace();
    one.recipient->phone = "+47 411 11 111";
    CHECK(one.vipps() == "msisdn:4741111111");
    one.invoice.buyer.national_id = "01032300371";
    CHECK(one.efaktura() == "nin-no:01032300371");
    one.recipient->efaktura = "9001";
    CHECK(one.efaktura() == "efaktura:9001");
    CHECK(one.vipps() == "nin-no:01032300371");
    CHECK(gateway::reach_vipps(one.question()).intermediary == "974760673");
  }

  TEST_CASE("an invoice in instalments goes where each of them can be asked for") {
    Case one;
    one.invoice.buyer.national_id = "01032300371";
    auto const question = [&] {
      auto asked = one.question();
      asked.has_mandate = [] { return true; };
      return asked;
    };
    one.channels.push_back({"avtalegiro", "claim", 2, config::AvtaleGiroSettings{}});
    one.distribution.channels = {"avtalegiro", "efaktura", "vipps"};
    CHECK(gateway::decide(question()).legs.front().channel == "avtalegiro");
    auto const half = model::Money{5000, one.invoice.currency};
    one.invoice.nordic.made().instalments = {
        {half, {}, one.invoice.due_date, "1234561"},
        {half, {}, model::parse_date("2027-01-06"), "1234561"}};
    auto const route = gateway::decide(question());
    CHECK(route.legs.empty());
    REQUIRE(route.skipped.size() == 3);
    for (auto const& skipped : route.skipped) CHECK(skipped.reason == "paid-in-instalments");
    one.invoice.nordic.made().instalments.pop_back();  // no sum of theirs is the invoice's
    CHECK(gateway::decide(question()).legs.front().channel == "avtalegiro");
  }

  TEST_CASE("consents, terms and the client's own facts stand in the way by name") {
    Case one;
    one.invoice.buyer.national_id = "01032300371";
    auto const both = [](Case const& is) { return is.efaktura() + " " + is.vipps(); };
    auto other = one;
    other.recipient.emplace();
    other.recipient->efaktura_consent = other.recipient->vipps_consent = false;
    CHECK(both(other) == "no-consent no-consent");
    other = one;
    other.invoice.buyer.type = model::PartyType::business;
    CHECK(both(other) == "not-for-businesses not-for-businesses");
    other = one;
    other.invoice.type = model::InvoiceType::credit_note;
    CHECK(both(other) == "not-for-credit-notes not-for-credit-notes");
    other = one;
    other.invoice.currency = model::Currency::parse("EUR").value();
    CHECK(both(other) == "currency-not-taken currency-not-taken");
    other = one;
    other.invoice.totals.due = model::Money{0, one.invoice.currency};
    CHECK(both(other) == "nothing-to-pay nothing-to-pay");
    other = one;
    other.client.accounts = {{"FI2112345600000785", "", ""}};
    CHECK(both(other) == "no-norwegian-account no-norwegian-account");
    other = one;
    other.client.seller.legal_id = "2617416-4";
    CHECK(both(other) == "no-issuer-number no-issuer-number");
  }

  TEST_CASE("Vipps takes what is due in three days at the earliest and a year at the latest") {
    Case one;
    one.invoice.buyer.national_id = "01032300371";
    auto const on = [&](char const* day) {
      one.invoice.due_date = model::parse_date(day);
      return one.vipps();
    };
    CHECK(on("2026-11-24") == "due-outside-window");
    CHECK(on("2026-11-25") == "nin-no:01032300371");
    CHECK(on("2027-11-22") == "nin-no:01032300371");
    CHECK(on("2027-11-23") == "due-outside-window");
    CHECK(one.efaktura() == "nin-no:01032300371");
  }

  TEST_CASE("a national id is not shown, and every other address is") {
    CHECK(gateway::shown_address("nin-no:01032300371") == "nin-no:***");
    CHECK(gateway::shown_address("msisdn:4797777776") == "msisdn:4797777776");
    CHECK(gateway::shown_address("osto@example.fi") == "osto@example.fi");
  }

  TEST_CASE("every reason has a sentence") {
    for (auto const* reason :
         {"not-for-businesses", "not-for-credit-notes", "no-consumer-id", "no-issuer-number",
          "no-norwegian-account", "currency-not-taken", "nothing-to-pay", "due-outside-window"}) {
      CHECK(gateway::skip_sentence(reason) != "The channel cannot be used.");
    }
  }
}
