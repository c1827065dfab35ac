#include "formats/csv/read.hpp"

#include <doctest/doctest.h>

#include "formats/csv/file.hpp"
#include "formats/csv/members.hpp"
#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"

using namespace airut;

namespace {

csv::Profile shop() {
  csv::Profile profile;
  profile.name = "shop";
  profile.date_format = "D.M.YYYY";
  profile.columns = {
      {"Laskunro", "number"},   {"Päiväys", "issue_date"},      {"Asiakas", "buyer.name"},
      {"Tuote", "line.name"},   {"Määrä", "line.quantity"},     {"A-hinta", "BT-146"},
      {"Alv", "line.vat.rate"}, {"Viite", "payment.reference"}, {"Sisäinen", "ignore"}};
  profile.defaults = {{"currency", "EUR"}, {"line.unit", "H87"}, {"buyer.address.country", "FI"}};
  return profile;
}

constexpr std::string_view heading =
    "Laskunro;Päiväys;Asiakas;Tuote;Määrä;A-hinta;Alv;Viite;Sisäinen\n";

csv::Read read(std::string const& rows, csv::Profile const& profile = shop()) {
  auto result = csv::read(std::string{heading} + rows, profile);
  if (!result) FAIL(result.error().front().detail);
  return std::move(*result);
}

}  // namespace

TEST_CASE("rows of one number are one invoice, wherever they stand") {
  auto const result = read(
      "1001;26.11.2026;Esimerkki Oy;Siivous;10;42,50;25,5;RF18539007547034;x\n"
      "1002;26.11.2026;Toinen Oy;Kahvi;2;3,10;14;;\n"
      "1001;;;Matka;1;12,00;25,5;;\n");
  REQUIRE(result.items.size() == 2);
  CHECK(result.items[0].notes.empty());
  auto const& first = result.items[0];
  REQUIRE(first.submission);
  CHECK(first.number == "1001");
  CHECK(first.line == 2);
  auto invoice = first.submission->invoice;
  CHECK(invoice.buyer.name == "Esimerkki Oy");
  CHECK(invoice.buyer.address.country == "FI");
  CHECK(invoice.payment->reference_kind == model::ReferenceKind::rf);
  REQUIRE(invoice.lines.size() == 2);
  CHECK(invoice.lines[0].unit == "H87");
  CHECK(invoice.lines[1].name == "Matka");
  CHECK(invoice.lines[1].vat.code == "S");
  rules::complete(invoice, {});
  CHECK(invoice.totals.net->text() == "437.00");
  CHECK(invoice.totals.vat->text() == "111.44");
  CHECK(invoice.totals.gross->text() == "548.44");
}

TEST_CASE("an invoice with mistakes is refused with the place of each, the others are not") {
  auto const result = read(
      "1;26.13.2026;A Oy;Työ;x;1,00;25,5;;\n"
      "2;26.11.2026;B Oy;Työ;1;1,00;25,5;;\n"
      ";26.11.2026;C Oy;Työ;1;1,00;25,5;;\n");
  REQUIRE(result.items.size() == 3);
  REQUIRE_FALSE(result.items[0].submission);
  auto const& findings = result.items[0].submission.error();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].code == "date-format");
  CHECK(findings[0].line == 2);
  CHECK(findings[0].column == 2);
  CHECK(findings[0].term == "BT-2");
  CHECK(findings[1].code == "number-format");
  CHECK(findings[1].pointer == "/line/quantity");
  CHECK(findings[1].actual == "x");
  CHECK(result.items[1].submission);
  REQUIRE_FALSE(result.items[2].submission);
  CHECK(result.items[2].submission.error().front().code == "required");
}

TEST_CASE("rows of one invoice may not contradict each other") {
  auto const result = read(
      "1;26.11.2026;A Oy;Työ;1;1,00;25,5;;\n"
      "1;26.11.2026;B Oy;Työ;1;1,00;25,5;;\n");
  REQUIRE(result.items.size() == 1);
  REQUIRE_FALSE(result.items[0].submission);
  auto const& one = result.items[0].submission.error().front();
  CHECK(one.code == "csv-differs");
  CHECK(one.line == 3);
  CHECK(one.expected == "A Oy");
}

