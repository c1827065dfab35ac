#include <cstdlib>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "formats/model/bank_barcode.hpp"
#include "formats/pdf/write.hpp"
#include "formats/rules/complete.hpp"
#include "tests/support/process.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

constexpr auto font_folder = "/usr/share/fonts/truetype/dejavu";

bool has_fonts() {
  if (std::filesystem::exists(std::filesystem::path{font_folder} / "DejaVuSans.ttf")) return true;
  MESSAGE("skipped: the DejaVu fonts are not here");
  return false;
}

pdf::Fonts const& fonts() {
  static auto const loaded = pdf::Fonts::load(font_folder);
  REQUIRE(loaded);
  return **loaded;
}

model::Invoice completed(model::Invoice invoice) {
  REQUIRE(rules::complete(invoice, {}).empty());
  return invoice;
}

pdf::Rendered rendered(model::Invoice const& invoice, std::string language = "fi") {
  pdf::Style style;
  style.language = std::move(language);
  auto result = pdf::write_invoice(invoice, style, fonts());
  if (!result) MESSAGE(result.error().text);
  REQUIRE(result);
  return *std::move(result);
}

// A PDF on disk with the tools that look at it.
struct Printed {
  tests::TempDirectory folder;
  std::filesystem::path file = folder.path() / "a.pdf";

  explicit Printed(pdf::Rendered const& one) { std::ofstream{file, std::ios::binary} << one.bytes; }
  std::string text() {
    auto const out = folder.path() / "text";
    REQUIRE(tests::run({"pdftotext", "-layout", file.string(), out.string()},
                       folder.path() / "log") == 0);
    return tests::slurp(out);
  }
  int check() { return tests::run({"qpdf", "--check", file.string()}, folder.path() / "log"); }
  std::string barcode() {
    auto const picture = folder.path() / "page";
    REQUIRE(tests::run(
                {"pdftoppm", "-r", "200", "-png", "-singlefile", file.string(), picture.string()},
                folder.path() / "log") == 0);
    auto const out = folder.path() / "code";
    tests::run({"zbarimg", "-q", "--raw", picture.string() + ".png"}, out);
    return tests::slurp(out);
  }
};

bool has(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

model::Letter sample_letter() {
  auto const invoice = completed(tests::sample_invoice());
  model::Letter letter;
  letter.day = *model::parse_date("2026-12-21");
  letter.deadline = *model::parse_date("2027-01-04");
  letter.seller = invoice.seller;
  letter.buyer = invoice.buyer;
  letter.accounts = invoice.payment->accounts;
  letter.reference_kind = invoice.payment->reference_kind;
  letter.reference = invoice.payment->reference;
  model::OverdueRow row;
  row.invoice_number = invoice.number;
  row.issue_date = invoice.issue_date;
  row.due_date = invoice.due_date;
  row.original = row.open = *invoice.totals.due;
  row.interest_percent = tests::dec("8");
  row.interest_from = model::parse_date("2026-12-07");
  row.interest_until = letter.day;
  letter.rows = {row};
  letter.principal = row.open;
  letter.interest = *model::Money::parse("1.75", {});
  letter.fee = *model::Money::parse("5.00", {});
  letter.total = letter.principal + letter.interest + letter.fee;
  letter.description = invoice.lines.front().name;
  letter.interest_rates = {{*row.interest_from, *row.interest_until, tests::dec("8")}};
  letter.seller.contact.phone = "+358 3 123 4567";
  letter.seller.contact.email = "laskut@mallisiivous.example";
  return letter;
}

}  // namespace

