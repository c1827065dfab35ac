// The reconciliation statement and the reports of a past day, over the API.
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string balances(std::string text, std::string const& opening, std::string const& closing) {
  auto const one = [](std::string_view code, std::string const& amount) {
    return fmt::format(
        "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>"
        "CRDT</CdtDbtInd></Bal>",
        code, amount);
  };
  return text.insert(text.find("<Ntry>"), one("OPBD", opening) + one("CLBD", closing));
}

// An entry more: money that leaves the account.
std::string with_debit(std::string text, std::string_view day, std::string const& amount) {
  auto entry = entry_xml(day, {amount, "", "D" + amount, "", true});
  std::string const reversal = "<RvslInd>true";
  entry.replace(entry.find(reversal), reversal.size(), "<RvslInd>false");
  return text.insert(text.find("<Ntry>"), entry);
}

std::string reconciliation(Gateway const& gateway, std::string const& more = "") {
  auto const answer =
      gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous&format=csv" + more);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 200);
  return answer.text;
}

// "kind amount" of the section's lines, in their order, without the ids.
std::vector<std::string> section_lines(std::string const& csv, std::string_view section) {
  std::vector<std::string> all;
  std::size_t begin = 0;
  for (auto end = csv.find("\r\n"); end != csv.npos; end = csv.find("\r\n", begin)) {
    auto const line = csv.substr(begin, end - begin);
    begin = end + 2;
    if (!line.starts_with(std::string{section} + ",")) continue;
    auto const kind = line.substr(section.size() + 1);
    all.push_back(kind.substr(0, kind.find(',')) + " " + line.substr(line.rfind(',') + 1));
  }
  return all;
}

using SectionLines = std::vector<std::string>;

}  // namespace

TEST_CASE("the client's open items, book and bank agree, with each open bank item told") {
  // Templates and fonts are there where a channel carries PDF.
  tests::Gateway gateway{clocked_toml() +
                         "[[channel]]\nname = \"paper\"\nkind = \"directory\"\nformat = \"pdf\"\n"
                         "path = \"@HOME@/paper\"\n"};
  auto const invoice = submitted(gateway, "R-1");
  set_clock(gateway, "2026-03-10");
  auto text = statement("2026-03-10",
                        {{"100.00", invoice.reference, "A1", ""}, {"7.00", "1232", "A2", ""}});
  gateway.post("/v1/payment-files",
               balances(with_debit(text, "2026-03-10", "30.00"), "1000.00", "1077.00"));
  set_clock(gateway, "2026-03-11");
  gateway.post("/v1/payment-files",
               statement("2026-03-11", {{"50.00", invoice.reference, "A3", ""}}, "054"));
  auto const told = reconciliation(gateway);
  CAPTURE(told);
  CHECK(section_lines(told, "receivables") ==
        SectionLines{"open_item 383.38", "book -383.38", "unexplained 0.00"});
  CHECK(section_lines(told, "bank") ==
        SectionLines{"statement_opening -1000.00", "statement_closing 1077.00",
                     "other_movements 30.00", "not_on_statement 50.00", "book -157.00",
                     "unexplained 0.00"});
  CHECK(section_lines(told, "waiting") ==
        SectionLines{"unallocated_payment 7.00", "book -7.00", "unexplained 0.00"});
  CHECK(told.find("unknown-reference") != told.npos);
  auto const json = gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous");
  CHECK(json.body.at("explained").as_bool());
  auto const pdf = gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous&format=pdf");
  CHECK(pdf.text.starts_with("%PDF"));
  CHECK(gateway.get("/v1/reports/ledger-reconciliation").status == 404);
  auto const later =
      gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous&as_of=2026-03-12");
  CHECK(later.status == 400);
  CHECK(later.text.find("as-of-future") != later.text.npos);
}

TEST_CASE("a movement of the bank's that no file told as an entry is unexplained") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "R-2");
  set_clock(gateway, "2026-03-12");
  auto const day = [&](char const* date, char const* id, char const* opening, char const* closing) {
    gateway.post(
        "/v1/payment-files",
        balances(statement(date, {{"1.00", invoice.reference, id, ""}}), opening, closing));
  };
  day("2026-03-10", "A1", "10.00", "11.00");
  CHECK(section_lines(reconciliation(gateway), "bank").back() == "unexplained 0.00");
  day("2026-03-12", "A2", "15.00", "16.00");  // a statement between the two is missing
  CHECK(section_lines(reconciliation(gateway), "bank").back() == "unexplained 4.00");
  auto const json = gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous");
  CHECK_FALSE(json.body.at("explained").as_bool());
}

TEST_CASE("a month's statement beside those of its days tells nothing twice") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "R-3");
  set_clock(gateway, "2026-03-12");
  auto const spent = [&](char const* date, char const* id, char const* opening,
                         char const* closing) {
    auto const text = statement(date, {{"10.00", invoice.reference, id, ""}});
    gateway.post("/v1/payment-files", balances(with_debit(text, date, "30.00"), opening, closing));
  };
  spent("2026-03-10", "A1", "100.00", "80.00");
  spent("2026-03-11", "A2", "80.00", "60.00");
  auto const daily = section_lines(reconciliation(gateway), "bank");
  CHECK(daily.back() == "unexplained 0.00");
  // The same two days in one.
  auto whole = statement("2026-03-11", {{"10.00", invoice.reference, "A2", ""}});
  whole.insert(whole.find("<Ntry>"),
               entry_xml("2026-03-10", {"10.00", invoice.reference, "A1", ""}));
  whole = with_debit(with_debit(whole, "2026-03-10", "30.00"), "2026-03-11", "30.00");
  std::string const from = "<FrDtTm>2026-03-11";
  whole.replace(whole.find(from), from.size(), "<FrDtTm>2026-03-10");
  gateway.post("/v1/payment-files", balances(whole, "100.00", "60.00"));
  auto const both = section_lines(reconciliation(gateway), "bank");
  CAPTURE(fmt::format("{}", fmt::join(both, ", ")));
  CHECK(both.back() == "unexplained 0.00");
}

