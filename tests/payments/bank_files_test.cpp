#include "formats/bank_files/bank_files.hpp"

#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

std::string refusal(std::string_view bytes) {
  auto const file = bank_files::read(bytes);
  return file ? "" : file.error().front().code;
}

model::BankFile file_of(std::string const& path) {
  auto file = bank_files::read(tests::slurp(tests::shared(path)));
  if (!file) FAIL(path << ": " << file.error().front().detail);
  return *std::move(file);
}

// Replaces the first occurrence.
std::string with(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a real KTL file is read to the cent") {
  if (!tests::has_shared("data/payments/finland/reference_payments.KTL")) return;
  auto const file = file_of("data/payments/finland/reference_payments.KTL");
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
  auto const file = file_of("data/payments/norway/java_ocr1.txt");
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
  auto const file = file_of("data/payments/finland/camt053_fi.xml");
  CHECK(file.format == "camt.053");
  CHECK_FALSE(file.entries.empty());
  for (auto const& entry : file.entries) {
    CHECK(entry.booked);
    CHECK_FALSE(entry.amount.is_zero());
  }
}

TEST_CASE("camt transactions must sum to their entry") {
  std::string const good =
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.02\"><BkToCstmrDbtCdtNtfctn>"
      "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-27T10:00:00</CreDtTm></GrpHdr><Ntfctn><Acct><Id>"
      "<IBAN>FI2112345600000785</IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>CRDT"
      "</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-27</Dt></BookgDt><NtryDtls>"
      "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10.00</Amt></TxAmt></AmtDtls></TxDtls>"
      "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">20.00</Amt></TxAmt></AmtDtls></TxDtls>"
      "</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>";
  auto const file = bank_files::read(good);
  REQUIRE(file);
  CHECK(file->entries.size() == 2);
  CHECK(file->covers_until == model::parse_date("2026-03-27"));
  CHECK(refusal(with(good, "20.00", "20.01")) == "control-total");
  CHECK(refusal(with(good, ">BOOK<", ">PDNG<")).empty());
}

TEST_CASE("anything else is no bank file") {
  CHECK(refusal("") == "bank-file-unrecognised");
  CHECK(refusal("hello") == "bank-file-unrecognised");
  CHECK(refusal("<a/>") == "bank-file-unrecognised");
}

namespace {

// A statement with one entry of 30.00 euro; what stands inside it is given.
std::string statement(std::string_view balances, std::string_view inside,
                      std::string_view direction = "CRDT") {
  return fmt::format(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
      "<MsgId>M1</MsgId></GrpHdr><Stmt><Acct><Id><IBAN>FI2112345600000785</IBAN></Id></Acct>{}"
      "<Ntry><Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt>"
      "<Dt>2026-03-27</Dt></BookgDt>{}</Ntry></Stmt></BkToCstmrStmt></Document>",
      balances, direction, inside);
}

std::string balance(std::string_view code, std::string_view amount) {
  return fmt::format(
      "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>CRDT"
      "</CdtDbtInd></Bal>",
      code, amount);
}

}  // namespace

TEST_CASE("a statement's balances must agree with its entries") {
  CHECK(refusal(statement(balance("OPBD", "10.00") + balance("CLBD", "40.00"), "")).empty());
  CHECK(refusal(statement(balance("OPBD", "10.00") + balance("CLBD", "40.01"), "")) ==
        "control-total");
  CHECK(
      refusal(statement(balance("OPBD", "40.00") + balance("CLBD", "10.00"), "", "DBIT")).empty());
}

TEST_CASE("a sum told in one entry is a lump and leaves the account's day open") {
  auto const lump =
      bank_files::read(statement("", "<BkTxCd><Prtry><Cd>705VIITESIIRTO</Cd></Prtry></BkTxCd>"));
  REQUIRE(lump);
  CHECK(lump->entries.front().is_lump);
  CHECK(lump->covered.empty());
  CHECK(lump->covered_but_for_lumps.size() == 1);
  auto const batch =
      bank_files::read(statement("", "<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch></NtryDtls>"));
  CHECK(batch->entries.front().is_lump);
  auto const plain = bank_files::read(statement("", ""));
  CHECK_FALSE(plain->entries.front().is_lump);
  CHECK(plain->covered.at("FI2112345600000785") == *model::parse_date("2026-03-27"));
}

