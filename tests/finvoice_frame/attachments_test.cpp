#include "formats/finvoice_frame/attachments.hpp"

#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
namespace ff = finvoice_frame;

namespace {

std::string const pdf = "%PDF-1.7\n<pdfaid:part>3</pdfaid:part>\n%%EOF";

ff::Attachments sample_attachments() {
  ff::Attachments message;
  message.from = {"003726174164", "DABAFIHH"};
  message.to = {"003712345671", "003721291126"};
  message.invoice_message_id = "dlv_01m8bz45ype0288rmgsqkpgbcd";
  message.timestamp = "2026-04-29T08:00:12.156Z";
  message.files = {{"erittely.pdf", "application/pdf", pdf},
                   {"kuva.png", "image/png", std::string{"\x89PNG\r\n\x1a\n\0x", 10}}};
  return message;
}

model::Fault fault_of(ff::Attachments const& message) {
  auto const written = ff::write_attachments(message, xml::Encoding::iso_8859_15);
  REQUIRE(!written);
  return written.error().fault;
}

}  // namespace

TEST_SUITE("formats/finvoice_frame/attachments") {
  TEST_CASE("the hash is the guideline's: SHA-1 in lower case over the base64 text") {
    CHECK(ff::secure_hash("Finvoice") == "8ca2f7a6d8d94cc94da2d0ce9ff13cbdb5341053");
  }

  TEST_CASE("what is written is valid against the schema and read as it was") {
    auto const written = ff::write_attachments(sample_attachments(), xml::Encoding::iso_8859_15);
    REQUIRE(written);
    auto const read = ff::read_attachments(*written);
    REQUIRE(read);
    CHECK(read->files == sample_attachments().files);
    CHECK(read->from == sample_attachments().from);
    CHECK(read->invoice_message_id == sample_attachments().invoice_message_id);
    CHECK(written->find("dlv_01m8bz45ype0288rmgsqkpgbcd::attachments") != written->npos);
    if (!tests::has_shared("data/finvoice/schema")) return;
    auto const schema =
        xml::Schema::load(tests::shared("data/finvoice/schema/FinvoiceAttachments.xsd"));
    REQUIRE(schema);
    auto const document = xml::Document::parse(*written);
    REQUIRE(document);
    CHECK(schema->validate(*document).empty());
  }

  TEST_CASE("what the network would refuse is refused here") {
    auto message = sample_attachments();
    message.files.front().content = "%PDF-1.7 no archive";
    CHECK(fault_of(message) == model::Fault::unsupported);
    message = sample_attachments();
    message.files.front().media_type = "text/plain";
    CHECK(fault_of(message) == model::Fault::unsupported);
    message = sample_attachments();
    message.files.push_back(message.files.front());
    CHECK(fault_of(message) == model::Fault::unsupported);
    message = sample_attachments();
    message.files.front().name = "a";
    CHECK(fault_of(message) == model::Fault::out_of_range);
    message = sample_attachments();
    message.files.front().content += std::string(1'000'000, ' ');
    CHECK(fault_of(message) == model::Fault::out_of_range);
    message.files.clear();
    CHECK(fault_of(message) == model::Fault::out_of_range);
    message.files.assign(11, {"kuva.png", "image/png", "x"});
    CHECK(fault_of(message) == model::Fault::out_of_range);
  }

  TEST_CASE("a file that is not what its hash says is told") {
    auto bytes = ff::write_attachments(sample_attachments(), xml::Encoding::utf8).value();
    auto const content = model::base64(pdf);
    auto const other = model::base64(std::string(pdf.size(), '%'));
    bytes.replace(bytes.find(content), content.size(), other);
    auto const read = ff::read_attachments(bytes);
    REQUIRE(!read);
    CHECK(read.error().front().code == "attachment-hash");
  }

  TEST_CASE("a message that lacks something, or holds too much, is told") {
    CHECK(ff::read_attachments("<FinvoiceAttachments/>").error().front().code ==
          "attachment-invalid");
    CHECK(ff::read_attachments("no xml").error().front().code == "xml-syntax");
    std::string many = "<FinvoiceAttachments>";
    for (int i = 0; i < 11; ++i) {
      many += "<AttachmentDetails><AttachmentContent>eA==</AttachmentContent><AttachmentName>n" +
              std::to_string(i) + "</AttachmentName><AttachmentSecureHash>" +
              ff::secure_hash("eA==") + "</AttachmentSecureHash></AttachmentDetails>";
    }
    CHECK(ff::read_attachments(many + "</FinvoiceAttachments>").error().front().code ==
          "attachments-too-large");
  }
}
