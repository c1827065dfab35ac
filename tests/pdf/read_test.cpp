#include "formats/pdf/read.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include "formats/pdf/canvas.hpp"
#include "formats/pdf/file.hpp"
#include "tests/support/printed.hpp"

using namespace airut;
using tests::has_fonts;

namespace {

constexpr std::string_view xml = "<?xml version=\"1.0\"?><Invoice/>";

std::string hybrid(std::vector<std::string> const& names, std::string_view bytes = xml) {
  static pdf::FontShelf shelf{tests::font_folder};
  auto const fonts = shelf.fonts("OpenSans-Regular.ttf", "OpenSans-Bold.ttf", {});
  REQUIRE(fonts);
  pdf::Canvas canvas{**fonts, {595.28, 841.89}};
  canvas.new_page();
  canvas.text({60, 60}, "Lasku", {});
  std::vector<pdf::Enclosure> enclosures;
  for (auto const& name : names) {
    enclosures.push_back({name, "text/xml", "", pdf::Relation::alternative, bytes});
  }
  pdf::About about;
  about.title = "Lasku";
  return canvas.finish(about, enclosures).bytes;
}

std::string zipped(std::string const& bytes) {
  auto size = compressBound(bytes.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<unsigned char*>(out.data()), &size,
            reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), 9);
  out.resize(size);
  return out;
}

// A file with one embedded stream written by hand.
std::string handmade(std::string_view filter, std::string const& stream) {
  pdf::File file;
  int const root = file.reserve(), tree = file.reserve(), specification = file.reserve(),
            content = file.reserve(), info = file.reserve();
  file.plain_object(info, "<<>>");
  file.stream(content, std::string{"/Type/EmbeddedFile"} + std::string{filter}, stream);
  file.plain_object(specification, "<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F " +
                                       std::to_string(content) + " 0 R>>>>");
  file.plain_object(tree, "<</Type/Pages/Count 0/Kids[]>>");
  file.plain_object(root, "<</Type/Catalog/Pages " + std::to_string(tree) +
                              " 0 R/Names<</EmbeddedFiles<</Names[(factur-x.xml)" +
                              std::to_string(specification) + " 0 R]>>>>>>");
  return file.finish(root, info, "00112233445566778899AABBCCDDEEFF");
}

std::string code_of(std::string_view bytes) {
  auto const read = pdf::embedded_invoice(bytes);
  return read ? "" : read.error().front().code;
}

}  // namespace

TEST_CASE("the invoice is read out of a hybrid PDF, whatever stands beside it") {
  if (!has_fonts()) return;
  for (std::string const name : {"factur-x.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml",
                                 "xrechnung.xml", "other.xml"}) {
    auto const read = pdf::embedded_invoice(hybrid({name, "terms.pdf"}));
    CAPTURE(name);
    REQUIRE(read);
    CHECK(*read == xml);
  }
}

TEST_CASE("a PDF without an invoice is told from one that is broken") {
  if (!has_fonts()) return;
  CHECK(code_of(hybrid({})) == "pdf-without-invoice");
  CHECK(code_of(hybrid({"a.xml", "b.xml"})) == "pdf-without-invoice");
  auto const good = hybrid({"factur-x.xml"});
  CHECK(code_of(good.substr(0, good.size() / 2)) == "pdf-damaged");
  CHECK(code_of("%PDF-1.7\nnothing") == "pdf-damaged");
  CHECK(pdf::is_pdf(good));
  CHECK_FALSE(pdf::is_pdf(xml));
}

TEST_CASE("an encrypted PDF is refused with its reason") {
  if (!has_fonts() || !tests::has_program("qpdf")) return;
  for (std::string const password : {"", "secret"}) {
    tests::Printed printed{hybrid({"factur-x.xml"})};
    auto const locked = printed.folder.path() / "locked.pdf";
    REQUIRE(tests::run({"qpdf", "--encrypt", password, "owner", "256", "--", printed.file.string(),
                        locked.string()},
                       printed.folder.path() / "log") == 0);
    CHECK(code_of(tests::slurp(locked)) == "pdf-encrypted");
  }
}

TEST_CASE("bombs are refused before they unpack") {
  std::string const much(80u << 20, ' ');
  auto const once = zipped(much);
  CHECK(code_of(handmade("/Filter/FlateDecode", once)) == "pdf-too-large");
  CHECK(code_of(handmade("/Filter[/FlateDecode/FlateDecode]", zipped(once))) == "pdf-too-large");
  CHECK(code_of(handmade("/Filter[/Fl#61teDecode/FlateDecode]", zipped(once))) == "pdf-too-large");
  CHECK(code_of(handmade("/Filter/LZWDecode", "x")) == "pdf-too-large");
  CHECK(code_of(handmade("/Filter/L#5AWDecode", "x")) == "pdf-too-large");
  CHECK(code_of(handmade("/Filter 9 0 R", once)) == "pdf-too-large");
  auto const honest =
      pdf::embedded_invoice(handmade("/Filter/FlateDecode", zipped(std::string{xml})));
  REQUIRE(honest);
  CHECK(*honest == xml);
}
