#include <doctest/doctest.h>

#include "formats/finvoice_notice/receiver_notice.hpp"
#include "formats/finvoice_notice/sender_notice.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
namespace fn = finvoice_notice;

namespace {

fn::SenderNotice sample_notice() {
  fn::SenderNotice info;
  info.id = "snd_01m8bz45ype0288rmgsqkpgbcd";
  info.day = *model::parse_date("2026-01-05");
  info.business_id = "2345678-0";
  info.names = {{"FI", "Esimerkki Energia Oy"}, {"SV", "Exempel Energi Ab"}};
  info.unit_number = "003723456780";
  info.sender = {"003723456780", "NDEAFIHH"};
  info.accounts = {{"FI2112345600000785", "NDEAFIHH"}};
  info.payment_instruction = "ENERGIA1";
  info.instructions = {{"FI", "E-lasku otetaan käyttöön 14 päivän kuluessa."}};
  info.invoice_types = {{"FI", "Sähkölasku"}, {"SV", "Elräkning"}};
  info.identifiers = {
      {fn::IdentifierKind::national_reference, {{"FI", "Laskun viitenumero"}}},
      {fn::IdentifierKind::numeric, {{"FI", "Asiakasnumero"}, {"SV", "Kundnummer"}}}};
  info.direct_payment = fn::DirectPayment::yes;
  return info;
}

model::Findings schema_findings(std::string const& bytes) {
  if (!tests::has_shared("data/finvoice/schema")) return {};
  auto const schema =
      xml::Schema::load(tests::shared("data/finvoice/schema/FinvoiceSenderInfo.xsd"));
  REQUIRE(schema);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  return schema->validate(*document);
}

std::string notice(std::string const& name) {
  return tests::slurp(tests::shared("data/finvoice/notification/" + name));
}

model::Instant moment(std::string const& stamp) {
  auto text = notice("FinvoiceReceiverInfo_ADD.xml");
  auto const at = text.find("2026-01-12T09:15:00");
  text.replace(at, 19, stamp);
  auto const read = fn::read_receiver_notice(text);
  REQUIRE(read);
  return read->stated;
}

}  // namespace

