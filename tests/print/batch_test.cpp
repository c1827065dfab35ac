#include "formats/print/batch.hpp"

#include <map>

#include <doctest/doctest.h>

#include "formats/archive/archive.hpp"
#include "formats/model/sha256.hpp"
#include "formats/rules/complete.hpp"
#include "tests/support/printed.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::has;
using tests::has_fonts;

namespace {

using Files = std::map<std::string, std::string>;

Files files_of(std::filesystem::path const& zip) {
  Files files;
  auto const done = archive::for_each_file(tests::slurp(zip), {},
                                           [&](std::string const& name, std::string bytes) {
                                             files.emplace(name, std::move(bytes));
                                             return true;
                                           });
  if (!done) MESSAGE(done.error().front().detail);
  REQUIRE(done);
  return files;
}

print::Letter letter_of(std::string id, int pages = 1) {
  print::Letter one;
  one.id = std::move(id);
  one.address_lines = {"Ánne \"Østby\"", "Testikatu 1 & 2", "00100 Helsinki"};
  one.country = "FI";
  one.pages = pages;
  return one;
}

print::BatchAbout about(print::Layout layout) {
  print::BatchAbout batch;
  batch.id = "b1";
  batch.created = *model::parse_instant("2026-11-22T06:38:12Z");
  batch.layout = layout;
  return batch;
}

// An invoice of so many lines for this buyer.
paper::Drawn drawn(std::string const& buyer, int lines) {
  auto invoice = tests::sample_invoice();
  invoice.buyer.name = buyer;
  invoice.lines.assign(static_cast<std::size_t>(lines),
                       tests::sample_line("Siivous " + buyer, "1", "2.00"));
  REQUIRE(rules::complete(invoice, {}).empty());
  auto one = paper::write_invoice(invoice, tests::look("invoice", "fi"));
  REQUIRE(one);
  return *std::move(one);
}

print::WrittenBatch written(std::filesystem::path const& zip, print::BatchAbout batch,
                            std::vector<std::pair<print::Letter, std::string>> const& letters) {
  print::BatchWriter writer{zip, std::move(batch)};
  for (auto const& [one, pdf] : letters) {
    auto const added = writer.add(one, pdf);
    if (!added) MESSAGE(added.error().text);
    REQUIRE(added);
  }
  auto done = writer.finish();
  REQUIRE(done);
  return *std::move(done);
}

}  // namespace

TEST_CASE("a print batch holds each letter, and its manifests agree with it") {
  tests::TempDirectory folder;
  auto const zip = folder.path() / "a.zip";
  auto second = letter_of("dlv_2", 3);
  second.processing.inserts = {"kevatesite"};
  second.processing.envelope = "C5";
  std::string const pdf = "%PDF pages";
  auto const done =
      written(zip, about(print::Layout::letters), {{letter_of("dlv_1", 3), pdf}, {second, pdf}});
  CHECK(done.name == "print-2026-11-22-b1.zip");
  CHECK(done.sheets == 4);
  written(folder.path() / "b.zip", about(print::Layout::letters),
          {{letter_of("dlv_1", 3), pdf}, {second, pdf}});
  CHECK(tests::slurp(zip) == tests::slurp(folder.path() / "b.zip"));
  auto const files = files_of(zip);
  REQUIRE(files.size() == 4);
  CHECK(files.at("dlv_1.pdf") == pdf);
  auto const& xml = files.at("manifest.xml");
  auto const& csv = files.at("manifest.csv");
  for (auto const& manifest : {xml, csv}) {
    CHECK(has(manifest, model::sha256_hex(pdf)));
    CHECK(has(manifest, "dlv_2"));
    CHECK(has(manifest, "kevatesite"));
  }
  CHECK(has(xml, "<Letters>2</Letters>\n<Pages>6</Pages>\n<Sheets>4</Sheets>"));
  CHECK(has(xml, "Testikatu 1 &amp; 2"));
  CHECK(has(csv, "\"Ánne \"\"Østby\"\"\""));
  if (tests::has_program("xmllint")) {
    auto const file = folder.path() / "manifest.xml";
    std::ofstream{file} << xml;
    CHECK(tests::run({"xmllint", "--noout", file.string()}, folder.path() / "log") == 0);
  }
  // Nothing is left beside the batch.
  auto const entries = std::filesystem::directory_iterator{folder.path()};
  for (auto const& entry : entries) CHECK_FALSE(has(entry.path().string(), ".zip."));
}

TEST_CASE("a letter without an address, or with more lines than a window shows, is refused") {
  tests::TempDirectory folder;
  print::BatchWriter writer{folder.path() / "a.zip", about(print::Layout::letters)};
  auto one = letter_of("dlv_1");
  one.address_lines.clear();
  CHECK(writer.add(one, "%PDF").error().fault == model::Fault::missing);
  one.address_lines.assign(7, "line");
  CHECK(writer.add(one, "%PDF").error().fault == model::Fault::out_of_range);
  model::Party party;
  party.name = "X";
  CHECK_FALSE(print::address_lines(party));
}

