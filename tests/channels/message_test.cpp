#include "channels/mail/message.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/channels/deliver.hpp"

using namespace airut;

namespace {

std::string const sender = "laskut@example.test";

// The names of the headers before the first empty line, in order.
std::vector<std::string> header_names(std::string const& message) {
  std::vector<std::string> names;
  auto const head = message.substr(0, message.find("\r\n\r\n"));
  for (std::size_t at = 0; at < head.size();) {
    auto const end = std::min(head.find("\r\n", at), head.size());
    if (head[at] != ' ' && head[at] != '\t')
      names.push_back(head.substr(at, std::min(head.find(':', at), end) - at));
    at = end + 2;
  }
  return names;
}

std::size_t times(std::string const& text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

// What no field of a parcel may bring about: other headers, other parts, a line that is too long,
// or bytes that no head holds.
void check_form(channels::Parcel const& parcel, std::vector<std::string> const& left_out = {},
                std::string_view from = sender) {
  auto const message = channels::mail_message(parcel, from);
  std::vector<std::string> expected;
  for (auto const* name :
       {"Date", "From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted",
        "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"}) {
    if (std::find(left_out.begin(), left_out.end(), name) == left_out.end())
      expected.emplace_back(name);
  }
  CHECK(header_names(message) == expected);
  CHECK(times(message, "\r\n--part-dlv_01") == 3);  // letter, file, end
  CHECK(times(message, "\r\nContent-Disposition: attachment") == 1);
  for (auto const* smuggled :
       {"\nBcc:", "\rBcc:", "\nX-More:", "\n<script>", "=?UTF-8?q?=0D", "%0D"})
    CHECK(times(message, smuggled) == 0);
  CHECK(std::all_of(message.begin(), message.end(), [](unsigned char c) {
    return (c >= ' ' && c < 0x7F) || c == '\r' || c == '\n' || c == '\t';
  }));
  CHECK(times(message, "\n") == times(message, "\r\n"));
  CHECK(times(message, "\r") == times(message, "\r\n"));
  constexpr std::size_t longest = 998;  // RFC 5322 section 2.1.1
  for (std::size_t at = 0; at < message.size();) {
    auto const end = std::min(message.find("\r\n", at), message.size());
    CHECK(end - at <= longest);
    at = end + 2;
  }
}

std::vector<std::string> const smuggling{"a\r\nBcc: all@example.test",
                                         "a\nBcc: all@example.test",
                                         "a\rBcc: all@example.test",
                                         "a\r\n\r\n<script>",
                                         "a\r\n--part-dlv_01\r\nX-More: 1",
                                         std::string{"a\0\x7f\x1b", 4},
                                         "ä\r\nBcc: all@example.test",
                                         "ä€\U0001F600",
                                         std::string(2000, 'a'),
                                         "\"; x=\"\r\nX-More: 1",
                                         [] {
                                           std::string many;
                                           for (int i = 0; i < 400; ++i) many += "ä€";
                                           return many;
                                         }()};

channels::Parcel whole_parcel() {
  auto parcel = tests::sample_parcel();
  parcel.unsubscribe = "https://lasku.example.test/u/token";
  return parcel;
}

}  // namespace

TEST_CASE("no name, subject or file begins another header, ends the head or is too long a line") {
  check_form(whole_parcel());
  auto texts = smuggling;
  texts.emplace_back("=?UTF-8?q?=0D=0ABcc:_a?=");  // as readers decode it
  for (auto const& text : texts) {
    CAPTURE(text);
    auto parcel = whole_parcel();
    parcel.from_name = text;
    check_form(parcel);
    parcel = whole_parcel();
    parcel.subject = text;
    check_form(parcel);
    parcel = whole_parcel();
    parcel.files.front().name = text;
    check_form(parcel);
    parcel = whole_parcel();
    parcel.files.front().media_type = text;
    check_form(parcel);
    CHECK(channels::mail_message(parcel, sender).find("Content-Type: application/octet-stream") !=
          std::string::npos);
  }
}

TEST_CASE("an address in a header is one address, or is left out") {
  for (auto const& text : smuggling) {
    CAPTURE(text);
    auto const address = text + "@example.test";
    auto parcel = whole_parcel();
    parcel.reply_to = address;
    check_form(parcel, {"Reply-To"});
    parcel = whole_parcel();
    parcel.address = "osto@example.test, " + address;
    check_form(parcel);
    CHECK(channels::mail_message(parcel, sender).find("To: <osto@example.test>\r\n") !=
          std::string::npos);
    parcel = whole_parcel();
    parcel.unsubscribe = "https://lasku.example.test/u/" + text + ">";
    check_form(parcel, {"List-Unsubscribe", "List-Unsubscribe-Post"});
  }
}

TEST_CASE("a file keeps its media type and its whole name") {
  auto const written = [](std::string const& name, std::string const& type) {
    auto parcel = tests::sample_parcel();
    parcel.files = {{name, type, "x"}};
    return channels::mail_message(parcel, sender);
  };
  for (auto const* type : {"application/pdf", "text/csv; charset=utf-8", "image/svg+xml",
                           "text/plain;charset=\"utf-8\";format=flowed",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    CHECK(written("a.x", type).find("\r\nContent-Type: " + std::string{type} + "\r\n") !=
          std::string::npos);
  for (auto const* type :
       {"", "pdf", "text/", "/html", "text/html/x", "multipart/mixed; boundary=x", "Message/rfc822",
        "text/html; x", "text/html; name=\"a\"b\""})
    CHECK(written("a.x", type).find("Content-Type: application/octet-stream\r\n") !=
          std::string::npos);
  std::string long_name;
  for (int i = 0; i < 120; ++i) long_name += "€";
  auto const message = written(long_name + ".pdf", "application/pdf");
  std::string joined;
  for (int part = 0; message.find("filename*" + std::to_string(part) + "*=") != message.npos;
       ++part) {
    auto const at = message.find("filename*" + std::to_string(part) + "*=");
    auto const from = message.find('=', at) + 1;
    joined += message.substr(from, message.find_first_of(";\r", from) - from);
  }
  std::string expected = "UTF-8''";
  for (int i = 0; i < 120; ++i) expected += "%E2%82%AC";
  CHECK(joined == expected + ".pdf");
}

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
