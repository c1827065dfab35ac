#include "gateway/http/target.hpp"

#include <doctest/doctest.h>

#include "gateway/http/trace.hpp"

using namespace airut::gateway;

TEST_CASE("a target is decoded once, and what could lead elsewhere is none") {
  CHECK(http::parse_target("/a%20b?c=d+e&f&%67=%26")->path == "/a b");
  auto const query = http::parse_target("/?c=d+e&f&%67=%26")->query;
  CHECK(query ==
        std::vector<std::pair<std::string, std::string>>{{"c", "d e"}, {"f", ""}, {"g", "&"}});
  CHECK(http::parse_target("/%252e%252e")->path == "/%2e%2e");
  CHECK(http::parse_target("http://host:8420/a?b=c")->path == "/a");
  CHECK(http::parse_target("http://host")->path == "/");
  for (auto const* bad : {"", "a", "*", "//..", "/../a", "/a/./b", "/%2e%2e/a", "/a%2fb", "/%00",
                          "/%", "/%4", "/%zz", "/a?b=%", "/a?%00=1", "host:80"}) {
    CAPTURE(bad);
    CHECK_FALSE(http::parse_target(bad));
  }
}

TEST_CASE("the language is the first that we speak") {
  CHECK(http::preferred_language("fi") == "fi");
  CHECK(http::preferred_language("de, sv-FI;q=0.8, en") == "sv");
  CHECK(http::preferred_language("nn-NO") == "nb");
  CHECK(http::preferred_language("") == "en");
  CHECK(http::preferred_language(",,;q=x, \xff") == "en");
}

TEST_CASE("a trace goes on with a span of our own") {
  auto const next =
      http::next_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  CHECK(next.substr(0, 36) == "00-4bf92f3577b34da6a3ce929d0e0e4736-");
  CHECK(next.size() == 55);
  CHECK(http::next_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")
            .size() == 55);
  CHECK(http::next_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")
            .empty());
}
