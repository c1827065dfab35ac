#include "ledger/receivables/back_test.hpp"

#include <chrono>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/temp_directory.hpp"

// What another policy would have done over a past journal.
using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;
using std::chrono::days;

namespace {

constexpr auto* shipped_tables = AIRUT_SOURCE "/config/tables";

InvoiceAccepted accepted(char const* number, std::int64_t minor) {
  InvoiceAccepted fact;
  fact.invoice_id = std::string{"inv_"} + number;
  fact.receivable_id = std::string{"rcv_"} + number;
  fact.client = "biller";
  fact.number = number;
  fact.type = "invoice";
  fact.due = fact.gross = model::Money{minor, {}};
  fact.issue_date = day("2026-01-02");
  fact.due_date = day("2026-01-16");
  fact.account = "FI2112345600000785";
  fact.buyer_type = "consumer";
  fact.buyer_country = "FI";
  fact.policy = "test";
  fact.reminders = "auto";
  return fact;
}

model::Instant at(char const* text) {
  return model::Instant{day(text).time_since_epoch()} + std::chrono::hours{9};
}

// Two invoices of one customer, the first paid in February; more: what else becomes known, and
// when.
BackTestReport tested(config::DunningPolicy const& candidate, BackTestClient const& client,
                      config::Law const& law,
                      std::vector<std::pair<char const*, Fact>> const& more = {}) {
  BackTest test{{candidate, day("2026-01-01"), day("2026-03-31"), {{"biller", client}}, false},
                law};
  for (auto const* number : {"1", "2"}) {
    auto invoice = accepted(number, 20000);
    invoice.customer_number = "100";
    test.take(invoice, at("2026-01-02"));
    DeliveryRouted routed;
    routed.delivery_id = std::string{"dlv_"} + number;
    routed.document_kind = "invoice";
    routed.invoice_id = invoice.invoice_id;
    test.take(routed, at("2026-01-02"));
    DeliveryChanged sent;
    sent.delivery_id = routed.delivery_id;
    sent.to = "delivered";
    sent.evidence = "delivered_to_recipient";
    test.take(sent, at("2026-01-02"));
  }
  PaymentReceived paid;
  paid.payment_id = "pay_1";
  paid.value_date = day("2026-02-05");
  paid.parts = {{"rcv_1", "inv_1", "principal", model::Money{20100, {}}}};
  for (auto one = day("2026-01-05"); one < day("2026-04-01"); one += days{1}) {
    PaymentFileImported file;
    file.coverage = {{"FI2112345600000785", one}};
    auto const when = model::Instant{one.time_since_epoch()} + std::chrono::hours{20};
    if (one == day("2026-02-05")) test.take(paid, when);
    for (auto const& [on, fact] : more) {
      if (one == day(on)) test.take(fact, when);
    }
    test.take(file, when);
  }
  return test.finish();
}

BackTestReport tested(config::DunningPolicy const& candidate,
                      std::vector<std::pair<char const*, Fact>> const& more = {}) {
  return tested(candidate, {"FI"}, config::Law::load(shipped_tables, "").value(), more);
}

config::DunningPolicy reminding_after(int wait) {
  config::DunningPolicy policy;
  policy.name = "test";
  policy.grace_days = 0;
  policy.bank_data_age_days = 5;
  policy.steps = {{"first_reminder"}};
  policy.steps[0].after_days = wait;
  return policy;
}

std::int64_t letters_of(BackTestReport const& report) {
  auto const sums = report.would.find("EUR");
  if (sums == report.would.end()) return 0;
  auto const found = sums->second.letters.find("first_reminder");
  return found == sums->second.letters.end() ? 0 : found->second;
}

}  // namespace

