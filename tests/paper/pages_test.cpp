#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/paper/drawn.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;

// AIRUT_KEEP_PAGES names a folder that the pages are written into, to be looked at, AIRUT_KEEP_LOGO
// a PNG that stands on them.
namespace {

std::shared_ptr<pdf::Picture const> sample_logo() {
  auto const* file = std::getenv("AIRUT_KEEP_LOGO");
  if (file == nullptr) return nullptr;
  auto logo = pdf::read_png(tests::slurp(file));
  REQUIRE(logo);
  return std::make_shared<pdf::Picture const>(*std::move(logo));
}

model::Invoice rich_invoice(int lines) {
  auto invoice = tests::sample_invoice();
  invoice.seller.contact = {"Laskutus", "+358 10 123 4567", "laskutus@mallisiivous.example"};
  invoice.notes = {{"Kiitos tilauksestanne! Huomautusaika on 8 päivää laskun päiväyksestä.", ""}};
  invoice.contract = "SOP-2024-118";
  invoice.period = model::Period{model::parse_date("2026-11-01"), model::parse_date("2026-11-30")};
  for (int i = 0; i < lines; ++i) {
    invoice.lines.push_back(tests::sample_line("Kuukausimaksu, kohde " + std::to_string(i + 1),
                                               "1.5", "12.90", i % 3 == 0 ? "13.5" : "25.5"));
    if (i % 4 == 0) {
      invoice.lines.back().description =
          "Sopimuksen mukainen palvelu, jonka kuvaus on niin pitkä, että se jatkuu toiselle "
          "riville";
    }
  }
  return invoice;
}

model::Invoice norwegian_invoice() {
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.name = "Nordlys Kraft AS";
  invoice.seller.legal_id = model::Identifier{"923609016", "0192"};
  invoice.seller.vat_id = "NO923609016MVA";
  invoice.seller.tax_registration_id = "Foretaksregisteret";
  invoice.seller.address = {"Storgata 5", "", "", "9008", "Tromsø", "", "NO"};
  invoice.buyer.name = "Áile Østby-Šuvva";
  invoice.buyer.address = {"Čáhcegáisá 12", "", "", "9730", "Kárášjohka", "", "NO"};
  invoice.payment->accounts = {{"NO9386011117947", "DNBANOKK", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "2345676";
  invoice.payment->terms_text = "14 dager netto";
  invoice.lines = {tests::sample_line("Strøm, november", "812.4", "0.8412", "25"),
                   tests::sample_line("Nettleie fastledd", "1", "198.00", "25"),
                   tests::sample_line("Elsertifikater", "812.4", "0.0123", "25")};
  for (auto& line : invoice.lines) line.unit = "KWH";
  invoice.lines[1].unit = "MON";
  return invoice;
}

void check_page(std::string const& name, model::Result<paper::Drawn> const& drawn) {
  INFO(name);
  if (!drawn) FAIL(drawn.error().text);
  CHECK(drawn->bytes.starts_with("%PDF-"));
  CHECK(drawn->pages > 0);
  if (auto const* folder = std::getenv("AIRUT_KEEP_PAGES"))
    std::ofstream{std::filesystem::path{folder} / name, std::ios::binary} << drawn->bytes;
}

}  // namespace

TEST_CASE("rich, long and foreign invoices are drawn whole") {
  if (!tests::has_fonts()) return;
  auto const with_logo = [](std::string_view name, std::string language) {
    auto look = tests::look(name, std::move(language));
    look.logo = sample_logo();
    return look;
  };
  check_page("short.pdf",
             paper::write_invoice(completed(tests::sample_invoice()), with_logo("invoice", "fi")));
  for (std::string const language : {"fi", "sv", "en"}) {
    check_page("long-" + language + ".pdf",
               paper::write_invoice(completed(rich_invoice(45)), with_logo("invoice", language)));
  }
  check_page("norwegian.pdf",
             paper::write_invoice(completed(norwegian_invoice()), tests::look("invoice", "nb")));
  auto german = completed(rich_invoice(3));
  german.payment->accounts = {{"DE89370400440532013000", "COBADEFFXXX", ""}};
  check_page("german.pdf", paper::write_invoice(german, tests::look("invoice", "en")));
  auto credit = rich_invoice(3);
  credit.type = model::InvoiceType::credit_note;
  credit.preceding = {{"2026-104001", model::parse_date("2026-10-22")}};
  check_page("credit.pdf", paper::write_invoice(completed(credit), with_logo("credit_note", "sv")));
}
