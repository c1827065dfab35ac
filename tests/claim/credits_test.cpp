#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/books/month.hpp"
#include "gateway/books/returns.hpp"
#include "gateway/claim/adjust.hpp"
#include "gateway/claim/lay_credit.hpp"
#include "ledger/store/deviations.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// What the biller owes a customer: credit notes that fit no invoice, invoices that give money.
using namespace airut;
using namespace airut::tests;

namespace {

struct Note {
  std::string number, amount, preceding{}, customer = "100", name = "Asiakas";
};

// What the answer warns of.
std::string credit(ClaimHouse& house, Note const& note) {
  auto const taken = house.take(fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"credit_note","number":"{}",)"
      R"("issue_date":"{}","currency":"EUR",{}"buyer":{{"name":"{}","type":"consumer",{})"
      R"("address":{{"line1":"Tie 1","postal_code":"00100","city":"Helsinki","country":"FI"}}}},)"
      R"("lines":[{{"name":"Sähkö","quantity":"1","unit":"C62","net_price":"{}",)"
      R"("vat":{{"category":"Z","rate":"0"}}}}]}}}})",
      note.number, model::date_text(house.day_now()),
      note.preceding.empty() ? ""
                             : fmt::format(R"("preceding":[{{"number":"{}"}}],)", note.preceding),
      note.name,
      note.customer.empty() ? "" : fmt::format(R"("customer_number":"{}",)", note.customer),
      note.amount));
  auto const at = taken.body.find("\"warnings\"");
  return taken.body.substr(at, taken.body.find("\"livemode\"") - at);
}

// An invoice whose line is the sum; more is what follows its lines. The receivable.
std::string bill_sum(ClaimHouse& house, std::string const& number, std::string const& amount,
                     std::string const& more = {}, std::string const& wish = {}) {
  auto const taken = house.take(fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"invoice","number":"{}","issue_date":"{}",)"
      R"("currency":"EUR","buyer":{{"name":"Asiakas","type":"consumer","customer_number":"100",)"
      R"("address":{{"line1":"Tie 1","postal_code":"00100","city":"Helsinki","country":"FI"}}}},)"
      R"("lines":[{{"name":"Sähkö","quantity":"{}","unit":"C62","net_price":"{}",)"
      R"("vat":{{"category":"Z","rate":"0"}}}}]{}}},"receivable":{{"collection":"auto"{}}}}})",
      number, model::date_text(house.day_now()), amount.starts_with('-') ? "-1" : "1",
      amount.starts_with('-') ? amount.substr(1) : amount, more, wish));
  return house.store().read([&](ledger::Snapshot& view) {
    return ledger::receivable_by_invoice_number(view, "demo", "biller", number).value().id;
  });
}

ledger::ReceivableRow note_item(ClaimHouse& house, std::string const& number) {
  auto const found = house.store().read([&](ledger::Snapshot& view) {
    std::vector<ledger::ReceivableRow> all;
    for (auto const& row : ledger::list_receivables(view, "demo", {}, {100, ""}).rows) {
      if (row.invoice_number == number) all.push_back(row);
    }
    return all;
  });
  REQUIRE(found.size() == 1);
  return found.front();
}

gateway::ClaimContext claims(gateway::DayContext const& at) {
  return {at.billers, at.law, at.tenant, at.actor, at.now};
}

std::string lay_credit_on(ClaimHouse& house, std::string const& from, std::string const& to,
                          char const* amount) {
  std::string why;
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const done =
        gateway::lay_credit(tx, claims(house.context()), house.item(from),
                            {{to, *model::Money::parse(amount, model::Currency{})}}, "");
    why = done ? "" : done.error();
  });
  return why;
}

// "credit balances" that may be given back.
std::vector<std::string> returns(ClaimHouse& house) {
  return house.store().read([&](ledger::Snapshot& view) {
    std::vector<std::string> all;
    auto const& client = *house.context().billers.client("demo", "biller");
    for (auto const& one : gateway::return_proposals(view, "demo", client, house.day_now())) {
      all.push_back(one.invoice_number + " " + one.amount.text());
    }
    return all;
  });
}

