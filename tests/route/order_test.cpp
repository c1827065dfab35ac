// The order in which channels are tried, by what the law, the caller and the recipient want.
#include <fstream>

#include <doctest/doctest.h>

#include "gateway/route/router.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using gateway::AtBank;

namespace {

config::Law law(std::string const& overlay = {}) {
  tests::TempDirectory const folder;
  if (!overlay.empty()) {
    std::ofstream{folder.path() / "e_invoice_duties.tsv"}
        << "duty\tseller_country\tbuyer_country\tbuyer_type\tfrom\tformats\tsource\n"
        << overlay;
  }
  auto loaded = config::Law::load(AIRUT_SOURCE "/config/tables",
                                  overlay.empty() ? std::filesystem::path{} : folder.path());
  REQUIRE_MESSAGE(loaded, loaded.error());
  return *std::move(loaded);
}

struct Case {
  model::Invoice invoice = tests::sample_invoice();
  model::Distribution distribution;
  std::optional<gateway::RecipientEntry> recipient;
  config::Client client;
  std::vector<config::Channel> channels{{"finvoice", "finvoice", 2, config::DirectorySettings{}},
                                        {"print", "pdf", 2, config::DirectorySettings{}},
                                        {"email", "pdf", 2, config::DirectorySettings{}},
                                        {"peppol", "ubl", 2, config::DirectorySettings{}}};
  config::EInvoiceDuty const* duty = nullptr;

  Case() {
    invoice.buyer.contact.email = "osto@example.fi";
    invoice.totals.due = model::Money{10000, invoice.currency};
    client.channel_order_business = client.channel_order_consumer = {"email", "print"};
  }
  void ask_bank(AtBank what) {
    invoice.buyer.type = model::PartyType::consumer;
    recipient.emplace();
    recipient->at_bank = what;
    if (what != AtBank::ended) {
      recipient->finvoice = gateway::FinvoiceAddress{"FI7944052020036082", "OKOYFIHH"};
    }
  }
  gateway::RouteDecision decide() const {
    return gateway::decide({invoice.buyer,
                            distribution,
                            recipient,
                            client,
                            channels,
                            {},
                            &invoice,
                            model::parse_date("2026-11-22").value(),
                            {},
                            duty});
  }
  std::string order() const {
    std::string text;
    for (auto const& leg : decide().legs) text += leg.channel + " " + leg.reason + ", ";
    return text;
  }
  std::string why_not(std::string_view channel) const {
    for (auto const& one : decide().skipped)
      if (one.channel == channel) return one.reason;
    return {};
  }
};

}  // namespace

