#include "formats/rules/complete.hpp"

#include <algorithm>
#include <map>
#include <random>

#include <doctest/doctest.h>

#include "formats/rules/check.hpp"
#include "tests/rules/days_and_sums.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::dec;
using tests::eur;
using tests::sample_invoice;
using tests::sample_line;

namespace {

// Any invoice of S and Z lines with allowances and charges; three-decimal prices and quantities.
model::Invoice random_invoice(std::mt19937& random) {
  auto invoice = sample_invoice();
  invoice.lines.clear();
  auto const pick = [&](int upper) {
    return static_cast<std::int64_t>(random() % static_cast<unsigned>(upper));
  };
  static char const* const rates[] = {"25.5", "14", "10", "13.5"};
  for (auto i = 1 + pick(8); i > 0; --i) {
    auto line = sample_line("Rivi", "1", "1", rates[pick(4)]);
    line.quantity = model::Decimal{pick(20000) - 5000, 3};
    line.net_price = model::Decimal{pick(500000), 3};
    if (pick(3) == 0) {
      model::AllowanceCharge one;
      one.amount = {pick(1000), {}};
      one.is_charge = pick(2) == 0;
      one.reason = "x";
      line.adjustments.push_back(one);
    }
    invoice.lines.push_back(line);
  }
  return invoice;
}

}  // namespace