TEST_CASE("a batch that is not finished leaves no file") {
  tests::TempDirectory folder;
  {
    print::BatchWriter writer{folder.path() / "a.zip", about(print::Layout::bundle)};
    CHECK_FALSE(writer.add(letter_of("dlv_1"), "this is no PDF"));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a bundle has every letter at its page range, and what letters share once") {
  if (!has_fonts() || !tests::has_program("qpdf") || !tests::has_program("pdftotext")) return;
  tests::TempDirectory folder;
  auto const zip = folder.path() / "a.zip";
  std::vector<std::pair<print::Letter, std::string>> letters;
  std::size_t apart = 0;
  for (int i = 0; i < 30; ++i) {
    auto one = drawn("Asiakas-" + std::to_string(100 + i), i % 3 == 0 ? 70 : 3);
    apart += one.bytes.size();
    letters.emplace_back(letter_of("dlv_" + std::to_string(i), one.pages), std::move(one.bytes));
    letters.back().first.processing.colour = i % 10 == 0;
  }
  auto batch = about(print::Layout::bundle);
  batch.letter_bundle = print::LetterBundleSender{"112233", "salasana", "laskut@example.fi", true};
  written(zip, batch, letters);
  auto const files = files_of(zip);
  REQUIRE(files.size() == 6);
  auto const& mono = files.at("letters-1.pdf");  // without colour comes second or first by key
  auto const& other = files.at("letters-2.pdf");
  CHECK((mono.size() + other.size()) * 3 < apart);
  auto const& xml = files.at("manifest.xml");
  for (auto const& [one, pdf] : letters) {
    auto const at = xml.find("<Letter id=\"" + one.id + "\">");
    REQUIRE(at != std::string::npos);
    auto const field = [&](std::string const& name) {
      auto const from = xml.find("<" + name + ">", at) + name.size() + 2;
      return xml.substr(from, xml.find('<', from) - from);
    };
    tests::Printed printed{files.at(field("File"))};
    auto const first = std::stoi(field("FirstPage")), pages = std::stoi(field("Pages"));
    CHECK(pages == one.pages);
    auto const name = "Asiakas-" + std::to_string(100 + std::stoi(one.id.substr(4)));
    for (int page = first; page < first + pages; ++page) {
      auto const out = folder.path() / "text";
      auto const number = std::to_string(page);
      REQUIRE(
          tests::run({"pdftotext", "-f", number, "-l", number, printed.file.string(), out.string()},
                     folder.path() / "log") == 0);
      CHECK(has(tests::slurp(out), name));
    }
  }
  for (auto const* bundle : {&mono, &other}) {
    CHECK(tests::Printed{*bundle}.check() == 0);
  }
}

TEST_CASE("a LetterBundle names its PDF, the page ranges and the addresses") {
  if (!has_fonts()) return;
  tests::TempDirectory folder;
  auto const one = drawn("Asiakas", 3), two = drawn("Toinen", 70);
  auto batch = about(print::Layout::bundle);
  batch.letter_bundle = print::LetterBundleSender{"112233", "salasana", "laskut@example.fi", true};
  written(folder.path() / "a.zip", batch,
          {{letter_of("dlv_1"), one.bytes}, {letter_of("dlv_2", two.pages), two.bytes}});
  auto const files = files_of(folder.path() / "a.zip");
  auto const& xml = files.at("letters-1-letterbundle.xml");
  for (std::string const part :
       {"xmlns:lb=\"urn:itella.com:/schema/ipost/letterbundle/v1x0\"", "isTest=\"true\"",
        "customerId=\"112233\"", "fileName=\"letters-1.pdf\"", "startPage=\"1\" pages=\"1\"",
        "startPage=\"2\" pages=\"", "name=\"Ánne &quot;Østby&quot;\"",
        "address=\"Testikatu 1 &amp; 2\"", "postalCode=\"00100\"", "city=\"Helsinki\"",
        "isDuplex=\"true\""}) {
    CAPTURE(part);
    CHECK(has(xml, part));
  }
  if (!tests::has_program("xmllint")) return;
  auto const file = folder.path() / "bundle.xml";
  std::ofstream{file} << xml;
  CHECK(tests::run({"xmllint", "--noout", file.string()}, folder.path() / "log") == 0);
}

TEST_CASE("pages that are not as many as the letter says are told") {
  if (!has_fonts()) return;
  tests::TempDirectory folder;
  print::BatchWriter writer{folder.path() / "a.zip", about(print::Layout::bundle)};
  auto const added = writer.add(letter_of("dlv_1", 2), drawn("Asiakas", 3).bytes);
  REQUIRE_FALSE(added);
  CHECK(added.error().fault == model::Fault::out_of_range);
}
