#include "gateway/http/entity_tag.hpp"

#include <doctest/doctest.h>

using namespace airut::gateway;

TEST_CASE("If-Match compares strongly, alone, in lists, and with a star") {
  for (auto const* header :
       {"\"5\"", "\"4\", \"5\"", "\"4\",\"5\"", "*", " * ", "W/\"5\", \"5\""}) {
    CAPTURE(header);
    CHECK(http::if_match_names(header, "\"5\""));
  }
  for (auto const* header : {"", "5", "\"55\"", "W/\"5\"", "\"4\" 5", "\"4", "**", "*, \"5\""}) {
    CAPTURE(header);
    CHECK_FALSE(http::if_match_names(header, "\"5\""));
  }
}

TEST_CASE("If-None-Match compares weakly") {
  for (auto const* header : {"\"5\"", "W/\"5\"", "\"4\", W/\"5\"", "*"}) {
    CAPTURE(header);
    CHECK(http::if_none_match_names(header, "\"5\""));
  }
  CHECK_FALSE(http::if_none_match_names("W/\"6\"", "\"5\""));
  CHECK_FALSE(http::if_none_match_names("", "\"5\""));
}