TEST_CASE("a column that the profile does not name is told and not dropped in silence") {
  auto const result = csv::read(
      "Laskunro;Tuote;Väri\n1;Työ;\n2;Työ;sininen\n",
      {"p", {}, true, ',', "YYYY-MM-DD", {{"Laskunro", "number"}, {"Tuote", "line.name"}}, {}});
  REQUIRE(result);
  REQUIRE(result->items.size() == 2);
  CHECK(result->items[0].notes.empty());
  auto const& notes = result->items[1].notes;
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].line == 3);
  CHECK(notes[0].column == 3);
  CHECK(notes[0].actual == "sininen");
}

TEST_CASE("a file without a column of its profile is refused as a whole") {
  auto const result = csv::read("Laskunro;Tuote\n1;Työ\n", shop());
  REQUIRE_FALSE(result);
  CHECK(result.error().size() == 7);
  CHECK(result.error()[0].code == "csv-column-missing");
}

TEST_CASE("columns may be named by their place") {
  csv::Profile profile{"p",
                       {},
                       false,
                       '.',
                       "YYYY-MM-DD",
                       {{"#2", "number"}, {"#1", "line.net_amount"}},
                       {{"line.vat.rate", "0"}}};
  CHECK(csv::complaints(profile).empty());
  auto const result = csv::read("10.50,A1\n5,A1\n", profile);
  REQUIRE(result);
  REQUIRE(result->items.size() == 1);
  REQUIRE(result->items[0].submission);
  auto const& lines = result->items[0].submission->invoice.lines;
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].net_amount->text() == "10.50");
  CHECK(lines[0].net_price.text() == "10.50");
  CHECK(lines[0].vat.code == "Z");
}

TEST_CASE("a profile that cannot work says why") {
  csv::Profile bad;
  bad.decimal_sign = ';';
  bad.date_format = "YYYY";
  bad.columns = {{"A", "nothing"}, {"A", "line.name"}, {"B", "line.name"}};
  bad.defaults = {{"colour", "red"}};
  auto const found = csv::complaints(bad);
  CHECK(found.size() == 8);
  CHECK(csv::complaints(shop()).empty());
}

TEST_CASE("a preview shows the first rows with what is wrong in them") {
  std::string rows;
  for (int i = 1; i <= 30; ++i) {
    rows += std::to_string(i) + ";26.11.2026;A Oy;Työ;" + (i == 3 ? "kaksi" : "2") + ";1;24;;\n";
  }
  auto const shown = csv::preview(std::string{heading} + rows, shop());
  CHECK(shown.layout.delimiter == ';');
  CHECK(shown.headings[2] == "Asiakas");
  CHECK(shown.members[2] == "buyer.name");
  CHECK(shown.members[8] == "");
  REQUIRE(shown.rows.size() == 20);
  CHECK(shown.rows[0].findings.empty());
  CHECK(shown.rows[0].cells[3] == "Työ");
  REQUIRE(shown.rows[2].findings.size() == 1);
  CHECK(shown.rows[2].findings[0].line == 4);
  CHECK(shown.rows[2].findings[0].column == 5);
  CHECK(csv::preview("", shop()).findings.front().code == "csv-empty");
}

TEST_CASE("every member can be filled and is written to the JSON shape of the API") {
  for (auto const& member : csv::members()) {
    CAPTURE(member.name);
    CHECK(csv::find_member(member.name) == &member);
    csv::Profile profile{"p",          {';', csv::Encoding::utf_8}, false, ',',
                         "YYYY-MM-DD", {{"#1", "number"}},          {}};
    if (member.name != "number") profile.columns.push_back({"#2", std::string{member.name}});
    // A reason or a category needs a sum that it belongs to.
    for (std::string const sum : {"allowance.amount", "charge.amount", "line.discount"}) {
      if (member.name != sum) profile.defaults.push_back({sum, "1"});
    }
    bool filled = false;
    for (auto const value : {"2026-11-26", "12", "381", "NOK", "consumer", "text"}) {
      auto const result = csv::read(std::string{"7;"} + value + "\n", profile);
      auto const plain = csv::read("7;\n", profile);
      REQUIRE(result);
      auto const& item = result->items.front().submission;
      if (!item || !plain->items.front().submission) continue;
      auto const changed = json::write_submission(*item);
      filled = filled || member.name == "number" ||
               changed != json::write_submission(*plain->items.front().submission);
    }
    CHECK(filled);
  }
}

