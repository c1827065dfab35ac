#include <stdexcept>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/xml/document.hpp"
#include "formats/xml/subdocument.hpp"
#include "formats/xml/tree.hpp"
#include "formats/xml/unread.hpp"
#include "formats/xml/utf8.hpp"
#include "formats/xml/writer.hpp"

using namespace airut;

namespace {

std::string refusal(std::string_view bytes) {
  auto const parsed = xml::Document::parse(bytes);
  return parsed ? "" : parsed.error().front().code;
}

}  // namespace

TEST_CASE("what is written is read back") {
  for (auto const encoding : {xml::Encoding::utf8, xml::Encoding::iso_8859_15}) {
    xml::Writer out{encoding};
    out.open("Root");
    out.leaf("Name", "Ääkkönen & <Šimek> 5 € ŧ 发", {{"Code", "\"\"a\"\n<"}});
    out.group("Empty");
    out.close();
    out.group("Full");
    out.leaf_if("None", "");
    out.leaf_if("Some", "x");
    out.close();
    out.close();
    auto const bytes = std::move(out).text();
    auto const document = xml::Document::parse(bytes);
    REQUIRE(document);
    auto const root = document->root();
    CHECK(root.text_of("Name") == "Ääkkönen & <Šimek> 5 € ŧ 发");
    CHECK(root.child("Name").attribute("Code") == "\"\"a\"\n<");
    CHECK(bytes.find("Empty") == std::string::npos);
    CHECK(root.child("Full").text_of("Some") == "x");
    CHECK_FALSE(root.child("Full").child("None"));
  }
}

TEST_CASE("the euro sign is one byte in ISO-8859-15 and other scripts are references") {
  xml::Writer out{xml::Encoding::iso_8859_15};
  out.leaf("A", "€ ¤ š ŧ");
  auto const bytes = std::move(out).text();
  CHECK(bytes.find("<A>\xA4 &#164; \xA8 &#359;</A>") != std::string::npos);
}

TEST_CASE("text that XML cannot carry is never written") {
  xml::Writer out{xml::Encoding::utf8};
  CHECK_THROWS_AS(out.leaf("A", std::string_view{"\x01", 1}), std::invalid_argument);
  CHECK_THROWS_AS(out.leaf("A", "\xC3("), std::invalid_argument);
}

TEST_CASE("hostile XML is refused") {
  CHECK(refusal("") == "xml-syntax");
  CHECK(refusal("<a>") == "xml-syntax");
  CHECK(refusal("<a>\xFF</a>") == "xml-syntax");
  CHECK(refusal("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>") == "xml-doctype");
  CHECK(refusal("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>") == "xml-doctype");
  CHECK(refusal("<a>&unknown;</a>") == "xml-syntax");
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  CHECK(refusal(deep) == "xml-too-deep");
  auto const broken = xml::Document::parse("<a>\n<b>\n</a>");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().front().line == 3);
}

