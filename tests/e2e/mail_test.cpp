// What a mail carries, and mails to several addresses.
#include <fstream>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/documents/documents.hpp"
#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// E-mail first, then Finvoice by directory.
std::string mail_then_finvoice_toml(MailServer const& mail, std::string const& more = {}) {
  auto const channel = fmt::format(
      "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
      "host = \"localhost\"\nport = {}\nca_file = \"{}\"\nfrom = \"laskut@example.test\"\n"
      "bounces = \"laskut+{{id}}@example.test\"\nbounce_time = 1\nbounce_maildir = \"{}\"\n",
      mail.port(), mail.certificates().authority().string(),
      mail.maildir("laskut@example.test").string());
  return channel + more +
         with(sample_toml(), "channel_order_business = [\"finvoice\"]",
              "channel_order_business = [\"email\", \"finvoice\"]");
}

std::string mailed_with(std::string const& number, std::string const& wishes) {
  return with(sample_json(number), "{\"client_ref\"",
              "{\"distribution\":{\"email\":{" + wishes + "}},\"client_ref\"");
}

std::string sent_mail(Gateway const& gateway, std::string const& json) {
  auto const id = gateway.post("/v1/invoices", json).string("id");
  REQUIRE(
      gateway.until([&] { return delivery_of(gateway, id).at("state").as_string() == "sent"; }));
  return id;
}

// The files that left, by media type.
std::map<std::string, std::string> files_of(Gateway const& gateway, std::string const& id) {
  std::map<std::string, std::string> files;
  auto const list = gateway.get("/v1/invoices/" + id + "/files");
  for (auto const& one : list.body.at("data").as_array()) {
    if (one.at("role").as_string() != "sent") continue;
    files[std::string{one.at("media_type").as_string()}] =
        gateway.get(std::string{one.at("url").as_string()}).text;
  }
  return files;
}

std::vector<boost::json::value> open_of(Gateway const& gateway, std::string const& code) {
  auto const list = gateway.get("/v1/deviations?code=" + code).body.at("data").as_array();
  return {list.begin(), list.end()};
}

std::vector<std::string> suppressed(Gateway const& gateway) {
  std::vector<std::string> addresses;
  auto const list = gateway.get("/v1/suppressions");
  for (auto const& one : list.body.at("data").as_array())
    addresses.emplace_back(one.at("address").as_string());
  return addresses;
}

std::string syntax_of(std::string const& xml) {
  auto const read = documents::read_document(xml);
  return read ? std::string{documents::syntax_text(read->syntax)} : "unreadable";
}

}  // namespace

TEST_CASE("a mail carries the invoice as PDF and as XML, and both are kept as they left") {
  if (!MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  MailServer mail;
  Gateway gateway{mail_then_finvoice_toml(mail, "attach_xml = \"finvoice\"\n")};
  auto const wish = [&](std::string const& number, std::string const& more) {
    return files_of(
        gateway, sent_mail(gateway, mailed_with(number, "\"to\":[\"osto@example.test\"]" + more)));
  };

  SUBCASE("as the channel has it") {
    auto const files = wish("X-1", "");
    REQUIRE(files.size() == 2);
    CHECK(files.at("application/pdf").starts_with("%PDF"));
    CHECK(syntax_of(files.at("application/xml")) == "finvoice");
    auto const mails = mail.mails("osto@example.test", 1);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("filename*=UTF-8''invoice-X-1.pdf") != std::string::npos);
    CHECK(mails[0].find("filename*=UTF-8''invoice-X-1.xml") != std::string::npos);
    CHECK(mails[0].find("text/html") != std::string::npos);
  }
  SUBCASE("as the submission wants it") {
    CHECK(syntax_of(wish("X-2", R"(,"attach_xml":"ubl")").at("application/xml")) == "ubl_invoice");
    CHECK(syntax_of(wish("X-3", R"(,"attach_xml":"cii")").at("application/xml")) == "cii");
    CHECK(wish("X-4", R"(,"attach_xml":"none")").size() == 1);
  }
  SUBCASE("the XML alone, where the PDF is not wanted") {
    auto const files = wish("X-5", R"(,"attach_pdf":false)");
    CHECK(files.size() == 1);
    CHECK(files.contains("application/xml"));
    auto const bare = gateway.post("/v1/invoices",
                                   mailed_with("X-6", R"("attach_pdf":false,"attach_xml":"none")"));
    CHECK(bare.text.find("wish-not-kept") != std::string::npos);
    auto const id =
        sent_mail(gateway, mailed_with("X-7", R"("to":["osto@example.test"],"attach_pdf":false,)"
                                              R"("attach_xml":"none")"));
    CHECK(files_of(gateway, id).contains("application/pdf"));
  }
}

