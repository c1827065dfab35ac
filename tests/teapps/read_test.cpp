#include "formats/teapps/read.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "formats/documents/documents.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"

using namespace airut;

namespace {

std::string date(std::string_view day, std::string_view month) {
  return fmt::format(
      "<DATE><DAY>{}</DAY><MONTH>{}</MONTH><CENTURY>20</CENTURY>"
      "<DECADE_AND_YEAR>26</DECADE_AND_YEAR></DATE>",
      day, month);
}

std::string amount(std::string_view text, std::string_view sign = "+",
                   std::string_view vat = "EXCLUDED") {
  return fmt::format("<AMOUNT SIGN=\"{}\" VAT=\"{}\">{}</AMOUNT>", sign, vat, text);
}

std::string customer(std::string_view name, std::string_view number, std::string_view vat) {
  return fmt::format(
      "<CUSTOMER_INFORMATION><CUSTOMER_NAME>{}</CUSTOMER_NAME><CUSTOMER_ID>10042</CUSTOMER_ID>"
      "<ADDRESS><STREET_ADDRESS1>Kuja 2</STREET_ADDRESS1><POSTAL_CODE>33100</POSTAL_CODE>"
      "<POST_OFFICE>Tampere</POST_OFFICE><COUNTRY>Suomi</COUNTRY><COUNTRY_CODE>FI</COUNTRY_CODE>"
      "</ADDRESS><VAT_NUMBER>{}</VAT_NUMBER><ORGANIZATION_NUMBER>{}</ORGANIZATION_NUMBER>"
      "<CONTACT_INFORMATION><CONTACT_PERSON>Maija</CONTACT_PERSON>"
      "<E-MAIL_ADDRESS>m@a.example</E-MAIL_ADDRESS></CONTACT_INFORMATION></CUSTOMER_INFORMATION>",
      name, vat, number);
}

std::string row(std::string_view sign) {
  return "<ROW ROW_TYPE=\"MAIN\" ROW_ID=\"1\"><ROW_NUMBER>1</ROW_NUMBER><ARTICLE>"
         "<ARTICLE_ID>A-1</ARTICLE_ID><ARTICLE_NAME>Siivous</ARTICLE_NAME>"
         "<PRODUCT_GROUP SCHEME_ID=\"STI\">42</PRODUCT_GROUP></ARTICLE>"
         "<QUANTITY><CHARGED Q_UNIT=\"h\" Q_UNIT_UNECE_CODE=\"HUR\" SIGN=\"" +
         std::string{sign} + "\">10,0</CHARGED></QUANTITY><PRICE_PER_UNIT>" + amount("42,50") +
         "</PRICE_PER_UNIT><ROW_TOTAL>" + amount("425,00", sign) +
         amount("533,38", sign, "INCLUDED") +
         "</ROW_TOTAL><VAT VAT_TYPE=\"S\"><RATE>25,5</RATE><VAT_AMOUNT>" + amount("108,38", sign) +
         "</VAT_AMOUNT></VAT><SECRET_CODE>x</SECRET_CODE></ROW>"
         "<ROW ROW_TYPE=\"INFO\"><ARTICLE><ARTICLE_NAME>Kiitos</ARTICLE_NAME></ARTICLE></ROW>";
}

std::string summary(std::string_view sign) {
  return "<SUMMARY><ROWS_TOTAL>" + amount("425,00", sign) + "</ROWS_TOTAL><INVOICE_TOTAL>" +
         amount("533,38", sign, "INCLUDED") + amount("425,00", sign) +
         "</INVOICE_TOTAL><VAT_SUMMARY VAT_TYPE=\"S\"><RATE>25,5</RATE><ACCORDING>" +
         amount("425,00", sign) + "</ACCORDING><VAT_RATE_TOTAL>" + amount("108,38", sign) +
         "</VAT_RATE_TOTAL></VAT_SUMMARY><VAT_TOTAL>" + amount("108,38", sign) +
         "</VAT_TOTAL></SUMMARY>";
}

std::string invoice(std::string_view type, std::string_view sign, std::string_view rows = {}) {
  return "<INVOICE><HEADER><INVOICE_ID>104233</INVOICE_ID><PROCESS_CODE>00</PROCESS_CODE>" +
         std::string{type} + "<INVOICE_DATE>" + date("22", "11") + "</INVOICE_DATE><DUE_DATE>" +
         date("6", "12") +
         "</DUE_DATE><TERMS_OF_PAYMENT>14 pv netto</TERMS_OF_PAYMENT><PAYMENT_OVERDUE_FINE>"
         "<INTEREST_RATE>8,0</INTEREST_RATE></PAYMENT_OVERDUE_FINE><CURRENCY><CODE>EUR</CODE>"
         "</CURRENCY><ORDER_INFORMATION ORDER_TYPE=\"CO\"><ORDER_NUMBER>PO-1</ORDER_NUMBER>"
         "<ORDER_REFERENCE>KP-410</ORDER_REFERENCE></ORDER_INFORMATION>"
         "<ORDER_INFORMATION ORDER_TYPE=\"VN\"><ORDER_NUMBER>SO-2</ORDER_NUMBER>"
         "</ORDER_INFORMATION><FREE_TEXT>Tervetuloa \xE4</FREE_TEXT></HEADER><PAYEE>" +
         customer("Mallisiivous Oy", "2617416-4", "FI26174164") +
         "<BANKS><BANK_NAME>Nordea</BANK_NAME><SWIFT_CODE>NDEAFIHH</SWIFT_CODE>"
         "<IBAN_ACCOUNT_NUMBER>FI21 1234 5600 0007 85</IBAN_ACCOUNT_NUMBER></BANKS>"
         "<NET_SERVICE_ID>003726174164</NET_SERVICE_ID><DETAILS_OF_PAYMENT>"
         "<FI_PAYMENT_REFERENCE>00001234561</FI_PAYMENT_REFERENCE></DETAILS_OF_PAYMENT></PAYEE>"
         "<RECEIVER>" +
         customer("Esimerkki Oy", "1234567-1", "FI12345671") +
         "<NET_SERVICE_ID>003712345671</NET_SERVICE_ID>"
         "<INTERMEDIATOR>003721291126</INTERMEDIATOR></RECEIVER><ROWS>" +
         (rows.empty() ? row(sign) : std::string{rows}) + "</ROWS>" + summary(sign) + "</INVOICE>";
}

std::string file(std::string const& invoices) {
  return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<INVOICE_CENTER><TRANSPORT_FRAME>"
         "<TF_CODE>TF01</TF_CODE></TRANSPORT_FRAME><CONTENT_FRAME><CF_CODE>CF01</"
         "CF_CODE><INVOICES>" +
         invoices + "</INVOICES></CONTENT_FRAME></INVOICE_CENTER>";
}

documents::Document read(std::string const& bytes) {
  auto document = documents::read_document(bytes);
  if (!document) {
    for (auto const& one : document.error()) MESSAGE(one.line << ": " << one.detail);
  }
  REQUIRE(document);
  return std::move(*document);
}

constexpr std::string_view sales = "<INVOICE_TYPE UNTDID_CODE=\"380\">00</INVOICE_TYPE>";

}  // namespace

