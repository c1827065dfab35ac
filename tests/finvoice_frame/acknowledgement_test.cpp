#include "formats/finvoice_frame/acknowledgement.hpp"

#include <doctest/doctest.h>

#include "tests/support/shared_data.hpp"

using namespace airut;
namespace ff = finvoice_frame;

TEST_SUITE("formats/finvoice_frame/acknowledgement") {
  TEST_CASE("the guideline's acknowledgement is read") {
    if (!tests::has_shared("data/finvoice/notification")) return;
    auto const read = ff::read_acknowledgement(
        tests::slurp(tests::shared("data/finvoice/notification/Finvoiceack_v2_code2.xml")));
    REQUIRE(read);
    CHECK(read->message_id == "YV1199015");
    CHECK(read->own_id == "1297326762_3");
    CHECK(read->code == "2");
    CHECK(read->words() == "Receiver not found");
    CHECK(read->from == ff::Place{"FI4043091020117999", "HELSFIHH"});
    CHECK(read->to == ff::Place{"003702048999", "003714377999"});
  }

  TEST_CASE("version 1.0 names the message in its MessageData, and errors tell where") {
    auto const read = ff::read_acknowledgement(
        "<Finvoiceack Version=\"1.0\"><Acknowledgement><MessageData><MessageId>dlv_1</MessageId>"
        "<Timestamp>2026-04-29T08:00:00</Timestamp></MessageData><Reason><Code>7</Code>"
        "<Text>Schema</Text><Text>skeema</Text></Reason></Acknowledgement>"
        "<Error><Code>X-12</Code><Text>too long</Text><Severity>ERROR</Severity>"
        "<Location>/Finvoice/InvoiceRow[3]</Location></Error></Finvoiceack>");
    REQUIRE(read);
    CHECK(read->message_id == "dlv_1");
    CHECK(read->timestamp == "2026-04-29T08:00:00");
    CHECK(read->words() == "Schema skeema\nERROR X-12: too long (/Finvoice/InvoiceRow[3])");
  }

  TEST_CASE("one without a code or a message is told, and so is one that is no XML") {
    CHECK(ff::read_acknowledgement("<Finvoiceack/>").error().front().code == "ack-incomplete");
    CHECK(ff::read_acknowledgement("<Finvoiceack>").error().front().code == "xml-syntax");
  }

  TEST_CASE("an acknowledgement with endless errors stays small") {
    std::string text =
        "<Finvoiceack><Acknowledgement><MessageData><MessageId>a</MessageId></MessageData>"
        "<Reason><Code>7</Code><Text>t</Text></Reason></Acknowledgement>";
    for (int i = 0; i < 5000; ++i) text += "<Error><Code>1</Code><Text>x</Text></Error>";
    auto const read = ff::read_acknowledgement(text + "</Finvoiceack>");
    REQUIRE(read);
    CHECK(read->errors.size() == 200);
  }
}
