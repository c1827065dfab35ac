#include "formats/rules/check.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "formats/rules/complete.hpp"
#include "formats/rules/sentences.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::dec;
using tests::sample_invoice;

namespace {

struct Defect {
  char const* sentence;
  std::function<void(model::Invoice&)> spoil;
  char const* code;
  char const* rule;
};

std::vector<Defect> const defects{
    {"no number", [](auto& i) { i.number = ""; }, "number-missing", "BR-02"},
    {"a number of a megabyte", [](auto& i) { i.number = std::string(1 << 20, '1'); }, "too-long",
     ""},
    {"a name of a megabyte", [](auto& i) { i.buyer.name = std::string(1 << 20, 'x'); }, "too-long",
     ""},
    {"no lines", [](auto& i) { i.lines.clear(); }, "no-lines", "BR-16"},
    {"no item name", [](auto& i) { i.lines[0].name = ""; }, "item-name-missing", "BR-25"},
    {"a unit in words", [](auto& i) { i.lines[0].unit = "kpl"; }, "unit-unknown", "BR-CL-23"},
    {"a negative price", [](auto& i) { i.lines[0].net_price = dec("-1"); }, "price-negative",
     "BR-27"},
    {"a reversed period",
     [](auto& i) { i.period = model::Period{i.issue_date, i.issue_date - std::chrono::days{1}}; },
     "period-reversed", "BR-29"},
    {"no seller name", [](auto& i) { i.seller.name = ""; }, "party-name-missing", "BR-06"},
    {"an unknown country", [](auto& i) { i.buyer.address.country = "XX"; }, "country-unknown",
     "BR-CL-14"},
    {"a wrong Finnish VAT id", [](auto& i) { i.buyer.vat_id = "FI12345672"; }, "vat-id-check-digit",
     ""},
    {"a VAT id without country", [](auto& i) { i.buyer.vat_id = "12345671"; }, "vat-id-prefix",
     "BR-CO-09"},
    {"a wrong business id", [](auto& i) { i.buyer.legal_id->value = "1234567-2"; }, "business-id",
     ""},
    {"a wrong organisation number",
     [](auto& i) { i.buyer.legal_id = model::Identifier{"974760674", "0192"}; },
     "organisation-number", "PEPPOL-COMMON-R041"},
    {"a wrong OVT", [](auto& i) { i.buyer.electronic_address->value = "003712345672"; }, "ovt", ""},
    {"a wrong IBAN", [](auto& i) { i.payment->accounts[0].iban = "FI2112345600000786"; },
     "iban-checksum", ""},
    {"a wrong BIC", [](auto& i) { i.payment->accounts[0].bic = "NDEA"; }, "bic", ""},
    {"a wrong reference", [](auto& i) { i.payment->reference = "RF19539007547034"; },
     "reference-check-digit", ""},
    {"no account to pay to", [](auto& i) { i.payment->accounts.clear(); }, "account-missing",
     "BR-61"},
    {"a credit note that charges",
     [](auto& i) {
       i.type = model::InvoiceType::credit_note;
       i.lines[0].quantity = dec("-10");
     },
     "credit-note-negative", ""},
    {"a number of two lines", [](auto& i) { i.number = "1\",\n\"2"; }, "control-character", ""},
    {"a rate of interest with too many decimals",
     [](auto& i) {
       i.payment.emplace();
       i.payment->late_interest_percent = dec("9.12345");
     },
     "interest-digits", ""},
    {"an unknown VAT category", [](auto& i) { i.lines[0].vat.code = "Q"; }, "vat-category",
     "BR-CL-18"},
    {"a standard rate of nothing", [](auto& i) { i.lines[0].vat.rate = dec("0"); },
     "vat-rate-not-positive", "BR-S-05"},
    {"reverse charge without reason",
     [](auto& i) {
       i.lines[0].vat.code = "AE";
       i.lines[0].vat.rate = dec("0");
     },
     "exemption-reason-missing", "BR-AE-10"},
    {"a seller without VAT id", [](auto& i) { i.seller.vat_id = ""; }, "seller-vat-id-missing",
     "BR-S-02"},
};

}  // namespace

