#include <doctest/doctest.h>

#include "formats/xml/schema.hpp"
#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::reaches;
using tests::sample_json;
using tests::with;

namespace {

std::vector<std::filesystem::path> paths_in(std::filesystem::path const& folder) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(folder))
    files.push_back(entry.path());
  return files;
}

// Finvoice by directory first, then e-mail through the test's Postfix.
std::string toml_with_mail(tests::MailServer const& mail) {
  auto const channel =
      "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
      "host = \"localhost\"\nport = " +
      std::to_string(mail.port()) + "\nca_file = \"" + mail.certificates().authority().string() +
      "\"\nfrom = \"laskut@example.test\"\n";
  return channel + with(tests::sample_toml(), "channel_order_business = [\"finvoice\"]",
                        "channel_order_business = [\"finvoice\", \"email\"]");
}

}  // namespace

TEST_CASE("the document that leaves is valid and is kept as it was sent") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const id = gateway.post("/v1/invoices", sample_json("E-1")).string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  auto const files = paths_in(gateway.home() / "out");
  REQUIRE(files.size() == 1);
  auto const bytes = tests::slurp(files.front());
  if (tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) {
    auto const schema = xml::Schema::load(tests::shared("data/schema/finvoice/Finvoice3.0.xsd"));
    auto const document = xml::Document::parse(bytes);
    REQUIRE(document);
    CHECK(schema->validate(*document).empty());
  }
  auto const kept = gateway.get("/v1/invoices/" + id + "/files");
  bool found = false;
  for (auto const& file : kept.body.at("data").as_array()) {
    if (file.at("role").as_string() != "sent") continue;
    found = true;
    CHECK(gateway.get(std::string{file.at("url").as_string()}).text == bytes);
  }
  CHECK(found);
  auto const timeline = gateway.get("/v1/invoices/" + id + "/timeline");
  CHECK(timeline.body.at("data").as_array().size() >= 4);
}

TEST_CASE("a held invoice waits for its release, a cancelled one never leaves") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const held = with(sample_json("F-1"), "{\"client_ref\"",
                         "{\"distribution\":{\"hold\":true},\"client_ref\"");
  auto const id = gateway.post("/v1/invoices", held).string("id");
  CHECK(reaches(gateway, id, "held"));
  CHECK(gateway.post("/v1/invoices/" + id + "/release", "{}").status == 202);
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(gateway.post("/v1/invoices/" + id + "/cancel", "{\"reason\":\"x\"}").status == 409);
  auto const other = gateway.post("/v1/invoices", with(held, "F-1", "F-2")).string("id");
  CHECK(gateway.post("/v1/invoices/" + other + "/cancel", "{\"reason\":\"wrong\"}").status == 202);
  CHECK(paths_in(gateway.home() / "out").size() == 1);
}

TEST_CASE("metrics tell nothing of a state that no delivery is in any more") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const held = with(sample_json("M-1"), "{\"client_ref\"",
                         "{\"distribution\":{\"hold\":true},\"client_ref\"");
  auto const id = gateway.post("/v1/invoices", held).string("id");
  REQUIRE(reaches(gateway, id, "held"));
  auto const line = [](std::string const& state, int count) {
    return "airut_deliveries{channel=\"finvoice\",state=\"" + state + "\"} " +
           std::to_string(count) + "\n";
  };
  CHECK(gateway.metrics().find(line("held", 1)) != std::string::npos);
  CHECK(gateway.post("/v1/invoices/" + id + "/release", "{}").status == 202);
  REQUIRE(reaches(gateway, id, "sent"));
  auto const after = gateway.metrics();
  CHECK(after.find(line("sent", 1)) != std::string::npos);
  CHECK(after.find(line("held", 1)) == std::string::npos);
}

TEST_CASE("what one channel cannot take goes by the next, and bad mail addresses are told") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  tests::MailServer mail;
  tests::Gateway gateway{toml_with_mail(mail)};
  // Without the intermediary the e-invoice address is never completed by guess.
  auto json = with(sample_json("G-1"), "\"intermediary\":\"003721291126\",", "");
  json = with(json, "\"address\":{", "\"contact\":{\"email\":\"osto@example.test\"},\"address\":{");

  SUBCASE("by mail, with the PDF") {
    auto const id = gateway.post("/v1/invoices", json).string("id");
    REQUIRE(reaches(gateway, id, "sent"));
    auto const delivery = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
    CHECK(delivery.at("channel").as_string() == "email");
    CHECK(delivery.at("skipped").as_array().at(0).at("reason").as_string() == "no-intermediary");
    auto const told = gateway.get("/v1/deviations").body.at("data").as_array();
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("code").as_string() == "finvoice.intermediary_missing");
    auto const mails = mail.mails("osto@example.test", 1);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("application/pdf") != std::string::npos);
    CHECK(mails[0].find("533,38") != std::string::npos);
  }
  SUBCASE("a mailbox that does not exist is a deviation with its actions") {
    auto const id =
        gateway.post("/v1/invoices", with(json, "osto@example.test", "gone@example.test"))
            .string("id");
    REQUIRE(reaches(gateway, id, "held"));
    auto const list =
        gateway.get("/v1/deviations?code=email.mailbox_unknown").body.at("data").as_array();
    REQUIRE(list.size() == 1);
    CHECK(list[0].at("native_code").as_string() == "550 5.1.1");
    auto const path = "/v1/deviations/" + std::string{list[0].at("id").as_string()};
    auto const one = gateway.get(path);
    CHECK(one.body.at("available_actions").as_array().size() == 6);
    auto const dry = gateway.post(
        "/v1/deviations/bulk",
        R"({"filter":{"code":"email.mailbox_unknown"},"action":"close_no_action","dry_run":true})");
    CHECK(dry.body.at("done").as_int64() == 1);
    CHECK(gateway.get(path).string("state") == "open");
    CHECK(
        gateway.post(path + "/resolve", R"({"action":"close_no_action","note":"phoned"})").status ==
        202);
    CHECK(gateway.get(path).string("state") == "resolved");
  }
}

TEST_CASE("the recipient register decides where an invoice goes") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const json = with(sample_json("H-1"), "\"intermediary\":\"003721291126\",", "");
  auto const id = gateway.post("/v1/invoices", json).string("id");
  auto const list = gateway.get("/v1/deviations").body.at("data").as_array();
  REQUIRE(list.size() == 1);
  CHECK(list[0].at("code").as_string() == "route.no_channel");
  auto const put = gateway.send(
      "PUT", "/v1/recipients/by-ref/10042",
      R"({"name":"Esimerkki","addresses":{"finvoice":{"address":"003712345671","intermediary":"DABAFIHH"}}})",
      {{"Content-Type", "application/json"}});
  CHECK(put.status == 201);
  auto const path = "/v1/deviations/" + std::string{list[0].at("id").as_string()};
  CHECK(gateway.post(path + "/resolve", R"({"action":"reroute"})").status == 202);
  REQUIRE(reaches(gateway, id, "sent"));
  auto const delivery = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
  CHECK(delivery.at("intermediary").as_string() == "DABAFIHH");
}
