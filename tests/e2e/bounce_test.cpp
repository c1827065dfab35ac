#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::with;

namespace {

// E-mail first, then Finvoice by directory; bounces come to a mailbox of the test's Postfix.
std::string toml_with_bounces(tests::MailServer const& mail) {
  auto const channel =
      "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
      "host = \"localhost\"\nport = " +
      std::to_string(mail.port()) + "\nca_file = \"" + mail.certificates().authority().string() +
      "\"\nfrom = \"laskut@example.test\"\nbounces = \"laskut+{id}@example.test\"\n"
      "bounce_time = 1\nbounce_maildir = \"" +
      mail.maildir("laskut@example.test").string() + "\"\n";
  return channel + with(tests::sample_toml(), "channel_order_business = [\"finvoice\"]",
                        "channel_order_business = [\"email\", \"finvoice\"]");
}

std::string to_address(std::string const& number, std::string const& address) {
  return with(tests::sample_json(number), "{\"client_ref\"",
              "{\"distribution\":{\"email\":{\"to\":[\"" + address + "\"]}},\"client_ref\"");
}

std::string channel_of(tests::Gateway const& gateway, std::string const& id) {
  auto const invoice = gateway.get("/v1/invoices/" + id);
  return std::string{invoice.body.at("current_delivery").at("channel").as_string()};
}

// What a mail server reports of a mail that it could not deliver.
std::string bounce_of(std::string const& delivery) {
  return fmt::format(
      "From: MAILER-DAEMON@example.test\r\nTo: laskut+{}@example.test\r\n"
      "Subject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
      "report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: "
      "message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.test\r\n\r\n"
      "Final-Recipient: rfc822; osto@example.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
      "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b--\r\n",
      delivery);
}

std::size_t rows_at(tests::Gateway const& gateway, std::string const& path) {
  return gateway.get(path).body.at("data").as_array().size();
}

}  // namespace

TEST_CASE("a mail that bounces later goes by the next channel, and its address gets no more") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  tests::MailServer mail;
  tests::Gateway gateway{toml_with_bounces(mail)};
  auto const first =
      gateway.post("/v1/invoices", to_address("B-1", "Moved@example.test")).string("id");
  REQUIRE(gateway.until([&] { return channel_of(gateway, first) == "finvoice"; }));
  REQUIRE(rows_at(gateway, "/v1/suppressions") == 1);
  auto const listed = gateway.get("/v1/suppressions").body.at("data").as_array().at(0);
  CHECK(listed.at("address").as_string() == "moved@example.test");
  CHECK(listed.at("code").as_string() == "email.mailbox_unknown");

  // The next invoice does not try it; another address is not touched.
  auto const second = gateway.post("/v1/invoices", to_address("B-2", "moved@EXAMPLE.test"));
  CHECK(second.body.at("route").at("chosen").as_string() == "finvoice");
  CHECK(second.text.find("address-suppressed") != std::string::npos);
  auto const other = gateway.post("/v1/invoices", to_address("B-3", "osto@example.test"));
  CHECK(other.body.at("route").at("chosen").as_string() == "email");

  // Each report was read once, and stands in cur with the mark of what was seen.
  auto const box = mail.maildir("laskut@example.test");
  CHECK(std::filesystem::is_empty(box / "new"));
  for (auto const& entry : std::filesystem::directory_iterator{box / "cur"})
    CHECK(entry.path().filename().string().ends_with(":2,S"));

  std::string said;
  CHECK(gateway.cli({"suppressions", "list"}, &said) == 0);
  CHECK(said.find("moved@example.test") != std::string::npos);
  auto const id = std::string{listed.at("id").as_string()};
  CHECK(gateway.cli({"suppressions", "release", id, "--reason", "corrected"}) == 0);
  auto const third = gateway.post("/v1/invoices", to_address("B-4", "moved@example.test"));
  CHECK(third.body.at("route").at("chosen").as_string() == "email");
}

