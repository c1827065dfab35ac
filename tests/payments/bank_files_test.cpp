#include "formats/bank_files/bank_files.hpp"

#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/payments/refusal.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::refusal;
using tests::with;

namespace {

model::BankFile shared_file(std::string const& path) {
  auto file = bank_files::read(tests::slurp(tests::shared(path)));
  if (!file) FAIL(path << ": " << file.error().front().detail);
  return *std::move(file);
}

}  // namespace

TEST_CASE("a real KTL file is read to the cent") {
  if (!tests::has_shared("data/payments/finland/reference_payments.KTL")) return;
  auto const file = shared_file("data/payments/finland/reference_payments.KTL");
  REQUIRE(file.entries.size() == 1);
  auto const& entry = file.entries.front();
  CHECK(entry.account == "47300010416310");
  CHECK(entry.amount.text() == "49.00");
  CHECK(entry.reference == "13013");
  CHECK(entry.archive_id == "02042588WWRV0212");
  CHECK(entry.payer_name == "KATAJAINEN J");
  CHECK(model::date_text(*entry.booked) == "2018-02-05");
  CHECK(model::date_text(*entry.value_date) == "2018-02-04");
}

TEST_CASE("a KTL file whose sums do not agree is refused whole") {
  if (!tests::has_shared("data/payments/finland/reference_payments.KTL")) return;
  auto const good = tests::slurp(tests::shared("data/payments/finland/reference_payments.KTL"));
  CHECK(refusal(with(good, "00000049000", "00000059000")) == "control-total");
  CHECK(refusal(with(good, "9000001", "9000002")) == "control-total");
  CHECK(refusal(good.substr(0, good.find("\n9"))) == "truncated");
  CHECK(refusal(with(good, "\n3", "\n7")) == "record-unknown");
}

TEST_CASE("real OCR giro files are read and their sums agree, reversals deducted") {
  if (!tests::has_shared("data/payments/norway/java_ocr1.txt")) return;
  auto const file = shared_file("data/payments/norway/java_ocr1.txt");
  CHECK(file.entries.size() > 10);
  CHECK(file.accounts == std::vector<std::string>{"99991111111"});
  std::int64_t net = 0;
  int reversals = 0;
  for (auto const& entry : file.entries) {
    net += entry.is_credit ? entry.amount.minor() : -entry.amount.minor();
    reversals += entry.is_reversal;
  }
  CHECK(net == 1563000);
  CHECK(reversals == 3);
  CHECK_FALSE(file.entries.front().reference.empty());
}

TEST_CASE("an OCR file that lost a record is refused whole") {
  if (!tests::has_shared("data/payments/norway/java_ocr1.txt")) return;
  auto const good = tests::slurp(tests::shared("data/payments/norway/java_ocr1.txt"));
  auto const from = good.find("\nNY091031") + 1;
  auto const to = good.find('\n', from) + 1;
  CHECK(refusal(good.substr(0, from) + good.substr(to)) == "control-total");
  CHECK(refusal(good.substr(0, good.rfind("NY000089"))) == "truncated");
}

TEST_CASE(
    "every real camt statement and notification is read, or refused for what is wrong in it") {
  if (!tests::has_shared("data/payments/camt")) return;
  // Files whose own figures disagree: a part was cut out of them, or they were made up.
  std::map<std::string, std::string> const refused{
      {"camt053.v2.wrong.xml", "bank-file-empty"},
      {"test-camt053.xml", "control-total"},
      {"camt053.v2.all-balance-types.xml", "control-total"},
      {"camt054.v8.xml", "control-total"}};
  int read = 0;
  for (auto const& entry :
       std::filesystem::directory_iterator(tests::shared("data/payments/camt"))) {
    auto const name = entry.path().filename().string();
    CAPTURE(name);
    auto const bytes = tests::slurp(entry.path());
    auto const file = bank_files::read(bytes);
    bool const ours =
        bytes.find("camt.053") != std::string::npos || bytes.find("camt.054") != std::string::npos;
    auto const bad = refused.find(name);
    if (!ours || bad != refused.end()) {
      REQUIRE_FALSE(file);
      if (ours) CHECK(file.error().front().code == bad->second);
      continue;
    }
    REQUIRE(file);
    ++read;
    for (auto const& one : file->entries) CHECK_FALSE(one.amount.is_negative());
  }
  CHECK(read >= 13);
}

TEST_CASE("a Finnish camt.053 is read with its booking days") {
  if (!tests::has_shared("data/payments/finland/camt053_fi.xml")) return;
  auto const file = shared_file("data/payments/finland/camt053_fi.xml");
  CHECK(file.format == "camt.053");
  CHECK_FALSE(file.entries.empty());
  for (auto const& entry : file.entries) {
    CHECK(entry.booked);
    CHECK_FALSE(entry.amount.is_zero());
  }
}