TEST_SUITE("route/order") {
  TEST_CASE("Norwegian businesses get EHF from the day of the table on, and not a day before") {
    auto const shipped = law();
    auto const on = [&](char const* day, char const* type = "business", char const* buyer = "NO") {
      return shipped.e_invoice_duty("NO", buyer, type, model::parse_date(day).value());
    };
    CHECK(on("2026-12-31") == nullptr);
    REQUIRE(on("2027-01-01") != nullptr);
    CHECK(on("2027-01-01")->formats == std::vector<std::string>{"ubl"});
    CHECK(on("2027-01-01", "consumer") == nullptr);
    CHECK(on("2027-01-01", "business", "SE") == nullptr);
    Case one;
    CHECK(one.order() == "email client-order, print client-order, ");
    one.duty = on("2027-01-01");
    CHECK(one.order() == "peppol e-invoice-duty, ");
    CHECK(one.why_not("email") == "e-invoice-duty");
    CHECK(one.why_not("print") == "e-invoice-duty");
    one.invoice.buyer.electronic_address.reset();
    CHECK(one.order().empty());
    CHECK(one.why_not("peppol") == "no-address");
    one.distribution.channels = {"print"};
    CHECK(one.why_not("print") == "e-invoice-duty");
  }

  TEST_CASE("an operator moves a duty by its day, takes it away, and adds another") {
    auto const day = [](char const* text) { return model::parse_date(text).value(); };
    auto const moved = law("no-business\tNO\tNO\tbusiness\t2028-03-01\tubl\ttest\n");
    CHECK(moved.e_invoice_duty("NO", "NO", "business", day("2028-02-29")) == nullptr);
    CHECK(moved.e_invoice_duty("NO", "NO", "business", day("2028-03-01")) != nullptr);
    auto const gone = law("no-business\tNO\tNO\tbusiness\t-\tubl\ttest\n");
    CHECK(gone.e_invoice_duty("NO", "NO", "business", day("2030-01-01")) == nullptr);
    auto const more = law("own\tFI\tFI\tpublic\t2026-01-01\tfinvoice,ubl\ttest\n");
    CHECK(more.e_invoice_duty("FI", "FI", "public", day("2026-01-01"))->formats.size() == 2);
    CHECK(more.e_invoice_duty("NO", "NO", "business", day("2027-01-01")) != nullptr);
  }

  TEST_CASE("what a customer ordered at his bank goes there first, and paper after he ended it") {
    Case one;
    one.ask_bank(AtBank::ordered);
    CHECK(
        one.order() ==
        "finvoice ordered-by-recipient, email ordered-by-recipient, print ordered-by-recipient, ");
    CHECK(one.decide().legs.front().intermediary == "OKOYFIHH");
    CHECK_FALSE(one.decide().copy);
    one.ask_bank(AtBank::ended);
    CHECK(one.order() == "print ended-by-recipient, email ended-by-recipient, ");
    one.distribution.channels = {"email"};
    CHECK(one.order() == "email asked-by-caller, ");
  }

  TEST_CASE("an address that ended is not taken from the invoice instead") {
    Case one;
    one.ask_bank(AtBank::ended);
    one.recipient->ended_addresses = {"003712345671"};
    one.distribution.channels = {"finvoice"};
    CHECK(one.order().empty());
    CHECK(one.why_not("finvoice") == "address-ended");
  }

  TEST_CASE("a direct payment is paper for the customer and a copy for his bank") {
    Case one;
    one.ask_bank(AtBank::direct_payment);
    CHECK(one.order() == "print direct-payment, email direct-payment, ");
    auto const copy = one.decide().copy;
    REQUIRE(copy);
    CHECK(copy->channel == "finvoice");
    CHECK(copy->address == "FI7944052020036082");
    CHECK(copy->intermediary == "OKOYFIHH");
    one.distribution.channels = {"finvoice", "print"};
    CHECK(one.why_not("finvoice") == "direct-payment");
    one.invoice.type = model::InvoiceType::credit_note;
    CHECK_FALSE(one.decide().copy);
    one.invoice.type = model::InvoiceType::invoice;
    one.invoice.totals.due = model::Money{0, one.invoice.currency};
    CHECK_FALSE(one.decide().copy);
    one.invoice.totals.due = model::Money{100, one.invoice.currency};
    one.distribution.forbid = {"finvoice"};
    CHECK_FALSE(one.decide().copy);
  }

  TEST_CASE("a missing intermediary is never guessed, wherever the address comes from") {
    Case one;
    one.distribution.channels = {"finvoice"};
    CHECK_FALSE(one.order().empty());
    one.invoice.buyer.intermediary.clear();
    CHECK(one.order().empty());
    CHECK(one.why_not("finvoice") == "no-intermediary");
    one.recipient.emplace();
    one.recipient->finvoice = gateway::FinvoiceAddress{"003712345671", ""};
    CHECK(one.why_not("finvoice") == "no-intermediary");
    CHECK_FALSE(gateway::read_recipient(
        R"({"addresses":{"finvoice":{"address":"003712345671","intermediary":""}}})"));
    CHECK_FALSE(gateway::read_recipient(R"({"addresses":{"finvoice":{"address":"0037"}}})"));
  }
}