TEST_SUITE("rules/complete") {
  TEST_CASE("left out totals are computed") {
    auto invoice = sample_invoice();
    CHECK(rules::complete(invoice, {}).empty());
    CHECK(invoice.totals.net == eur("425.00"));
    CHECK(invoice.totals.vat == eur("108.38"));
    CHECK(invoice.totals.due == eur("533.38"));
    CHECK(invoice.vat_breakdown.size() == 1);
    CHECK(invoice.lines.front().id == "1");
  }

  TEST_CASE("a total that is one cent off stays and is named with both figures") {
    auto invoice = sample_invoice();
    invoice.totals.due = eur("533.37");
    CHECK(rules::complete(invoice, {}).empty());
    CHECK(invoice.totals.due == eur("533.37"));
    auto const findings = rules::check(invoice, {});
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().rule == "BR-CO-16");
    CHECK(findings.front().pointer == "/invoice/totals/due");
    CHECK(findings.front().expected == "533.38");
    CHECK(findings.front().actual == "533.37");
  }

  TEST_CASE("a discount on a price without a gross price is taken of net price and discount") {
    auto invoice = sample_invoice();
    auto& line = invoice.lines.front();
    line.net_price = dec("90");
    line.price_discount = dec("10.125");
    line.nordic.made().sub_lines = {line};
    CHECK(rules::complete(invoice, {}).empty());
    CHECK(line.gross_price == dec("100.125"));
    CHECK(line.net_price == dec("90"));
    CHECK(line.nordic->sub_lines.front().gross_price == dec("100.125"));
    line.gross_price.reset();
    line.net_price = dec("999999999999999.999");
    line.price_discount = dec("0.000000000001");
    auto const findings = rules::complete(invoice, {});
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().code == "amount-too-large");
  }

  TEST_CASE("VAT is rounded once on the sum of its category") {
    auto invoice = sample_invoice();
    invoice.lines = {sample_line("A", "1", "0.01"), sample_line("B", "1", "0.01"),
                     sample_line("C", "1", "0.01")};
    CHECK(rules::complete(invoice, {}).empty());
    CHECK(invoice.totals.vat == eur("0.01"));
  }

  TEST_CASE("random invoices agree with an independent sum in tenths of a thousandth") {
    std::mt19937 random{42};
    for (int round = 0; round < 2000; ++round) {
      auto invoice = random_invoice(random);
      REQUIRE(rules::complete(invoice, {}).empty());
      std::map<std::string, std::int64_t> taxable;
      std::int64_t net = 0, vat = 0;
      for (auto const& line : invoice.lines) {
        net += line.net_amount->minor();
        taxable[line.vat.rate->text()] += line.net_amount->minor();
      }
      for (auto const& [rate, sum] : taxable) {
        auto const tenths =
            static_cast<std::int64_t>(dec(rate).coefficient()) * (dec(rate).scale() == 1 ? 1 : 10);
        auto const product = sum * tenths;  // in 1/1000 of a cent
        vat += (product >= 0 ? product + 500 : product - 500) / 1000;
      }
      CHECK(invoice.totals.net->minor() == net);
      CHECK(invoice.totals.vat->minor() == vat);
      CHECK(invoice.totals.due->minor() == net + vat);
      auto again = invoice;
      CHECK(rules::complete(again, {}).empty());
      CHECK(again == invoice);
      again.totals.vat = *again.totals.vat + eur("0.01");
      CHECK(rules::complete(again, {}).empty());
      auto const findings = rules::check(again, {});
      REQUIRE(findings.size() == 1);
      CHECK(findings.front().rule == "BR-CO-14");
    }
  }

  TEST_CASE("amounts beyond the range are a finding") {
    auto invoice = sample_invoice();
    invoice.lines = {sample_line("A", "999999999999999", "999999999999999")};
    auto const findings = rules::complete(invoice, {});
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().code == "amount-too-large");
  }

  TEST_CASE("the due date follows the terms when it is left out") {
    auto invoice = sample_invoice();
    invoice.due_date.reset();
    rules::CompleteContext terms;
    terms.payment_terms_days = 30;
    CHECK(rules::complete(invoice, terms).empty());
    CHECK(invoice.due_date == model::parse_date("2026-12-22"));
  }

  TEST_CASE("the breakdown gives the first code and the first reason of its lines") {
    auto invoice = sample_invoice();
    invoice.lines = {sample_line("A", "1", "100", "0"), sample_line("B", "1", "50", "0"),
                     sample_line("C", "1", "10", "0")};
    for (auto& line : invoice.lines) line.vat.code = "AE";
    invoice.lines[1].vat.exemption_code = "VATEX-EU-AE";
    invoice.lines[2].vat.exemption_reason = "Rakennuspalvelu";
    CHECK(rules::complete(invoice, {}).empty());
    REQUIRE(invoice.vat_breakdown.size() == 1);
    CHECK(invoice.vat_breakdown[0].vat.exemption_code == "VATEX-EU-AE");
    CHECK(invoice.vat_breakdown[0].vat.exemption_reason == "Rakennuspalvelu");
    auto const differing = [](auto const& one) { return one.code == "exemption-reason-differs"; };
    auto findings = rules::check(invoice, {});
    CHECK(std::none_of(findings.begin(), findings.end(), differing));
    invoice.lines[0].vat.exemption_reason = "Kultakauppa";
    findings = rules::check(invoice, {});
    auto const told = std::find_if(findings.begin(), findings.end(), differing);
    REQUIRE(told != findings.end());
    CHECK(told->pointer == "/invoice/lines/0/vat");
    CHECK(told->severity == model::Severity::warning);
  }

  TEST_CASE("the code of one ground and the reason of another make no statement together") {
    auto invoice = sample_invoice();
    invoice.lines = {sample_line("A", "1", "10", "0"), sample_line("B", "1", "20", "0")};
    for (auto& line : invoice.lines) line.vat.code = "E";
    invoice.lines[0].vat.exemption_reason = "AVL 34 §";
    invoice.lines[1].vat.exemption_code = "VATEX-EU-F";
    CHECK(rules::complete(invoice, {}).empty());
    REQUIRE(invoice.vat_breakdown.size() == 1);
    CHECK(invoice.vat_breakdown[0].vat.exemption_code.empty());
    CHECK(invoice.vat_breakdown[0].vat.exemption_reason == "AVL 34 §");
    auto const findings = rules::check(invoice, {});
    CHECK(std::any_of(findings.begin(), findings.end(), [](auto const& one) {
      return one.code == "exemption-reason-differs" && one.pointer == "/invoice/lines/1/vat";
    }));
  }

  TEST_CASE("an allowance or charge of nothing still says its sum") {
    for (bool const charge : {false, true}) {
      auto invoice = sample_invoice();
      model::AllowanceCharge none;
      none.is_charge = charge;
      none.amount = model::Money{0, invoice.currency};
      none.reason = "Alennus";
      none.vat = invoice.lines.front().vat;
      invoice.adjustments = {none};
      CHECK(rules::complete(invoice, {}).empty());
      auto const& said = charge ? invoice.totals.charges : invoice.totals.allowances;
      CHECK(said == model::Money{0, invoice.currency});
      CHECK_FALSE((charge ? invoice.totals.allowances : invoice.totals.charges));
    }
  }
}