TEST_CASE("anything else is no bank file") {
  CHECK(refusal("") == "bank-file-unrecognised");
  CHECK(refusal("hello") == "bank-file-unrecognised");
  CHECK(refusal("<a/>") == "bank-file-unrecognised");
}

TEST_CASE("a real TITO statement is read, and its sum of reference payments is a lump") {
  if (!tests::has_shared("data/payments/finland/statement.TITO")) return;
  auto const path = "data/payments/finland/statement.TITO";
  auto const file = shared_file(path);
  CHECK(file.format == "tito");
  CHECK(file.accounts == std::vector<std::string>{"47300010416310"});
  REQUIRE(file.entries.size() == 2);
  CHECK_FALSE(file.entries[0].is_credit);
  CHECK(file.entries[0].amount.text() == "1799.00");
  CHECK(file.entries[0].payer_account == "FI8847304720017517");
  CHECK(file.entries[1].is_lump);
  CHECK(file.entries[1].amount.text() == "49.00");
  CHECK(file.covers_until == model::parse_date("2018-02-05"));
  CHECK(file.covered.empty());  // the 49.00 are told one by one in the KTL file
  auto const good = tests::slurp(tests::shared(path));
  CHECK(refusal(with(good, "T40050180205+000000000000004900", "T40050180205+000000000000004901")) ==
        "control-total");
  CHECK(refusal(good.substr(0, good.find("T40"))) == "truncated");
  CHECK(refusal(with(good, "\nT10", "\nX10")) == "record-unknown");
}

TEST_CASE("a real TITO statement tells its balances") {
  if (!tests::has_shared("data/payments/finland/statement.TITO")) return;
  auto const file = shared_file("data/payments/finland/statement.TITO");
  REQUIRE(file.statements.size() == 1);
  auto moved = file.statements.front().opening;
  CHECK(file.statements.front().closing.currency() == moved.currency());
  CHECK(file.statements.front().until.has_value());
}

namespace {

// An OCR transmission of one payment with a text, of the type and with the sign.
std::string ocr_with_text(std::string const& type, std::string const& sign, std::string_view text) {
  auto const padded = [](std::string record) {
    record.resize(80, '0');
    return record + "\n";
  };
  auto const end = [&](std::string_view head, int records) {
    return padded(fmt::format("NY{}{:08}{:08}{:017}270326270326270326", head, 1, records, 12500));
  };
  return padded("NY000010" + std::string{"00008080"} + "0000123" + "00000001") +
         padded("NY090020" + std::string{"000000000"} + "0000001" + "12345678901") +
         padded("NY09" + type + "30" + "0000001" + "270326" + "0000000000" + sign +
                "00000000000012500" + std::string(25, ' ')) +
         padded("NY09" + type + "31" + "0000001" + std::string(19, '0') + "0000000" + "270326" +
                "99991111111") +
         padded("NY09" + type + "32" + "0000001" + fmt::format("{:<40}", text)) + end("090088", 5) +
         end("000089", 7);
}

}  // namespace

TEST_CASE("the text of an OCR payment keeps its Norwegian letters") {
  auto const file = bank_files::read(ocr_with_text("21", "0",
                                                   "Bl\xE5"
                                                   "b\xE6r \xD8re [1]"));
  if (!file) FAIL(file.error().front().detail);
  CHECK(file->entries.front().texts == std::vector<std::string>{"Blåbær Øre [1]"});
  CHECK(file->entries.front().is_credit);
}

TEST_CASE("a reversal in OCR takes money back, with and without its sign") {
  for (auto const* sign : {"0", "-"}) {
    for (auto const* type : {"18", "20"}) {
      auto const file = bank_files::read(ocr_with_text(type, sign, "Retur"));
      if (!file) FAIL(file.error().front().detail);
      CHECK(file->entries.front().is_reversal);
      CHECK_FALSE(file->entries.front().is_credit);
    }
  }
}

TEST_CASE("OCR transmissions may be joined, and a file may begin with a mark and blank lines") {
  auto const one = ocr_with_text("21", "0", "Takk");
  auto const joined = bank_files::read(one + "\n" + one);
  if (!joined) FAIL(joined.error().front().detail);
  CHECK(joined->entries.size() == 2);
  CHECK(joined->file_id == "0000123");
  CHECK(refusal(one + one.substr(one.find('\n') + 1)) == "record-order");
  CHECK(refusal(one + one.substr(0, one.rfind("NY000089"))) == "truncated");
  for (auto const* before : {"\xEF\xBB\xBF", "\r\n\r\n", "\xEF\xBB\xBF\n"}) {
    CHECK(refusal(before + one).empty());
  }
}
