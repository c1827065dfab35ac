// What the law of VAT asks for on a page.
#include "formats/paper/vat_text.hpp"

#include <doctest/doctest.h>

#include "tests/paper/drawn.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;
using tests::drawn;
using tests::has;
using tests::has_fonts;
using tests::Printed;

TEST_CASE("a reverse charge is named in the language of the page, from a code or with a reason") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.lines.front().vat = {"AE", tests::dec("0"), "VATEX-EU-AE", ""};
  for (auto const& [language, words] :
       {std::pair{"fi", "Käännetty verovelvollisuus (VATEX-EU-AE)"},
        std::pair{"sv", "Omvänd betalningsskyldighet"},
        std::pair{"nb", "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet"},
        std::pair{"en", "Reverse charge"}}) {
    CAPTURE(language);
    CHECK(has(Printed{drawn(completed(invoice), language).bytes}.text(), words));
    CHECK(has(Printed{drawn(completed(invoice), language, "credit_note").bytes}.text(), words));
  }
  CHECK(paper::vat_text({"AE", tests::dec("0"), "", "Rakennuspalvelu"}, "fi") ==
        "Käännetty verovelvollisuus: Rakennuspalvelu");
}

TEST_CASE("every category without VAT has words, and a reason stands for itself") {
  CHECK(paper::vat_text({"S", tests::dec("25.5"), "", ""}, "fi").empty());
  CHECK(paper::vat_text({"E", tests::dec("0"), "", "AVL 34 §"}, "fi") == "AVL 34 §");
  CHECK(paper::vat_text({"E", tests::dec("0"), "VATEX-EU-132-1A", ""}, "en") ==
        "Exempt, Directive 2006/112/EC, article 132 (VATEX-EU-132-1A)");
  CHECK(paper::vat_text({"E", tests::dec("0"), "VATEX-FR-AE", ""}, "en") ==
        "Exempt from VAT (VATEX-FR-AE)");
  CHECK(paper::vat_text({"E", tests::dec("0"), "VATEX-EU-F", ""}, "sv") ==
        "Vinstmarginalordning för begagnade varor (VATEX-EU-F)");
  for (auto const code : {"AE", "K", "G", "E", "O", "Z", "L", "M"}) {
    for (auto const language : {"fi", "sv", "nb", "en"}) {
      CHECK_FALSE(paper::vat_text({code, tests::dec("0"), "", ""}, language).empty());
    }
  }
}

TEST_CASE("a line says its VAT category where the rate alone does not, as the words below do") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.lines.push_back(tests::sample_line("Koulutus", "1", "100.00", "0"));
  invoice.lines.back().vat = {"E", tests::dec("0"), "", "AVL 39 §"};
  invoice.lines.push_back(tests::sample_line("Rakentaminen", "1", "200.00", "0"));
  invoice.lines.back().vat = {"AE", tests::dec("0"), "", ""};
  auto const text = Printed{drawn(completed(invoice)).bytes}.text();
  for (auto const part : {"E 0 ", "AE 0 ", "E: AVL 39 §", "AE: Käännetty verovelvollisuus"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
  CHECK_FALSE(has(text, "S 25,5"));
}

TEST_CASE("the buyer's numbers, the tax representative and the tax point are on the page") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.buyer.legal_id = model::Identifier{"5560360793", "0007"};
  invoice.buyer.vat_id = "SE556036079301";
  invoice.tax_point_date = model::parse_date("2026-11-20");
  auto& deputy = invoice.tax_representative.emplace();
  deputy.name = "Veropalvelu Oy";
  deputy.vat_id = "FI08204237";
  deputy.address = {"Verokatu 3", "", "", "00100", "Helsinki", "", "FI"};
  for (auto const layout : {"invoice", "credit_note"}) {
    auto const text = Printed{drawn(completed(invoice), "fi", layout).bytes}.text();
    for (auto const part :
         {"5560360793", "Ostajan ALV-tunnus", "SE556036079301", "20.11.2026",
          "Veroedustaja: Veropalvelu Oy, Verokatu 3, 00100 Helsinki, FI", "FI08204237"}) {
      CAPTURE(layout);
      CAPTURE(part);
      CHECK(has(text, part));
    }
  }
}

TEST_CASE("an invoice that the buyer made says so") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.type_code = "389";
  for (auto const& [language, word] :
       {std::pair{"fi", "Itselaskutus"}, std::pair{"sv", "Självfakturering"},
        std::pair{"nb", "Selvfakturering"}, std::pair{"en", "Self-billing"}}) {
    CHECK(has(Printed{drawn(completed(invoice), language).bytes}.text(), word));
  }
}
