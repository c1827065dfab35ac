#include <doctest/doctest.h>

#include "formats/as4/mime.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"

using namespace airut;

TEST_CASE("what was compressed comes out again, and no more than is allowed") {
  std::string text = "<a>";
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i) + "\n";
  auto const packed = gzip::compress(text);
  CHECK(packed == gzip::compress(text));
  CHECK(gzip::decompress(packed, text.size()).value() == text);
  CHECK(gzip::decompress(packed, text.size() - 1).error().fault == model::Fault::out_of_range);
  CHECK(!gzip::decompress(packed + "x", 1 << 20));
  CHECK(!gzip::decompress(packed.substr(0, packed.size() - 1), 1 << 20));
  CHECK(!gzip::decompress(text, 1 << 20));
  CHECK(!gzip::decompress("", 1 << 20));
}

TEST_CASE("a bomb that lies about its size does not go off") {
  std::string const zeros(50u << 20, '\0');
  auto packed = gzip::compress(zeros);
  CHECK(gzip::decompress(packed, 10u << 20).error().fault == model::Fault::out_of_range);
  packed.replace(packed.size() - 4, 4, std::string{"\x10\0\0\0", 4});
  CHECK(!gzip::decompress(packed, 10u << 20));
}

TEST_CASE("MIME parts are split as other stacks write them") {
  std::string const quoted =
      "multipart/related;    boundary=\"----=_P.1\";  type=\"application/soap+xml\"";
  SUBCASE("CRLF, folded headers, binary that looks like a boundary") {
    std::string const binary{"\x1f\x8b\r\n------=_P.12\r\n\0--", 21};
    auto const body =
        "preamble\r\n------=_P.1\r\nContent-Type: application/soap+xml;\r\n"
        " charset=UTF-8\r\n\r\n<x/>\r\n------=_P.1\r\nContent-ID: <p@h>\r\n"
        "Content-Type: application/octet-stream\r\n\r\n" +
        binary + "\r\n------=_P.1--\r\nepilogue";
    auto const parts = as4::split_parts(quoted, body);
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).content_type == "application/soap+xml; charset=UTF-8");
    CHECK(parts->at(0).bytes == "<x/>");
    CHECK(parts->at(1).content_id == "p@h");
    CHECK(parts->at(1).bytes == binary);
  }
  SUBCASE("base64, bare boundary") {
    auto const parts = as4::split_parts("Multipart/Related; boundary=b",
                                        "--b\r\n\r\n<x/>\r\n--b\r\ncontent-id:q\r\n"
                                        "Content-Transfer-Encoding: BASE64\r\n\r\naGVp\r\n--b--");
    REQUIRE(parts);
    CHECK(parts->at(1).bytes == "hei");
    CHECK(parts->at(1).content_id == "q");
  }
  SUBCASE("no end, no boundary, unknown encoding") {
    CHECK(!as4::split_parts("multipart/related; boundary=b", "--b\r\n\r\n<x/>\r\n"));
    CHECK(!as4::split_parts("multipart/related", "--b\r\n\r\n<x/>\r\n--b--"));
    CHECK(!as4::split_parts("multipart/related; boundary=b", "--b--\r\n"));
    CHECK(!as4::split_parts("multipart/related; boundary=b",
                            "--b\r\nContent-Transfer-Encoding: x-uu\r\n\r\n<x/>\r\n--b--"));
  }
  SUBCASE("an envelope alone") {
    CHECK(as4::split_parts("application/soap+xml", "<x/>").value().front().bytes == "<x/>");
  }
}

TEST_CASE("joined parts are split into the same") {
  std::vector<as4::MimePart> const parts{{"a@b", "application/soap+xml", "<x/>"},
                                         {"c@d", "application/octet-stream", std::string(9, '\n')}};
  auto const wire = as4::join_parts(parts, "----=_q");
  auto const again = as4::split_parts(wire.content_type, wire.body);
  REQUIRE(again);
  REQUIRE(again->size() == 2);
  CHECK(again->at(1).bytes == parts.at(1).bytes);
  CHECK(again->at(1).content_id == "c@d");
}
