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

std::vector<std::string> open_codes(tests::Gateway const& gateway) {
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
  CHECK(open_codes(gateway) ==
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
  CHECK(open_codes(gateway) == std::vector<std::string>{"internal.render_failed"});
  CHECK(gateway.get("/v1/deviations").text.find("U+1F994") != std::string::npos);
  auto const plain = gateway.post("/v1/invoices", posted("P-10", "Łukasz – Åse"));
  CHECK(plain.text.find("glyph-missing") == std::string::npos);
}
