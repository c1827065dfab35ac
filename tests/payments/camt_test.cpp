#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/bank_files/bank_files.hpp"
#include "tests/payments/refusal.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::refusal;
using tests::with;

namespace {

model::BankFile read_file(std::string const& bytes) {
  auto file = bank_files::read(bytes);
  if (!file) FAIL(file.error().front().detail);
  return *std::move(file);
}

// A statement with one entry of 30.00 euro; what stands inside it is given.
std::string camt_statement(std::string_view balances, std::string_view inside,
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

// A transaction of so many euro, paid with a reference.
std::string transaction(std::string_view amount, std::string_view reference,
                        std::string_view currency = "EUR") {
  return fmt::format(
      "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"{}\">{}</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf>"
      "<Ref>{}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>",
      currency, amount, reference);
}

std::string batch(std::string_view count, std::string_view transactions) {
  return fmt::format("<NtryDtls><Btch><NbOfTxs>{}</NbOfTxs></Btch>{}</NtryDtls>", count,
                     transactions);
}

}  // namespace

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
  CHECK(refusal(with(good, "20.00", "19.99")) == "control-total");
  CHECK(refusal(with(good, ">BOOK<", ">PDNG<")).empty());
}

TEST_CASE("a statement's balances must agree with its entries") {
  CHECK(refusal(camt_statement(balance("OPBD", "10.00") + balance("CLBD", "40.00"), "")).empty());
  CHECK(refusal(camt_statement(balance("OPBD", "10.00") + balance("CLBD", "40.01"), "")) ==
        "control-total");
  CHECK(refusal(camt_statement(balance("OPBD", "40.00") + balance("CLBD", "10.00"), "", "DBIT"))
            .empty());
}

TEST_CASE("a statement without entries has one balance, or it lost them") {
  auto const empty = [](std::string_view closing) {
    auto text = camt_statement(balance("OPBD", "10.00") + balance("CLBD", closing), "");
    auto const from = text.find("<Ntry>"), to = text.find("</Stmt>");
    return text.erase(from, to - from);
  };
  CHECK(read_file(empty("10.00")).statements.size() == 1);
  CHECK(refusal(empty("40.00")) == "control-total");
  auto const pending = [](std::string_view closing) {
    return with(camt_statement(balance("OPBD", "10.00") + balance("CLBD", closing), ""), "BOOK",
                "PDNG");
  };
  CHECK(refusal(pending("10.00")).empty());
  CHECK(refusal(pending("40.00")) == "control-total");
}

TEST_CASE("batches of one entry may each count their own transactions") {
  auto const first = transaction("10.00", "1232"), second = transaction("20.00", "1245");
  for (auto const& inside :
       {batch("1", first) + batch("1", second), batch("2", first) + batch("2", second),
        batch("2", first) + "<NtryDtls>" + second + "</NtryDtls>",
        batch("1", first) + "<NtryDtls>" + second + "</NtryDtls>", batch("002", first + second)}) {
    CAPTURE(inside);
    auto const file = read_file(camt_statement("", inside));
    REQUIRE(file.entries.size() == 2);
    CHECK(file.entries[0].reference == "1232");
    CHECK(file.entries[1].amount.text() == "20.00");
    CHECK_FALSE(file.entries[1].is_lump);
  }
  for (auto const& inside : {batch("3", first + second), batch("1", first) + batch("3", second),
                             batch("two", first + second)}) {
    CAPTURE(inside);
    CHECK(refusal(camt_statement("", inside)) == "control-total");
  }
  CHECK(read_file(camt_statement("", batch("3", "") + batch("4", ""))).entries.front().is_lump);
}

TEST_CASE("counts of a statement may have zeros in front") {
  auto const counted = [](std::string_view count) {
    return camt_statement(
        fmt::format("<TxsSummry><TtlNtries><NbOfNtries>{}</NbOfNtries></TtlNtries>"
                    "</TxsSummry>",
                    count),
        "");
  };
  CHECK(refusal(counted("001")).empty());
  CHECK(refusal(counted("002")) == "control-total");
  CHECK(refusal(counted("one")) == "control-total");
}