TEST_CASE("mail that is no report of ours waits for a person, and a broken one does no harm") {
  if (!tests::MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  tests::MailServer mail;
  auto const box = mail.maildir("laskut@example.test");
  std::ofstream{box / "new" / "1.a"} << "Subject: on holiday\r\n\r\nBack in August.\r\n";
  std::ofstream{box / "new" / "2.b"} << std::string(100000, '\xff');
  std::ofstream{box / "new" / "3.c"};
  tests::Gateway gateway{toml_with_bounces(mail)};
  CHECK(gateway.until([&] { return std::filesystem::is_empty(box / "new"); }));
  CHECK(std::filesystem::exists(box / "cur" / "1.a:2,F"));
  CHECK(std::filesystem::exists(box / "cur" / "3.c:2,F"));
  CHECK(rows_at(gateway, "/v1/suppressions") == 0);
}

namespace {

// A mail server that behaves badly, and a mailbox into which the test puts what came back.
struct Bouncing {
  Bouncing() {
    for (auto const* part : {"new", "cur", "tmp"})
      std::filesystem::create_directories(box.path() / part);
  }
  std::string toml() const {
    auto const channel = fmt::format(
        "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
        "host = \"127.0.0.1\"\nport = {}\nstarttls = \"none\"\n"
        "from = \"laskut@example.test\"\nbounces = \"laskut+{{id}}@example.test\"\n"
        "bounce_time = 1\nbounce_maildir = \"{}\"\n",
        peer.port(), box.path().string());
    return channel + with(tests::sample_toml(), "channel_order_business = [\"finvoice\"]",
                          "channel_order_business = [\"email\", \"finvoice\"]");
  }
  // The id of the invoice's delivery, when it is in that state.
  static std::string delivery_in(std::string_view state, tests::Gateway const& gateway,
                                 std::string const& id) {
    auto const now = [&] { return gateway.get("/v1/invoices/" + id).body.at("current_delivery"); };
    REQUIRE(gateway.until([&] { return now().at("state").as_string() == state; }));
    return std::string{now().at("id").as_string()};
  }
  void comes_back(std::string const& file, std::string const& delivery) const {
    std::ofstream{box.path() / "tmp" / file} << bounce_of(delivery);
    std::filesystem::rename(box.path() / "tmp" / file, box.path() / "new" / file);
  }
  bool is_in_cur(std::string const& name) const {
    return std::filesystem::exists(box.path() / "cur" / name);
  }

  tests::MailPeer peer;
  tests::TempDirectory box;
};

}  // namespace

TEST_CASE("a bounce of a mail of which nobody knew whether it arrived is heard, now or later") {
  if (!tests::MailPeer::available()) return;
  Bouncing mail;
  tests::Gateway gateway{mail.toml()};
  auto const bounces_in = [&](std::string_view state, std::string const& address) {
    auto const id = gateway.post("/v1/invoices", to_address("B-9", address)).string("id");
    mail.comes_back("1.a", Bouncing::delivery_in(state, gateway, id));
    CHECK(gateway.until([&] { return channel_of(gateway, id) == "finvoice"; }));
    CHECK(gateway.until([&] { return mail.is_in_cur("1.a:2,S"); }));
    CHECK(rows_at(gateway, "/v1/suppressions") == 1);
  };
  SUBCASE("its answer was lost") { bounces_in("unknown", "cut-data@example.test"); }
  SUBCASE("its answer has not come yet") { bounces_in("dispatching", "late@example.test"); }
}

TEST_CASE("a bounce that breaks what hears it is left to a person, and the next one is heard") {
  if (!tests::MailPeer::available()) return;
  Bouncing mail;
  tests::Gateway gateway{mail.toml()};
  auto const posted = [&](std::string const& json) {
    auto const id = gateway.post("/v1/invoices", json).string("id");
    return std::pair{id, Bouncing::delivery_in("sent", gateway, id)};
  };
  auto const lost = posted(to_address("B-7", "fine@example.test"));
  gateway.stop();
  auto const file = gateway.home() / "airut.toml";
  auto const changed = with(tests::slurp(file), "ref = \"siivous\"", "ref = \"other\"");
  std::ofstream{file} << changed;
  gateway.start();
  auto const next =
      posted(with(to_address("B-8", "fine@example.test"), "\"siivous\"", "\"other\""));
  mail.comes_back("1.a", lost.second);
  mail.comes_back("2.b", next.second);
  CHECK(gateway.until([&] { return channel_of(gateway, next.first) == "finvoice"; }));
  CHECK(mail.is_in_cur("1.a:2,F"));
}

namespace {

int count_of(std::string const& text, std::string_view what) {
  int count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("bounces that cannot be moved are told of once, and the deviation ends with its cause") {
  if (!tests::MailPeer::available()) return;
  Bouncing mail;
  auto const cur = mail.box.path() / "cur";
  std::filesystem::remove(cur);
  std::ofstream{cur} << "no folder";
  std::ofstream{mail.box.path() / "new" / "1.a"} << "Subject: on holiday\r\n\r\nBack soon.\r\n";
  std::ofstream{mail.box.path() / "new" / "2.b"} << "Subject: on holiday\r\n\r\nBack soon.\r\n";
  tests::Gateway gateway{mail.toml()};
  auto const path = "/v1/deviations?code=email.bounces_not_read";
  CHECK(gateway.until([&] { return rows_at(gateway, path) == 1; }));
  CHECK(gateway.get(path).text.find(cur.string()) != std::string::npos);
  gateway.stop();
  gateway.start();
  auto const looks = [&] { return count_of(gateway.log(), "bounces-not-read"); };
  auto const before = looks();
  CHECK(gateway.until([&] { return looks() >= before + 2; }));
  CHECK(rows_at(gateway, path) == 1);
  // Closed by hand while its cause stands.
  auto const id = gateway.get(path).body.at("data").at(0).at("id").as_string();
  auto const closed = gateway.post("/v1/deviations/" + std::string{id} + "/resolve",
                                   R"({"action":"close_no_action"})");
  CAPTURE(closed.text);
  CHECK(closed.status == 202);
  CHECK(gateway.until([&] {
    auto const again = gateway.get(path).body.at("data").as_array();
    return again.size() == 1 && again.at(0).at("id").as_string() != id;
  }));
  std::filesystem::remove(cur);
  std::filesystem::create_directory(cur);
  CHECK(gateway.until([&] { return rows_at(gateway, path) == 0; }));
  CHECK(mail.is_in_cur("1.a:2,F"));
  CHECK(mail.is_in_cur("2.b:2,F"));
}
