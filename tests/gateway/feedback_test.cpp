#include <doctest/doctest.h>

#include "gateway/feedback/take_in.hpp"

using namespace airut;
using gateway::news_of;
using gateway::read_file;

namespace {

config::FeedbackTables const& tables() {
  static auto const loaded = config::FeedbackTables::load(AIRUT_SOURCE "/config/tables", {});
  REQUIRE(loaded);
  return *loaded;
}

ledger::DeliveryRow tried(int attempts) {
  ledger::DeliveryRow row;
  row.attempt_count = attempts;
  return row;
}

gateway::StatusWord word(std::string code) {
  return {"dlv_1", "finvoiceack", std::move(code), "t"};
}

std::string ack(std::string_view id, std::string_view code) {
  return fmt::format(
      "<Finvoiceack Version=\"2.0\"><Acknowledgement><MessageData><MessageId>{}</MessageId>"
      "</MessageData><Reason><Code>{}</Code><Text>no</Text></Reason></Acknowledgement>"
      "</Finvoiceack>\n",
      id, code);
}

}  // namespace

TEST_SUITE("gateway/feedback") {
  TEST_CASE("a code is a deviation by the table, and one that no table knows is told verbatim") {
    auto const known = news_of(word("2"), tried(1), tables());
    REQUIRE(known);
    CHECK(known->code == "finvoice.receiver_not_found");
    CHECK(known->native_code == "finvoiceack 2");
    auto const unknown = news_of(word("4711"), tried(1), tables());
    REQUIRE(unknown);
    CHECK(unknown->code == "finvoice.other");
    CHECK(unknown->native_code == "finvoiceack 4711");
    CHECK(unknown->excerpt == "t");
  }

  TEST_CASE("a message id that they have already is proof after a repetition, and odd before") {
    CHECK(news_of(word("5"), tried(1), tables())->code == "finvoice.duplicate_message");
    CHECK(news_of(word("5"), tried(2), tables())->evidence ==
          channels::Evidence::accepted_by_operator);
  }

  TEST_CASE("good words are evidence, and words without a meaning are none") {
    CHECK(news_of({"d", "generic-csv", "DELIVERED", ""}, tried(1), tables())->evidence ==
          channels::Evidence::delivered_to_recipient);
    CHECK(!news_of({"d", "generic-csv", "PROCESSING", ""}, tried(1), tables()));
  }

  TEST_CASE("a file is read message by message, and what breaks leaves the others whole") {
    auto const parts = read_file(ack("dlv_1", "2") + "<Finvoiceack><Reason/></Finvoiceack>\n" +
                                     ack("dlv_2::attachments", "25") + "<Other/>",
                                 "generic-csv", tables());
    REQUIRE(parts.size() == 4);
    CHECK(parts.at(0).words.front().message_id == "dlv_1");
    CHECK(parts.at(1).kind == "unreadable");
    CHECK(parts.at(2).words.front().message_id == "dlv_2");
    CHECK(parts.at(3).kind == "unreadable");
  }

  TEST_CASE("a broken envelope is told, and its message is read all the same") {
    auto const parts = read_file(
        "<SOAP-ENV:Envelope><oops></SOAP-ENV:Envelope>\n" + ack("dlv_1", "2"), "", tables());
    REQUIRE(parts.size() == 1);
    CHECK(parts.front().words.front().message_id == "dlv_1");
    CHECK_FALSE(parts.front().frame);
    CHECK_FALSE(parts.front().problem.empty());
  }

  TEST_CASE("without a profile a status file cannot be read, and with it every word is there") {
    std::string const file = "message_id,status,text\ndlv_1,DELIVERED,\ndlv_2,FAILED,why\n";
    CHECK(read_file(file, "", tables()).front().kind == "unreadable");
    auto const parts = read_file(file, "generic-csv", tables());
    REQUIRE(parts.size() == 1);
    REQUIRE(parts.front().words.size() == 2);
    CHECK(parts.front().words.back().text == "why");
    CHECK(read_file("", "generic-csv", tables()).front().kind == "unreadable");
  }
}