// What the month's books have on the account, as debit less credit.
std::string booked(ClaimHouse& house, ledger::books::Account account) {
  auto const day = std::chrono::year_month_day{house.day_now()};
  auto const month = house.store().read([&](ledger::Snapshot& view) {
    return gateway::month_of(view, "demo", "biller", day.year() / day.month());
  });
  for (auto const& line : month.lines) {
    if (line.account == account) return line.closing.text();
  }
  return "0.00";
}

}  // namespace

TEST_CASE("a credit note that names no invoice here is told, kept, booked, and rests reminders") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("CI2", "125.50", "consumer", "100", "2026-03-16");
  house.deliver();
  auto const warnings = credit(house, {"CN1", "125.50", "CI-2"});
  CHECK(warnings.find("credit-note-waits") != std::string::npos);
  CHECK(warnings.find("CI-2") != std::string::npos);
  CHECK(note_item(house, "CN1").credit_balance.text() == "125.50");
  CHECK(house.deviations() == std::vector<std::string>{"claim.credit_waits"});
  CHECK(booked(house, ledger::books::Account::sales) == "0.00");
  CHECK(booked(house, ledger::books::Account::overpaid) == "-125.50");
  CHECK(on(house, "2026-03-30") == 0);
  CHECK(house.reason(id) == "customer-held");
  check_whole(house);

  CHECK(lay_credit_on(house, note_item(house, "CN1").id, id, "125.50").empty());
  CHECK(house.item(id).status == "credited");
  CHECK(note_item(house, "CN1").credit_balance.is_zero());
  CHECK(house.deviations().empty());
  check_whole(house);
}

TEST_CASE("a credit note without preceding invoices, or one for another customer, waits, too") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("CI2", "125.50", "consumer", "100", "2026-03-16");
  house.deliver();
  CHECK(credit(house, {"CN1", "10.00", ""}).find("credit-note-waits") != std::string::npos);
  auto const other = credit(house, {"CN2", "20.00", "CI2", "200"});
  CHECK(other.find("credit-note-waits") != std::string::npos);
  CHECK(other.find("another customer's") != std::string::npos);
  auto const named = credit(house, {"CN3", "30.00", "CI2", "", "Toinen"});
  CHECK(named.find("another customer's") != std::string::npos);
  CHECK(house.item(id).principal.text() == "125.50");
  CHECK(credit(house, {"CN4", "40.00", "CI2", "", "ASIAKAS"}).find("credit-note-waits") ==
        std::string::npos);
  CHECK(house.item(id).principal.text() == "85.50");
  CHECK(house.deviations().size() == 3);
  check_whole(house);
}

TEST_CASE("a credit note that comes before its invoice is laid on it when it comes") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  CHECK(credit(house, {"CN1", "25.50", "CI2"}).find("credit-note-waits") != std::string::npos);
  auto const id = house.invoice("CI2", "125.50", "consumer", "100", "2026-03-16");
  CHECK(house.item(id).principal.text() == "100.00");
  CHECK(house.item(id).credited.text() == "25.50");
  CHECK(note_item(house, "CN1").credit_balance.is_zero());
  CHECK(house.deviations().empty());
  house.deliver();
  CHECK(on(house, "2026-03-30") == 1);
  check_whole(house);
}

TEST_CASE("a person who closes the deviation of a credit lets reminders go on") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("CI2", "125.50", "consumer", "100", "2026-03-16");
  house.deliver();
  credit(house, {"CN1", "10.00", "old-77"});
  CHECK(on(house, "2026-03-30") == 0);
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const open = ledger::list_deviations(tx, "demo", {}, {1, ""}).rows.front();
    tx.append("demo", "key_test", house.now(),
              ledger::DeviationResolved{open.id, "", open.invoice_id, "close_no_action", ""});
  });
  CHECK(on(house, "2026-03-31") == 1);
  CHECK(house.item(id).letters == 1);
  CHECK(returns(house) == std::vector<std::string>{"CN1 10.00"});
  check_whole(house);
}

