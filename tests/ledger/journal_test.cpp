#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "ledger/journal/event.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

// The export of a small history: ten invoices of two tenants with their deliveries.
std::string exported(bool with_personal) {
  TempDirectory const home;
  {
    auto const store = ledger::Store::open(place_in(home.path()), {});
    store->write_now([](ledger::Transaction& tx) {
      for (int i = 0; i < 10; ++i) {
        auto const invoice = accepted(std::to_string(i));
        auto const* tenant = i % 2 == 0 ? "fi" : "no";
        tx.append(tenant, "key_1", noon, invoice);
        tx.append(tenant, "key_1", noon, routed(invoice));
      }
    });
  }
  std::ostringstream out;
  auto const parts =
      with_personal ? ledger::PersonalParts::without_secrets : ledger::PersonalParts::left_out;
  ledger::export_journal(place_in(home.path()), parts, [&](std::string const& line) {
    return static_cast<bool>(out << line << '\n');
  });
  return out.str();
}

ledger::VerifyReport verified(std::string const& text) {
  std::istringstream in{text};
  return ledger::verify_export(in);
}

}  // namespace

TEST_SUITE("ledger/journal") {
  TEST_CASE("an export proves its chain, with and without the personal parts") {
    for (bool const with_personal : {true, false}) {
      auto const report = verified(exported(with_personal));
      CHECK_FALSE(report.first_break);
      CHECK(report.events == 20);
      CHECK(report.tenants == 2);
    }
  }

  TEST_CASE("a letter of before says that collection follows as its proof did") {
    ledger::LetterDecided letter;
    letter.proof = R"([{"rule":"due","text":"collection-notice"}])";
    CHECK_FALSE(ledger::announces_collection(letter));
    letter.proof = R"([{"rule":"collection-notice","text":""}])";
    CHECK(ledger::announces_collection(letter));
    CHECK(ledger::encode(letter).body.find("announces_collection") == std::string::npos);
    letter.announces_collection = false;
    auto const encoded = ledger::encode(letter);
    auto const again = ledger::decode("letter_decided", encoded.body, "");
    REQUIRE(again);
    CHECK_FALSE(ledger::announces_collection(std::get<ledger::LetterDecided>(*again)));
  }

  TEST_CASE("a webhook's secret leaves in no export, and the chain is proved without it") {
    TempDirectory const home;
    ledger::Store::open(place_in(home.path()), {})->write_now([](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, accepted("1"));
      tx.append("fi", "key_1", noon,
                ledger::WebhookEndpointChanged{
                    "whk_1", "create", "https://a.example", {}, true, "", "whsec_x"});
    });
    auto const text = [&](ledger::PersonalParts parts) {
      std::ostringstream out;
      ledger::export_journal(place_in(home.path()), parts, [&](std::string const& line) {
        return static_cast<bool>(out << line << '\n');
      });
      return out.str();
    };
    auto const taken_away = text(ledger::PersonalParts::without_secrets);
    CHECK(taken_away.find("whsec_") == std::string::npos);
    CHECK(taken_away.find("\"personal\":") != std::string::npos);
    CHECK_FALSE(verified(taken_away).first_break);
    auto const whole = text(ledger::PersonalParts::whole);
    CHECK(whole.find("whsec_") != std::string::npos);
    CHECK_FALSE(verified(whole).first_break);
  }

  TEST_CASE("no changed byte of an export goes unnoticed") {
    auto const text = exported(true);
    for (std::size_t at = 0; at < text.size(); at += 7) {
      auto broken = text;
      broken[at] = broken[at] == '1' ? '2' : '1';
      if (broken[at] == text[at]) continue;
      INFO("byte ", at, " of line ",
           std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1);
      CHECK(verified(broken).first_break);
    }
  }

  TEST_CASE("a line that was dropped, doubled or moved is found") {
    auto const text = exported(true);
    auto const first = text.find('\n') + 1, second = text.find('\n', first) + 1;
    CHECK(verified(text.substr(0, first) + text.substr(second)).first_break);
    CHECK(verified(text.substr(0, second) + text.substr(first)).first_break);
    CHECK(verified(text.substr(first, second - first) + text.substr(0, first) + text.substr(second))
              .first_break);
  }

  TEST_CASE("a tail that was cut off shows in where the tenant's chain ends") {
    auto const whole = exported(false);
    auto const heads = verified(whole).heads;
    REQUIRE(heads.size() == 2);
    std::vector<std::string> lines;
    std::istringstream in{whole};
    for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(heads[0].seq) - 1);
    std::string cut;
    for (auto const& line : lines) cut += line;
    auto const report = verified(cut);
    CHECK_FALSE(report.first_break);
    CHECK(report.heads[0].seq == heads[0].seq - 1);
    CHECK(report.heads[0].hash != heads[0].hash);
    CHECK(report.heads[1].hash == heads[1].hash);
  }

  TEST_CASE("a fact reads back as it was written") {
    auto const invoice = accepted("1");
    ledger::PaymentFileImported file;
    file.file_id = "pfi_1";
    file.coverage = {{invoice.account, *model::parse_date("2026-09-20")}};
    ledger::PaymentAllocated laid;
    laid.payment_id = "pay_1";
    laid.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", eur(-100)}};
    laid.personal_note = "asked by telephone";
    ledger::LetterCorrected back;
    back.letter_id = "ltr_1";
    back.reason = "paid";
    back.withdrawn = true;
    back.fee = eur(500);
    for (ledger::Fact const& fact :
         {ledger::Fact{invoice}, ledger::Fact{routed(invoice)}, ledger::Fact{file},
          ledger::Fact{laid}, ledger::Fact{back},
          ledger::Fact{changed(routed(invoice), "queued", "sent", "handed_over")}}) {
      auto const encoded = ledger::encode(fact);
      auto const again = ledger::decode(ledger::fact_kind(fact), encoded.body, encoded.personal);
      REQUIRE(again);
      auto const twice = ledger::encode(*again);
      CHECK(twice.body == encoded.body);
      CHECK(twice.personal == encoded.personal);
      CHECK(again->index() == fact.index());
    }
    CHECK_FALSE(ledger::decode("no_such_fact", "{}", ""));
  }
}
