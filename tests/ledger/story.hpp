#pragma once

#include <functional>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "ledger/audit/audit.hpp"
#include "ledger/journal/export.hpp"
#include "tests/support/day.hpp"

// Journals made fact by fact, lawful or forged, for the audit to find out.
namespace airut::tests::story {

using tests::day;

inline config::Law const& law() {
  static auto const loaded = config::Law::load(AIRUT_SOURCE "/config/tables", "");
  REQUIRE(loaded);
  return *loaded;
}

inline model::Money euro(std::int64_t minor) { return {minor, model::Currency{}}; }

// A journal in the making: facts with the day on which they were booked.
struct Story {
  std::stringstream lines;
  std::int64_t seq = 0;

  Story& add(char const* booked, ledger::Fact const& fact) {
    ledger::Event event;
    event.tenant = "demo";
    event.seq = ++seq;
    event.booked = model::Instant{day(booked)} + std::chrono::hours{8};
    event.body = ledger::encode(fact).body;
    lines << ledger::export_line(event, ledger::fact_kind(fact), false) << '\n';
    return *this;
  }
  std::set<std::string> broken_rules() {
    auto const report = ledger::audit::audit(lines, law());
    CHECK(report.unreadable.empty());
    std::set<std::string> rules;
    for (auto const& one : report.findings) rules.insert(one.rule);
    return rules;
  }
};

inline ledger::InvoiceAccepted invoice() {
  ledger::InvoiceAccepted fact;
  fact.invoice_id = "inv_1";
  fact.receivable_id = "rcv_1";
  fact.number = "1";
  fact.due = fact.gross = euro(14307);
  fact.issue_date = day("2026-03-02");
  fact.due_date = day("2026-03-16");
  fact.account = "FI2112345600000785";
  fact.buyer_type = "consumer";
  fact.collection = "auto";
  fact.client = "biller";
  fact.customer_number = "100";
  return fact;
}

inline ledger::DeliveryRouted routed(std::string id, std::string kind, std::string document) {
  ledger::DeliveryRouted fact;
  fact.delivery_id = std::move(id);
  fact.invoice_id = "inv_1";
  fact.document_kind = std::move(kind);
  fact.document_id = std::move(document);
  return fact;
}

inline ledger::DeliveryChanged sent(std::string id) {
  ledger::DeliveryChanged fact;
  fact.delivery_id = std::move(id);
  fact.invoice_id = "inv_1";
  fact.to = "sent";
  fact.evidence = "handed_over";
  return fact;
}

inline ledger::PaymentFileImported bank_file(char const* until) {
  ledger::PaymentFileImported fact;
  fact.coverage = {{"FI2112345600000785", day(until)}};
  return fact;
}

inline ledger::LetterDecided letter() {
  ledger::LetterDecided fact;
  fact.letter_id = "ltr_1";
  fact.receivable_id = "rcv_1";
  fact.invoice_id = "inv_1";
  fact.kind = "first_reminder";
  fact.day = day("2026-03-30");
  fact.deadline = day("2026-04-13");
  fact.principal_open = euro(14307);
  fact.fee = euro(500);
  fact.interest = euro(52);
  fact.interest_from = day("2026-03-17");
  fact.interest_until = day("2026-03-30");
  fact.country = "FI";
  fact.debtor = "consumer";
  return fact;
}

// Delivered, bank data there: a lawful first reminder may follow.
inline Story& ready(Story& story) {
  return story.add("2026-03-02", invoice())
      .add("2026-03-02", routed("dlv_1", "invoice", "inv_1"))
      .add("2026-03-02", sent("dlv_1"))
      .add("2026-03-28", bank_file("2026-03-27"));
}

using Rules = std::set<std::string>;

struct Claim {
  char const *country = "FI", *debtor = "consumer";
  char const *sent = "2026-01-01", *due = "2026-01-15";
  std::int64_t minor = 100'000;
};

inline model::Money money(Claim const& claim, std::int64_t minor) {
  auto const* code = std::string_view{claim.country} == "NO" ? "NOK" : "EUR";
  return {minor, *model::Currency::parse(code)};
}

// A claim's life, forged where a test wants it.
class Life {
 public:
  explicit Life(Claim claim = {}) : claim_(claim) {
    auto fact = invoice();
    fact.due = fact.gross = money(claim_, claim_.minor);
    fact.issue_date = day(claim_.sent);
    fact.due_date = day(claim_.due);
    fact.buyer_type = claim_.debtor;
    fact.buyer_country = claim_.country;
    accepted_ = fact;
  }

  ledger::InvoiceAccepted& invoiced() { return accepted_; }

  Life& begin() {
    if (has_begun_) return *this;
    has_begun_ = true;
    add(claim_.sent, accepted_).add(claim_.sent, routed("dlv_1", "invoice", "inv_1"));
    return add(claim_.sent, sent("dlv_1"));
  }

  Life& add(char const* booked, ledger::Fact const& fact) {
    story_.add(booked, fact);
    return *this;
  }

  ledger::LetterDecided letter_of(char const* kind, char const* on, char const* deadline,
                                  std::int64_t fee = 0) {
    auto fact = letter();
    fact.letter_id = "ltr_" + std::to_string(++letters_);
    fact.kind = kind;
    fact.round = letters_;
    fact.day = day(on);
    fact.deadline = day(deadline);
    fact.principal_open = money(claim_, claim_.minor);
    fact.fee = money(claim_, fee);
    fact.interest = fact.cost = money(claim_, 0);
    fact.interest_from.reset();
    fact.interest_until.reset();
    fact.country = claim_.country;
    fact.debtor = claim_.debtor;
    return fact;
  }

  // Decided after a bank file of the day before, and gone on the day.
  Life& decide(ledger::LetterDecided const& fact, char const* left = nullptr,
               char const* channel = "print") {
    auto const on = model::date_text(fact.day);
    begin();
    ledger::PaymentFileImported file;
    file.coverage = {{"FI2112345600000785", fact.day - std::chrono::days{1}}};
    add(on.c_str(), file).add(on.c_str(), fact);
    auto const delivery = "dlv_" + fact.letter_id;
    auto route = routed(delivery, "reminder", fact.letter_id);
    route.channel = channel;
    return add(on.c_str(), route).add(left != nullptr ? left : on.c_str(), sent(delivery));
  }
  Life& letter_on(char const* kind, char const* on, char const* deadline, std::int64_t fee = 0) {
    return decide(letter_of(kind, on, deadline, fee));
  }

  Rules broken() { return story_.broken_rules(); }

 private:
  Claim claim_;
  Story story_;
  ledger::InvoiceAccepted accepted_;
  bool has_begun_ = false;
  int letters_ = 0;
};

inline constexpr Claim norway{"NO", "consumer"};
inline constexpr Claim company{"FI", "business"};

}  // namespace airut::tests::story