TEST_CASE("a credit note for an invoice that is not followed here is none of ours") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const untracked = fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"invoice","number":"U1","issue_date":"{}",)"
      R"("currency":"EUR","buyer":{{"name":"Asiakas","type":"consumer","customer_number":"100",)"
      R"("address":{{"line1":"Tie 1","postal_code":"00100","city":"Helsinki","country":"FI"}}}},)"
      R"("lines":[{{"name":"Sähkö","quantity":"1","unit":"C62","net_price":"50.00",)"
      R"("vat":{{"category":"Z","rate":"0"}}}}]}},"receivable":{{"track":false}}}})",
      model::date_text(house.day_now()));
  house.take(untracked);
  CHECK(credit(house, {"CN1", "50.00", "U1"}).find("credit-note-waits") == std::string::npos);
  CHECK(house.deviations().empty());
  CHECK(returns(house).empty());
  check_whole(house);
}

TEST_CASE("what a balancing bill owes the customer is kept for him and can be laid or given back") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const bill_id = bill_sum(house, "T1", "627.50", R"(,"totals":{"paid":"700.00"})");
  CHECK(house.item(bill_id).credit_balance.text() == "72.50");
  CHECK(house.item(bill_id).status == "closed");
  CHECK(returns(house) == std::vector<std::string>{"T1 72.50"});
  CHECK(booked(house, ledger::books::Account::sales) == "72.50");
  auto const next = house.invoice("T2", "100.00", "consumer", "100", "2026-03-16");
  house.deliver();
  CHECK(on(house, "2026-03-30") == 0);
  CHECK(house.reason(next) == "customer-held");
  CHECK(lay_credit_on(house, bill_id, next, "72.50").empty());
  CHECK(house.item(next).principal.text() == "27.50");
  CHECK(house.deviations().empty());
  CHECK(on(house, "2026-03-31") == 1);
  check_whole(house);
}

TEST_CASE("an invoice below zero is a credit of the customer, and of the invoice that it names") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("CI2", "125.50", "consumer", "100", "2026-03-16");
  auto const named = bill_sum(house, "N1", "-24.00", R"(,"preceding":[{"number":"CI2"}])");
  CHECK(house.item(id).principal.text() == "101.50");
  CHECK(house.item(named).credit_balance.is_zero());
  CHECK(house.deviations().empty());
  auto const alone = bill_sum(house, "N2", "-376.50");
  CHECK(house.item(alone).credit_balance.text() == "376.50");
  CHECK(house.deviations().size() == 1);
  CHECK(booked(house, ledger::books::Account::sales) == "275.00");
  CHECK(returns(house) == std::vector<std::string>{"N2 376.50"});
  check_whole(house);
}

TEST_CASE("what is paid already beyond the document is kept, and what it hides is told") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = bill_sum(house, "P1", "627.50", "", R"(,"already_paid":"700.00")");
  CHECK(house.item(id).credit_balance.text() == "72.50");
  CHECK(returns(house) == std::vector<std::string>{"P1 72.50"});
  auto const twice = bill_sum(house, "P2", "627.50", R"(,"totals":{"paid":"627.50"})",
                              R"(,"already_paid":"627.50")");
  CHECK(house.item(twice).credit_balance.is_zero());
  check_whole(house);
}

TEST_CASE("a credit note that is cancelled before anybody had it keeps nothing") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  credit(house, {"CN1", "10.00", "old-77"});
  auto const note = note_item(house, "CN1");
  house.store().write_now([&](ledger::Transaction& tx) {
    tx.append("demo", "key_test", house.now(),
              ledger::InvoiceHeld{note.invoice_id, "cancel", "wrong"});
    gateway::close_cancelled(tx, claims(house.context()), note.id, "wrong");
  });
  CHECK(note_item(house, "CN1").credit_balance.is_zero());
  CHECK(house.deviations().empty());
  CHECK(booked(house, ledger::books::Account::sales) == "0.00");
  check_whole(house);
}
