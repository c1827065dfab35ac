// A claim for a direct debit and the eFaktura beside it: every combination of their states.
#include "gateway/dispatch/pair.hpp"

#include <array>
#include <map>

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "gateway/follow/follower.hpp"
#include "gateway/follow/look.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using config::Half;
using config::PairAction;
using gateway::Step;

namespace {

constexpr std::array<Half, 4> halves{Half::waiting, Half::accepted, Half::refused, Half::unknown};

config::Settings norwegian_settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "no";
  tenant.country = "NO";
  config::Client client;
  client.ref = "siivous";
  client.seller.legal_id = "974760673";
  client.accounts = {{"86011117947", "", ""}};
  client.channel_order_consumer = {"efaktura", "print"};
  tenant.clients = {client};
  settings.tenants = {tenant};
  settings.channels = {{"efaktura", "efaktura", 2, config::EfakturaSettings{}},
                       {"avtalegiro", "json", 2, config::DirectorySettings{}},
                       {"print", "pdf", 2, config::DirectorySettings{}}};
  return settings;
}

model::Submission pair_submission() {
  model::Submission submission;
  submission.client_ref = "siivous";
  submission.invoice = sample_invoice();
  submission.invoice.currency = model::Currency::parse("NOK").value();
  submission.invoice.buyer.type = model::PartyType::consumer;
  submission.invoice.buyer.contact.phone = "97777776";
  submission.distribution.channels = {"avtalegiro", "efaktura", "print"};
  return submission;
}

// A pair in a store, its halves brought into any state.
class Pair {
  template <class Work>
  auto read(Work work) {
    return store_->read([&](ledger::Snapshot& view) { return work(view); });
  }

 public:
  Pair() : store_(ledger::Store::open(place_in(home_.path()), {})) {
    auto invoice = accepted("1");
    store_->write_now([&](ledger::Transaction& tx) {
      invoice.canonical_digest =
          ledger::keep_document(tx, "application/json", json::write_submission(pair_submission()));
      tx.append("no", "key_1", noon, invoice);
      presentation_ = routed(invoice);
      presentation_.channel = presentation_.format = "efaktura";
      presentation_.personal_address = "msisdn:4797777776";
      claim_ = routed(invoice);
      claim_.document_kind = "claim";
      claim_.channel = "avtalegiro";
      claim_.remaining.clear();
      tx.append("no", "key_1", noon, presentation_);
      tx.append("no", "key_1", noon, claim_);
    });
  }

  ledger::DeliveryRow row(ledger::DeliveryRouted const& one) {
    return read([&](auto& view) { return *ledger::find_delivery(view, "no", one.delivery_id); });
  }
  ledger::DeliveryRow presentation() { return row(presentation_); }
  ledger::DeliveryRow claim() { return row(claim_); }
  ledger::DeliveryRow newest() {
    return read([&](auto& view) { return *gateway::invoice_beside(view, claim_row(view)); });
  }
  PairAction action() {
    return read([&](auto& view) {
      auto const invoice = *ledger::find_delivery(view, "no", presentation_.delivery_id);
      return gateway::pair_action(view, invoice, shipped_codes());
    });
  }

  void bring_presentation(Half half) { bring(presentation_, half); }
  void bring_claim(Half half) { bring(claim_, half); }
  void seal_presentation() { seal(presentation_); }

  // What the channel answered, as the dispatcher applies it.
  void answer(ledger::DeliveryRouted const& one, channels::Outcome const& outcome) {
    seal(one);
    write([&](ledger::Transaction& tx, gateway::StepContext const& context) {
      auto const now = *ledger::find_delivery(tx, "no", one.delivery_id);
      auto const rules = gateway::rules_of(tx, now, channels::Repeat::safe, context);
      auto const step = gateway::after_attempt(now, outcome, rules, context.now);
      gateway::apply_step(tx, now, step, {}, context);
    });
  }
  void claim_answers(channels::Outcome const& outcome) { answer(claim_, outcome); }
  void presentation_answers(channels::Outcome const& outcome) { answer(presentation_, outcome); }