TEST_SUITE("formats/finvoice_notice") {
  TEST_CASE("every client's notice to a bank is valid against the schema") {
    for (auto const action : {fn::Action::add, fn::Action::change, fn::Action::remove}) {
      for (auto const wish :
           {fn::DirectPayment::no, fn::DirectPayment::yes, fn::DirectPayment::no_new}) {
        for (bool const moved : {false, true}) {
          auto info = sample_notice();
          info.action = action;
          info.direct_payment = wish;
          info.maintenance = moved;
          if (moved) info.new_sender = finvoice_frame::Place{"003723456780", "OKOYFIHH"};
          auto const written = fn::write_sender_notice(info, xml::Encoding::iso_8859_15);
          REQUIRE(written);
          for (auto const& one : schema_findings(*written)) FAIL_CHECK(one.detail);
        }
      }
    }
  }

  TEST_CASE("an identifier without a name in a language is asked for in another, not left out") {
    auto const text = fn::write_sender_notice(sample_notice(), xml::Encoding::utf8).value();
    CHECK(text.find("<SellerInvoiceIdentifierText LanguageCode=\"SV\""
                    " SellerInvoiceIdentifierType=\"01\">Laskun viitenumero<") != text.npos);
    CHECK(text.find("SellerInvoiceIdentifierType=\"08\">Kundnummer<") != text.npos);
  }

  TEST_CASE("what the schema would refuse is not written") {
    auto const fault = [](auto change) {
      auto info = sample_notice();
      change(info);
      auto const written = fn::write_sender_notice(info, xml::Encoding::utf8);
      REQUIRE(!written);
      CHECK(!written.error().text.empty());
      return written.error().fault;
    };
    using model::Fault;
    CHECK(fault([](auto& i) { i.payment_instruction.clear(); }) == Fault::missing);
    CHECK(fault([](auto& i) { i.payment_instruction = std::string(36, '1'); }) ==
          Fault::out_of_range);
    CHECK(fault([](auto& i) { i.sender.intermediary = "NDEA"; }) == Fault::out_of_range);
    CHECK(fault([](auto& i) { i.accounts.clear(); }) == Fault::missing);
    CHECK(fault([](auto& i) { i.accounts.front().bic.clear(); }) == Fault::missing);
    CHECK(fault([](auto& i) { i.identifiers.clear(); }) == Fault::missing);
    CHECK(fault([](auto& i) { i.identifiers.front().names.front().text = "nro"; }) ==
          Fault::out_of_range);
    CHECK(fault([](auto& i) { i.names.clear(); }) == Fault::missing);
    CHECK(fault([](auto& i) { i.invoice_types.front().language = "DE"; }) == Fault::out_of_range);
  }

  TEST_CASE("a customer's order is read") {
    if (!tests::has_shared("data/finvoice/notification")) return;
    auto const read = fn::read_receiver_notice(notice("FinvoiceReceiverInfo_ADD.xml"));
    REQUIRE(read);
    CHECK(read->action == fn::Action::add);
    CHECK(read->message_class == "00");
    CHECK(read->sender_info_id == "SI-2026-0001");
    CHECK(read->sender == finvoice_frame::Place{"003723456780", "NDEAFIHH"});
    CHECK(read->payment_instruction == "ENERGIA1");
    CHECK(model::instant_text(read->stated) == "2026-01-12T07:15:00.000Z");
    CHECK(read->buyer_name == "Meikäläinen Matti");
    CHECK(read->recipient == finvoice_frame::Place{"FI7944052020036082", "OKOYFIHH"});
    CHECK(read->identifiers == std::vector<fn::ReceiverNotice::Identifier>{
                                   {fn::IdentifierKind::national_reference, "1234561"}});
    CHECK(read->language == "fi");
    CHECK(!read->direct_payment);
  }

  TEST_CASE("direct payment and the end of an order are read") {
    if (!tests::has_shared("data/finvoice/notification")) return;
    auto const direct =
        fn::read_receiver_notice(notice("FinvoiceReceiverInfo_ADD_directpayment.xml"));
    REQUIRE(direct);
    CHECK(direct->direct_payment);
    auto const end = fn::read_receiver_notice(notice("FinvoiceReceiverInfo_DELETE.xml"));
    REQUIRE(end);
    CHECK(end->action == fn::Action::remove);
  }

  TEST_CASE("a moment is read with an offset, with its hours alone, and by the Finnish clock") {
    if (!tests::has_shared("data/finvoice/notification")) return;
    auto const winter = *model::parse_instant("2026-01-12T07:15:00Z");
    CHECK(moment("2026-01-12T09:15:00+02") == winter);
    CHECK(moment("2026-01-12T07:15:00Z") == winter);
    CHECK(moment("2026-01-12T09:15:00") == winter);
    CHECK(moment("2026-07-12T09:15:00") == *model::parse_instant("2026-07-12T06:15:00Z"));
    CHECK(moment("2026-03-29T02:59:59") == *model::parse_instant("2026-03-29T00:59:59Z"));
    CHECK(moment("2026-03-29T04:00:00") == *model::parse_instant("2026-03-29T01:00:00Z"));
    CHECK(moment("2026-10-25T04:30:00") == *model::parse_instant("2026-10-25T02:30:00Z"));
  }

  TEST_CASE("a notice that lacks something tells all of it") {
    auto const read = fn::read_receiver_notice("<FinvoiceReceiverInfo/>");
    REQUIRE(!read);
    CHECK(read.error().size() == 7);
    for (auto const& one : read.error()) CHECK(one.code == "notice-invalid");
    CHECK(fn::read_receiver_notice("x").error().front().code == "xml-syntax");
  }
}
