// Random lives of deliveries in a real store, with a channel that answers at random: whatever
// happens in whatever order, the invariants of the state machine hold after every step.
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "formats/model/ids.hpp"
#include "gateway/deviations/actions.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/events.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace std::chrono_literals;
using channels::Repeat;

namespace {

config::Settings three_channel_settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "fi";
  tenant.country = "FI";
  config::Client client;
  client.ref = "siivous";
  client.channel_order_business = client.channel_order_consumer = {"finvoice", "email", "print"};
  tenant.clients = {client};
  settings.tenants = {tenant};
  settings.channels = {{"finvoice", "finvoice", 8, config::DirectorySettings{"/nowhere"}},
                       {"email", "pdf", 8, config::EmailSettings{}},
                       {"print", "pdf", 8, config::PrintSettings{}}};
  return settings;
}

Repeat repeat_of(std::string const& channel) {
  if (channel == "email") return Repeat::after_wait;
  return channel == "print" ? Repeat::never : Repeat::safe;
}

class Walk {
 public:
  explicit Walk(unsigned seed)
      : random_(seed),
        settings_(three_channel_settings()),
        store_(ledger::Store::open(tests::place_in(home_.path()), {})) {
    write([&](ledger::Transaction& tx) { begin(tx); });
  }

  void step() {
    now_ += std::chrono::minutes{random_() % 2000};
    write([&](ledger::Transaction& tx) {
      auto const rows = all(tx);
      auto const& row = rows[random_() % rows.size()];
      happen(tx, row);
    });
    check();
  }

  std::map<std::string, int> const& seen() const { return seen_; }

 private:
  template <class F>
  void write(F&& work) {
    store_->write_now(work);
  }

  gateway::StepContext context() const {
    return {billers_, tests::shipped_codes(), "key_test", now_, &tests::shipped_law()};
  }

  void begin(ledger::Transaction& tx) {
    model::Submission submission;
    submission.client_ref = "siivous";
    submission.invoice = tests::sample_invoice();
    submission.invoice.buyer.electronic_address = model::Identifier{"003712345671", "0216"};
    submission.invoice.buyer.intermediary = "003721291126";
    submission.invoice.buyer.contact.email = "osto@example.test";
    submission.distribution.hold = random_() % 4 == 0;
    auto invoice = tests::accepted("1");
    invoice.canonical_digest =
        ledger::keep_document(tx, "application/json", json::write_submission(submission));
    tx.append("fi", "key_test", now_, invoice);
    gateway::Travelling document;
    document.tenant = "fi";
    document.actor = "key_test";
    document.invoice_id = document.document_id = invoice.invoice_id;
    document.document_kind = "invoice";
    document.client = billers_.client("fi", "siivous");
    document.submission = &submission;
    gateway::route(tx, document, billers_, tests::shipped_codes(), now_);
    invoice_ = invoice.invoice_id;
  }

  std::vector<ledger::DeliveryRow> all(ledger::Snapshot& view) {
    return ledger::list_deliveries(view, "fi", {}, {1000, ""}).rows;
  }

  void apply(ledger::Transaction& tx, ledger::DeliveryRow const& row, gateway::Step const& step) {
    ++seen_[row.state + ">" + step.to];
    gateway::apply_step(tx, row, step, {}, context());
  }

  channels::Outcome outcome() {
    switch (random_() % 6) {
      case 0:
        return channels::HandedOver{};
      case 1:
        return channels::Deferred{tests::trace("transport.unreachable"), std::nullopt};
      case 2:
        return channels::Refused{tests::trace("email.mailbox_unknown")};
      case 3:
        return channels::Refused{tests::trace("transport.content_refused")};
      case 4:
        return channels::Refused{tests::trace("email.policy_blocked")};
      default:
        return channels::Unsure{tests::trace("transport.no_answer")};
    }
  }

  void attempt(ledger::Transaction& tx, ledger::DeliveryRow const& row) {
    ledger::AttemptStarted fact;
    fact.delivery_id = row.id;
    fact.invoice_id = row.invoice_id;
    fact.attempt_id = model::new_id("att", now_);
    fact.number = row.attempt_count + 1;
    fact.payload_digest = row.payload_digest.empty() ? std::string(64, 'a') : row.payload_digest;
    fact.lease_until = now_ + 120s;
    tx.append("fi", "system", now_, fact);
    ++attempts_;
    if (random_() % 5 == 0) return;  // the process ends here
    auto const leased = ledger::find_delivery(tx, "fi", row.id).value();
    auto const rules = gateway::rules_of(tx, leased, repeat_of(row.channel), context());
    apply(tx, leased, gateway::after_attempt(leased, outcome(), rules, now_));
  }

  void person(ledger::Transaction& tx, ledger::DeliveryRow const& row) {
    auto const at = context();
    switch (random_() % 6) {
      case 0:
        gateway::retry(tx, row, "again", at).has_value();
        return;
      case 1:
        gateway::reroute(tx, row, "", "", at).has_value();
        return;
      case 2:
        gateway::resolve_unknown(tx, row, random_() % 2 == 0, "phoned", at).has_value();
        return;
      case 3:
        if (random_() % 6 == 0)
          gateway::cancel_unsent(tx, "fi", invoice_, "invoice_paid", "k", now_);
        return;
      default:
        break;
    }
    auto const open = ledger::open_deviation_of(tx, "fi", row.id);
    if (!open) return;
    std::vector<std::string> const actions{"retry", "reroute", "close_as_delivered",
                                           "close_no_action", "return_to_client"};
    gateway::resolve(tx, *open, {actions[random_() % actions.size()], "", "", {}}, at).has_value();
  }