  std::string withdrawal() {
    return read([&](auto& view) {
      auto const invoice = *ledger::find_delivery(view, "no", presentation_.delivery_id);
      return gateway::withdrawal_reason(view, invoice, shipped_codes());
    });
  }
  void take_back(channels::Withdrawal what) {
    write([&](ledger::Transaction& tx, gateway::StepContext const& context) {
      auto const now = *ledger::find_delivery(tx, "no", presentation_.delivery_id);
      channels::WithdrawalAnswer answer;
      answer.what = what;
      answer.trace.code =
          what == channels::Withdrawal::too_late ? "efaktura.too_late_to_cancel" : "";
      gateway::take_withdrawal(tx, {now, {}, "claim_refused"}, answer, context);
    });
  }
  std::size_t deliveries() {
    ledger::DeliveryFilter filter;
    filter.invoice_id = presentation_.invoice_id;
    return read([&](auto& view) {
      return ledger::list_deliveries(view, "no", filter, {50, ""}).rows.size();
    });
  }
  bool has_deviation(ledger::DeliveryRow const& one) {
    return read(
        [&](auto& view) { return ledger::open_deviation_of(view, "no", one.id).has_value(); });
  }

 private:
  template <class Work>
  void write(Work work) {
    gateway::StepContext const context{billers_, shipped_codes(), "system", noon, &shipped_law()};
    store_->write_now([&](ledger::Transaction& tx) { work(tx, context); });
  }
  ledger::DeliveryRow claim_row(ledger::Snapshot& view) {
    return *ledger::find_delivery(view, "no", claim_.delivery_id);
  }
  void seal(ledger::DeliveryRouted const& one) {
    store_->write_now([&](ledger::Transaction& tx) {
      auto const now = *ledger::find_delivery(tx, "no", one.delivery_id);
      ledger::AttemptStarted attempt;
      attempt.delivery_id = one.delivery_id;
      attempt.invoice_id = one.invoice_id;
      attempt.attempt_id = model::new_id("att", noon);
      attempt.number = now.attempt_count + 1;
      attempt.payload_digest = std::string(64, 'a');
      attempt.lease_until = noon;
      tx.append("no", "system", noon, attempt);
    });
  }
  void bring(ledger::DeliveryRouted const& one, Half half) {
    static std::map<Half, std::pair<std::string, std::string>> const states{
        {Half::accepted, {"sent", "handed_over"}},
        {Half::refused, {"failed", "none"}},
        {Half::unknown, {"unknown", "none"}},
        {Half::waiting, {"deferred", "none"}}};
    seal(one);
    auto const& [state, evidence] = states.at(half);
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append("no", "system", noon, changed(one, "dispatching", state, evidence));
    });
  }

  TempDirectory home_;
  std::unique_ptr<ledger::Store> store_;
  config::Settings settings_ = norwegian_settings();
  gateway::Billers billers_{settings_};
  ledger::DeliveryRouted presentation_, claim_;
};

channels::Refused refused(std::string code) { return {trace(std::move(code))}; }

}  // namespace

