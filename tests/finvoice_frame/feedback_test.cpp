#include <doctest/doctest.h>

#include "formats/feedback/read.hpp"

using namespace airut;
using feedback::Layout;
using feedback::Syntax;

namespace {

std::vector<feedback::Status> const wanted{{"dlv_1", "DELIVERED", "fine", 0},
                                           {"dlv_2", "7", "no \"such\" one", 0}};

std::vector<feedback::Status> statuses(std::string_view bytes, Layout const& layout) {
  auto found = feedback::read(bytes, layout);
  REQUIRE(found);
  for (auto& one : *found) one.line = 0;
  return *found;
}

std::string code_of(std::string_view bytes, Layout const& layout) {
  auto const found = feedback::read(bytes, layout);
  return found ? "good" : found.error().front().code;
}

Layout const csv_layout{Syntax::csv, 0, "", "id", "status", "text"};
Layout const json_layout{Syntax::json, 0, "list", "id", "status", "text"};
Layout const xml_layout{Syntax::xml, 0, "Item", "Id", "@state", "Text"};

}  // namespace

TEST_SUITE("formats/feedback") {
  TEST_CASE("a status file says the same in every syntax") {
    CHECK(statuses("text;id;status\nfine;dlv_1;DELIVERED\n\"no \"\"such\"\" one\";dlv_2;7\n",
                   csv_layout) == wanted);
    auto const objects = R"({"id":"dlv_1","status":"DELIVERED","text":"fine"},)"
                         R"({"id":"dlv_2","status":7,"text":"no \"such\" one","more":[1]})";
    CHECK(statuses(std::string{"{\"list\":["} + objects + "]}", json_layout) == wanted);
    CHECK(statuses(std::string{"["} + objects + "]", json_layout) == wanted);
    CHECK(statuses("{\"id\":\"dlv_1\",\"status\":\"DELIVERED\",\"text\":\"fine\"}\n\n"
                   "{\"id\":\"dlv_2\",\"status\":7,\"text\":\"no \\\"such\\\" one\"}\n",
                   json_layout) == wanted);
    CHECK(statuses("<A><B><Item state=\"DELIVERED\"><Id>dlv_1</Id><Text>fine</Text></Item></B>"
                   "<Item state=\"7\"><Text>no \"such\" one</Text><Id>dlv_2</Id></Item></A>",
                   xml_layout) == wanted);
  }

  TEST_CASE("a file that is not understood whole is not taken in part") {
    CHECK(code_of("id;status\ndlv_1;OK\n;OK\n", csv_layout) == "feedback-incomplete");
    CHECK(code_of("id;state\ndlv_1;OK\n", csv_layout) == "csv-column");
    CHECK(code_of("id;status\n", csv_layout) == "feedback-incomplete");
    CHECK(code_of("", csv_layout) == "csv-empty");
    CHECK(code_of("[{\"id\":\"dlv_1\"}]", json_layout) == "feedback-incomplete");
    CHECK(code_of("[{\"id\":", json_layout) == "json-syntax");
    CHECK(code_of("{\"id\":{\"a\":1},\"status\":\"x\"}", json_layout) == "feedback-incomplete");
    CHECK(code_of("<A/>", xml_layout) == "feedback-incomplete");
    CHECK(code_of("<A>", xml_layout) == "xml-syntax");
    CHECK(code_of("<!DOCTYPE A><A/>", xml_layout) == "xml-doctype");
  }
}
