#include <algorithm>
#include <functional>

#include <doctest/doctest.h>

#include "formats/model/bank_barcode.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/identifiers.hpp"
#include "formats/rules/sentences.hpp"
#include "formats/rules/settle.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using model::Invoice;
using tests::dec;
using tests::sample_invoice;

namespace {

struct NationalCase {
  char const* rule;
  std::function<void(Invoice&)> spoil;
};

// A Peppol invoice within a country, with all that its rules ask for.
Invoice within(std::string const& country, std::string const& vat_id) {
  auto invoice = sample_invoice();
  invoice.specification =
      "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
  invoice.business_process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
  for (auto* party : {&invoice.seller, &invoice.buyer}) {
    party->address.country = country;
    party->vat_id = vat_id;
    party->legal_id.reset();
    party->contact = {"Name", "123456", "a@example.com"};
  }
  invoice.payment->reference_kind.reset();
  invoice.payment->reference = "";
  for (auto& line : invoice.lines) line.vat.rate = dec("25");
  (void)rules::complete(invoice, {});
  return invoice;
}

model::Findings errors(Invoice const& invoice) {
  auto findings = rules::check(invoice, {});
  std::erase_if(findings, [](auto const& one) { return one.severity != model::Severity::error; });
  return findings;
}

void each_breaks_national_rule(std::vector<NationalCase> const& cases, Invoice const& sound) {
  auto const first = errors(sound);
  CHECK_MESSAGE(first.empty(), (first.empty() ? "" : first[0].rule + first[0].detail));
  for (auto const& one : cases) {
    auto invoice = sound;
    one.spoil(invoice);
    auto const found = errors(invoice);
    INFO(one.rule);
    CHECK(std::any_of(found.begin(), found.end(),
                      [&](auto const& finding) { return finding.rule == one.rule; }));
  }
}

// What is only recommended: each warns of its rule, and a sound invoice of none of them.
void each_is_advised(std::vector<NationalCase> const& cases, Invoice const& sound) {
  auto const warns = [](Invoice const& invoice, std::string const& rule) {
    auto const findings = rules::check(invoice, {});
    return std::any_of(findings.begin(), findings.end(), [&](auto const& finding) {
      return finding.rule == rule && finding.severity == model::Severity::warning;
    });
  };
  for (auto const& one : cases) {
    auto invoice = sound;
    one.spoil(invoice);
    INFO(one.rule);
    CHECK_FALSE(warns(sound, one.rule));
    CHECK(warns(invoice, one.rule));
  }
}

model::Identifier id(char const* value, char const* scheme) { return {value, scheme}; }

}  // namespace

