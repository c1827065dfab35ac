#include "tests/consumer/bill.hpp"

#include <doctest/doctest.h>

#include "formats/efaktura/message.hpp"
#include "formats/vipps/document.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;

namespace {

model::Invoice norwegian() {
  auto invoice = tests::sample_invoice();
  invoice.currency = model::Currency::parse("NOK").value();
  invoice.seller.legal_id = model::Identifier{"918 130 047", "0192"};
  invoice.seller.name = "Teknologi AS";
  invoice.payment->accounts = {{"15038366383", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "1234567890128";
  invoice.totals.due = model::Money{25043, invoice.currency};
  return invoice;
}

std::string refusal(model::Invoice const& invoice) {
  auto const bill = efaktura::bill_of(invoice, nullptr);
  return bill ? std::string{} : bill.error().text;
}

}  // namespace

TEST_CASE("a bill says what the invoice says, and what it cannot say is refused") {
  auto const bill = efaktura::bill_of(norwegian(), nullptr).value();
  CHECK(bill.issuer == "918130047");
  CHECK(bill.account == "15038366383");
  CHECK(bill.is_kid);
  CHECK(bill.amount.minor() == 25043);
  CHECK(model::date_text(bill.due) == "2026-12-06");
  auto invoice = norwegian();
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  CHECK(efaktura::bill_of(invoice, nullptr)->account == "86011117947");
  invoice.payment->reference_kind = model::ReferenceKind::free;
  invoice.payment->reference.clear();
  CHECK(efaktura::bill_of(invoice, nullptr)->reference == invoice.number);
  invoice = norwegian();
  invoice.payment->reference = "1234567890127";
  CHECK(refusal(invoice).find("KID") != std::string::npos);
  invoice = norwegian();
  invoice.payment->accounts = {{"FI2112345600000785", "", ""}};
  CHECK(refusal(invoice).find("account") != std::string::npos);
  invoice = norwegian();
  invoice.type = model::InvoiceType::credit_note;
  CHECK(refusal(invoice).find("credit note") != std::string::npos);
  invoice = norwegian();
  invoice.totals.due = model::Money{0, invoice.currency};
  CHECK(refusal(invoice).find("nothing to pay") != std::string::npos);
  invoice = norwegian();
  invoice.seller.legal_id->value = "918130048";
  CHECK(refusal(invoice).find("organisation number") != std::string::npos);
  CHECK(refusal(tests::sample_invoice()).find("NOK") != std::string::npos);
}

TEST_CASE("a letter's bill has its own sum, day and kind") {
  auto const invoice = norwegian();
  auto const nok = invoice.currency;
  model::Letter letter;
  letter.day = model::parse_date("2026-12-20").value();
  letter.deadline = model::parse_date("2027-01-05").value();
  letter.accounts = invoice.payment->accounts;
  letter.reference_kind = model::ReferenceKind::no_kid;
  letter.reference = invoice.payment->reference;
  letter.fee = model::Money{0, nok};
  letter.total = model::Money{25043, nok};
  CHECK(efaktura::bill_of(invoice, &letter)->kind == efaktura::Kind::reminder);
  letter.fee = model::Money{3800, nok};
  letter.total = model::Money{28843, nok};
  auto const bill = efaktura::bill_of(invoice, &letter).value();
  CHECK(bill.kind == efaktura::Kind::dunning);
  CHECK(bill.amount.minor() == 28843);
  CHECK(bill.due == letter.deadline);
  letter.announces_collection = true;
  CHECK(efaktura::bill_of(invoice, &letter)->kind == efaktura::Kind::collection_notice);
  letter.kind = model::LetterKind::payment_demand;
  CHECK(efaktura::bill_of(invoice, &letter)->kind == efaktura::Kind::payment_request);
}

TEST_CASE("a plan's letter asks for its instalment, not for the whole claim") {
  auto const invoice = norwegian();
  model::Letter letter;
  letter.kind = model::LetterKind::plan_confirmation;
  letter.day = model::parse_date("2026-03-18").value();
  letter.deadline = model::parse_date("2026-04-15").value();
  letter.accounts = invoice.payment->accounts;
  letter.reference = invoice.payment->reference;
  letter.fee = model::Money{0, invoice.currency};
  letter.total = model::Money{360000, invoice.currency};
  letter.slip = model::Money{30000, invoice.currency};
  CHECK(efaktura::bill_of(invoice, &letter)->amount.minor() == 30000);
  letter.slip.reset();  // a broken plan: all is due
  CHECK(efaktura::bill_of(invoice, &letter)->amount.minor() == 360000);
}

TEST_CASE("an id of Vipps keeps to its alphabet and length") {
  CHECK(vipps::invoice_id("918130047", "dlv_01/2") == "orgno-no.918130047.dlv-01-2");
  CHECK(vipps::invoice_id("918130047", std::string(500, 'x')).size() == 200);
}

TEST_CASE(
    "a Vipps invoice has terms that an answer is compared by, and a name that is not cut apart") {
  auto const text = vipps::write_invoice(tests::sample_bill(), "").value();
  CHECK(text.find("\"issuerName\":\"Vipps Teknologi AS & Sønner med et navn \"") !=
        std::string::npos);
  auto const put = vipps::addressed(text, "tok\"en");
  CHECK(put.starts_with(R"({"recipientToken":"tok\"en","paymentInformation":)"));
  auto const terms = vipps::terms_of(put).value();
  CHECK(terms.amount == 25043);
  CHECK(terms.due_day == "2026-12-10");
  CHECK(vipps::terms_of(text).value() == terms);
  auto plain = tests::sample_bill();
  plain.page = "http://faktura.example.no/p/abc";
  CHECK_FALSE(vipps::write_invoice(plain, ""));
}

TEST_CASE("answers of Vipps that are none are none") {
  CHECK_FALSE(vipps::read_invoice("{"));
  CHECK_FALSE(vipps::read_invoice("[]"));
  CHECK_FALSE(vipps::read_invoice(R"({"status":{"state":3}})"));
  CHECK(vipps::read_invoice(R"({"status":{"state":"pending"},"amount":1.5})")->state == "pending");
  // It goes into a header: what would end the line is no etag.
  CHECK_FALSE(vipps::read_invoice(R"({"status":{"state":"pending"},"etag":"a\r\nX: y"})"));
  CHECK(vipps::read_recipient_token("no").empty());
}

TEST_CASE("the same delivery has the same UUID, which has the shape that the operator demands") {
  auto const id = efaktura::document_id(efaktura::Flow::combo, "dlv_1");
  CHECK(id == efaktura::document_id(efaktura::Flow::combo, "dlv_1"));
  CHECK(id != efaktura::document_id(efaktura::Flow::combo, "dlv_2"));
  REQUIRE(id.size() == 36);
  CHECK(id[14] == '8');
  CHECK(std::string{"89ab"}.find(id[19]) != std::string::npos);
  CHECK(efaktura::document_id(efaktura::Flow::issuer, "dlv_1") == "dlv_1");
}

TEST_CASE("a direct debit beside it is said in the document, and nothing is markup that was text") {
  auto bill = tests::sample_bill();
  bill.by_avtalegiro = true;
  bill.number = "<1>&";
  auto const text = efaktura::write_document(bill, efaktura::Flow::combo, "dlv_1").value();
  CHECK(text.find("<paymentType>EFAKTURA_AND_EXTERNAL_AVTALEGIRO</paymentType>") !=
        std::string::npos);
  CHECK(text.find("<invoiceNumber>&lt;1&gt;&amp;</invoiceNumber>") != std::string::npos);
  auto const message =
      efaktura::add({efaktura::Flow::combo, "dlv_1x", "", "918130047", "dlv_1"}, text, "90<01");
  CHECK(message.body.find("<efakturaIdentifier>90&lt;01</efakturaIdentifier>") !=
        std::string::npos);
  CHECK(message.body.find("<document>") == std::string::npos);
}

TEST_CASE("hostile answers of eFaktura are read as what they are") {
  CHECK_FALSE(efaktura::read_answer("").is_soap);
  CHECK_FALSE(efaktura::read_answer("<html/>").is_soap);
  CHECK_FALSE(efaktura::read_answer("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").is_soap);
  auto const empty = efaktura::read_answer(
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>");
  CHECK_FALSE(empty.is_soap);
}