  void happen(ledger::Transaction& tx, ledger::DeliveryRow const& row) {
    if (random_() % 4 == 0) return person(tx, row);
    auto const rules = gateway::rules_of(tx, row, repeat_of(row.channel), context());
    auto const& state = row.state;
    if (state == "queued" || state == "deferred" || state == "scheduled") return attempt(tx, row);
    if (state == "dispatching") {
      return apply(tx, row, gateway::after_interruption(row, rules, now_));
    }
    if (state == "unknown" && rules.repeat != Repeat::never) return attempt(tx, row);
    if (state == "unknown") {
      auto const arrival = static_cast<channels::Arrival>(random_() % 4);
      return apply(tx, row, gateway::after_question(row, arrival, rules, now_));
    }
    if (state == "held") {
      auto const open = ledger::open_deviation_of(tx, "fi", row.id);
      REQUIRE(open);
      return apply(tx, row, gateway::after_waiting(row, open->priority, now_));
    }
    if (state == "sent") return hear(tx, row, rules);
    if (state == "delivered" && random_() % 8 == 0 && latest(tx) == row.id) {
      apply(tx, row, gateway::after_feedback(row, "buyer.rejected", rules, now_));
    }
  }

  void hear(ledger::Transaction& tx, ledger::DeliveryRow const& row, gateway::Rules const& rules) {
    switch (random_() % 4) {
      case 0:
        return apply(tx, row, gateway::after_silence(row));
      case 1:
        return apply(tx, row, gateway::after_feedback(row, "email.dsn_delayed", rules, now_));
      case 2:
        return apply(tx, row, gateway::after_feedback(row, "email.mailbox_unknown", rules, now_));
      default:
        return apply(
            tx, row,
            gateway::after_evidence(row, channels::Evidence::accepted_by_operator, rules, now_));
    }
  }

  std::string latest(ledger::Snapshot& view) { return all(view).front().id; }

  void check() {
    store_->read([&](ledger::Snapshot& view) {
      int active = 0;
      for (auto const& row : all(view)) {
        CAPTURE(row.id);
        CAPTURE(row.state);
        CAPTURE(row.handler);
        CHECK(row.message_id == row.id);  // I4
        auto const& sealed = digests_.emplace(row.id, row.payload_digest).first->second;
        if (!sealed.empty()) CHECK(row.payload_digest == sealed);
        digests_[row.id] = row.payload_digest;
        bool const over = gateway::is_terminal(row.state) || row.state == "delivered";
        active += !over && row.state != "sent";
        if (!over && !(row.state == "sent" && row.channel == "portal")) CHECK(row.next_at);  // I5
        bool const waits =
            row.state == "held" || (row.state == "failed" && row.handler != "nobody");
        CHECK(ledger::open_deviation_of(view, "fi", row.id).has_value() == waits);  // I8
      }
      CHECK(active <= 1);  // I2
      check_events(view);
    });
  }

  // I6, I7: one event a change of state; none goes away.
  void check_events(ledger::Snapshot& view) {
    auto const events = ledger::events_of_invoice(view, "fi", invoice_, 0, 100000);
    CHECK(events.size() >= events_);
    std::int64_t changes = 0, versions = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
      CHECK(events[i].invoice_sequence == static_cast<std::int64_t>(i) + 1);
      auto const& kind = events[i].kind;
      changes +=
          kind == "delivery_changed" || kind == "attempt_started" || kind == "delivery_routed";
    }
    for (auto const& row : all(view)) versions += row.version;
    CHECK(changes == versions);
    events_ = events.size();
  }

  tests::TempDirectory home_;
  std::mt19937 random_;
  config::Settings settings_;
  gateway::Billers billers_{settings_};
  std::unique_ptr<ledger::Store> store_;
  model::Instant now_ = tests::noon;
  std::string invoice_;
  std::map<std::string, std::string> digests_;
  std::map<std::string, int> seen_;
  std::size_t events_ = 0;
  int attempts_ = 0;
};

}  // namespace

TEST_CASE("no order of events breaks an invariant of the deliveries in the store") {
  std::map<std::string, int> seen;
  unsigned const walks = tests::on_postgresql() ? 20 : 60;
  for (unsigned seed = 1; seed <= walks; ++seed) {
    CAPTURE(seed);
    Walk walk{seed};
    for (int i = 0; i < 60; ++i) walk.step();
    for (auto const& [change, count] : walk.seen()) seen[change] += count;
  }
  // The walks went through the whole table.
  for (auto const change : {"dispatching>sent", "dispatching>deferred", "dispatching>unknown",
                            "dispatching>held", "dispatching>rerouted", "dispatching>failed",
                            "unknown>sent", "unknown>queued", "unknown>held", "sent>delivered",
                            "sent>sent", "sent>rerouted", "held>held", "delivered>held"}) {
    CAPTURE(change);
    CHECK(seen[change] > 0);
  }
}
