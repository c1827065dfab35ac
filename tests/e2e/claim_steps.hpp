#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"

// Steps of a claim's life over the API: invoices sent, statements told, days run.
namespace airut::tests {

inline std::string clocked_toml() { return "test_clock = \"2026-03-02\"\n" + sample_toml(); }

// One booked entry of a statement.
struct Told {
  std::string amount, reference, archive_id, value_day;
  bool taken_back = false;
};

inline std::string entry_xml(std::string_view day, Told const& one) {
  return fmt::format(
      "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><RvslInd>{}</RvslInd><Sts><Cd>BOOK"
      "</Cd></Sts><BookgDt><Dt>{}</Dt></BookgDt><ValDt><Dt>{}</Dt></ValDt><AcctSvcrRef>{}"
      "</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf></Strd>"
      "</RmtInf></TxDtls></NtryDtls></Ntry>",
      one.amount, one.taken_back ? "DBIT" : "CRDT", one.taken_back ? "true" : "false", day,
      one.value_day.empty() ? day : one.value_day, one.archive_id, one.reference);
}

inline std::string statement(std::string_view day, std::vector<Told> const& entries,
                             std::string_view kind = "053") {
  std::string all;
  for (auto const& one : entries) all += entry_xml(day, one);
  auto const [message, report] = kind == "053" ? std::pair{"BkToCstmrStmt", "Stmt"}
                                               : std::pair{"BkToCstmrDbtCdtNtfctn", "Ntfctn"};
  return fmt::format(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{0}.001.08\"><{1}><GrpHdr><MsgId>M{2}"
      "</MsgId><CreDtTm>{2}T22:00:00</CreDtTm></GrpHdr><{3}><FrToDt><FrDtTm>{2}T00:00:00</FrDtTm>"
      "<ToDtTm>{2}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>FI2112345600000785</IBAN></Id></Acct>"
      "{4}</{3}></{1}></Document>",
      kind, message, day, report, all);
}

inline std::string day_run(std::string_view day) {
  return fmt::format("{{\"as_of\":\"{}\"}}", day);
}

// All facts so far.
inline std::string journal(Gateway const& gateway) {
  return gateway.get("/v1/journal/export").text;
}

inline void set_clock(Gateway const& gateway, std::string_view day) {
  REQUIRE(gateway.post("/v1/test/clock", fmt::format("{{\"now\":\"{}T08:00:00Z\"}}", day)).status ==
          200);
}

struct Invoice {
  std::string id, receivable, reference, number;
};

inline Invoice submitted(Gateway const& gateway, std::string const& number) {
  auto const accepted = gateway.post("/v1/invoices", sample_json(number));
  REQUIRE(accepted.status == 202);
  Invoice invoice{accepted.string("id"), "", accepted.string("payment_reference"), number};
  REQUIRE(gateway.until(
      [&] { return gateway.get("/v1/invoices/" + invoice.id).string("status") == "sent"; }));
  invoice.receivable = gateway.get("/v1/invoices/" + invoice.id).string("receivable_id");
  return invoice;
}

inline void settle(Gateway const& gateway) {
  REQUIRE(gateway.until([&] {
    auto const text = gateway.get("/v1/deliveries?limit=200").text;
    return text.find("\"queued\"") == std::string::npos &&
           text.find("\"dispatching\"") == std::string::npos;
  }));
}

}  // namespace airut::tests
