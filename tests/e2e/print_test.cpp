// Letters on their way to a printer, and those that cannot be posted.
#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"

using namespace airut;
using tests::sample_json;

namespace {

std::string print_toml() {
  return "[[channel]]\nname = \"print\"\nkind = \"print\"\nformat = \"pdf\"\npath = "
         "\"@HOME@/print\"\n"
         "letters_per_batch = 2\nbatch_time = 1\nlayout = \"bundle\"\n"
         "[[channel.envelope]]\nname = \"C5\"\nsheets = 2\n" +
         tests::sample_toml();
}

std::string posted(std::string const& number, std::string const& name, int lines = 1) {
  auto json = sample_json(number);
  json.insert(1, R"("distribution":{"channels":["print"]},)");
  std::string const usual = "Esimerkki Asiakas Oy";
  json.replace(json.find(usual), usual.size(), name);
  auto const from = json.find("\"lines\":[") + 9;
  auto const line = json.substr(from, json.rfind("]}}") - from);
  for (int i = 1; i < lines; ++i) json.insert(from, line + ",");
  return json;
}

std::string state_of(tests::Gateway const& gateway, std::string const& id) {
  auto const answer = gateway.get("/v1/invoices/" + id);
  return std::string{answer.body.at("current_delivery").at("state").as_string()};
}

std::vector<std::string> sorted_codes(tests::Gateway const& gateway) {
  std::vector<std::string> codes;
  auto const open = gateway.get("/v1/deviations");
  for (auto const& one : open.body.at("data").as_array()) {
    codes.emplace_back(one.at("code").as_string());
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

}  // namespace

TEST_CASE("letters reach the printer, and those that no envelope shows or takes wait") {
  tests::Gateway gateway{print_toml()};
  std::filesystem::create_directories(gateway.home() / "print");
  auto const submit = [&](std::string const& json) {
    auto const answer = gateway.post("/v1/invoices", json);
    CAPTURE(answer.text);
    REQUIRE(answer.status == 202);
    return answer.string("id");
  };
  auto const good = submit(posted("P-1", "Matti Virtanen"));
  auto const wide = submit(posted("P-2", std::string(60, 'W')));
  auto const thick = submit(posted("P-3", "Maija Virtanen", 250));
  REQUIRE(gateway.until([&] { return state_of(gateway, wide) == "held"; }));
  REQUIRE(gateway.until([&] { return state_of(gateway, thick) == "held"; }));
  REQUIRE(gateway.until([&] { return state_of(gateway, good) == "sent"; }));
  CHECK(sorted_codes(gateway) ==
        std::vector<std::string>{"print.address_outside_window", "print.too_many_sheets"});
  std::size_t batches = 0;
  for (auto const& entry : std::filesystem::directory_iterator{gateway.home() / "print"}) {
    if (entry.path().extension() == ".zip") ++batches;
  }
  CHECK(batches == 1);
}

TEST_CASE("a letter that no font has is told at the door, and holds the invoice with its reason") {
  tests::Gateway gateway{print_toml()};
  std::filesystem::create_directories(gateway.home() / "print");
  auto const answer = gateway.post("/v1/invoices", posted("P-9", "Matti \xF0\x9F\xA6\x94"));
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  CHECK(answer.text.find("glyph-missing") != std::string::npos);
  CHECK(answer.text.find("U+1F994") != std::string::npos);
  auto const id = answer.string("id");
  REQUIRE(gateway.until([&] { return state_of(gateway, id) == "held"; }));
  CHECK(sorted_codes(gateway) == std::vector<std::string>{"internal.render_failed"});
  CHECK(gateway.get("/v1/deviations").text.find("U+1F994") != std::string::npos);
  auto const plain = gateway.post("/v1/invoices", posted("P-10", "Łukasz – Åse"));
  CHECK(plain.text.find("glyph-missing") == std::string::npos);
}

TEST_CASE(
    "letters that were ready in time and reach the printer after his cut-off are told, once") {
  auto toml = "test_clock = \"2026-03-01\"\n" + print_toml();
  toml.insert(toml.find("[[channel.envelope]]"),
              "calendar = \"FI\"\n[[channel.cut_off]]\n"
              "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\ntime = \"16:00\"\n");
  tests::Gateway gateway{toml};
  auto const clock = [&](std::string const& moment) {
    REQUIRE(gateway.post("/v1/test/clock", R"({"now":")" + moment + "\"}").status == 200);
  };
  auto const submit = [&](std::string const& number) {
    return gateway.post("/v1/invoices", posted(number, "Matti Virtanen")).string("id");
  };
  auto const reaches = [&](std::string const& id, std::string const& state) {
    return gateway.until([&] { return state_of(gateway, id) == state; });
  };
  auto const folder = gateway.home() / "print";
  std::filesystem::create_directories(folder);
  clock("2026-03-02T13:00:00Z");
  REQUIRE(reaches(submit("C-1"), "sent"));
  CHECK(sorted_codes(gateway).empty());
  // 16:00 in Helsinki passes while nobody answers at the printer's.
  std::filesystem::remove_all(folder);
  clock("2026-03-02T13:30:00Z");
  auto const first = submit("C-2"), second = submit("C-3");
  REQUIRE(reaches(first, "deferred"));
  REQUIRE(reaches(second, "deferred"));
  CHECK(sorted_codes(gateway).empty());
  std::filesystem::create_directories(folder);
  clock("2026-03-02T14:30:00Z");
  REQUIRE(reaches(first, "sent"));
  REQUIRE(reaches(second, "sent"));
  CHECK(sorted_codes(gateway) == std::vector<std::string>{"transport.cutoff_missed"});
  auto const told = gateway.get("/v1/deviations").body.at("data").as_array().at(0);
  CHECK(told.at("handler").as_string() == "operator");
  CHECK(told.at("client_ref").as_string() == "siivous");
  CHECK(told.at("channel").as_string() == "print");
  CHECK(told.at("excerpt").as_string().find("2026-03-02T14:00:00") != std::string::npos);
  // What comes after the cut-off is for the next one.
  REQUIRE(reaches(submit("C-4"), "sent"));
  CHECK(sorted_codes(gateway).size() == 1);
  auto const path = "/v1/deviations/" + std::string{told.at("id").as_string()} + "/resolve";
  CHECK(gateway.post(path, R"({"action":"close_no_action"})").status < 300);
  CHECK(sorted_codes(gateway).empty());
}