TEST_CASE("a TEAPPSXML invoice is recognised and read in the terms of EN 16931") {
  auto document = read(file(invoice(sales, "+")));
  CHECK(document.syntax == documents::Syntax::teappsxml);
  auto& one = document.invoice;
  CHECK(one.number == "104233");
  CHECK(model::date_text(one.issue_date) == "2026-11-22");
  CHECK(model::date_text(*one.due_date) == "2026-12-06");
  CHECK(one.purchase_order == "PO-1");
  CHECK(one.sales_order == "SO-2");
  CHECK(one.buyer_reference == "KP-410");
  CHECK(one.seller.name == "Mallisiivous Oy");
  CHECK(one.seller.legal_id == model::Identifier{"2617416-4", "0212"});
  CHECK(one.seller.electronic_address == model::Identifier{"003726174164", "0216"});
  CHECK(one.buyer.intermediary == "003721291126");
  CHECK(one.buyer.customer_number == "10042");
  CHECK(one.buyer.address.city == "Tampere");
  REQUIRE(one.payment);
  CHECK(one.payment->accounts.front().iban == "FI2112345600000785");
  CHECK(one.payment->reference == "1234561");
  CHECK(one.payment->terms_text == "14 pv netto");
  REQUIRE(one.lines.size() == 1);
  CHECK(one.lines[0].unit == "HUR");
  CHECK(one.lines[0].net_amount->text() == "425.00");
  CHECK(one.lines[0].classifications.front().list_id == "STI");
  REQUIRE(one.notes.size() == 2);
  CHECK(one.notes[0].text == "Tervetuloa ä");
  CHECK(one.notes[1].text == "Kiitos");
  CHECK(one.totals.due->text() == "533.38");
  CHECK(one.totals.net->text() == "425.00");
  CHECK(rules::complete(one, {}).empty());
  for (auto const& finding : rules::check(one, {})) {
    CHECK(finding.severity != model::Severity::error);
  }
}

TEST_CASE("what TEAPPSXML says beyond the model is told with its path and line") {
  auto const document = read(file(invoice(sales, "+")));
  auto const told = [&](std::string_view path) {
    return std::any_of(document.notes.begin(), document.notes.end(), [&](auto const& note) {
      return note.detail.find(path) != std::string::npos && note.line == 2;
    });
  };
  CHECK(told("ROWS/ROW/SECRET_CODE"));
  CHECK(told("ROWS/ROW/VAT/VAT_AMOUNT/AMOUNT"));
  CHECK(told("ROWS/ROW/QUANTITY/CHARGED/@Q_UNIT"));
}