TEST_CASE("several references of one transaction are all told") {
  auto const file = bank_files::read(statement(
      "",
      "<NtryDtls><TxDtls><RmtInf><Strd><CdtrRefInf><Ref>1232</Ref></CdtrRefInf></Strd><Strd>"
      "<CdtrRefInf><Ref>1245</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>"));
  REQUIRE(file);
  CHECK(file->entries.front().reference == "1232");
  CHECK(file->entries.front().more_references == std::vector<std::string>{"1245"});
}

TEST_CASE("a plain debit with the code of a return takes a payment back") {
  auto const code =
      "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn>"
      "</BkTxCd>";
  CHECK(bank_files::read(statement("", code, "DBIT"))->entries.front().is_reversal);
  CHECK_FALSE(bank_files::read(statement("", code))->entries.front().is_reversal);
}

TEST_CASE("a real TITO statement is read, and its sum of reference payments is a lump") {
  if (!tests::has_shared("data/payments/finland/statement.TITO")) return;
  auto const path = "data/payments/finland/statement.TITO";
  auto const file = file_of(path);
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

namespace {

std::string two_statements(int entries, std::string_view closing) {
  std::string text =
      "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.13\">"
      "<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>";
  for (int statement = 1; statement <= 2; ++statement) {
    text += fmt::format(
        "<Stmt><Id>S{0}</Id><FrToDt><FrDtTm>2026-03-0{0}T00:00:00</FrDtTm><ToDtTm>2026-03-0{0}"
        "T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>FI2112345600000785</IBAN></Id></Acct>"
        "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">10.00</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>"
        "<Amt Ccy=\"EUR\">{1}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>"
        "<TxsSummry><TtlNtries><NbOfNtries>{2}</NbOfNtries></TtlNtries></TxsSummry>",
        statement, closing, entries);
    for (int i = 0; i < entries; ++i)
      text += fmt::format(
          "<Ntry><Amt Ccy=\"EUR\">0.01</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
          "<BookgDt><Dt>2026-03-0{0}</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>N{0}-{1}"
          "</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
          statement, i);
    text += "</Stmt>";
  }
  return text + "</BkToCstmrStmt></Document>";
}

}  // namespace

TEST_CASE("statements of a file are told apart, with their balances, however long they are") {
  auto const file = bank_files::read(two_statements(1000, "20.00"));
  REQUIRE(file);
  CHECK(file->version == "001.13");
  CHECK(file->entries.size() == 2000);
  CHECK(file->entries[999].texts.front() == "N1-999");
  CHECK(file->entries[1000].texts.front() == "N2-0");
  CHECK(file->accounts.size() == 1);
  REQUIRE(file->statements.size() == 2);
  CHECK(file->statements[1].id == "S2");
  CHECK(file->statements[1].opening.text() == "10.00");
  CHECK(file->statements[1].closing.text() == "20.00");
  CHECK(file->statements[1].from == model::parse_date("2026-03-02"));
  CHECK(refusal(two_statements(1000, "20.01")) == "control-total");
  CHECK(refusal(with(two_statements(3, "10.03"), "<NbOfNtries>3", "<NbOfNtries>4")) ==
        "control-total");
  CHECK(refusal("<Document xmlns=\"urn:other\"><Stmt><Ntry/></Stmt></Document>") ==
        "bank-file-unrecognised");
  auto const text = two_statements(50, "10.50");
  CHECK(refusal(text.substr(0, text.size() - 20)) == "xml-syntax");
}

TEST_CASE("a real TITO statement tells its balances") {
  if (!tests::has_shared("data/payments/finland/statement.TITO")) return;
  auto const file = file_of("data/payments/finland/statement.TITO");
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

TEST_CASE("a batch whose parts tell no sums is one lump of its sum") {
  std::string const
      part = "<TxDtls><RmtInf><Ustrd>Lasku</Ustrd></RmtInf></TxDtls>",
      told = "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10.00</Amt></TxAmt></AmtDtls></TxDtls>";
  for (auto const& parts : {part + part + part, told + part}) {
    auto const file = bank_files::read(statement("", "<NtryDtls>" + parts + "</NtryDtls>"));
    if (!file) FAIL(file.error().front().detail);
    REQUIRE(file->entries.size() == 1);
    CHECK(file->entries.front().is_lump);
    CHECK(file->entries.front().amount.text() == "30.00");
    CHECK(file->covered.empty());
    CHECK(file->covered_but_for_lumps.size() == 1);
  }
}