TEST_CASE("what is billed and sent along begins no header of a mail at a real server") {
  if (!MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  MailServer mail;
  Gateway gateway{mail_then_finvoice_toml(mail)};
  auto json = mailed_with("H-1", R"("to":["osto@example.test"])");
  json.insert(1, R"("attachments":[{"filename":"a\r\nBcc: kunde@example.test\r\n.pdf",)"
                 R"("media_type":"text/html\r\nX-More: 1","content":"PGI+"}],)");
  auto const id = sent_mail(gateway, json);
  auto const mails = mail.mails("osto@example.test", 1);
  REQUIRE(mails.size() == 1);
  for (auto const* smuggled : {"\nBcc:", "\nX-More:", "%0D", "text/html\n"})
    CHECK(mails[0].find(smuggled) == std::string::npos);
  CHECK(mails[0].find("Content-Type: application/octet-stream") != std::string::npos);
  CHECK(mails[0].find("filename*=UTF-8''a%20%20Bcc%3A%20kunde%40example.test%20%20.pdf") !=
        std::string::npos);
  CHECK(mail.mails("kunde@example.test", 0).empty());
  // An address with more behind it is none: it gets no mail, and the next channel is taken.
  auto const next =
      gateway
          .post("/v1/invoices",
                mailed_with("H-2", R"("to":["osto@example.test\r\nBcc: kunde@example.test"])"))
          .string("id");
  REQUIRE(gateway.until(
      [&] { return delivery_of(gateway, next).at("channel").as_string() == "finvoice"; }));
  CHECK(mail.mails("osto@example.test", 1).size() == 1);
  CHECK(mail.mails("kunde@example.test", 0).empty());
}

TEST_CASE(
    "a mail server that nobody vouches for gets no mail, and the invoice waits for a person") {
  if (!MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  MailServer mail;
  auto const own = mail.certificates().authority().string();
  Gateway gateway{with(mail_then_finvoice_toml(mail), own, "/etc/ssl/certs/ca-certificates.crt")};
  auto const id = gateway.post("/v1/invoices", mailed_with("T-1", R"("to":["osto@example.test"])"))
                      .string("id");
  REQUIRE(
      gateway.until([&] { return delivery_of(gateway, id).at("state").as_string() == "held"; }));
  CHECK(delivery_of(gateway, id).at("last_code").as_string() == "transport.tls_failed");
  CHECK(open_of(gateway, "transport.tls_failed").size() == 1);
  CHECK(mail.mails("osto@example.test", 0).empty());
}

TEST_CASE("of a mail to several one refused address is told, and gets no more mail") {
  if (!MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  MailServer mail;
  Gateway gateway{mail_then_finvoice_toml(mail)};
  auto const both = R"("to":["osto@example.test","gone@example.test","osto@example.test"])";
  auto const id = sent_mail(gateway, mailed_with("S-1", both));
  CHECK(mail.mails("osto@example.test", 1).size() == 1);
  auto const told = open_of(gateway, "email.address_refused");
  REQUIRE(told.size() == 1);
  CHECK(told[0].at("native_code").as_string() == "550 5.1.1");
  auto const words = std::string{told[0].at("excerpt").as_string()};
  CHECK(words.find("gone@example.test (S-1): 550 5.1.1") == 0);
  CHECK(suppressed(gateway) == std::vector<std::string>{"gone@example.test"});
  auto const next = gateway.post("/v1/invoices", mailed_with("S-2", both));
  CHECK(next.body.at("route").at("chosen").as_string() == "email");
  CHECK(next.text.find("some-addresses-suppressed") != std::string::npos);
  CHECK(mail.mails("osto@example.test", 2).size() == 2);
  auto const none =
      gateway.post("/v1/invoices", mailed_with("S-3", R"("to":["gone@example.test"])"));
  CHECK(none.body.at("route").at("chosen").as_string() == "finvoice");
}

TEST_CASE("a mail to several is undelivered when none of them has it, now or after bounces") {
  if (!MailServer::available()) {
    MESSAGE("skipped: postfix is not here");
    return;
  }
  MailServer mail;
  Gateway gateway{mail_then_finvoice_toml(mail)};
  auto const goes_on = [&](std::string const& id) {
    return gateway.until(
        [&] { return delivery_of(gateway, id).at("channel").as_string() == "finvoice"; });
  };

  SUBCASE("all are refused at once") {
    auto const all = R"("to":["gone@example.test","spam@example.test"])";
    CHECK(goes_on(gateway.post("/v1/invoices", mailed_with("N-1", all)).string("id")));
    CHECK(suppressed(gateway) == std::vector<std::string>{"gone@example.test"});
    CHECK(open_of(gateway, "email.address_refused").empty());
  }
  SUBCASE("one bounces later, and the other has it") {
    auto const some = R"("to":["osto@example.test","moved@example.test"])";
    auto const id = sent_mail(gateway, mailed_with("N-2", some));
    REQUIRE(gateway.until([&] { return !open_of(gateway, "email.address_refused").empty(); }));
    CHECK(delivery_of(gateway, id).at("state").as_string() == "sent");
    CHECK(suppressed(gateway) == std::vector<std::string>{"moved@example.test"});
  }
  SUBCASE("both bounce, one after the other") {
    auto const two = R"("to":["moved@example.test","away@example.test"])";
    auto const id = gateway.post("/v1/invoices", mailed_with("N-3", two)).string("id");
    CHECK(goes_on(id));
    CHECK(suppressed(gateway).size() == 2);
  }
}