TEST_CASE("an invoice is searchable, sound, and its bar code is read by a scanner") {
  if (!has_fonts()) return;
  auto invoice = completed(tests::sample_invoice());
  Printed printed{rendered(invoice)};
  if (tests::has_program("pdftotext")) {
    auto const text = printed.text();
    for (auto const part :
         {"Lasku", "2026-104233", "Esimerkki Asiakas Oy", "Testikatu 1", "Siivouspalvelu", "533,38",
          "RF18 5390 0754 7034", "FI21 1234 5600 0007 85", "06.12.2026", "Y-tunnus 2617416-4"}) {
      CAPTURE(part);
      CHECK(has(text, part));
    }
  }
  if (tests::has_program("qpdf")) CHECK(printed.check() == 0);
  if (tests::has_program("zbarimg")) {
    auto const reference = *model::Reference::parse(model::ReferenceKind::rf, "RF18539007547034");
    auto const code =
        model::bank_barcode("FI2112345600000785", *invoice.totals.due, reference, invoice.due_date);
    REQUIRE(code);
    CHECK(has(printed.barcode(), *code + "\n"));
  }
}

TEST_CASE("names of the whole region are printed and found") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  for (auto const name : {"Čáhcegáisá Østby-Šuvva", "Åkerö ŧŋđ ǩǧ", "Услуги Ομάδα"}) {
    invoice.buyer.name = name;
    Printed printed{rendered(completed(invoice))};
    CAPTURE(name);
    CHECK(has(printed.text(), name));
  }
}

TEST_CASE("a letter that no font has fails loudly") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.buyer.name = "\xF0\x9F\x92\xA9 Oy";
  auto const result = pdf::write_invoice(completed(invoice), {}, fonts());
  REQUIRE_FALSE(result);
  CHECK(has(result.error().text, "U+1F4A9"));
}

TEST_CASE("a long invoice goes over pages with carried sums and every line once") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  for (int i = 0; i < 120; ++i) {
    invoice.lines.push_back(
        tests::sample_line("Rivinimike-" + std::to_string(1000 + i), "2", "1.25"));
  }
  auto const one = rendered(completed(invoice));
  CHECK(one.pages >= 3);
  Printed printed{one};
  auto const text = printed.text();
  CHECK(has(text, "Siirretään"));
  CHECK(has(text, "Siirto"));
  for (int i = 0; i < 120; ++i) {
    auto const name = "Rivinimike-" + std::to_string(1000 + i);
    auto const at = text.find(name);
    CAPTURE(name);
    REQUIRE(at != std::string::npos);
    CHECK(text.find(name, at + 1) == std::string::npos);
  }
  CHECK(has(text, "Sivu 1/" + std::to_string(one.pages)));
}

TEST_CASE("a Norwegian invoice has its account and KID and no Finnish bar code") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.address.country = "NO";
  invoice.seller.tax_registration_id = "Foretaksregisteret";
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "2345676";
  Printed printed{rendered(completed(invoice), "nb")};
  auto const text = printed.text();
  CHECK(has(text, "KID"));
  CHECK(has(text, "2345676"));
  CHECK(has(text, "8601 11 17947"));
  CHECK(has(text, "Foretaksregisteret"));
  if (tests::has_program("zbarimg")) CHECK(printed.barcode().empty());
}

TEST_CASE("pages can be kept to be looked at") {
  auto const* folder = std::getenv("AIRUT_KEEP_PAGES");
  if (folder == nullptr || !has_fonts()) return;
  std::filesystem::path const to{folder};
  auto invoice = tests::sample_invoice();
  invoice.notes = {{"Kiitos tilauksestanne! Huomautusaika 8 päivää.", ""}};
  for (int i = 0; i < 30; ++i) {
    invoice.lines.push_back(
        tests::sample_line("Kuukausimaksu, kohde " + std::to_string(i), "1.5", "12.90"));
    invoice.lines.back().description =
        "Sopimuksen mukainen palvelu, jonka kuvaus on pidempi kuin yksi rivi";
  }
  for (std::string const language : {"fi", "sv", "nb", "en"}) {
    std::ofstream{to / ("invoice-" + language + ".pdf"), std::ios::binary}
        << rendered(completed(invoice), language).bytes;
  }
  std::ofstream{to / "short.pdf", std::ios::binary}
      << rendered(completed(tests::sample_invoice())).bytes;
  auto letter = sample_letter();
  letter.announces_collection = true;
  for (std::string const language : {"fi", "sv", "nb", "en"}) {
    pdf::Style style;
    style.language = language;
    letter.kind = model::LetterKind::second_reminder;
    std::ofstream{to / ("letter-" + language + ".pdf"), std::ios::binary}
        << pdf::write_letter(letter, style, fonts())->bytes;
  }
  pdf::Style style;
  style.language = "fi";
  letter.kind = model::LetterKind::collection_order;
  letter.announces_collection = false;
  letter.earlier = {{model::LetterKind::first_reminder,
                     letter.day - std::chrono::days{30},
                     letter.day - std::chrono::days{16},
                     letter.fee,
                     letter.interest,
                     {}},
                    {model::LetterKind::second_reminder,
                     letter.day - std::chrono::days{15},
                     letter.day - std::chrono::days{1},
                     letter.fee,
                     letter.interest,
                     {}}};
  std::ofstream{to / "order.pdf", std::ios::binary}
      << pdf::write_letter(letter, style, fonts())->bytes;
}