TEST_CASE("a sum told in one entry is a lump and leaves the account's day open") {
  auto const lump = bank_files::read(
      camt_statement("", "<BkTxCd><Prtry><Cd>705VIITESIIRTO</Cd></Prtry></BkTxCd>"));
  REQUIRE(lump);
  CHECK(lump->entries.front().is_lump);
  CHECK(lump->covered.empty());
  CHECK(lump->covered_but_for_lumps.size() == 1);
  auto const batch = bank_files::read(
      camt_statement("", "<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch></NtryDtls>"));
  CHECK(batch->entries.front().is_lump);
  auto const plain = bank_files::read(camt_statement("", ""));
  CHECK_FALSE(plain->entries.front().is_lump);
  CHECK(plain->covered.at("FI2112345600000785") == *model::parse_date("2026-03-27"));
}

TEST_CASE("several references of one transaction are all told") {
  auto const file = bank_files::read(camt_statement(
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
  CHECK(bank_files::read(camt_statement("", code, "DBIT"))->entries.front().is_reversal);
  CHECK_FALSE(bank_files::read(camt_statement("", code))->entries.front().is_reversal);
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

TEST_CASE("a batch whose parts tell no sums is one lump of its sum") {
  std::string const
      part = "<TxDtls><RmtInf><Ustrd>Lasku</Ustrd></RmtInf></TxDtls>",
      told = "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10.00</Amt></TxAmt></AmtDtls></TxDtls>";
  for (auto const& parts : {part + part + part, told + part}) {
    auto const file = bank_files::read(camt_statement("", "<NtryDtls>" + parts + "</NtryDtls>"));
    if (!file) FAIL(file.error().front().detail);
    REQUIRE(file->entries.size() == 1);
    CHECK(file->entries.front().is_lump);
    CHECK(file->entries.front().amount.text() == "30.00");
    CHECK(file->covered.empty());
    CHECK(file->covered_but_for_lumps.size() == 1);
  }
}

TEST_CASE("a batch less charges or in another currency waits whole, with all its references") {
  auto const charged = transaction("10.00", "1232") + transaction("20.50", "1245");
  auto const foreign = transaction("100.00", "1232", "SEK") + transaction("200.00", "1245", "SEK");
  for (auto const& inside : {charged, foreign}) {
    CAPTURE(inside);
    auto const file = read_file(camt_statement("", "<NtryDtls>" + inside + "</NtryDtls>"));
    REQUIRE(file.entries.size() == 1);
    auto const& whole = file.entries.front();
    CHECK(whole.amount.text() == "30.00");
    CHECK(whole.reference == "1232");
    CHECK(whole.more_references == std::vector<std::string>{"1245"});
    CHECK_FALSE(whole.is_lump);
  }
  for (auto const* second : {"1245", ""}) {
    auto const parts = transaction("10.00", "1232") + transaction("20.50", second);
    auto const file = read_file(camt_statement("", "<NtryDtls>" + parts + "</NtryDtls>"));
    CHECK(file.entries.front().is_undivided);
    CHECK_FALSE(file.entries.front().is_lump);
    CHECK(file.entries.front().reference == "1232");
  }
  // Money that left with charges, and a batch of which a part is missing.
  CHECK(refusal(camt_statement("",
                               "<NtryDtls>" + transaction("10.00", "") + transaction("19.00", "") +
                                   "</NtryDtls>",
                               "DBIT"))
            .empty());
  auto const short_of = transaction("10.00", "1232") + transaction("19.00", "1245");
  CHECK(refusal(camt_statement("", "<NtryDtls>" + short_of + "</NtryDtls>")) == "control-total");
}

TEST_CASE("a statement may stand in an envelope with its header, and in UTF-16") {
  auto const plain = camt_statement("", "");
  auto const enclosed =
      "<Envelope xmlns=\"urn:x\"><AppHdr "
      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.01\"/>" +
      plain + "</Envelope>";
  CHECK(read_file(enclosed).version == "001.08");
  CHECK(read_file(enclosed).file_id == "M1");
  CHECK(read_file(enclosed).entries.size() == 1);
  CHECK(read_file("\xEF\xBB\xBF" + plain).entries.size() == 1);
  CHECK(read_file("\n \n<?xml version=\"1.0\"?>" + plain).entries.size() == 1);
  CHECK(read_file(plain + std::string{"\n\x1A\0\0", 4}).entries.size() == 1);
  for (bool const big : {false, true}) {
    std::string wide = big ? "\xFE\xFF" : "\xFF\xFE";
    for (char const c : plain) {
      if (big) wide += '\0';
      wide += c;
      if (!big) wide += '\0';
    }
    CHECK(read_file(wide).entries.size() == 1);
  }
}
