#include <algorithm>
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/sentences.hpp"
#include "tests/rules/breach.hpp"
#include "tests/rules/days_and_sums.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using model::Invoice;
using model::Money;
using tests::Breach;
using tests::dec;
using tests::eur;
using tests::sample_invoice;

namespace {

// As a document of EN 16931 says it: everything given, the specification named.
Invoice document() {
  auto invoice = sample_invoice();
  invoice.specification = "urn:cen.eu:en16931:2017";
  (void)rules::complete(invoice, {});
  return invoice;
}

Invoice peppol_document() {
  auto invoice = document();
  invoice.specification += "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
  invoice.business_process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
  return invoice;
}

bool names_error(model::Findings const& findings, std::string_view rule) {
  return std::any_of(findings.begin(), findings.end(), [&](auto const& one) {
    return one.rule == rule && one.severity == model::Severity::error;
  });
}

std::string listed(model::Findings const& findings) {
  std::string text;
  for (auto const& one : findings)
    text.append(one.rule).append(" ").append(one.detail).append("; ");
  return text;
}

void each_breaks_its_rule(std::vector<Breach> const& cases, Invoice const& sound) {
  CHECK_FALSE(model::has_errors(rules::check(sound, {})));
  for (auto const& one : cases) {
    auto invoice = sound;
    one.spoil(invoice);
    auto const findings = rules::check(invoice, {});
    INFO(one.sentence, ": ", listed(findings));
    CHECK(names_error(findings, one.rule));
    for (auto const& finding : findings) {
      CHECK(finding.pointer.starts_with("/invoice/"));
      CHECK_FALSE(finding.detail.empty());
      CHECK(finding.detail.find("{}") == std::string::npos);
      CHECK(rules::sentence(finding, "fi") != finding.detail);
    }
  }
}

void set_category(Invoice& it, char const* code, char const* rate) {
  for (auto& line : it.lines) {
    line.vat.code = code;
    line.vat.rate = *rate == '\0' ? std::nullopt : std::optional{dec(rate)};
  }
  it.vat_breakdown.clear();
  it.totals = {};
  (void)rules::complete(it, {});
  if (*code != 'S' && *code != 'L' && *code != 'M' && *code != 'Z')
    for (auto& row : it.vat_breakdown) row.vat.exemption_reason = "By the law";
}

model::AllowanceCharge adjustment(bool is_charge) {
  model::AllowanceCharge one;
  one.is_charge = is_charge;
  one.amount = eur("10.00");
  one.reason = "Freight";
  one.vat.code = "S";
  one.vat.rate = dec("25.5");
  return one;
}

std::vector<Breach> const figure_cases{
    {"no sum of lines", [](auto& i) { i.totals.lines.reset(); }, "BR-12"},
    {"no net total", [](auto& i) { i.totals.net.reset(); }, "BR-13"},
    {"no gross total", [](auto& i) { i.totals.gross.reset(); }, "BR-14"},
    {"no amount due", [](auto& i) { i.totals.due.reset(); }, "BR-15"},
    {"no line amount", [](auto& i) { i.lines[0].net_amount.reset(); }, "BR-24"},
    {"another sum of lines", [](auto& i) { i.totals.lines = eur("1.00"); }, "BR-CO-10"},
    {"an allowance without its sum", [](auto& i) { i.adjustments.push_back(adjustment(false)); },
     "BR-CO-11"},
    {"a charge without its sum", [](auto& i) { i.adjustments.push_back(adjustment(true)); },
     "BR-CO-12"},
    {"another net total", [](auto& i) { i.totals.net = eur("424.99"); }, "BR-CO-13"},
    {"another VAT total", [](auto& i) { i.totals.vat = eur("108.39"); }, "BR-CO-14"},
    {"another gross total", [](auto& i) { i.totals.gross = eur("533.39"); }, "BR-CO-15"},
    {"another amount due", [](auto& i) { i.totals.paid = eur("33.38"); }, "BR-CO-16"},
    {"VAT off by a euro", [](auto& i) { i.vat_breakdown[0].tax = eur("109.38"); }, "BR-CO-17"},
    {"no breakdown", [](auto& i) { i.vat_breakdown.clear(); }, "BR-CO-18"},
    {"a row without rate", [](auto& i) { i.vat_breakdown[0].vat.rate.reset(); }, "BR-48"},
};

std::vector<Breach> const vat_cases{
    {"a category without its row", [](auto& i) { i.vat_breakdown[0].vat.code = "Z"; }, "BR-S-01"},
    {"nobody registered",
     [](auto& i) {
       i.seller.vat_id = "";
       i.seller.tax_registration_id = "";
     },
     "BR-S-02"},
    {"a rate of nothing", [](auto& i) { i.lines[0].vat.rate = dec("0"); }, "BR-S-05"},
    {"an allowance without rate",
     [](auto& i) {
       i.adjustments.push_back(adjustment(false));
       i.adjustments[0].vat.rate.reset();
     },
     "BR-S-06"},
    {"a charge without rate",
     [](auto& i) {
       i.adjustments.push_back(adjustment(true));
       i.adjustments[0].vat.rate.reset();
     },
     "BR-S-07"},
    {"another taxable sum", [](auto& i) { i.vat_breakdown[0].taxable = eur("426.00"); }, "BR-S-08"},
    {"a reason to tax", [](auto& i) { i.vat_breakdown[0].vat.exemption_reason = "x"; }, "BR-S-10"},
    {"zero rated at a rate",
     [](auto& i) {
       set_category(i, "Z", "0");
       i.lines[0].vat.rate = dec("1");
     },
     "BR-Z-05"},
    {"exempt without a reason",
     [](auto& i) {
       set_category(i, "E", "0");
       i.vat_breakdown[0].vat.exemption_reason = "";
     },
     "BR-E-10"},
    {"exempt with VAT",
     [](auto& i) {
       set_category(i, "E", "0");
       i.vat_breakdown[0].tax = eur("0.01");
     },
     "BR-E-09"},
    {"two rows of one exemption",
     [](auto& i) {
       set_category(i, "E", "0");
       i.vat_breakdown.push_back(i.vat_breakdown[0]);
     },
     "BR-E-01"},
    {"reverse charge to a nobody",
     [](auto& i) {
       set_category(i, "AE", "0");
       i.buyer.vat_id = "";
       i.buyer.legal_id.reset();
     },
     "BR-AE-02"},
    {"a supply to nowhere", [](auto& i) { set_category(i, "K", "0"); }, "BR-IC-12"},
    {"a supply on no day", [](auto& i) { set_category(i, "K", "0"); }, "BR-IC-11"},
    {"an export by a tax number",
     [](auto& i) {
       set_category(i, "G", "0");
       i.seller.vat_id = "";
       i.seller.tax_registration_id = "X";
     },
     "BR-G-02"},
    {"outside VAT with VAT ids", [](auto& i) { set_category(i, "O", ""); }, "BR-O-02"},
    {"outside VAT at a rate",
     [](auto& i) {
       set_category(i, "O", "");
       i.lines[0].vat.rate = dec("0");
     },
     "BR-O-05"},
    {"outside VAT and inside",
     [](auto& i) {
       set_category(i, "O", "");
       i.vat_breakdown.push_back({i.vat_breakdown[0].vat, eur("0"), eur("0")});
       i.vat_breakdown[1].vat.code = "E";
     },
     "BR-O-11"},
    {"IGIC without rate", [](auto& i) { set_category(i, "L", ""); }, "BR-AF-05"},
    {"IPSI below nothing", [](auto& i) { set_category(i, "M", "-1"); }, "BR-AG-05"},
    {"split payment abroad", [](auto& i) { set_category(i, "B", "22"); }, "BR-B-01"},
};

}  // namespace

