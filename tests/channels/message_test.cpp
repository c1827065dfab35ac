#include "channels/mail/message.hpp"

#include <doctest/doctest.h>

#include "tests/channels/deliver.hpp"

using namespace airut;

TEST_CASE("the same parcel is the same message, byte for byte") {
  auto const parcel = tests::sample_parcel();
  auto const message = channels::mail_message(parcel, "laskut@example.test");
  CHECK(message == channels::mail_message(parcel, "laskut@example.test"));
  CHECK(message.find("Message-ID: <dlv_01@example.test>\r\n") != std::string::npos);
  CHECK(message.find("Date: Sun, 22 Nov 2026 00:00:00 GMT\r\n") != std::string::npos);
  CHECK(message.find("=?UTF-8?") != std::string::npos);
}

TEST_CASE("a subject cannot smuggle in a header") {
  auto parcel = tests::sample_parcel();
  parcel.subject = "Lasku\r\nBcc: all@example.test";
  auto const message = channels::mail_message(parcel, "laskut@example.test");
  CHECK(message.find("\r\nBcc:") == std::string::npos);
}

TEST_CASE("a seller's name is one name, whatever stands in it") {
  auto parcel = tests::sample_parcel();
  auto const from = [&](char const* name) {
    parcel.from_name = name;
    auto const message = channels::mail_message(parcel, "laskut@example.test");
    auto const at = message.find("From: ");
    return message.substr(at, message.find("\r\n", at) - at);
  };
  CHECK(from("Laine, Niemi & Co Oy") == R"(From: "Laine, Niemi & Co Oy" <laskut@example.test>)");
  CHECK(from(R"(Kahvila "Uusi" \o/)") == R"(From: "Kahvila \"Uusi\" \\o/" <laskut@example.test>)");
  CHECK(from("Mäki, Niemi Oy") == "From: =?UTF-8?q?M=C3=A4ki=2C_Niemi_Oy?= <laskut@example.test>");
  CHECK(from("A\r\nBcc: all@example.test") ==
        R"(From: "A  Bcc: all@example.test" <laskut@example.test>)");
}

TEST_CASE("an address is one mailbox and nothing else") {
  CHECK(channels::is_mail_address("a@b.example"));
  for (auto const bad : {"", "a", "@b", "a@", "a b@c", "a,b@c", "a@b>\r\nRCPT TO:<c@d", "a@b\n",
                         "<a@b>", "ä@b.example"}) {
    CHECK_FALSE(channels::is_mail_address(bad));
  }
}

TEST_CASE("a mail to several names all of them, and their addresses come back from the list") {
  std::vector<std::string> const both{"a@b.example", "c@d.example"};
  CHECK(channels::mail_addresses(channels::mail_address_list(both)) == both);
  CHECK(channels::mail_addresses(" a@b.example ,, c@d.example,") == both);
  CHECK(channels::mail_addresses("").empty());
  auto const message =
      channels::mail_message(tests::sample_parcel("a@b.example,c@d.example"), "x@y.example");
  CHECK(message.find("To: <a@b.example>, <c@d.example>\r\n") != std::string::npos);
}

TEST_CASE("a letter with HTML offers both forms, the plain one first") {
  auto parcel = tests::sample_parcel();
  parcel.html = "<!doctype html><p>Hei</p>";
  auto const message = channels::mail_message(parcel, "laskut@example.test");
  auto const both = message.find("multipart/alternative");
  auto const plain = message.find("text/plain"), html = message.find("text/html");
  REQUIRE(both != std::string::npos);
  CHECK(both < plain);
  CHECK(plain < html);
  CHECK(html < message.find("Content-Disposition: attachment"));
  CHECK(message == channels::mail_message(parcel, "laskut@example.test"));
}