TEST_SUITE("dispatch/pair") {
  TEST_CASE("for every combination of the halves the table says what follows, and it is found") {
    for (auto const claim : halves) {
      for (auto const presentation : halves) {
        CAPTURE(static_cast<int>(claim));
        CAPTURE(static_cast<int>(presentation));
        Pair pair;
        pair.bring_presentation(presentation);
        pair.bring_claim(claim);
        CHECK(gateway::half_of(pair.claim()) == claim);
        CHECK(gateway::half_of(pair.presentation()) == presentation);
        bool const promise_broken = claim == Half::refused && (presentation == Half::waiting ||
                                                               presentation == Half::accepted);
        CHECK((pair.action() == PairAction::present_anew) == promise_broken);
        bool const is_out = presentation == Half::accepted;
        CHECK((pair.withdrawal() == "claim_refused") == promise_broken);
        if (!is_out) continue;
        CHECK(pair.presentation().state == "sent");
      }
    }
  }

  TEST_CASE("a claim that is refused needs no person, and the eFaktura that waits is made anew") {
    Pair pair;
    pair.bring_presentation(Half::waiting);
    pair.claim_answers(refused("avtalegiro.mandate_missing"));
    CHECK(pair.claim().state == "failed");
    CHECK_FALSE(pair.has_deviation(pair.claim()));
    CHECK(pair.presentation().state == "rerouted");
    auto const anew = pair.newest();
    CHECK(anew.channel == "efaktura");
    CHECK(anew.state == "queued");
    CHECK(anew.reason == "claim-refused");
    CHECK(anew.replaces == pair.presentation().id);
    CHECK(anew.payload_digest.empty());
    CHECK(pair.deliveries() == 3);
  }

  TEST_CASE("an eFaktura that is not made yet is simply made without the promise") {
    Pair pair;
    pair.claim_answers(refused("avtalegiro.mandate_missing"));
    CHECK(pair.presentation().state == "queued");
    CHECK(pair.deliveries() == 2);
  }

  TEST_CASE("an eFaktura that is out is taken back first, and then shown again") {
    Pair pair;
    pair.presentation_answers(channels::HandedOver{});
    pair.claim_answers(refused("avtalegiro.mandate_missing"));
    CHECK(pair.presentation().state == "sent");
    CHECK(pair.withdrawal() == "claim_refused");
    SUBCASE("taken back") {
      pair.take_back(channels::Withdrawal::done);
      CHECK(pair.presentation().state == "rerouted");
      CHECK(pair.newest().reason == "claim-refused");
      CHECK(pair.withdrawal().empty());
      CHECK(pair.deliveries() == 3);
      pair.take_back(channels::Withdrawal::done);  // twice is once
      CHECK(pair.deliveries() == 3);
    }
    SUBCASE("no answer changes nothing") {
      pair.take_back(channels::Withdrawal::no_answer);
      CHECK(pair.presentation().state == "sent");
      CHECK(pair.deliveries() == 2);
    }
    SUBCASE("too late: the recipient has paid it, and that is told once") {
      pair.take_back(channels::Withdrawal::too_late);
      CHECK(pair.presentation().state == "sent");
      CHECK(pair.presentation().last_code == "efaktura.too_late_to_cancel");
      auto const version = pair.presentation().version;
      pair.take_back(channels::Withdrawal::too_late);
      CHECK(pair.presentation().version == version);
      CHECK(pair.deliveries() == 2);
    }
  }

  TEST_CASE("an eFaktura that is refused goes by the next channel, and the claim stays") {
    Pair pair;
    pair.claim_answers(channels::HandedOver{});
    pair.presentation_answers(refused("efaktura.no_agreement"));
    CHECK(pair.presentation().state == "rerouted");
    CHECK(pair.newest().channel == "print");
    CHECK(pair.claim().state == "sent");
    CHECK(pair.deliveries() == 3);
  }

  TEST_CASE("when both are refused the invoice goes by the next channel alone, once") {
    for (bool const claim_first : {true, false}) {
      CAPTURE(claim_first);
      Pair pair;
      if (claim_first) pair.claim_answers(refused("avtalegiro.mandate_missing"));
      pair.presentation_answers(refused("efaktura.no_agreement"));
      if (!claim_first) pair.claim_answers(refused("avtalegiro.mandate_missing"));
      CHECK(pair.newest().channel == "print");
      CHECK(pair.newest().state == "queued");
      CHECK(pair.claim().state == "failed");
      CHECK(pair.deliveries() == 3);
    }
  }

  TEST_CASE("a half that nobody knows of is left to its own course") {
    Pair pair;
    pair.presentation_answers(channels::HandedOver{});
    pair.claim_answers(channels::Unsure{trace("transport.no_answer")});
    CHECK(pair.claim().state == "unknown");
    CHECK(pair.withdrawal().empty());
    CHECK(pair.presentation().state == "sent");
  }

  TEST_CASE("the claim is not the invoice's delivery: what counts as sent is what shows it") {
    Pair pair;
    pair.claim_answers(channels::HandedOver{});
    CHECK(pair.presentation().state == "queued");
    pair.presentation_answers(channels::HandedOver{});
    CHECK(pair.presentation().state == "sent");
  }
}

TEST_SUITE("follow") {
  TEST_CASE(
      "a document is asked about soon at first, twice a day in the end, each at its own time") {
    using std::chrono::seconds;
    CHECK(gateway::follow_delay(seconds{0}, "dlv_1") >= seconds{4});
    CHECK(gateway::follow_delay(seconds{0}, "dlv_1") <= seconds{6});
    CHECK(gateway::follow_delay(seconds{3600}, "dlv_1") <= seconds{1080});
    auto const late = gateway::follow_delay(seconds{86400 * 50}, "dlv_1");
    CHECK(late >= seconds{34560});
    CHECK(late <= seconds{51840});
    CHECK(gateway::follow_delay(seconds{86400}, "dlv_1") !=
          gateway::follow_delay(seconds{86400}, "dlv_2"));
    CHECK(gateway::follow_delay(seconds{86400}, "dlv_1") ==
          gateway::follow_delay(seconds{86400}, "dlv_1"));
  }
}