TEST_SUITE("rules/families") {
  TEST_CASE("each figure of a document must be there and fit") {
    each_breaks_its_rule(figure_cases, document());
  }

  TEST_CASE("each VAT category has its rules") { each_breaks_its_rule(vat_cases, document()); }

  TEST_CASE("what must be there") {
    std::vector<Breach> const cases{
        {"no address of the seller", [](auto& i) { i.seller.address = {}; }, "BR-08"},
        {"no country of the buyer", [](auto& i) { i.buyer.address.country = ""; }, "BR-11"},
        {"a payee without name", [](auto& i) { i.payee.emplace(); }, "BR-17"},
        {"a payee who is the seller", [](auto& i) { i.payee = i.seller; }, "BR-17"},
        {"a representative without VAT id",
         [](auto& i) {
           i.tax_representative = i.buyer;
           i.tax_representative->vat_id = "";
         },
         "BR-56"},
        {"a delivery to no country",
         [](auto& i) { i.delivery.emplace().address.emplace().city = "Turku"; }, "BR-57"},
        {"no unit", [](auto& i) { i.lines[0].unit = ""; }, "BR-23"},
        {"an attribute without value",
         [](auto& i) { i.lines[0].attributes.push_back({"colour", ""}); }, "BR-54"},
        {"an item id without scheme",
         [](auto& i) { i.lines[0].standard_item_id = model::Identifier{"64", ""}; }, "BR-64"},
        {"an item class without list",
         [](auto& i) { i.lines[0].classifications.push_back({"1", "", ""}); }, "BR-65"},
        {"an allowance without reason",
         [](auto& i) {
           i.adjustments.push_back(adjustment(false));
           i.adjustments[0].reason = "";
         },
         "BR-33"},
        {"a charge without category",
         [](auto& i) {
           i.adjustments.push_back(adjustment(true));
           i.adjustments[0].vat = {};
         },
         "BR-37"},
        {"VAT in another currency unsaid",
         [](auto& i) { i.vat_currency = model::Currency::parse("SEK"); }, "BR-53"},
        {"no account for a transfer", [](auto& i) { i.payment->accounts.clear(); }, "BR-61"},
    };
    each_breaks_its_rule(cases, document());
  }

  TEST_CASE("codes come from their lists") {
    std::vector<Breach> const cases{
        {"a type", [](auto& i) { i.type_code = "999"; }, "BR-CL-01"},
        {"a VAT point", [](auto& i) { i.tax_point_code = "29"; }, "BR-CL-06"},
        {"an object's scheme", [](auto& i) { i.object_id = model::Identifier{"1", "QQ"}; },
         "BR-CL-07"},
        {"a note's subject", [](auto& i) { i.notes.push_back({"x", "QQQ"}); }, "BR-CL-08"},
        {"a party's scheme", [](auto& i) { i.buyer.identifiers.push_back({"1", "9999"}); },
         "BR-CL-10"},
        {"a legal id's scheme", [](auto& i) { i.buyer.legal_id->scheme = "QQ"; }, "BR-CL-11"},
        {"an item class's list",
         [](auto& i) { i.lines[0].classifications.push_back({"1", "QQQ", ""}); }, "BR-CL-13"},
        {"a country of origin", [](auto& i) { i.lines[0].origin_country = "XX"; }, "BR-CL-15"},
        {"a payment means", [](auto& i) { i.payment->means_code = "999"; }, "BR-CL-16"},
        {"an allowance's reason",
         [](auto& i) {
           i.adjustments.push_back(adjustment(false));
           i.adjustments[0].reason_code = "FC";
         },
         "BR-CL-19"},
        {"a charge's reason",
         [](auto& i) {
           i.adjustments.push_back(adjustment(true));
           i.adjustments[0].reason_code = "95";
         },
         "BR-CL-20"},
        {"an exemption", [](auto& i) { i.vat_breakdown[0].vat.exemption_code = "VATEX-EU-X"; },
         "BR-CL-22"},
        {"an address's scheme", [](auto& i) { i.buyer.electronic_address->scheme = "QQ"; },
         "BR-CL-25"},
        {"a withdrawn currency", [](auto& i) { i.currency = *model::Currency::parse("BGN"); },
         "BR-CL-04"},
    };
    auto const sound = document();
    for (auto const& one : cases) {
      auto invoice = sound;
      one.spoil(invoice);
      if (invoice.currency != sound.currency) {
        invoice.totals = {};
        invoice.vat_breakdown.clear();
        for (auto& line : invoice.lines) line.net_amount.reset();
        (void)rules::complete(invoice, {});
      }
      auto const findings = rules::check(invoice, {});
      INFO(one.sentence, ": ", listed(findings));
      CHECK(names_error(findings, one.rule));
    }
  }

  TEST_CASE("Peppol asks more of a document that names it") {
    std::vector<Breach> const cases{
        {"no process", [](auto& i) { i.business_process = ""; }, "PEPPOL-EN16931-R001"},
        {"two notes", [](auto& i) { i.notes = {{"a", ""}, {"b", ""}}; }, "PEPPOL-EN16931-R002"},
        {"no reference of the buyer", [](auto& i) { i.buyer_reference = ""; },
         "PEPPOL-EN16931-R003"},
        {"a version", [](auto& i) { i.specification += "::2.1"; }, "PEPPOL-EN16931-R004"},
        {"its own VAT currency", [](auto& i) { i.vat_currency = i.currency; },
         "PEPPOL-EN16931-R005"},
        {"another process", [](auto& i) { i.business_process = "urn:fdc:peppol.eu:2017:x"; },
         "PEPPOL-EN16931-R007"},
        {"no address of the buyer", [](auto& i) { i.buyer.electronic_address.reset(); },
         "PEPPOL-EN16931-R010"},
        {"a percentage of nothing",
         [](auto& i) {
           i.lines[0].adjustments.push_back(adjustment(false));
           i.lines[0].adjustments[0].percent = dec("10");
         },
         "PEPPOL-EN16931-R041"},
        {"a percentage that does not fit",
         [](auto& i) {
           i.lines[0].adjustments.push_back(adjustment(false));
           i.lines[0].adjustments[0].percent = dec("10");
           i.lines[0].adjustments[0].base_amount = eur("99.00");
         },
         "PEPPOL-EN16931-R040"},
        {"a price that does not fit", [](auto& i) { i.lines[0].gross_price = dec("50"); },
         "PEPPOL-EN16931-R046"},
        {"a debit without mandate", [](auto& i) { i.payment->means_code = "59"; },
         "PEPPOL-EN16931-R061"},
        {"a line that does not compute", [](auto& i) { i.lines[0].net_price = dec("42.51"); },
         "PEPPOL-EN16931-R120"},
        {"a price for nothing", [](auto& i) { i.lines[0].price_base_quantity = dec("0"); },
         "PEPPOL-EN16931-R121"},
        {"another unit of the price", [](auto& i) { i.lines[0].price_base_unit = "KGM"; },
         "PEPPOL-EN16931-R130"},
        {"a scheme that Peppol dropped",
         [](auto& i) { i.buyer.electronic_address = model::Identifier{"003712345671", "0037"}; },
         "PEPPOL-EN16931-CL008"},
        {"a German type", [](auto& i) { i.type_code = "326"; }, "PEPPOL-EN16931-P0112"},
        {"a reason of another category",
         [](auto& i) { i.vat_breakdown[0].vat.exemption_code = "vatex-eu-ae"; },
         "PEPPOL-EN16931-P0107"},
        {"a wrong Norwegian number",
         [](auto& i) { i.buyer.identifiers.push_back({"974760674", "0192"}); },
         "PEPPOL-COMMON-R041"},
    };
    each_breaks_its_rule(cases, peppol_document());
  }

  TEST_CASE("Peppol's rules only warn an invoice that may go there, and leave others alone") {
    auto invoice = sample_invoice();
    invoice.buyer_reference = "";
    (void)rules::complete(invoice, {});
    CHECK(rules::peppol_asked(invoice) == rules::Ask::warn);
    auto const warned = rules::check(invoice, {});
    CHECK_FALSE(model::has_errors(warned));
    CHECK(warned.size() == 1);
    CHECK(warned.front().rule == "PEPPOL-EN16931-R003");
    rules::CheckContext chosen;
    chosen.peppol = rules::Ask::refuse;
    CHECK(names_error(rules::check(invoice, chosen), "PEPPOL-EN16931-R003"));
    invoice.buyer.electronic_address.reset();
    CHECK(rules::peppol_asked(invoice) == rules::Ask::no);
    CHECK(rules::check(invoice, {}).empty());
    invoice.specification = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";
    invoice.business_process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
    CHECK(rules::peppol_asked(invoice) == rules::Ask::no);
  }

  TEST_CASE("VAT that is rounded line by line is a warning, and by the euro an error") {
    auto invoice = document();
    invoice.vat_breakdown[0].tax += eur("0.01");
    invoice.totals.vat = invoice.vat_breakdown[0].tax;
    invoice.totals.gross = *invoice.totals.gross + eur("0.01");
    invoice.totals.due = invoice.totals.gross;
    auto const findings = rules::check(invoice, {});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == model::Severity::warning);
    CHECK(findings[0].rule.empty());
    CHECK(findings[0].detail ==
          "The VAT of category S 25.5 % is 108.39, but the figures give 108.38.");
  }
}
