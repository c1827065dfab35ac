#include <algorithm>
#include <functional>
#include <vector>

#include <doctest/doctest.h>

#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/sentences.hpp"
#include "tests/rules/breach.hpp"
#include "tests/rules/days_and_sums.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using model::Invoice;
using tests::Breach;
using tests::day;
using tests::dec;
using tests::sample_invoice;

// What Peppol's receivers would refuse of an invoice of our own shape.

namespace {

model::Findings unfit(std::function<void(Invoice&)> const& spoil) {
  auto invoice = sample_invoice();
  spoil(invoice);
  REQUIRE(rules::complete(invoice, {}).empty());
  return rules::unfit_for_peppol(invoice, {});
}

bool names_rule(model::Findings const& findings, std::string_view rule) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](auto const& one) { return one.rule == rule; });
}

model::AllowanceCharge discount() {
  model::AllowanceCharge one;
  one.amount = *model::Money::parse("10.00", {});
  one.reason = "Alennus";
  return one;
}

std::vector<Breach> const peppol_breaches{
    {"no reference of the buyer", [](auto& i) { i.buyer_reference = ""; }, "PEPPOL-EN16931-R003"},
    {"a corrected invoice outside Germany", [](auto& i) { i.type = model::InvoiceType::corrected; },
     "PEPPOL-EN16931-P0112"},
    {"an attachment of plain text",
     [](auto& i) { i.attachments.push_back({"1", "", "", "a.txt", "text/plain", "x"}); },
     "PEPPOL-EN16931-CL001"},
    {"another unit of the price",
     [](auto& i) {
       i.lines[0].price_base_quantity = dec("1");
       i.lines[0].price_base_unit = "KGM";
     },
     "PEPPOL-EN16931-R130"},
    {"a line that begins before the invoicing period",
     [](auto& i) {
       i.period = model::Period{day("2026-11-01"), day("2026-11-30")};
       i.lines[0].period = model::Period{day("2026-10-31"), day("2026-11-30")};
     },
     "PEPPOL-EN16931-R110"},
    {"a line that ends after the invoicing period",
     [](auto& i) {
       i.period = model::Period{day("2026-11-01"), day("2026-11-30")};
       i.lines[0].period = model::Period{day("2026-11-01"), day("2026-12-01")};
     },
     "PEPPOL-EN16931-R111"},
};

}  // namespace

TEST_SUITE("peppol fit") {
  TEST_CASE("what Peppol refuses and no writer can say otherwise is found, in four languages") {
    CHECK(unfit([](auto&) {}).empty());
    for (auto const& one : peppol_breaches) {
      auto const findings = unfit(one.spoil);
      INFO(one.sentence);
      CHECK(names_rule(findings, one.rule));
      for (auto const& finding : findings) {
        CHECK(finding.severity == model::Severity::error);
        for (auto const* language : {"fi", "sv", "nb"})
          CHECK(rules::sentence(finding, language) != finding.detail);
      }
    }
  }

  TEST_CASE("what the writer puts right is not found") {
    auto const mended = [](Invoice& i) {
      i.notes = {{"a", ""}, {"b", ""}};
      i.vat_currency = i.currency;
      i.lines[0].adjustments.push_back(discount());
      i.lines[0].adjustments[0].percent = dec("7");
    };
    CHECK(unfit(mended).empty());
    CHECK(unfit([&](Invoice& i) {
            mended(i);
            i.specification = "urn:cen.eu:en16931:2017";
          }).empty());
    auto invoice = sample_invoice();
    mended(invoice);
    REQUIRE(rules::complete(invoice, {}).empty());
    CHECK(rules::check(invoice, {}).empty());
  }

  TEST_CASE("identifiers of another syntax are asked for the schemes that Peppol knows") {
    rules::CheckContext finvoice;
    finvoice.origin = rules::Origin::other;
    auto invoice = sample_invoice();
    invoice.buyer.identifiers.push_back({"12", "9999"});
    REQUIRE(rules::complete(invoice, {}).empty());
    CHECK(names_rule(rules::unfit_for_peppol(invoice, finvoice), "BR-CL-10"));
  }

  TEST_CASE("a sum in a currency of three decimals goes to Peppol when two say it") {
    auto invoice = sample_invoice();
    invoice.currency = *model::Currency::parse("KWD");
    invoice.lines[0].vat.rate = dec("10");
    REQUIRE(rules::complete(invoice, {}).empty());
    CHECK(invoice.totals.gross->text() == "467.500");
    CHECK(rules::unfit_for_peppol(invoice, {}).empty());
    invoice.lines[0].net_price = dec("42.5001");
    invoice.lines[0].net_amount.reset();
    invoice.totals = {};
    invoice.vat_breakdown.clear();
    REQUIRE(rules::complete(invoice, {}).empty());
    auto const findings = rules::unfit_for_peppol(invoice, {});
    for (auto const* rule : {"BR-DEC-09", "BR-DEC-12", "BR-DEC-18", "BR-DEC-19", "BR-DEC-23"})
      CHECK(names_rule(findings, rule));
    CHECK_FALSE(model::has_errors(rules::check(invoice, {})));
  }

  TEST_CASE("a line that is rounded to whole units is refused by Peppol alone") {
    auto invoice = sample_invoice();
    invoice.currency = *model::Currency::parse("JPY");
    invoice.lines[0].net_price = dec("42.51");
    invoice.lines[0].quantity = dec("10");
    REQUIRE(rules::complete(invoice, {}).empty());
    CHECK(invoice.lines[0].net_amount->text() == "425");
    CHECK(names_rule(rules::unfit_for_peppol(invoice, {}), "PEPPOL-EN16931-R120"));
    CHECK_FALSE(model::has_errors(rules::check(invoice, {})));
    invoice.lines[0].quantity = dec("100");
    invoice.lines[0].net_amount.reset();
    invoice.totals = {};
    invoice.vat_breakdown.clear();
    REQUIRE(rules::complete(invoice, {}).empty());
    CHECK(rules::unfit_for_peppol(invoice, {}).empty());
  }

  TEST_CASE("what the law of the seller's country asks for is advice") {
    auto const advised = [](Invoice invoice) {
      (void)rules::complete(invoice, {});
      rules::CheckContext context;
      context.peppol = rules::Ask::no;
      std::vector<std::string> codes;
      for (auto const& one : rules::check(invoice, context)) {
        CHECK(one.severity == model::Severity::warning);
        codes.push_back(one.code);
      }
      return codes;
    };
    using Codes = std::vector<std::string>;
    auto invoice = sample_invoice();
    CHECK(advised(invoice).empty());
    invoice.seller.address.country = "NO";
    invoice.seller.legal_id = model::Identifier{"974760673", "0192"};
    invoice.seller.vat_id = "NO974760673MVA";
    invoice.currency = *model::Currency::parse("NOK");
    CHECK(advised(invoice) == Codes{"delivery-date-unsaid", "foretaksregisteret"});
    invoice.seller.tax_registration_id = "Foretaksregisteret";
    invoice.lines[0].period = model::Period{day("2026-11-01"), std::nullopt};
    CHECK(advised(invoice).empty());
    invoice.lines[0].period.reset();
    invoice.delivery.emplace().date = day("2026-11-20");
    CHECK(advised(invoice).empty());
  }
}