TEST_CASE("a credit note comes out positive") {
  auto const one =
      read(file(invoice("<INVOICE_TYPE UNTDID_CODE=\"381\">01</INVOICE_TYPE>", "-"))).invoice;
  CHECK(one.type == model::InvoiceType::credit_note);
  CHECK(one.totals.due->text() == "533.38");
  CHECK(one.lines[0].net_amount->text() == "425.00");
  CHECK(one.lines[0].quantity.text_shortest() == "10");
}

TEST_CASE("a request for payment names the overdue invoices") {
  auto const rows =
      "<ROW><INFORMATION_OF_OVERDUE_PAYMENTS><ORIGINAL_INVOICE_ID>77"
      "</ORIGINAL_INVOICE_ID><ORIGINAL_DUE_DATE>" +
      date("1", "9") + "</ORIGINAL_DUE_DATE><UNPAID>" + amount("80,00") +
      "</UNPAID><COLLECTION_TIMES>2</COLLECTION_TIMES></INFORMATION_OF_OVERDUE_PAYMENTS>"
      "</ROW>";
  auto const one = read(file(invoice("<INVOICE_TYPE>09</INVOICE_TYPE>", "+", rows))).invoice;
  CHECK(one.type == model::InvoiceType::reminder);
  REQUIRE(one.overdue.size() == 1);
  CHECK(one.overdue[0].invoice_number == "77");
  CHECK(one.overdue[0].open.text() == "80.00");
  CHECK(one.overdue[0].reminder_round == 2);
}

TEST_CASE("a file of several invoices is parted, and orders are refused") {
  auto const bytes = file(invoice(sales, "+") + invoice(sales, "+"));
  auto const parts = documents::split(bytes);
  REQUIRE(parts.size() == 2);
  CHECK(read(parts[1].bytes).invoice.notes[0].text == "Tervetuloa ä");
  auto const whole = documents::read_document(bytes);
  REQUIRE_FALSE(whole);
  CHECK(whole.error().front().code == "several-documents");
  auto const order =
      documents::read_document(file(invoice("<INVOICE_TYPE>50</INVOICE_TYPE>", "+")));
  REQUIRE_FALSE(order);
  CHECK(order.error().front().code == "type-unsupported");
}

TEST_CASE("wrong values are findings, and an empty frame is refused") {
  auto bytes = file(invoice(sales, "+"));
  bytes.replace(bytes.find("425,00"), 6, "4x5,00");
  auto const wrong = documents::read_document(bytes);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().front().code == "number-format");
  auto const empty = documents::read_document(file(""));
  REQUIRE_FALSE(empty);
  CHECK(empty.error().front().code == "required");
}

TEST_CASE("a unit is known by its word where TEAPPSXML has no code for it") {
  auto const with_unit = [](std::string const& attributes) {
    auto text = file(invoice(sales, "+"));
    std::string_view const known = "Q_UNIT=\"h\" Q_UNIT_UNECE_CODE=\"HUR\"";
    text.replace(text.find(known), known.size(), attributes);
    return read(text);
  };
  CHECK(with_unit("Q_UNIT=\"kg\"").invoice.lines[0].unit == "KGM");
  auto const unknown = with_unit("Q_UNIT=\"säkki\"");
  CHECK(std::any_of(unknown.notes.begin(), unknown.notes.end(),
                    [](auto const& one) { return one.code == "unit-word-unknown"; }));
}

TEST_CASE("an old row that only says something is a note, whatever nothing its sum is") {
  auto const text = [](std::string_view name, std::string const& sum) {
    return "<ROW><ARTICLE><ARTICLE_NAME>" + std::string{name} +
           "</ARTICLE_NAME></ARTICLE><QUANTITY><CHARGED "
           "SIGN=\"+\">0</CHARGED></QUANTITY><ROW_TOTAL>" +
           amount(sum) + "</ROW_TOTAL></ROW>";
  };
  auto document =
      read(file(invoice(sales, "+", row("+") + text("Kausi 2026", "0,00") + text("Toinen", "0"))));
  CHECK(document.invoice.lines.size() == 1);
  REQUIRE(document.invoice.notes.size() == 4);
  CHECK(document.invoice.notes[2].text == "Kausi 2026");
  CHECK_FALSE(model::has_errors(documents::check(document)));
}

TEST_CASE("a party without a country is in Finland, and its business id is its VAT id") {
  auto bytes = file(invoice(sales, "+"));
  for (std::string const gone : {"<COUNTRY_CODE>FI</COUNTRY_CODE>", "<VAT_NUMBER>FI12345671<"}) {
    for (auto at = bytes.find(gone); at != bytes.npos; at = bytes.find(gone)) {
      bytes.replace(at, gone.size(),
                    gone.front() == '<' && gone[1] == 'V' ? "<VAT_NUMBER>1234567-1<" : "");
    }
  }
  auto document = read(bytes);
  CHECK(document.invoice.seller.address.country == "FI");
  CHECK(document.invoice.buyer.vat_id == "FI12345671");
  CHECK_FALSE(model::has_errors(documents::check(document)));
  auto const abroad = bytes.replace(bytes.rfind("Suomi"), 5, "Ruotsi");
  CHECK(read(abroad).invoice.buyer.address.country.empty());
}