TEST_CASE("a back-test reminds of nothing that was given up, moved, laid, written off or held") {
  auto const policy = reminding_after(30);
  CHECK(letters_of(tested(policy)) == 1);
  ReceivableAdjusted given_up;
  given_up.receivable_id = "rcv_2";
  given_up.kind = "write_off";
  given_up.parts = {{"rcv_2", "inv_2", "principal", model::Money{20000, {}}}};
  CHECK(letters_of(tested(policy, {{"2026-02-10", given_up}})) == 0);
  DueDateChanged later;
  later.receivable_id = "rcv_2";
  later.due_date = day("2026-03-20");
  CHECK(letters_of(tested(policy, {{"2026-02-10", later}})) == 0);
  CreditLaid credit;
  credit.receivable_id = "rcv_1";
  credit.parts = {{"rcv_2", "inv_2", "principal", model::Money{20000, {}}}};
  auto const laid = tested(policy, {{"2026-02-10", credit}});
  CHECK(letters_of(laid) == 0);
  CHECK(laid.cash == tested(policy).cash);
  CollectionMoved closed;
  closed.receivable_id = "rcv_2";
  closed.from = "legal";
  closed.to = "closed_credit_loss";
  closed.day = day("2026-02-10");
  closed.principal = model::Money{20000, {}};
  closed.interest = closed.fee = closed.cost = model::Money{0, {}};
  CHECK(letters_of(tested(policy, {{"2026-02-10", closed}})) == 0);
  CustomerTermsSet held;
  held.client = "biller";
  held.customer_number = "100";
  held.hold_reason = "negotiation";
  CHECK(letters_of(tested(policy, {{"2026-02-10", held}})) == 0);
}

TEST_CASE("claims that a back-test reminds of on one sheet carry one fee") {
  auto policy = reminding_after(14);
  auto const apart = tested(policy);
  CHECK(letters_of(apart) == 2);
  policy.one_letter = true;
  auto const together = tested(policy);
  CHECK(letters_of(together) == 2);
  CHECK(together.would.at("EUR").fees * 2 == apart.would.at("EUR").fees);
}

TEST_CASE("a back-test says what letters, fees and cash a policy would have made") {
  config::DunningPolicy mild;
  mild.name = "test";
  mild.grace_days = 0;
  mild.bank_data_age_days = 5;
  mild.steps = {{"first_reminder"}};
  mild.steps[0].after_days = 30;
  auto const gentle = tested(mild);
  CHECK(gentle.claims == 2);
  // The first was paid on the twentieth day: only the second is reminded.
  CHECK(gentle.would.at("EUR").letters.at("first_reminder") == 1);
  CHECK(gentle.would.at("EUR").fees == 500);
  CHECK(gentle.cash.at("EUR") == 20100);
  CHECK(gentle.beyond.at("EUR") == 100);
  auto harsh = mild;
  harsh.steps = {{"first_reminder"}, {"second_reminder"}};
  auto const firm = tested(harsh);
  CHECK(firm.would.at("EUR").letters.at("first_reminder") == 2);
  // The first was paid before its second: what was owed of its fee stays open.
  CHECK(firm.would.at("EUR").letters.at("second_reminder") == 1);
  CHECK(firm.would.at("EUR").fees == 1500);
  CHECK(firm.beyond.count("EUR") == 0);
  // The same journal and policy give the same figures.
  CHECK(tested(harsh).would == firm.would);
}

TEST_CASE("a back-test demands nothing of a stopped customer") {
  CustomerTermsSet stopped;
  stopped.client = "biller";
  stopped.customer_number = "100";
  stopped.stopped = "deceased";
  auto const report = tested(reminding_after(30), {{"2026-02-10", stopped}});
  CHECK(letters_of(report) == 0);
  CHECK(report.no_letter.contains("stopped"));
}

TEST_CASE("a back-test keeps what needs no judgment under its own ceiling of costs") {
  TempDirectory const overlay;
  std::ofstream{overlay.path() / "cost_ceilings.tsv"}
      << "country\tdebtor\tfrom\tprincipal_to\tminor\tcurrency\tsource\n"
         "FI\tconsumer-enforceable\t2026-01-01\t99999999999\t700\tEUR\ta test\n";
  auto const law = config::Law::load(shipped_tables, overlay.path()).value();
  auto policy = reminding_after(14);
  policy.steps.push_back({"second_reminder"});
  BackTestClient client{"FI"};
  CHECK(tested(policy, client, law).would.at("EUR").fees == 1500);
  client.enforceable = true;
  // One claim has one reminder, the other two: 5.00, and 5.00 with the 2.00 that are left.
  CHECK(tested(policy, client, law).would.at("EUR").fees == 1200);
}