TEST_SUITE("rules/national") {
  TEST_CASE("a Danish seller") {
    auto sound = within("DK", "DK12345678");
    sound.seller.legal_id = id("12345678", "0184");
    sound.payment->means_code = "58";
    each_breaks_national_rule(
        {{"DK-R-002", [](auto& i) { i.seller.legal_id.reset(); }},
         {"DK-R-014", [](auto& i) { i.seller.legal_id->scheme = "0007"; }},
         {"DK-R-013", [](auto& i) { i.buyer.identifiers.push_back(id("1", "")); }},
         {"DK-R-005", [](auto& i) { i.payment->means_code = "57"; }},
         {"DK-R-006",
          [](auto& i) {
            i.payment->means_code = "31";
            i.payment->accounts[0].bic = "";
          }},
         {"DK-R-008", [](auto& i) { i.payment->means_code = "50"; }},
         {"DK-R-010", [](auto& i) { i.payment->means_code = "93"; }},
         {"DK-R-017", [](auto& i) { i.buyer.legal_id = id("12345678", "0007"); }},
         {"DK-R-003", [](auto& i) { i.lines[0].classifications.push_back({"1", "TST", "20"}); }}},
        sound);
  }

  TEST_CASE("a Swedish seller") {
    auto sound = within("SE", "SE556036079301");
    sound.seller.legal_id = id("5560360793", "0007");
    sound.seller.tax_registration_id = "Godkänd för F-skatt";
    each_breaks_national_rule(
        {{"SE-R-001", [](auto& i) { i.seller.vat_id = "SE5560360793"; }},
         {"SE-R-002", [](auto& i) { i.seller.vat_id = "SE55603607930X"; }},
         {"SE-R-003", [](auto& i) { i.seller.legal_id->value = "556036079X"; }},
         {"SE-R-004", [](auto& i) { i.seller.legal_id->value = "556036"; }},
         {"SE-R-005", [](auto& i) { i.seller.tax_registration_id = "F-skatt"; }},
         {"SE-R-006", [](auto& i) { i.lines[0].vat.rate = dec("24"); }},
         {"SE-R-013", [](auto& i) { i.seller.legal_id->value = "5560360794"; }}},
        sound);
  }

  TEST_CASE("a German seller and buyer") {
    auto sound = within("DE", "DE123456789");
    each_breaks_national_rule(
        {{"DE-R-001", [](auto& i) { i.payment.reset(); }},
         {"DE-R-002", [](auto& i) { i.seller.contact = {}; }},
         {"DE-R-003", [](auto& i) { i.seller.address.city = ""; }},
         {"DE-R-007", [](auto& i) { i.seller.contact.email = ""; }},
         {"DE-R-009", [](auto& i) { i.buyer.address.postal_code = ""; }},
         {"DE-R-014", [](auto& i) { i.vat_breakdown[0].vat.rate.reset(); }},
         {"DE-R-015", [](auto& i) { i.buyer_reference = ""; }},
         {"DE-R-018", [](auto& i) { i.payment->terms_text = "#SKONTO#TAGE=7#"; }},
         {"DE-R-023-2", [](auto& i) { i.payment->card_number = "1234"; }},
         {"DE-R-023-1", [](auto& i) { i.payment->accounts.clear(); }},
         {"DE-R-024-1", [](auto& i) { i.payment->means_code = "48"; }},
         {"DE-R-030", [](auto& i) { i.payment->mandate_id = "M"; }},
         {"DE-R-031", [](auto& i) { i.payment->mandate_id = "M"; }}},
        sound);
    sound.payment->terms_text = "30 Tage\n#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=100.00#\n";
    CHECK(errors(sound).empty());
  }

  TEST_CASE("what German, Swedish, Icelandic and Greek sellers are advised") {
    auto german = within("DE", "DE123456789");
    german.payment->means_code = "58";
    german.attachments.push_back({"1", "plan", "https://example.com/a", "", "", ""});
    each_is_advised(
        {{"DE-R-017", [](auto& i) { i.type_code = "388"; }},
         {"DE-R-019", [](auto& i) { i.payment->accounts[0].iban = "FI2112345600000786"; }},
         {"DE-R-020", [](auto& i) { i.payment->means_code = "59"; }},
         {"DE-R-026", [](auto& i) { i.type_code = "384"; }},
         {"DE-R-027", [](auto& i) { i.seller.contact.phone = "12 x"; }},
         {"DE-R-028", [](auto& i) { i.seller.contact.email = "a@example"; }},
         {"DE-R-028", [](auto& i) { i.seller.contact.email = "a@b@example.com"; }},
         {"DE-R-T02", [](auto& i) { i.attachments[0].url = "example.com/a"; }}},
        german);
    auto swedish = within("SE", "SE556036079301");
    swedish.payment->means_code = "30";
    swedish.payment->accounts[0] = {"12345678", "SE:BANKGIRO", ""};
    each_is_advised(
        {{"SE-R-008", [](auto& i) { i.payment->accounts[0].iban = "1234-5678"; }},
         {"SE-R-009", [](auto& i) { i.payment->accounts[0].iban = "123456"; }},
         {"SE-R-007", [](auto& i) { i.payment->accounts[0] = {"1-2", "SE:PLUSGIRO", ""}; }},
         {"SE-R-010", [](auto& i) { i.payment->accounts[0] = {"1", "SE:PLUSGIRO", ""}; }},
         {"SE-R-011", [](auto& i) { i.payment->means_code = "56"; }},
         {"SE-R-012", [](auto& i) { i.payment->means_code = "31"; }}},
        swedish);
    each_is_advised({{"IS-R-001", [](auto& i) { i.type_code = "384"; }}}, within("IS", "IS12345"));
    auto greek = within("GR", "EL123456783");
    greek.attachments.push_back({"1", "##INVOICE|URL##", "https://example.com/a", "", "", ""});
    each_is_advised({{"GR-S-011", [](auto& i) { i.seller.vat_id = "EL123456789"; }},
                     {"GR-S-008-1", [](auto& i) { i.attachments.clear(); }}},
                    greek);
  }

  TEST_CASE("Dutch, Italian, Icelandic and Norwegian sellers") {
    auto dutch = within("NL", "NL123456789B12");
    each_breaks_national_rule({{"NL-R-002", [](auto& i) { i.seller.address.line1 = ""; }},
                               {"NL-R-003", [](auto& i) { i.seller.legal_id = id("1", "0184"); }},
                               {"NL-R-007", [](auto& i) { i.payment.reset(); }},
                               {"NL-R-008", [](auto& i) { i.payment->means_code = "10"; }},
                               {"NL-R-009",
                                [](auto& i) {
                                  i.lines[0].order_line_reference = "1";
                                  i.purchase_order = "";
                                }}},
                              dutch);
    each_breaks_national_rule({{"IT-R-001", [](auto& i) { i.seller.tax_registration_id = "x"; }},
                               {"IT-R-003", [](auto& i) { i.seller.address.city = ""; }}},
                              within("IT", "IT12345670017"));
    auto icelandic = within("IS", "IS12345");
    icelandic.seller.legal_id = icelandic.buyer.legal_id = id("1234567890", "0196");
    each_breaks_national_rule(
        {{"IS-R-002", [](auto& i) { i.seller.legal_id.reset(); }},
         {"IS-R-004", [](auto& i) { i.buyer.legal_id.reset(); }},
         {"IS-R-006", [](auto& i) { i.payment->means_code = "9"; }},
         {"IS-R-008",
          [](auto& i) { i.attachments.push_back({"tomorrow", "EINDAGI", "", "", "", ""}); }}},
        icelandic);
    each_breaks_national_rule({{"NO-R-001", [](auto& i) { i.seller.vat_id = "NO974760673"; }}},
                              within("NO", "NO974760673MVA"));
  }

  TEST_CASE("what Finvoice cannot carry or Finnish receivers do not take") {
    auto sound = sample_invoice();
    (void)rules::complete(sound, {});
    rules::CheckContext context;
    context.finvoice = rules::Ask::refuse;
    context.payment_instruction_id = "OMA1";
    CHECK(rules::check(sound, context).empty());
    auto const barcode = model::bank_barcode(
        "FI2112345600000785", *sound.totals.due,
        *model::Reference::parse(model::ReferenceKind::rf, sound.payment->reference),
        sound.due_date);
    sound.nordic.made().virtual_barcode = *barcode;
    CHECK(rules::check(sound, context).empty());
    struct Fault {
      char const* code;
      std::function<void(Invoice&)> spoil;
    };
    std::vector<Fault> const faults{
        {"too-long", [](auto& i) { i.number = std::string(21, '1'); }},
        {"too-short", [](auto& i) { i.buyer.name = "Å"; }},
        {"too-many-decimals", [](auto& i) { i.lines[0].net_price = dec("42.5000001"); }},
        {"ovt-scheme", [](auto& i) { i.buyer.electronic_address->scheme = "0037"; }},
        {"barcode-mismatch", [](auto& i) { i.nordic->virtual_barcode[20] ^= 1; }},
        {"payment-instruction-differs",
         [](auto& i) { i.nordic->epi.emplace().instruction_id = "MUU"; }},
        {"media-type-refused",
         [](auto& i) { i.attachments.push_back({"1", "", "", "a.txt", "text/plain", "x"}); }},
        {"attachments-too-large",
         [](auto& i) {
           i.attachments.push_back(
               {"1", "", "", "a.pdf", "application/pdf", std::string(1'000'001, 'x')});
         }},
    };
    for (auto const& one : faults) {
      auto invoice = sound;
      one.spoil(invoice);
      auto const findings = rules::check(invoice, context);
      INFO(one.code);
      CHECK(std::any_of(findings.begin(), findings.end(),
                        [&](auto const& finding) { return finding.code == one.code; }));
    }
  }

  TEST_CASE("a consumer's bank wants the subject and an account of the SenderInfo") {
    auto invoice = sample_invoice();
    (void)rules::complete(invoice, {});
    invoice.buyer.type = model::PartyType::consumer;
    rules::CheckContext context;
    context.peppol = rules::Ask::no;
    auto const codes = [&] {
      std::vector<std::string> found;
      for (auto const& one : rules::check(invoice, context)) {
        found.push_back(one.code);
        for (auto const* language : {"fi", "sv", "nb"})
          CHECK(rules::sentence(one, language) != one.detail);
      }
      return found;
    };
    invoice.nordic.made().epi.emplace().instruction_id = "MUU";
    CHECK(codes().empty());  // a biller without such a notice says what he likes
    context.payment_instruction_id = "OMA1";
    context.sender_info_accounts = {"FI79 4405 2020 0360 82", "FI2112345600000785"};
    CHECK(codes() == std::vector<std::string>{"payment-instruction-differs"});
    invoice.nordic->epi->instruction_id = "OMA1";
    CHECK(codes().empty());
    context.sender_info_accounts = {"FI79 4405 2020 0360 82"};
    CHECK(codes() == std::vector<std::string>{"account-not-in-sender-info"});
    invoice.buyer.type = model::PartyType::business;
    CHECK(codes().empty());
  }

  TEST_CASE("schemes that another syntax does not know are a warning there") {
    auto invoice = sample_invoice();
    invoice.buyer.electronic_address->scheme = "";
    invoice.lines[0].standard_item_id = model::Identifier{"6430000000001", ""};
    rules::CheckContext context;
    context.origin = rules::Origin::other;
    context.peppol = rules::Ask::no;
    auto const warned = rules::settle(invoice, {}, context);
    CHECK(warned.size() == 2);
    CHECK_FALSE(model::has_errors(warned));
    context.origin = rules::Origin::own;
    CHECK(model::has_errors(rules::check(invoice, context)));
  }

  TEST_CASE("what must bring its figures is checked before they are filled in") {
    auto invoice = sample_invoice();
    rules::CheckContext context;
    context.origin = rules::Origin::norm;
    auto const findings = rules::settle(invoice, {}, context);
    CHECK(std::any_of(findings.begin(), findings.end(),
                      [](auto const& one) { return one.rule == "BR-15"; }));
    CHECK(invoice.totals.due->text() == "533.38");
    context.origin = rules::Origin::own;
    auto again = sample_invoice();
    CHECK(rules::settle(again, {}, context).empty());
  }

  TEST_CASE("check digits of the identifiers of the neighbours") {
    CHECK(rules::is_organisation_se("5560360793"));
    CHECK_FALSE(rules::is_organisation_se("5560360794"));
    CHECK(rules::is_enterprise_be("0202239951"));
    CHECK_FALSE(rules::is_enterprise_be("0202239952"));
    CHECK(rules::is_business_au("51824753556"));
    CHECK_FALSE(rules::is_business_au("51824753557"));
    CHECK(rules::is_tin_gr("094259216"));
    CHECK_FALSE(rules::is_tin_gr("094259217"));
    CHECK(rules::is_vat_it("IT00743110157"));
    CHECK_FALSE(rules::is_vat_it("IT00743110158"));
    CHECK(rules::is_gs1_number("7300010000001"));
    CHECK_FALSE(rules::is_gs1_number("7300010000002"));
    CHECK(rules::is_cvr_dk("DK12345678"));
    CHECK_FALSE(rules::is_cvr_dk("1234567"));
    CHECK(rules::is_vat_nl("NL123456789B12"));
    CHECK_FALSE(rules::is_vat_nl("NL123456789X12"));
  }
}
