#include "formats/json/submission.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

std::string const minimal = R"({"invoice":{"number":"1","issue_date":"2026-11-22","currency":"EUR",
  "buyer":{"name":"Esimerkki Oy","address":{"country":"FI"}},
  "lines":[{"name":"Siivous","quantity":"10","net_price":"42.50",
            "vat":{"category":"S","rate":"25.5"}}]}})";

std::string replaced(std::string text, std::string const& what, std::string const& with) {
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

model::Findings findings_of(std::string const& text) {
  auto read = json::read_submission(text);
  return read ? model::Findings{} : read.error();
}

bool found(model::Findings const& findings, std::string_view code, std::string_view pointer) {
  return std::any_of(findings.begin(), findings.end(), [&](auto const& one) {
    return one.code == code && one.pointer == pointer && !one.detail.empty();
  });
}

// A submission with every group filled by chance.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  model::Submission submission() {
    model::Submission made;
    made.client_ref = word();
    made.external_id = maybe() ? word() : "";
    made.invoice = invoice();
    if (maybe()) made.distribution.channels = {"email", "print"};
    if (maybe()) made.distribution.email_to = {"a@example.fi", "b@example.fi"};
    if (maybe()) made.distribution.email_attach_xml = "cii";
    made.distribution.hold = maybe();
    if (maybe())
      made.distribution.not_before = model::Instant{std::chrono::milliseconds{1'790'000'000'123}};
    made.receivable.track = maybe();
    made.receivable.collection = maybe() ? "auto" : "manual";
    if (maybe()) made.receivable.already_paid = money();
    if (maybe()) made.metadata[word()] = word();
    return made;
  }

 private:
  bool maybe() { return random_() % 2 == 0; }
  std::string word() {
    static char const* const words[] = {"Čáhcegáisá", "Østby-Šuvva", "a\"b\\c",   "rivi\nkaksi",
                                        "Услуги",     "x",           "tab\there", "€ 100"};
    return words[random_() % 8];
  }
  model::Money money() {
    return {static_cast<std::int64_t>(random_() % 2'000'000) - 1'000'000, {}};
  }
  model::Decimal decimal() {
    return {static_cast<std::int64_t>(random_() % 1'000'000), static_cast<int>(random_() % 5)};
  }
  model::Date day() {
    return *model::parse_date("2026-01-01") + std::chrono::days{random_() % 700};
  }
  model::Identifier id() { return {word(), maybe() ? "0216" : ""}; }
  model::VatCategory vat() {
    model::VatCategory one;
    one.code = maybe() ? "S" : "AE";
    if (maybe()) one.rate = decimal();
    if (maybe()) one.exemption_reason = word();
    return one;
  }
  model::Party party() {
    model::Party one;
    one.name = word();
    one.type = static_cast<model::PartyType>(random_() % 4);
    if (maybe()) one.identifiers = {id(), id()};
    if (maybe()) one.legal_id = id();
    one.legal_form = maybe() ? word() : "";
    if (maybe()) one.electronic_address = id();
    one.address.country = "FI";
    one.address.line1 = word();
    if (maybe()) one.contact = {word(), "+358 1", "a@b.fi"};
    one.language = maybe() ? "sv" : "";
    if (maybe()) one.birth_date = day();
    return one;
  }
  model::AllowanceCharge adjustment() {
    model::AllowanceCharge one;
    one.is_charge = maybe();
    one.amount = money();
    if (maybe()) one.base_amount = money();
    if (maybe()) one.percent = decimal();
    one.reason = word();
    if (maybe()) one.vat = vat();
    return one;
  }
  model::Line line() {
    model::Line one;
    one.id = maybe() ? word() : "";
    one.name = word();
    one.quantity = decimal();
    one.net_price = decimal();
    if (maybe()) one.gross_price = decimal();
    if (maybe()) one.attributes = {{word(), word()}};
    if (maybe()) one.adjustments = {adjustment()};
    if (maybe()) one.net_amount = money();
    one.vat = vat();
    if (maybe()) one.period = model::Period{day(), std::nullopt};
    one.unit = maybe() ? "HUR" : "";
    one.price_base_unit = maybe() ? "KGM" : "";
    if (maybe()) one.classifications = {{"65434568", "STI", maybe() ? "1.0" : ""}, {"x", "", ""}};
    if (random_() % 8 == 0) {
      one.nordic.made().sub_lines = {line()};
      one.nordic->specification = {word(), word()};
      one.nordic->extras = {{"RowDeliveryDetails/RowWaybillIdentifier", word()}};
    }
    return one;
  }
  model::NordicInvoice nordic() {
    model::NordicInvoice one;
    if (maybe()) one.instalments = {{money(), money(), day(), "13"}, {money(), {}, {}, ""}};
    if (maybe()) one.cash_discounts = {{day(), decimal(), money(), money()}};
    if (maybe())
      one.factoring = {word(), word(), word(), word(), {word()}, id(), word(), party().address};
    if (maybe()) one.epi = {day(), word(), word(), "SLEV", word(), word(), word(), word(), money()};
    if (maybe()) one.transmission = {id(), id(), word(), word(), word(), word()};
    one.virtual_barcode = maybe() ? word() : "";
    if (maybe()) one.specification = {word()};
    if (maybe()) one.extras = {{"InvoiceDetails/AgreementType", word()}};
    return one;
  }
  model::Invoice invoice() {
    model::Invoice one;
    one.type = static_cast<model::InvoiceType>(random_() % 5);
    one.number = word();
    one.issue_date = day();
    if (maybe()) one.due_date = day();
    one.edition = static_cast<model::Edition>(random_() % 2);
    one.specification = maybe() ? word() : "";
    one.business_process = maybe() ? word() : "";
    one.notes = {{word(), ""}, {word(), maybe() ? "AAI" : ""}};
    if (maybe()) one.further_payments = {payment(), payment()};
    if (maybe()) one.nordic = nordic();
    if (maybe()) one.preceding = {{word(), day()}};
    one.seller = party();
    one.buyer = party();
    if (maybe()) one.payee = party();
    if (maybe()) one.tax_representative = party();
    if (maybe()) one.delivery = model::Delivery{day(), word(), id(), party().address};
    if (maybe()) one.payment = payment();
    for (auto i = random_() % 4; i > 0; --i) one.lines.push_back(line());
    if (maybe()) one.adjustments = {adjustment(), adjustment()};
    if (maybe()) one.vat_breakdown = {{vat(), money(), money()}};
    if (maybe()) one.totals.due = money();
    if (maybe())
      one.attachments = {
          {"", word(), "", "a.pdf", "application/pdf", std::string("\0\1\2\xff", 4)}};
    if (maybe()) one.overdue = {overdue()};
    return one;
  }
  model::Payment payment() {
    model::Payment one;
    one.means = static_cast<model::PaymentMeans>(random_() % 5);
    one.accounts = {{"FI2112345600000785", "NDEAFIHH", word()}};
    if (maybe()) {
      one.reference_kind = model::ReferenceKind::rf;
      one.reference = "RF18539007547034";
    }
    one.card_holder = maybe() ? word() : "";
    if (maybe()) one.late_interest_percent = decimal();
    return one;
  }
  model::OverdueRow overdue() {
    model::OverdueRow one;
    one.invoice_number = word();
    one.due_date = day();
    one.open = money();
    one.interest = money();
    one.reminder_round = static_cast<int>(random_() % 3);
    return one;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_SUITE("json/submission") {
  TEST_CASE("the smallest submission is read") {
    auto const read = json::read_submission(minimal);
    REQUIRE(read);
    CHECK(read->invoice.lines.front().net_price.text() == "42.50");
    CHECK(read->invoice.lines.front().unit == "C62");
  }

  TEST_CASE("an account may be written in groups and small letters") {
    auto const read = json::read_submission(replaced(minimal, R"("lines":)",
                                                     R"("payment":{"means":"credit_transfer",
                 "accounts":[{"iban":"fi21 1234 5600 0007 85"}]},"lines":)"));
    REQUIRE(read);
    CHECK(read->invoice.payment->accounts.front().iban == "FI2112345600000785");
    // The longest that there is: 31 characters and seven blanks.
    auto const maltese = json::read_submission(replaced(minimal, R"("lines":)",
                                                        R"("payment":{"means":"credit_transfer",
                 "accounts":[{"iban":"MT84 MALT 0110 0001 2345 MTLC AST0 01S"}]},"lines":)"));
    REQUIRE(maltese);
    CHECK(maltese->invoice.payment->accounts.front().iban == "MT84MALT011000012345MTLCAST001S");
  }

  TEST_CASE("the published examples are read") {
    if (!tests::has_shared("reference/api")) return;
    for (auto const* name : {"example_fi_b2b.json", "example_no_b2c.json"}) {
      auto const read =
          json::read_submission(tests::slurp(tests::shared(std::string{"reference/api/"} + name)));
      CHECK_MESSAGE(read.has_value(), name);
    }
  }

  TEST_CASE("what is written as stored is read back the same") {
    for (unsigned seed = 0; seed < 400; ++seed) {
      auto const made = Generator{seed}.submission();
      auto const text = json::write_submission(made);
      auto const read = json::read_submission(text, json::Source::stored);
      INFO("seed ", seed, ": ", read ? "" : read.error().front().pointer, " ", text);
      REQUIRE(read);
      CHECK(*read == made);
      CHECK(json::write_submission(*read) == text);
      auto const asked = json::read_for_letter(text).value();
      CHECK(asked.invoice.buyer == made.invoice.buyer);
      CHECK(asked.invoice.payment == made.invoice.payment);
      CHECK(asked.distribution == made.distribution);
      CHECK(asked.invoice.lines.empty());
    }
  }

  TEST_CASE("what was stored is read whatever its lengths, which XML does not limit") {
    auto made = Generator{5}.submission();
    made.invoice.notes = {{std::string(5000, 'n'), ""}};
    made.invoice.buyer.name = std::string(900, 'b');
    made.invoice.buyer.address = {};
    made.invoice.buyer.language = "et";
    made.invoice.buyer.contact.email = "no address";
    made.invoice.lines = {model::Line{}, model::Line{}};
    made.invoice.lines.front().vat.code = "XX";
    made.invoice.lines.front().vat.rate = model::Decimal{24, 0};
    auto const text = json::write_submission(made);
    auto const read = json::read_submission(text, json::Source::stored);
    REQUIRE(read);
    CHECK(*read == made);
    CHECK_FALSE(json::read_submission(text));
  }

  TEST_CASE("a note may have a subject code") {
    auto const read = json::read_submission(
        replaced(minimal, R"("currency":"EUR")",
                 R"("currency":"EUR","notes":["Kiitos",{"text":"Moms","subject_code":"AAI"}])"));
    REQUIRE(read);
    REQUIRE(read->invoice.notes.size() == 2);
    CHECK(read->invoice.notes[0] == model::Note{"Kiitos", ""});
    CHECK(read->invoice.notes[1] == model::Note{"Moms", "AAI"});
    CHECK(found(
        findings_of(replaced(minimal, R"("currency":"EUR")", R"("currency":"EUR","notes":[1])")),
        "wrong-type", "/invoice/notes/0"));
  }

  TEST_CASE("all findings come at once, each with its pointer") {
    auto text = replaced(minimal, R"("number":"1")", R"("numbr":"1","due_date":"2026-02-30")");
    text = replaced(text, R"("quantity":"10")", R"("quantity":10.5)");
    text = replaced(text, R"("42.50")", R"("42,50")");
    auto const findings = findings_of(text);
    CHECK(found(findings, "missing", "/invoice/number"));
    CHECK(found(findings, "unknown-member", "/invoice/numbr"));
    CHECK(found(findings, "bad-date", "/invoice/due_date"));
    CHECK(found(findings, "number-not-string", "/invoice/lines/0/quantity"));
    CHECK(found(findings, "bad-decimal", "/invoice/lines/0/net_price"));
    CHECK(findings.size() == 5);
  }

  TEST_CASE("a misspelt member is met with the name it may have meant") {
    auto const findings = findings_of(replaced(minimal, "net_price", "netprice"));
    auto const hit = std::find_if(findings.begin(), findings.end(),
                                  [](auto const& one) { return one.code == "unknown-member"; });
    REQUIRE(hit != findings.end());
    CHECK(hit->detail.find("net_price") != std::string::npos);
  }

  TEST_CASE("what XML cannot carry is refused wherever it stands in a text") {
    for (std::string const wrong : {"\\u0000", "\\u001f", "\\u007f", "\xEF\xBF\xBE", "\\uFFFF"}) {
      for (std::size_t before = 0; before < 20; ++before) {
        CAPTURE(wrong);
        CAPTURE(before);
        auto const text = std::string(before, 'a') + wrong + "ä€";
        CHECK(found(findings_of(replaced(minimal, "Siivous", text)), "control-character",
                    "/invoice/lines/0/name"));
      }
    }
    for (std::string const right : {"\\t", "\\n", "\xEF\xBF\xBD", "\xEF\xBB\xBF", "\xEF\xBE\xBE"}) {
      for (std::size_t before = 1; before < 20; ++before) {
        CHECK(findings_of(replaced(minimal, "Siivous", std::string(before, 'a') + right)).empty());
      }
    }
  }

  TEST_CASE("a key that stands twice is refused with its pointer") {
    auto const findings =
        findings_of(replaced(minimal, R"("name":"Siivous")", R"("name":"Siivous","name":"Muu")"));
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().code == "duplicate-member");
    CHECK(findings.front().pointer == "/invoice/lines/0/name");
  }

  TEST_CASE("what is not JSON is refused with its place") {
    for (auto const* bad : {"", "{", "[]x", "{\"a\":1,}", "{\"a\":\"\xff\"}", "nul", "{\"a\":NaN}",
                            "{} {}", "{/* c */}"}) {
      auto const findings = findings_of(bad);
      REQUIRE_MESSAGE(findings.size() == 1, bad);
      CHECK_MESSAGE(findings.front().code == "json-syntax", bad);
      CHECK(findings.front().line == 1);
    }
    CHECK(findings_of("{\n\n x").front().line == 3);
  }

  TEST_CASE("deep nesting ends in a finding, not in the stack") {
    std::string const deep = std::string(100'000, '[') + std::string(100'000, ']');
    CHECK(findings_of(deep).front().code == "json-syntax");
  }

  TEST_CASE("no cut or flipped byte brings the reader down") {
    std::mt19937 random{3};
    auto const text = json::write_submission(Generator{11}.submission());
    for (std::size_t cut = 0; cut < text.size(); ++cut)
      CHECK_FALSE(json::read_submission(text.substr(0, cut)));
    for (int i = 0; i < 3000; ++i) {
      auto broken = text;
      broken[random() % broken.size()] = static_cast<char>(random());
      (void)json::read_submission(broken, json::Source::stored);
    }
  }

  TEST_CASE("a caller gives the VAT breakdown himself, each row whole") {
    auto const with_row = [](std::string const& row) {
      return replaced(minimal, R"("currency":"EUR")",
                      R"("currency":"EUR","vat_breakdown":[)" + row + "]");
    };
    auto const read = json::read_submission(with_row(
        R"({"vat":{"category":"E","rate":"0","exemption_reason":"x"},"taxable":"5","tax":"0"})"));
    REQUIRE(read);
    CHECK(read->invoice.vat_breakdown.front().vat.exemption_reason == "x");
    auto const findings = findings_of(with_row("{}"));
    for (auto const* member : {"vat", "taxable", "tax"})
      CHECK(found(findings, "missing", std::string{"/invoice/vat_breakdown/0/"} + member));
  }

  TEST_CASE("rows of what is overdue stand in a reminder alone") {
    auto const rows = R"("currency":"EUR","overdue":[{"invoice_number":"7","open":"10.00"}])";
    auto const text = replaced(minimal, R"("currency":"EUR")", rows);
    CHECK(found(findings_of(text), "unknown-member", "/invoice/overdue"));
    auto const read = json::read_submission(
        replaced(text, R"("number":"1")", R"("type":"reminder","number":"1")"));
    REQUIRE(read);
    CHECK(read->invoice.overdue.front().open == model::Money{1000, {}});
  }

  TEST_CASE("a payee needs no address, and a link no file") {
    auto text = replaced(minimal, R"("currency":"EUR")",
                         R"("currency":"EUR","payee":{"name":"R","address":{"city":"Turku"}})");
    text =
        replaced(text, R"({"invoice":)",
                 R"({"attachments":[{"reference":"1","url":"https://example.fi/1"}],"invoice":)");
    auto const read = json::read_submission(text);
    REQUIRE(read);
    CHECK(read->invoice.payee->address.city == "Turku");
    CHECK(read->invoice.attachments.front().url == "https://example.fi/1");
    CHECK(
        found(findings_of(replaced(text, R"("url":"https://example.fi/1")", R"("content":"QQ==")")),
              "missing", "/attachments/0/filename"));
  }

  TEST_CASE("a text of blanks is no text") {
    auto const more = R"("currency":"EUR","buyer_reference":" ","notes":["\n"," x"])";
    auto const read = json::read_submission(replaced(minimal, R"("currency":"EUR")", more));
    REQUIRE(read);
    CHECK(read->invoice.buyer_reference.empty());
    CHECK(read->invoice.notes == std::vector<model::Note>{{" x", ""}});
    CHECK(found(findings_of(replaced(minimal, R"("number":"1")", R"("number":" ")")), "missing",
                "/invoice/number"));
  }
}
