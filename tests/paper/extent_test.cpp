// Long and short documents, names of all scripts and what travels inside.
#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;
using tests::drawn;
using tests::has;
using tests::has_fonts;
using tests::occurrences;
using tests::Printed;

TEST_CASE("ten lines with descriptions fit one page with the giro form and its codes") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.lines.clear();
  for (int i = 0; i < 10; ++i) {
    invoice.lines.push_back(
        tests::sample_line("Siivouspalvelu", "10", "42.50", i % 5 == 4 ? "13.5" : "25.5"));
    invoice.lines.back().description = "Jakso 1.2.-28.2.2026, kohde 12";
  }
  auto const one = drawn(completed(invoice));
  CHECK(one.pages == 1);
  CHECK(one.bytes.size() < 30000);
}

TEST_CASE("a hybrid invoice in the letters of western Europe takes at most 35 kB") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.seller.name = "Añejo Straße Oy";
  invoice.lines.assign(10, tests::sample_line("Façade çà et là, piñata", "10", "42.50"));
  auto const whole = completed(invoice);
  auto const xml = cii::write(whole, cii::plain(whole)).bytes;
  paper::Extras extras;
  extras.enclosures = {{"factur-x.xml", "text/xml", "Factur-X", pdf::Relation::alternative, xml}};
  extras.hybrid = pdf::HybridProfile{"factur-x.xml", "EN 16931"};
  auto const one = paper::write_invoice(whole, tests::look("invoice", "fi"), extras);
  REQUIRE(one);
  CHECK(one->pages == 1);
  CHECK(one->bytes.size() <= 35 * 1024);
}

TEST_CASE("names of the whole region are printed and found") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  for (auto const name : {"Čáhcegáisá Østby-Šuvva", "Åkerö ŧŋđ ǩǧ", "Ǩiõllȩs Säämi", "Услуги Ομάδα",
                          "山田商事株式会社", "Ķēniņš un Žydrūnas"}) {
    invoice.buyer.name = name;
    invoice.lines.front().name = name;
    Printed printed{drawn(completed(invoice)).bytes};
    CAPTURE(name);
    auto const text = printed.text();
    // In the window, on its line and in the giro form.
    CHECK(occurrences(text, name) == 3);
    auto const log = printed.folder.path() / "fonts";
    REQUIRE(tests::run({"pdffonts", printed.file.string()}, log) == 0);
    auto const fonts = tests::slurp(log);
    auto const embedded = occurrences(fonts, " yes yes yes ") + occurrences(fonts, " yes yes no ");
    CHECK(occurrences(fonts, "AIRUT") == embedded);
  }
}

TEST_CASE("attachments travel inside as they are") {
  if (!has_fonts() || !tests::has_program("pdfdetach")) return;
  auto const whole = completed(tests::sample_invoice());
  std::string const xml = "<Invoice>Ä</Invoice>";
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += static_cast<char>(i * 7 % 256);
  paper::Extras extras;
  extras.enclosures = {
      {"invoice.xml", "text/xml", "UBL 2.1", pdf::Relation::alternative, xml},
      {"työtunnit.bin", "application/octet-stream", "Liite", pdf::Relation::supplement, bytes}};
  auto const one = paper::write_invoice(whole, tests::look("invoice", "fi"), extras);
  REQUIRE(one);
  Printed printed{one->bytes};
  REQUIRE(tests::run({"pdfdetach", "-saveall", "-o", printed.folder.path().string(),
                      printed.file.string()},
                     printed.folder.path() / "log") == 0);
  CHECK(tests::slurp(printed.folder.path() / "invoice.xml") == xml);
  CHECK(tests::slurp(printed.folder.path() / "työtunnit.bin") == bytes);
}

TEST_CASE("the giro form leaves out nothing of a long address") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.seller.name = "Kansainvälisten tavarankuljetusten ja huolinnan edistämisyhdistys ry";
  invoice.seller.address.line1 = "Siivouskuja 2, rakennus B, neljäs kerros, huone 412, takapiha";
  invoice.seller.address.line2 = "PL 1234";
  Printed printed{drawn(completed(invoice)).bytes};
  auto const text = printed.text("-raw");
  auto const form = text.substr(text.find("Saajan"));
  for (auto const part : {"edistämisyhdistys ry", "takapiha", "PL 1234", "33100 Tampere"}) {
    CAPTURE(part);
    CHECK(has(form, part));
  }
}

TEST_CASE("a long invoice goes over pages with carried sums and every line once") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  for (int i = 0; i < 120; ++i) {
    invoice.lines.push_back(
        tests::sample_line("Rivinimike-" + std::to_string(1000 + i), "2", "1.25"));
  }
  auto const one = drawn(completed(invoice));
  CHECK(one.pages >= 3);
  Printed printed{one.bytes};
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

TEST_CASE("a thousand lines keep their sums from page to page") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.lines.clear();
  for (int i = 0; i < 1200; ++i) {
    invoice.lines.push_back(tests::sample_line("Rivi", "1", "1.00"));
  }
  auto const one = drawn(completed(invoice), "en");
  CHECK(one.pages > 20);
  Printed printed{one.bytes};
  auto const text = printed.text();
  // What one page carries forward, the next brings forward: each sum stands there twice.
  std::size_t pairs = 0;
  for (auto at = text.find("Carried forward"); at != std::string::npos;
       at = text.find("Carried forward", at + 1)) {
    auto const end = text.find('\n', at);
    auto const carried =
        text.substr(text.find_last_of(' ', end) + 1, end - text.find_last_of(' ', end) - 1);
    auto const next = text.find("Brought forward", end);
    REQUIRE(next != std::string::npos);
    auto const line = text.substr(next, text.find('\n', next) - next);
    CAPTURE(line);
    CHECK(line.substr(line.find_last_of(' ') + 1) == carried);
    // Every line is 1.00: what is carried is how many went before.
    auto const before = occurrences(std::string_view{text}.substr(0, at), "Rivi ");
    auto const printed_sum = before < 1000 ? std::to_string(before) + ".00"
                                           : "1," + std::to_string(before).substr(1) + ".00";
    CHECK(carried == printed_sum);
    ++pairs;
  }
  CHECK(pairs >= 20);
}
