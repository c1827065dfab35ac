// What comes back about a delivery, word by word, in a real store.
#include "gateway/deviations/hear.hpp"

#include <doctest/doctest.h>

#include "ledger/store/deviations.hpp"
#include "ledger/store/events.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using channels::Evidence;

namespace {

class Sent {
 public:
  Sent() {
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key", tests::noon, invoice_);
      tx.append("fi", "key", tests::noon, routed_);
      tx.append("fi", "key", tests::noon,
                tests::changed(routed_, "queued", "sent", "accepted_by_operator"));
    });
  }

  // "" when it was heard, else why not.
  std::string hear(gateway::News const& news) {
    std::string refusal;
    store_->write_now([&](ledger::Transaction& tx) {
      gateway::StepContext const context{billers_, tests::shipped_codes(), "system", now_,
                                         &tests::shipped_law()};
      auto const row = ledger::find_delivery(tx, "fi", routed_.delivery_id).value();
      auto const heard = gateway::hear(tx, row, news, context);
      if (!heard) refusal = heard.error();
    });
    return refusal;
  }
  std::string hear_bad(std::string code, std::string native) {
    gateway::News news;
    news.code = std::move(code);
    news.native_code = std::move(native);
    return hear(news);
  }
  std::string hear_good(Evidence evidence, std::string native, bool is_decided = false) {
    gateway::News news;
    news.evidence = evidence;
    news.native_code = std::move(native);
    news.is_decided = is_decided;
    return hear(news);
  }

  ledger::DeliveryRow row() {
    return store_->read([&](ledger::Snapshot& view) {
      return ledger::find_delivery(view, "fi", routed_.delivery_id).value();
    });
  }
  // Codes of the deviations in this state, the newest first.
  std::vector<std::string> deviations(std::string state) {
    return store_->read([&](ledger::Snapshot& view) {
      ledger::DeviationFilter filter;
      filter.state = std::move(state);
      std::vector<std::string> codes;
      for (auto const& one : ledger::list_deviations(view, "fi", filter, {50, ""}).rows)
        codes.push_back(one.code);
      return codes;
    });
  }
  // How often the timeline says it.
  int times_told(std::string const& native) {
    return store_->read([&](ledger::Snapshot& view) {
      int count = 0;
      for (auto const& stored :
           ledger::events_of_invoice(view, "fi", invoice_.invoice_id, 0, 1000)) {
        auto const fact = ledger::decode(stored.kind, stored.event.body, "");
        auto const* change = fact ? std::get_if<ledger::DeliveryChanged>(&*fact) : nullptr;
        count += change != nullptr && change->native_code == native;
      }
      return count;
    });
  }

 private:
  tests::TempDirectory home_;
  config::Settings settings_;
  gateway::Billers billers_{settings_};
  std::unique_ptr<ledger::Store> store_ = ledger::Store::open(tests::place_in(home_.path()), {});
  model::Instant now_ = tests::noon + std::chrono::hours{1};
  ledger::InvoiceAccepted invoice_ = tests::accepted("1");
  ledger::DeliveryRouted routed_ = tests::routed(invoice_);
};

using Codes = std::vector<std::string>;

}  // namespace

TEST_SUITE("deviations/hear") {
  TEST_CASE("a buyer who refuses after he has asked is heard") {
    Sent sent;
    CHECK(sent.hear_bad("buyer.under_query", "IMR UQ").empty());
    CHECK(sent.deviations("open") == Codes{"buyer.under_query"});
    CHECK(sent.hear_bad("buyer.rejected", "IMR RE").empty());
    CHECK(sent.deviations("open") == Codes{"buyer.rejected"});
    CHECK(sent.deviations("resolved") == Codes{"buyer.under_query"});
    CHECK(sent.row().state == "held");
    CHECK(sent.row().last_code == "buyer.rejected");
  }

  TEST_CASE("a buyer who accepts or pays ends the wait, a question or a refusal alike") {
    Sent sent;
    SUBCASE("after a question") { sent.hear_bad("buyer.under_query", "IMR UQ"); }
    SUBCASE("after a refusal") { sent.hear_bad("buyer.rejected", "IMR RE"); }
    SUBCASE("also when he had accepted before he asked") {
      sent.hear_good(Evidence::acknowledged_by_buyer, "IMR IP");
      sent.hear_bad("buyer.under_query", "IMR CA");
    }
    REQUIRE(sent.row().state == "held");
    CHECK(sent.hear_good(Evidence::acknowledged_by_buyer, "IMR AP", true).empty());
    CHECK(sent.row().state == "delivered");
    CHECK(sent.row().evidence == "acknowledged_by_buyer");
    CHECK_FALSE(sent.row().next_at);
    CHECK(sent.deviations("open").empty());
  }

  TEST_CASE("a word that says less than a refusal is told, and the refusal stays") {
    Sent sent;
    sent.hear_bad("buyer.rejected", "IMR RE");
    CHECK(sent.hear_bad("buyer.under_query", "IMR UQ").empty());
    CHECK(sent.hear_good(Evidence::acknowledged_by_buyer, "IMR IP").empty());
    CHECK(sent.hear_good(Evidence::delivered_to_recipient, "IMR AB").empty());
    CHECK(sent.deviations("open") == Codes{"buyer.rejected"});
    CHECK(sent.row().state == "held");
    CHECK(sent.row().last_code == "buyer.rejected");
    for (auto const word : {"IMR UQ", "IMR IP", "IMR AB"}) CHECK(sent.times_told(word) == 1);
  }

  TEST_CASE("an answered question that is worked on again is no question any more") {
    Sent sent;
    sent.hear_bad("buyer.under_query", "IMR UQ");
    sent.hear_good(Evidence::acknowledged_by_buyer, "IMR IP");
    CHECK(sent.row().state == "delivered");
    CHECK(sent.deviations("open").empty());
  }

  TEST_CASE("nobody but the buyer is heard about what he holds") {
    Sent sent;
    sent.hear_bad("buyer.under_query", "IMR UQ");
    CHECK_FALSE(sent.hear_bad("peppol.mls_rejected_content", "MLS RE").empty());
    CHECK(sent.deviations("open") == Codes{"buyer.under_query"});
  }

  TEST_CASE("a printer's next word is on the timeline, once, though it proves no more") {
    Sent sent;
    for (auto const word : {"RECEIVED", "PRINTED", "POSTED", "POSTED"})
      CHECK(sent.hear_good(Evidence::accepted_by_operator, word).empty());
    for (auto const word : {"RECEIVED", "PRINTED", "POSTED"}) CHECK(sent.times_told(word) == 1);
    CHECK(sent.row().state == "sent");
    CHECK(sent.row().evidence == "accepted_by_operator");
    // What proves less has been overtaken.
    CHECK(sent.hear_good(Evidence::handed_over, "SEEN").empty());
    CHECK(sent.times_told("SEEN") == 0);
  }
}
