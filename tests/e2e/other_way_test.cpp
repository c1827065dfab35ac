// The recipient of a mail who wants his invoices another way, with a real Postfix between.
#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::with;

namespace {

std::string mail_and_portal_toml(tests::MailServer const& mail) {
  auto const channels =
      "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
      "host = \"localhost\"\nport = " +
      std::to_string(mail.port()) + "\nca_file = \"" + mail.certificates().authority().string() +
      "\"\nfrom = \"laskut@example.test\"\n"
      "[[channel]]\nname = \"portal\"\nkind = \"portal\"\nformat = \"pdf\"\n"
      "base_url = \"https://lasku.example.test\"\nlink_days = 30\n"
      "[channel.signing_key]\nenv = \"AIRUT_TEST_PORTAL_KEY\"\n";
  return channels + with(tests::sample_toml(), "channel_order_business = [\"finvoice\"]",
                         "channel_order_business = [\"email\", \"finvoice\"]");
}

std::string to_address_in_finnish(std::string const& number, std::string const& address) {
  auto json = with(tests::sample_json(number), "{\"client_ref\"",
                   "{\"distribution\":{\"email\":{\"to\":[\"" + address + "\"]}},\"client_ref\"");
  json.insert(json.find("\"customer_number\""), R"("language":"fi",)");
  return json;
}

std::string header_of(std::string const& mail, std::string const& name) {
  auto const at = mail.find("\n" + name + ": ");
  if (at == std::string::npos) return {};
  auto const from = at + name.size() + 3;
  auto text = mail.substr(from, mail.find('\n', from) - from);
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

tests::Answer asked(tests::Gateway const& gateway, std::string const& method,
                    std::string const& path, std::string const& type = {},
                    std::string const& body = {}) {
  std::vector<std::pair<std::string, std::string>> headers{{"Authorization", ""}};
  if (!type.empty()) headers.emplace_back("Content-Type", type);
  return gateway.send(method, path, body, headers);
}

std::string chosen(tests::Gateway const& gateway, std::string const& json) {
  auto const answer = gateway.post("/v1/invoices", json);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  return std::string{answer.body.at("route").at("chosen").as_string()};
}

}  // namespace

TEST_CASE("one click in a mail sends the next invoice another way, and only what was clicked") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::MailServer server;
  tests::Gateway gateway{mail_and_portal_toml(server)};
  REQUIRE(chosen(gateway, to_address_in_finnish("U-1", "osto@example.test")) == "email");
  auto const mails = server.mails("osto@example.test", 1);
  REQUIRE(mails.size() == 1);
  auto const list = header_of(mails.front(), "List-Unsubscribe");
  REQUIRE(list.starts_with("<https://lasku.example.test/u/"));
  CHECK(header_of(mails.front(), "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
  CHECK(mails.front().find("Haluan laskut muulla tavalla") != std::string::npos);
  auto const path = list.substr(27, list.size() - 28);

  // Looking is not asking: scanners of mail follow every link.
  auto const page = asked(gateway, "GET", path);
  CHECK(page.status == 200);
  CHECK(page.text.find("lang=\"fi\"") != std::string::npos);
  CHECK(page.text.find("osto@example.test") != std::string::npos);
  CHECK(page.text.find("<script") == std::string::npos);
  CHECK(gateway.get("/v1/suppressions").body.at("data").as_array().empty());

  SUBCASE("by the button") {
    auto const done = asked(gateway, "POST", path, "application/x-www-form-urlencoded",
                            "List-Unsubscribe=One-Click");
    CHECK(done.status == 200);
    CHECK(done.text.find("Seuraava lasku tulee muulla tavalla") != std::string::npos);
  }
  SUBCASE("by the provider's one click, twice") {
    auto const body =
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
        "--b--\r\n";
    for (int i = 0; i < 2; ++i) {
      CHECK(asked(gateway, "POST", path, "multipart/form-data; boundary=b", body).status == 200);
    }
  }
  auto const rows = gateway.get("/v1/suppressions").body.at("data").as_array();
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().at("code").as_string() == "asked-by-recipient");
  CHECK(rows.front().at("client_ref").as_string() == "siivous");
  CHECK(chosen(gateway, to_address_in_finnish("U-2", "Osto@example.test")) == "finvoice");
  CHECK(chosen(gateway, to_address_in_finnish("U-3", "kunde@example.test")) == "email");
  auto const told = gateway.get("/v1/events?type=address.suppressed&limit=10");
  CHECK(told.body.at("data").as_array().size() == 1);

  // He changes his mind, and the operator releases the address.
  auto const id = std::string{rows.front().at("id").as_string()};
  CHECK(gateway.cli({"suppressions", "release", id, "--reason", "asked again"}) == 0);
  CHECK(chosen(gateway, to_address_in_finnish("U-4", "osto@example.test")) == "email");
  gateway.stop();
  CHECK(gateway.cli({"journal", "verify"}) == 0);
}

TEST_CASE("a link that was changed, has ended or is an invoice's page says nothing of channels") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::MailServer server;
  tests::Gateway gateway{"test_clock = \"2026-03-02\"\n" + mail_and_portal_toml(server)};
  auto const invoice =
      gateway.post("/v1/invoices", to_address_in_finnish("V-1", "osto@example.test")).string("id");
  auto const mails = server.mails("osto@example.test", 1);
  REQUIRE(mails.size() == 1);
  auto const list = header_of(mails.front(), "List-Unsubscribe");
  auto const path = list.substr(27, list.size() - 28);
  auto wrong = path;
  wrong[12] = wrong[12] == 'A' ? 'B' : 'A';
  auto const form = "application/x-www-form-urlencoded";
  CHECK(asked(gateway, "POST", wrong, form, "x=1").status == 404);
  // The link of the page opens no mail's, and the mail's no page.
  auto const link = gateway.post("/v1/invoices/" + invoice + "/links", "{}").string("url");
  auto const token = link.substr(link.rfind('/') + 1);
  CHECK(asked(gateway, "POST", "/u/" + token, form, "x=1").status == 404);
  CHECK(asked(gateway, "GET", "/h/" + path.substr(3)).status == 404);
  gateway.post("/v1/test/clock", R"({"now":"2026-05-15T08:00:00Z"})");
  CHECK(asked(gateway, "POST", path, form, "x=1").status == 404);
  CHECK(gateway.get("/v1/suppressions").body.at("data").as_array().empty());
}