TEST_CASE("the same invoice is always the same file") {
  if (!has_fonts()) return;
  auto const invoice = completed(tests::sample_invoice());
  for (auto const language : {"fi", "sv", "nb", "en"}) {
    CHECK(rendered(invoice, language).bytes == rendered(invoice, language).bytes);
  }
}

TEST_CASE(
    "a reminder names principal, interest and fee apart; a collection order asks nobody to pay") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto letter = sample_letter();
  letter.announces_collection = true;
  pdf::Style style;
  style.language = "fi";
  auto const reminder = pdf::write_letter(letter, style, fonts());
  REQUIRE(reminder);
  Printed printed{*reminder};
  auto const text = printed.text();
  for (auto const part : {"Viimeinen muistutus", "533,38", "1,75", "5,00", "540,13", "04.01.2027",
                          "perittäväksi", "2026-104233"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
  letter.kind = model::LetterKind::collection_order;
  auto const order = pdf::write_letter(letter, style, fonts());
  REQUIRE(order);
  Printed ordered{*order};
  CHECK(has(ordered.text(), "Perintätoimeksianto"));
  if (tests::has_program("zbarimg")) CHECK(ordered.barcode().empty());
}

TEST_CASE("a letter says all that the law asks for, in each language") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *ground, *rate, *contest, *consequence;
  };
  for (auto const& expected :
       {Expected{"fi", "Saatavan peruste: Siivouspalvelu", "8 % 07.12.2026–21.12.2026",
                 "oikeus kiistää", "perittäväksi"},
        Expected{"sv", "Grund för fordran: Siivouspalvelu", "8 % 2026-12-07–2026-12-21",
                 "rätt att bestrida", "indrivning"},
        Expected{"nb", "Grunnlag for kravet: Siivouspalvelu", "8 % 07.12.2026–21.12.2026",
                 "rett til å komme med innsigelser", "inkassoloven § 9"},
        Expected{"en", "Ground of the claim: Siivouspalvelu", "8 % 2026-12-07–2026-12-21",
                 "right to contest", "collection"}}) {
    auto letter = sample_letter();
    letter.kind = model::LetterKind::second_reminder;
    letter.announces_collection = true;
    pdf::Style style;
    style.language = expected.language;
    auto const written = pdf::write_letter(letter, style, fonts());
    REQUIRE(written);
    // Lines may break anywhere.
    std::istringstream words{Printed{*written}.text()};
    std::string text;
    for (std::string word; words >> word;) text += word + " ";
    for (std::string const part :
         {expected.ground, expected.rate, expected.contest, expected.consequence, "Mallisiivous Oy",
          "Siivouskuja 2", "Esimerkki Asiakas Oy", "2026-104233", "laskut@mallisiivous.example"}) {
      CAPTURE(expected.language);
      CAPTURE(part);
      CHECK(has(text, part));
    }
  }
}

TEST_CASE("a logo that is no picture is a problem") {
  if (!has_fonts()) return;
  pdf::Style style;
  style.logo_png = "GIF89a";
  CHECK_FALSE(pdf::write_invoice(completed(tests::sample_invoice()), style, fonts()));
}