TEST_SUITE("rules/check") {
  TEST_CASE("a valid invoice has no findings") {
    auto invoice = sample_invoice();
    CHECK(rules::complete(invoice, {}).empty());
    auto const findings = rules::check(invoice, {});
    CHECK_MESSAGE(findings.empty(), (findings.empty() ? "" : findings.front().detail));
  }

  TEST_CASE("each rule finds its own fault") {
    for (auto const& one : defects) {
      auto invoice = sample_invoice();
      one.spoil(invoice);
      (void)rules::complete(invoice, {});
      auto const findings = rules::check(invoice, {});
      INFO(one.sentence);
      auto const hit = std::find_if(findings.begin(), findings.end(), [&](auto const& finding) {
        return finding.code == std::string_view{one.code};
      });
      REQUIRE(hit != findings.end());
      CHECK(hit->rule == one.rule);
      CHECK_FALSE(hit->detail.empty());
      CHECK(hit->pointer.starts_with("/invoice/"));
    }
  }

  TEST_CASE("more findings than anyone reads are cut off, but never the first error") {
    auto invoice = sample_invoice();
    invoice.lines.assign(5000, invoice.lines.front());
    for (auto& line : invoice.lines) line.standard_item_id = model::Identifier{"64", ""};
    (void)rules::complete(invoice, {});
    rules::CheckContext context;
    context.origin = rules::Origin::other;  // a missing scheme is a warning there
    invoice.totals.due = *model::Money::parse("1.00", {});
    auto const findings = rules::check(invoice, context);
    CHECK(findings.size() == 1002);
    CHECK(std::any_of(findings.begin(), findings.end(),
                      [](auto const& one) { return one.code == "more-findings"; }));
    CHECK(model::has_errors(findings));
  }

  TEST_CASE("every code is said in Finnish, Swedish and Norwegian") {
    auto const codes = rules::translated_codes();
    std::set<std::string_view> const known{codes.begin(), codes.end()};
    CHECK(known.size() == codes.size());
    for (auto const& one : defects) CHECK_MESSAGE(known.contains(one.code), one.code);
    for (auto const code : codes)
      for (auto const* language : {"fi", "sv", "nb"}) {
        model::Finding finding;
        finding.code = code;
        finding.detail = "English";
        CHECK(rules::sentence(finding, language) != "English");
      }
  }

  TEST_CASE("a sentence carries expected and actual") {
    model::Finding finding;
    finding.code = "total-mismatch";
    finding.expected = "533.38";
    finding.actual = "533.37";
    CHECK(rules::sentence(finding, "fi") == "Summa ei täsmää. Odotettu 533.38, annettu 533.37.");
    finding.term = "BT-112";
    CHECK(rules::sentence(finding, "fi") ==
          "Summa veroineen: Summa ei täsmää. Odotettu 533.38, annettu 533.37.");
    finding.term = "BT-131";
    finding.pointer = "/invoice/lines/3/net_amount";
    CHECK(rules::sentence(finding, "sv") ==
          "Rad 4, nettobelopp: Summan stämmer inte. Väntat 533.38, angivet 533.37.");
    finding.term = "BT-117";
    finding.pointer = "/invoice/vat_breakdown/0/tax";
    finding.detail = "The VAT of category S 25.5 % is 1.00, but the figures give 1.01.";
    CHECK(rules::sentence(finding, "nb").ends_with("Summen stemmer ikke. " + finding.detail));
    CHECK(rules::sentence(finding, "en") == finding.detail);
    model::Finding absent;
    absent.code = "missing";
    absent.detail = "\"action\" must be given.";
    CHECK(rules::sentence(absent, "fi") == "Pakollinen tieto puuttuu: \"action\".");
    CHECK(rules::sentence(absent, "sv") == "En obligatorisk uppgift saknas: \"action\".");
    CHECK(rules::sentence(absent, "en") == absent.detail);
  }

  TEST_CASE("a sentence keeps what only the finding itself can say") {
    for (auto const* code : {"element-missing", "official-rule", "xsd"}) {
      model::Finding finding;
      finding.code = code;
      finding.detail = "ID is missing.";
      finding.actual = "x";
      for (auto const* language : {"fi", "sv", "nb"}) {
        auto const said = rules::sentence(finding, language);
        CHECK(said.ends_with(". ID is missing."));
        CHECK(said.size() > finding.detail.size() + 10);
      }
    }
  }
}
