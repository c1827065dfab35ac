#include "formats/json/writer.hpp"

#include <random>

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace airut;

TEST_SUITE("json/writer") {
  TEST_CASE("what must be escaped is, wherever it stands") {
    std::string out;
    json::append_escaped(out, "a\"b\\c\n\r\t\x01");
    CHECK(out == R"(a\"b\\c\n\r\t\u0001)");
    for (std::size_t length = 0; length < 40; ++length) {
      for (std::size_t at = 0; at < length; ++at) {
        std::string text(length, 'x');
        text[at] = '"';
        std::string escaped;
        json::append_escaped(escaped, text);
        CHECK(escaped.size() == length + 1);
        CHECK(escaped[at] == '\\');
      }
    }
  }

  TEST_CASE("any text of Unicode comes back as it was") {
    std::mt19937 random{5};
    std::string const pieces[] = {"a",  "\"", "\\", "\n", "\x1f", "ä",
                                  "Čá", "漢", "😀", " ",  "\x7f"};
    for (int round = 0; round < 2000; ++round) {
      std::string text;
      for (auto count = random() % 30; count > 0; --count) text += pieces[random() % 11];
      json::Writer out;
      out.string(text);
      CHECK(boost::json::parse(out.text()).as_string() == text);
    }
  }
}