TEST_CASE("an invoice is read from its places in the file and shown with its rows alone") {
  auto const bytes = std::string{heading} +
                     "1;26.11.2026;A Oy;\"Työ;\nraskas\";1;1,00;25,5;;\r\n"
                     "2;26.11.2026;B Oy;Kahvi;1;1,00;14;;\r\n"
                     "1;;;Matka;1;1,00;25,5;;";
  auto const profile = shop();
  auto const file = csv::File::open(bytes, profile);
  REQUIRE(file);
  REQUIRE(file->invoices() == 2);
  CHECK(file->item(1).number == "2");
  CHECK(file->item(1).line == 4);
  auto const first = file->item(0);
  REQUIRE(first.submission);
  CHECK(first.submission->invoice.lines[0].name == "Työ;\nraskas");
  CHECK(first.submission->invoice.lines[1].name == "Matka");
  auto const alone = csv::read(file->text(0), profile);
  REQUIRE(alone);
  REQUIRE(alone->items.size() == 1);
  CHECK(alone->items[0].submission->invoice == first.submission->invoice);
}

TEST_CASE("a discount without a reason is a plain one, and a unit may be the sender's word") {
  auto profile = shop();
  profile.columns = {{"Laskunro", "number"},
                     {"Tuote", "line.name"},
                     {"Määrä", "line.unit"},
                     {"Alv", "line.discount"},
                     {"Viite", "line.discount_reason"}};
  auto const result =
      read(std::string{"1;;;Työ;kpl;;5,00;;\n1;;;Työ;KGM;;5,00;Kausi;\n1;;;Työ;outo;;;Kausi;\n"},
           profile);
  REQUIRE(result.items.front().submission);
  auto const& lines = result.items.front().submission->invoice.lines;
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].unit == "C62");
  CHECK(lines[0].adjustments.front().reason_code == "95");
  CHECK(lines[1].unit == "KGM");
  CHECK(lines[1].adjustments.front().reason == "Kausi");
  CHECK(lines[1].adjustments.front().reason_code.empty());
  CHECK(lines[2].unit == "outo");
  CHECK(lines[2].adjustments.empty());
}

TEST_CASE("an allowance and a charge on the whole invoice have the VAT of its lines") {
  auto profile = shop();
  profile.columns = {{"Laskunro", "number"},        {"Tuote", "line.name"},
                     {"Alv", "line.vat.rate"},      {"Määrä", "allowance.amount"},
                     {"Viite", "charge.amount"},    {"Sisäinen", "charge.reason"},
                     {"A-hinta", "charge.vat.rate"}};
  auto const adjustments = [&](std::string const& rows) {
    auto const result = read(rows, profile);
    REQUIRE(result.items.front().submission);
    return result.items.front().submission->invoice.adjustments;
  };
  auto const alike = adjustments("1;;;Työ;-5,00;;25,5;2,00;Rahti\n1;;;Työ;;;25,5;;\n");
  REQUIRE(alike.size() == 2);
  CHECK(alike[0].amount == model::Money{500, {}});
  CHECK(alike[0].reason_code == "95");
  CHECK(alike[1].reason == "Rahti");
  for (auto const& one : alike) CHECK(one.vat.rate == model::Decimal{255, 1});
  auto const mixed = adjustments("1;;;Työ;5,00;14;25,5;2,00;Rahti\n1;;;Ruoka;;;14;;\n");
  REQUIRE(mixed.size() == 2);
  CHECK(mixed[0].vat.code.empty());  // the checks ask for it
  CHECK(mixed[1].vat.rate == model::Decimal{14, 0});
}

TEST_CASE("the kinds of buyers are called as in the API, and as this table called them before") {
  auto profile = shop();
  profile.columns.push_back({"Tyyppi", "buyer.type"});
  auto const type_of = [&](std::string const& word) {
    auto const result = csv::read(
        "Laskunro;Päiväys;Asiakas;Tuote;Määrä;A-hinta;Alv;Viite;Sisäinen;Tyyppi\n"
        "1;26.11.2026;Kunta;Siivous;1;10;25,5;;;" +
            word + "\n",
        profile);
    REQUIRE(result);
    REQUIRE(result->items.front().submission);
    return result->items.front().submission->invoice.buyer.type;
  };
  CHECK(type_of("public") == model::PartyType::public_body);
  CHECK(type_of("public_body") == model::PartyType::public_body);
  CHECK(type_of("consumer") == model::PartyType::consumer);
}