TEST_CASE("a start tag with attributes without end is refused before the parser compares them") {
  auto const with = [](int count, std::string const& value, std::string const& before = {}) {
    auto text = "<r>" + before + "<a";
    for (int i = 0; i < count; ++i) text += " a" + std::to_string(i) + "=\"" + value + "\"";
    return text + "/></r>";
  };
  CHECK(xml::Document::parse(with(1000, "=>='")));
  CHECK(refusal(with(1001, "=>='")) == "xml-syntax");
  CHECK(refusal(with(200'000, "1")) == "xml-syntax");
  CHECK(refusal(with(1001, "", "<!-- \" <x ' -->")) == "xml-syntax");
  CHECK(xml::Tree::parse(with(1000, "x")));
  auto const refused = xml::Tree::parse(with(1001, "x"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().detail.find("1000 attributes") != std::string::npos);
  std::string wide;
  for (char const c : with(1001, "1")) wide += {c, '\0'};
  CHECK(refusal("\xFF\xFE" + wide) == "xml-syntax");
  // Long text and comments are no tags.
  std::string const equal(20'000, '=');
  CHECK(xml::Document::parse("<a b=\"" + equal + "\">" + equal + "<!-- <x " + equal +
                             " --><![CDATA[<y " + equal + "]]></a>"));
}

TEST_CASE("namespaces that pile up around an element are refused") {
  auto const nested = [](int depth, bool closed) {
    std::string text, end;
    for (int i = 0; i < depth; ++i) {
      text += "<a";
      for (int j = 0; j < 100; ++j) text += fmt::format(" xmlns:p{}=\"urn:{}\"", 100 * i + j, j);
      text += closed ? "/>" : ">";
      end += closed ? "" : "</a>";
    }
    return "<r>" + text + end + "</r>";
  };
  CHECK(xml::Document::parse(nested(10, false)));
  CHECK(xml::Document::parse(nested(200, true)));
  CHECK(refusal(nested(11, false)) == "xml-syntax");
  CHECK_FALSE(xml::Tree::parse(nested(11, false)));
}

TEST_CASE("encodings in which markup could hide are not taken") {
  auto const in = [](std::string const& name) {
    return refusal("<?xml version=\"1.0\" encoding=\"" + name + "\"?><a/>");
  };
  for (auto const* good : {"utf-8", "ISO-8859-15", "iso-8859-1", "windows-1252", "US-ASCII"})
    CHECK(in(good).empty());
  for (auto const* bad : {"UTF-7", "EBCDIC-US", "IBM037", "ISO-2022-JP", "HZ"})
    CHECK(in(bad) == "xml-syntax");
  CHECK(refusal("\x4C\x6F\xA7\x94\x93\x40") == "xml-syntax");
}

TEST_CASE("the first thing that is wrong is told, not what follows from it") {
  auto const detail = [](std::string const& text) {
    auto const document = xml::Document::parse(text);
    auto const tree = xml::Tree::parse(text);
    REQUIRE_FALSE(document);
    REQUIRE_FALSE(tree);
    CHECK(document.error().front().detail == tree.error().front().detail);
    return document.error().front().detail;
  };
  CHECK(detail("<a b=\"" + std::string(11'000'000, 'x') + "\"/>").find("AttValue") !=
        std::string::npos);
  std::string const zero{"<a>x\0y</a>", 11};
  CHECK(detail(zero).find("0x0 out of allowed range") != std::string::npos);
}

TEST_CASE("a document in the encoding that it declares is read as UTF-8") {
  auto const document =
      xml::Document::parse("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><a>\xE4\xA4</a>");
  REQUIRE(document);
  CHECK(document->root().text() == "ä€");
}

TEST_CASE("an end-of-file mark and zeros behind a document are no part of it") {
  for (auto const& text : {std::string{"<a/>\x1A"}, std::string{"<a/>\n\x1A\0\0", 8},
                           std::string{"\xFF\xFE<\0a\0/\0>\0", 10}}) {
    CHECK(xml::Document::parse(text));
    CHECK(xml::Tree::parse(text));
  }
  CHECK(refusal(std::string{"\0\0", 2}) == "xml-syntax");
}

TEST_CASE("text in pieces, CDATA and references is one text, and attributes are no text") {
  auto const document = xml::Document::parse(
      "<a> x&amp;<![CDATA[<y>]]><!-- no --><b c='&lt;1 &#38; 2'>z</b>&#228; </a>");
  REQUIRE(document);
  CHECK(document->root().text() == "x&<y>zä");
  CHECK(document->root().child("b").attribute("c") == "<1 & 2");
}

TEST_CASE("long text is cut at blanks and between characters") {
  CHECK(xml::wrapped("aaa bbb ccc", 7) == std::vector<std::string>{"aaa bbb", "ccc"});
  CHECK(xml::wrapped("ääääää", 4) == std::vector<std::string>{"ääää", "ää"});
  CHECK(xml::one_line("  a\n\t b ") == "a b");
  CHECK(xml::count_characters("äb€") == 3);
}

TEST_CASE("what nobody asked for is listed with its path and line") {
  auto const document = xml::Document::parse(
      "<Root V=\"1\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"t\">\n"
      "<A c=\"x\">one</A>\n<A d=\" y \"> two </A>\n<G><B/><C> </C><D>three</D></G>\n"
      "<Skipped><E>four</E></Skipped>\n</Root>");
  REQUIRE(document);
  auto const root = document->root();
  CHECK(root.child("A").text() == "one");
  root.child("Skipped").set_read();
  auto const left = xml::unread(root);
  REQUIRE(left.size() == 5);
  auto const is = [&](std::size_t i, std::string_view path, std::string_view value, int line) {
    CHECK(left[i].path == path);
    CHECK(left[i].value == value);
    CHECK(left[i].line == line);
  };
  is(0, "@V", "1", 1);
  is(1, "A/@c", "x", 2);
  is(2, "A[2]/@d", " y ", 3);
  is(3, "A[2]", "two", 3);
  is(4, "G/D", "three", 4);
  CHECK(root.attribute("V") == "1");
  CHECK(xml::unread(root).size() == 4);
  CHECK(xml::unread(root.child("A")).size() == 1);
  CHECK(xml::unread({}).empty());
}

TEST_CASE("what was not read is told with its place among very many, too") {
  std::string text = "<A>";
  for (int i = 0; i < 10'000; ++i) text += "<B>x</B><C/>";
  auto const document = xml::Document::parse(text + "</A>");
  REQUIRE(document);
  auto const left = xml::unread(document->root());
  REQUIRE(left.size() == 10'000);
  CHECK(left.front().path == "B");
  CHECK(left.back().path == "B[10000]");
}

TEST_CASE("columns keep their blanks") {
  auto const document = xml::Document::parse("<A>  1   2 </A>");
  REQUIRE(document);
  CHECK(document->root().untrimmed_text() == "  1   2 ");
  CHECK(document->root().text() == "1   2");
}

TEST_CASE("a DOCTYPE that only names the expected root is passed over") {
  auto const parsed = [](std::string_view bytes) {
    return xml::Document::parse(bytes, "Finvoice").has_value();
  };
  CHECK(parsed("<!DOCTYPE Finvoice SYSTEM \"Finvoice.dtd\"><Finvoice/>"));
  CHECK(parsed("<!DOCTYPE Finvoice ><Finvoice/>"));
  CHECK_FALSE(parsed("<!DOCTYPE Finvoice [<!ENTITY a \"b\">]><Finvoice>&a;</Finvoice>"));
  CHECK_FALSE(parsed("<!DOCTYPE Finvoice SYSTEM \"Finvoice.dtd\" [ ]><Finvoice/>"));
  CHECK_FALSE(parsed("<!DOCTYPE Finvoice SYSTEM \"Finvoice.dtd\"><Finvoice>&a;</Finvoice>"));
  CHECK_FALSE(parsed("<!DOCTYPE html SYSTEM \"Finvoice.dtd\"><Finvoice/>"));
  CHECK(refusal("<!DOCTYPE Finvoice SYSTEM \"Finvoice.dtd\"><Finvoice/>") == "xml-doctype");
}

TEST_CASE("a part of a document keeps the names of its namespaces, ampersands and all") {
  auto const part = xml::subdocument(
      "<a xmlns:x=\"urn:p?b=1&amp;c=2\"><b/><x:c xmlns:y=\"&lt;&amp;&quot;'\"><y:d/></x:c></a>", 1);
  REQUIRE(part);
  CAPTURE(*part);
  auto const again = xml::Document::parse(*part);
  REQUIRE(again);
  CHECK(again->root().name_space() == "urn:p?b=1&c=2");
  CHECK(again->root().first_child().name_space() == "<&\"'");
}
