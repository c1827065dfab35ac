#include "channels/email/bounce.hpp"

#include <doctest/doctest.h>

using namespace airut;
using channels::MailReport;

namespace {

constexpr auto delivery = "dlv_01m8bz45ype0288rmgsqkpgbcd";

// A report as mail servers write it; fields and quoted stand in its parts.
std::string report(std::string const& to, std::string const& fields, std::string const& quoted) {
  return "From: MAILER-DAEMON@mail.example.test\r\nTo: " + to +
         "\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b/1\"\r\n"
         "\r\nA MIME message.\r\n--b/1\r\nContent-Type: text/plain\r\n\r\nWe are sorry.\r\n"
         "--b/1\r\nContent-Type: message/delivery-status\r\n\r\n"
         "Reporting-MTA: dns; mail.example.test\r\nArrival-Date: Thu, 26 Nov 2026 10:00:00 +0200"
         "\r\n\r\n" +
         fields + "\r\n--b/1\r\nContent-Type: message/rfc822\r\n\r\n" + quoted + "\r\n--b/1--\r\n";
}

std::string recipient(std::string const& action, std::string const& status,
                      std::string const& words) {
  return "Final-Recipient: rfc822; osto@example.test\r\nAction: " + action +
         "\r\nStatus: " + status + "\r\nDiagnostic-Code: smtp; " + words + "\r\n";
}

std::string code_of(std::string const& fields) {
  auto const read = channels::read_mail_report(report("a@b.fi", fields, "Subject: x\r\n\r\n"));
  REQUIRE(read);
  return channels::report_code(*read).value_or("good news");
}

}  // namespace

TEST_SUITE("channels/email/bounces") {
  TEST_CASE("a report tells what happened, in whose words, and about which delivery") {
    auto const to = std::string{"<laskut+"} + delivery + "@example.test>";
    auto const read = channels::read_mail_report(
        report(to, recipient("failed", "5.1.1", "550 5.1.1 no such user\r\n here"),
               "Message-ID: <other@example.test>\r\n\r\nHello\r\n"));
    REQUIRE(read);
    CHECK(read->says == MailReport::Says::failed);
    CHECK(read->status == "5.1.1");
    CHECK(read->words.starts_with("550 5.1.1 no such user"));
    CHECK(read->words.find('\n') == std::string::npos);
    CHECK(read->message_id == "other@example.test");
    CHECK(channels::reported_delivery(*read, "laskut+{id}@example.test") == delivery);
    CHECK(channels::reported_delivery(*read, "LASKUT+{id}@Example.Test") == delivery);
    CHECK(channels::reported_delivery(*read, "other+{id}@example.test").empty());
  }

  TEST_CASE("a report to a common address is known by the mail that it quotes") {
    auto const quoted = std::string{"Message-ID: <"} + delivery + "@example.test>\r\n\r\n";
    auto const read = channels::read_mail_report(
        report("laskut@example.test", recipient("failed", "5.2.2", "full"), quoted));
    REQUIRE(read);
    CHECK(channels::reported_delivery(*read, "laskut+{id}@example.test") == delivery);
  }

  TEST_CASE("each status has its meaning") {
    CHECK(code_of(recipient("failed", "5.1.1", "unknown user")) == "email.mailbox_unknown");
    CHECK(code_of(recipient("failed", "5.1.2", "no such host")) == "email.domain_unknown");
    CHECK(code_of(recipient("failed", "5.2.2", "over quota")) == "email.dsn_late_bounce");
    CHECK(code_of(recipient("failed", "4.4.7", "expired")) == "email.dsn_late_bounce");
    CHECK(code_of(recipient("failed", "5.2.3", "too big")) == "email.too_large");
    CHECK(code_of(recipient("failed", "5.7.1", "policy")) == "email.policy_blocked");
    CHECK(code_of(recipient("failed", "5.7.1", "looks like SPAM")) == "email.content_spam");
    CHECK(code_of(recipient("delayed", "4.4.1", "no answer")) == "email.dsn_delayed");
    CHECK(code_of(recipient("delivered", "2.0.0", "ok")) == "good news");
    CHECK(code_of(recipient("RELAYED", "2.0.0", "ok")) == "good news");
    auto const two = recipient("delivered", "2.0.0", "ok") + "\r\n" +
                     recipient("failed", "5.1.1", "unknown user");
    CHECK(code_of(two) == "email.mailbox_unknown");
  }

  TEST_CASE("a report about some of a mail's addresses names them") {
    auto const two = recipient("failed", "5.1.1", "550 no such user") + "\r\n" +
                     "Original-Recipient: rfc822;Kunde@Example.test\r\n"
                     "Final-Recipient: rfc822; x@elsewhere.test\r\nAction: failed\r\n"
                     "Status: 5.7.1\r\n\r\n"
                     "Final-Recipient: rfc822; maksaja@example.test\r\nAction: delivered\r\n"
                     "Status: 2.0.0\r\n";
    auto const read = channels::read_mail_report(report("a@b.fi", two, "Subject: x\r\n\r\n"));
    REQUIRE(read);
    std::vector<std::string> const addresses{"maksaja@example.test", "kunde@example.test",
                                             "OSTO@example.test"};
    auto const refusals = channels::reported_refusals(*read, addresses);
    REQUIRE(refusals.size() == 2);
    CHECK(refusals[0].place == 2);
    CHECK(refusals[0].code == "email.mailbox_unknown");
    CHECK(refusals[0].excerpt == "550 no such user");
    CHECK(refusals[1].place == 1);
    CHECK(refusals[1].code == "email.policy_blocked");
    CHECK(channels::reported_refusals(*read, {"other@example.test"})[0].place == 1);
  }

  TEST_CASE("a complaint of a reader is one") {
    std::string const mail =
        "To: fbl@example.test\r\nContent-Type: multipart/report; report-type=feedback-report;"
        " boundary=x\r\n\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nVersion: 1\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        "Message-ID: <" +
        std::string{delivery} + "@example.test>\r\n\r\n--x--\r\n";
    auto const read = channels::read_mail_report(mail);
    REQUIRE(read);
    CHECK(channels::report_code(*read) == "email.complaint");
    CHECK(channels::reported_delivery(*read, "b+{id}@example.test") == delivery);
  }

  TEST_CASE("what is no report, or a broken one, is none") {
    CHECK_FALSE(channels::read_mail_report(""));
    CHECK_FALSE(
        channels::read_mail_report("Subject: on holiday\r\nAuto-Submitted: auto-replied"
                                   "\r\n\r\nBack in August.\r\n"));
    CHECK_FALSE(channels::read_mail_report("Content-Type: multipart/report\r\n\r\n"));
    CHECK_FALSE(channels::read_mail_report(
        "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\n\r\n"));
    CHECK_FALSE(channels::read_mail_report(report("a@b.fi", "Action: perhaps\r\n", "\r\n")));
    auto whole = report("a@b.fi", recipient("failed", "5.1.1", "unknown"), "Subject: x\r\n\r\n");
    for (std::size_t length = 0; length < whole.size(); length += 7)
      static_cast<void>(channels::read_mail_report(whole.substr(0, length)));
    CHECK_FALSE(channels::read_mail_report(std::string(100000, 'A')));
    CHECK_FALSE(channels::read_mail_report("A: " + std::string(1 << 20, 'x') + "\r\n\r\n"));
  }

  TEST_CASE("an envelope sender names its delivery") {
    CHECK(channels::bounce_address("b+{id}@example.fi", "dlv_1") == "b+dlv_1@example.fi");
    CHECK(channels::bounce_address("b@example.fi", "dlv_1") == "b@example.fi");
  }
}
