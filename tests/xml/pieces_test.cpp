#include <doctest/doctest.h>

#include "formats/xml/document.hpp"

using namespace airut;

TEST_SUITE("formats/xml/pieces") {
  TEST_CASE("pieces are given as they end, with what is around them, and leave no trace") {
    std::vector<std::string> told;
    auto const rest = xml::Document::parse_pieces(
        "<a><b k='1'>x<p i='1'>one<q>deep</q></p>y<p i='2'>two</p><c k='2'>z</c></b><p>three</p>"
        "<d/></a>",
        "p", [&](xml::Element piece, xml::Element around) {
          told.push_back(piece.text() + "/" + piece.attribute("i").value_or("") + "/" +
                         std::string{around.name()} + around.attribute("k").value_or("") + "/" +
                         piece.text_of("q"));
        });
    REQUIRE(rest);
    CHECK(told == std::vector<std::string>{"onedeep/1/b1/deep", "two/2/b1/", "three//a/"});
    auto const b = rest->root().child("b");
    CHECK(b.text() == "xyz");
    CHECK(b.first_child().name() == "c");
    CHECK(b.child("c").attribute("k") == "2");
    CHECK(b.next_sibling().name() == "d");
    CHECK_FALSE(rest->root().child("p"));
  }

  TEST_CASE("a root of the name is no piece, pieces side by side and inside each other are") {
    int count = 0;
    auto const take = [&](xml::Element, xml::Element) { ++count; };
    REQUIRE(xml::Document::parse_pieces("<p><p><p/></p><p/><x/><p/></p>", "p", take));
    CHECK(count == 4);
    CHECK_FALSE(xml::Document::parse_pieces("<a><p></a>", "p", take));
    CHECK_FALSE(xml::Document::parse_pieces("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "p", take));
  }
}