TEST_CASE("money that the service holds is followed to the biller") {
  auto toml = clocked_toml();
  toml += "held = true\n";
  tests::Gateway gateway{toml};
  auto const invoice = submitted(gateway, "H-1");
  set_clock(gateway, "2026-03-10");
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-10", {{"540.00", invoice.reference, "A1", ""}}), "0.00",
                        "540.00"));
  auto const before = reconciliation(gateway);
  CHECK(section_lines(before, "settlement") ==
        SectionLines{"to_be_settled 533.38", "book -533.38", "unexplained 0.00"});
  REQUIRE(gateway.post("/v1/settlements", R"({"client_ref":"siivous"})").status == 201);
  auto const told = reconciliation(gateway);
  CAPTURE(told);
  CHECK(section_lines(told, "receivables") == SectionLines{"book 0.00", "unexplained 0.00"});
  CHECK(section_lines(told, "client_funds") == SectionLines{"statement_closing 540.00",
                                                            "on_the_way -533.38", "book -6.62",
                                                            "unexplained 0.00"});
  CHECK(section_lines(told, "bank") ==
        SectionLines{"without_statement 533.38", "book -533.38", "unexplained 0.00"});
  CHECK(section_lines(told, "waiting") ==
        SectionLines{"overpaid_payment 6.62", "book -6.62", "unexplained 0.00"});
  CHECK(section_lines(told, "settlement").empty());
  set_clock(gateway, "2026-03-11");
  auto const next = [&](std::string const& amount, std::string const& closing) {
    auto text = with_debit(statement("2026-03-11", {{"1.00", "1232", "A" + amount, ""}}),
                           "2026-03-11", amount);
    gateway.post("/v1/payment-files", balances(text, "540.00", closing));
  };
  SUBCASE("the bank has paid it out") {
    next("533.38", "7.62");
    auto const then = reconciliation(gateway);
    CAPTURE(then);
    CHECK(section_lines(then, "client_funds") ==
          SectionLines{"statement_closing 7.62", "book -7.62", "unexplained 0.00"});
    CHECK(reconciliation(gateway, "&as_of=2026-03-10") == told);
  }
  SUBCASE("the bank has paid out another sum") {
    next("500.00", "41.00");
    CHECK(section_lines(reconciliation(gateway), "client_funds").back() == "unexplained 33.38");
  }
}

TEST_CASE("a month's statement has what became known after it and counts for it") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "R-3");
  set_clock(gateway, "2026-03-31");
  CHECK(section_lines(reconciliation(gateway), "receivables").front() == "open_item 533.38");
  set_clock(gateway, "2026-04-01");
  // The last day's statement comes on the first of the next month; of two payments the bank counts
  // one for April.
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-31", {{"100.00", invoice.reference, "A1", ""},
                                                 {"20.00", invoice.reference, "A2", "2026-04-01"}}),
                        "0.00", "120.00"));
  auto const march = reconciliation(gateway, "&period=2026-03");
  CAPTURE(march);
  CHECK(section_lines(march, "receivables") ==
        SectionLines{"open_item 433.38", "book -433.38", "unexplained 0.00"});
  CHECK(section_lines(march, "bank") == SectionLines{"statement_closing 120.00",
                                                     "booked_later -20.00", "book -100.00",
                                                     "unexplained 0.00"});
  CHECK(section_lines(reconciliation(gateway, "&as_of=2026-03-31"), "receivables").front() ==
        "open_item 533.38");
  CHECK(gateway.get("/v1/reports/ledger-reconciliation?client_ref=siivous&period=March").status ==
        400);
}

TEST_CASE("reports of a past day tell what they told on that day") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "P-1");
  settle(gateway);
  set_clock(gateway, "2026-03-10");
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-10", {{"100.00", invoice.reference, "A1", ""},
                                                 {"7.00", "1232", "A2", ""}}),
                        "1000.00", "1107.00"));
  std::vector<std::string> const names{"bank-reconciliation", "deliveries-by-channel",
                                       "ledger-reconciliation"};
  auto const told = [&](std::string const& day) {
    std::vector<std::string> all;
    for (auto const& name : names) {
      auto const answer = gateway.get("/v1/reports/" + name + "?as_of=" + day +
                                      (name == names.back() ? "&client_ref=siivous" : ""));
      CHECK(answer.status == 200);
      all.push_back(answer.text);
    }
    return all;
  };
  auto const then = told("2026-03-10");
  set_clock(gateway, "2026-03-20");
  auto const more = submitted(gateway, "P-2");
  gateway.post("/v1/payment-files", balances(statement("2026-03-20", {{"3.00", "1232", "A3", ""}}),
                                             "1107.00", "1110.00"));
  auto const waiting = gateway.get("/v1/payments?allocated=false").body.at("data").as_array();
  REQUIRE(waiting.size() == 2);
  auto const seven = std::string{waiting.at(1).at("id").as_string()};
  auto const laid =
      gateway.post("/v1/payments/" + seven + "/allocate",
                   fmt::format(R"({{"allocations":[{{"receivable_id":"{}","amount":"7.00"}}]}})",
                               more.receivable));
  CHECK(laid.status == 200);
  settle(gateway);
  auto const now = told("2026-03-20");
  auto const again = told("2026-03-10");
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(again[i] == then[i]);
    CHECK(now[i] != then[i]);
  }
}
