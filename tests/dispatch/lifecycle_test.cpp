#include "gateway/dispatch/lifecycle.hpp"

#include <doctest/doctest.h>

#include "tests/dispatch/rules.hpp"

using namespace airut;
using namespace std::chrono_literals;
using channels::Arrival;
using channels::Repeat;
using gateway::Step;
using tests::rules;
using tests::trace;

namespace {

model::Instant const monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 10h};

ledger::DeliveryRow delivery(std::string state = "dispatching") {
  ledger::DeliveryRow row;
  row.id = row.message_id = "dlv_01";
  row.tenant = "fi";
  row.document_kind = "invoice";
  row.channel = "finvoice";
  row.state = std::move(state);
  row.evidence = "none";
  row.handler = "system";
  row.remaining = {"email", "print"};
  row.attempt_count = 1;
  row.created = monday;
  row.give_up_at = monday + 72h;
  return row;
}

channels::Outcome deferred(std::string code, std::optional<std::chrono::seconds> wish = {}) {
  return channels::Deferred{trace(std::move(code)), wish};
}
channels::Outcome refused(std::string code) { return channels::Refused{trace(std::move(code))}; }
channels::Outcome unsure() { return channels::Unsure{trace("transport.no_answer")}; }

Step attempted(ledger::DeliveryRow const& row, channels::Outcome const& outcome,
               model::Instant now = monday, Repeat repeat = Repeat::safe) {
  return gateway::after_attempt(row, outcome, rules(repeat), now);
}

bool within(model::Instant from, model::Instant at, std::chrono::seconds delay) {
  return at >= from + delay * 80 / 100 && at <= from + delay * 120 / 100;
}

}  // namespace

TEST_CASE("what a failure leads to is decided by its class") {
  struct Row {
    std::string code;
    std::string to_with_channels, to_without;
  };
  for (auto const& row : std::vector<Row>{
           {"transport.unreachable", "deferred", "deferred"},
           {"email.mailbox_unknown", "rerouted", "held"},        // address: a person finds another
           {"efaktura.no_agreement", "rerouted", "held"},        // consent
           {"email.policy_blocked", "rerouted", "failed"},       // permanent: nothing to mend
           {"transport.content_refused", "held", "held"},        // never reroutes by itself
           {"transport.sftp_host_key_changed", "held", "held"},  // security
           {"internal.render_failed", "held", "held"},
           {"finvoice.no_agreement", "held", "held"},    // the table asks for a person
           {"print.returned_deceased", "held", "held"},  // whatever the class
           {"no.such.code", "held", "held"},
       }) {
    CAPTURE(row.code);
    CHECK(attempted(delivery(), refused(row.code)).to == row.to_with_channels);
    auto last = delivery();
    last.remaining.clear();
    CHECK(attempted(last, refused(row.code)).to == row.to_without);
  }
}

TEST_CASE("a document that was taken waits for what goes beside it, and takes no other way") {
  auto first = rules(Repeat::never);
  first.files = {0, 2};
  auto const taken = gateway::after_attempt(delivery(), channels::HandedOver{}, first, monday);
  CHECK(taken.to == "queued");
  CHECK(taken.event == "file_handed_over");
  CHECK(taken.evidence == "handed_over");
  CHECK(taken.next_at == delivery().created);
  auto const found = gateway::after_question(delivery(), channels::Arrival::arrived, first, monday);
  CHECK(found.to == "queued");
  CHECK(found.event == "file_found_there");
  CHECK(gateway::after_attempt(delivery(), refused("email.policy_blocked"), first, monday).reroute);

  auto second = rules(Repeat::never);
  second.files = {1, 2};
  auto row = delivery();
  row.evidence = "handed_over";
  CHECK(gateway::after_attempt(row, channels::HandedOver{}, second, monday).to == "sent");
  for (auto const* code : {"bank.not_authorised", "bank.content_refused", "email.policy_blocked"}) {
    auto const step = gateway::after_attempt(row, refused(code), second, monday);
    CHECK(step.to == "held");
    CHECK(step.code == "bank.attachments_missing");
    CHECK(step.deviation);
    CHECK_FALSE(step.reroute);
  }
  auto const later = gateway::after_attempt(row, deferred("transport.unreachable"), second, monday);
  CHECK(later.to == "deferred");
  CHECK(gateway::after_giving_up(row, second, monday).code == "bank.attachments_missing");
  auto const lost = gateway::after_question(row, channels::Arrival::cannot_tell, second, monday);
  CHECK(lost.to == "held");
  CHECK(lost.code == "bank.attachments_unresolved");
  auto const closed = gateway::after_giving_up_rest(row, second, monday);
  CHECK(closed.to == "sent");
  CHECK(closed.evidence == "handed_over");
}

TEST_CASE("a caller who wants no other channel gets a person to decide") {
  auto stubborn = rules(Repeat::safe);
  stubborn.on_failure = [] { return model::OnFailure::hold; };
  auto const step =
      gateway::after_attempt(delivery(), refused("email.policy_blocked"), stubborn, monday);
  CHECK(step.to == "held");
  CHECK(step.deviation);
  CHECK(step.next_at);
}

TEST_CASE("a caller who wants it back decides himself, on whatever channel it stopped") {
  auto returning = rules(Repeat::safe);
  returning.on_failure = [] { return model::OnFailure::return_to_sender; };
  auto last = delivery();
  last.remaining.clear();
  for (auto const& row : {delivery(), last}) {
    auto const step =
        gateway::after_attempt(row, refused("email.policy_blocked"), returning, monday);
    CHECK(step.to == "held");
    CHECK(step.handler == "client");
    CHECK(step.deviation);
  }
}

TEST_CASE("a failed delivery tells the sender and waits for nobody's timer") {
  auto last = delivery();
  last.remaining.clear();
  auto const step = attempted(last, refused("email.policy_blocked"));
  CHECK(step.undeliverable);
  CHECK(step.deviation);
  CHECK(step.handler == "operator");
  CHECK_FALSE(step.next_at);
}

TEST_CASE("retries come after 1 m, 5 m, 15 m, 1 h, 3 h and then every 6 h, spread by a fifth") {
  std::vector<std::chrono::seconds> const times{1min, 5min, 15min, 1h, 3h, 6h, 6h, 6h};
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (auto const id : {"dlv_01", "dlv_02", "dlv_xyz"}) {
      auto row = delivery();
      row.id = id;
      row.attempt_count = static_cast<int>(i) + 1;
      auto const step = attempted(row, deferred("transport.unreachable"));
      REQUIRE(step.next_at);
      CHECK(within(monday, *step.next_at, times[i]));
    }
  }
}

TEST_CASE("the other side's wish to wait longer is honoured, up to a day") {
  CHECK(attempted(delivery(), deferred("transport.unreachable", 1h)).next_at == monday + 1h);
  CHECK(attempted(delivery(), deferred("transport.unreachable", 1000h)).next_at == monday + 24h);
  auto const soon = attempted(delivery(), deferred("transport.unreachable", 1s)).next_at;
  CHECK(within(monday, soon.value(), 1min));
}

TEST_CASE("the last try is at give_up_at, and after it the next channel is decided on") {
  auto row = delivery();
  row.attempt_count = 9;
  row.give_up_at = monday + 1h;
  CHECK(attempted(row, deferred("transport.unreachable")).next_at == row.give_up_at);
  auto const step = attempted(row, deferred("transport.unreachable"), row.give_up_at);
  CHECK(step.to == "rerouted");
  CHECK(step.event == "give_up_at");
  CHECK(step.reroute);
}

TEST_CASE("giving up is after the channel's maximum, a week before the due date, but not early") {
  auto const due = [](int days) { return model::day_of(monday) + std::chrono::days{days}; };
  CHECK(gateway::give_up_at(monday, due(60), 72h) == monday + 72h);
  CHECK(gateway::give_up_at(monday, due(10), 240h) == model::Instant{due(3)});
  CHECK(gateway::give_up_at(monday, due(5), 72h) == monday + 48h);
  CHECK(gateway::give_up_at(monday, due(-30), 0s) == monday + 48h);
}

TEST_CASE("three banking days of silence count no weekend and no holiday") {
  channels::Outcome const over = channels::HandedOver{};
  auto const friday = monday + 96h;  // 2026-11-27
  CHECK(attempted(delivery(), over, monday).next_at == monday + 72h);
  CHECK(attempted(delivery(), over, friday).next_at == friday + 120h);
  // 2026-12-24 is a Thursday; Christmas Day and Independence Day are no banking days.
  model::Instant const eve{std::chrono::sys_days{std::chrono::year{2026} / 12 / 23} + 10h};
  CHECK(attempted(delivery(), over, eve).next_at >= eve + 120h);
}

TEST_CASE("without known holidays silence is never cut short") {
  auto lawless = rules(Repeat::safe);
  lawless.country = "ZZ";
  channels::Outcome const over = channels::HandedOver{};
  auto const step = gateway::after_attempt(delivery(), over, lawless, monday);
  CHECK(step.next_at >= monday + 72h);
}

TEST_CASE("an unsure attempt is repeated, waited for or asked about, as its channel allows") {
  CHECK(attempted(delivery(), unsure()).to == "unknown");
  CHECK(within(monday, attempted(delivery(), unsure()).next_at.value(), 1min));
  auto const mail = attempted(delivery(), unsure(), monday, Repeat::after_wait);
  CHECK(mail.next_at >= monday + 10min);
  auto const file = attempted(delivery(), unsure(), monday, Repeat::never);
  CHECK(file.next_at == monday + 60s);
}

TEST_CASE("what may have arrived is never sent another way because a repetition failed") {
  auto row = delivery();
  row.doubtful = true;
  for (auto const& outcome :
       {deferred("transport.unreachable"), refused("email.mailbox_unknown"), unsure()}) {
    for (auto const at : {monday, row.give_up_at + 1h}) {
      for (auto const repeat : {Repeat::safe, Repeat::after_wait, Repeat::never}) {
        auto const step = attempted(row, outcome, at, repeat);
        bool const waits = step.to == "unknown" || step.to == "held";
        CHECK(waits);
        CHECK_FALSE(step.reroute);
        CHECK(step.next_at);
      }
    }
  }
  CHECK(gateway::after_giving_up(row, rules(Repeat::safe), monday).to == "held");
  CHECK(gateway::after_refusal(row, "route.channel_gone", rules(Repeat::safe), monday).code ==
        "transport.unresolved");
}

TEST_CASE("an unknown delivery is not repeated for ever: a person is asked at give_up_at") {
  auto row = delivery();
  row.doubtful = true;
  auto const step = attempted(row, unsure(), row.give_up_at);
  CHECK(step.to == "held");
  CHECK(step.deviation);
  CHECK(step.code == "transport.unresolved");
}

TEST_CASE("asking about an unknown delivery settles it, asks again, or ends with a person") {
  auto const row = delivery("unknown");
  auto const asked = [&](Arrival arrival, model::Instant now = monday) {
    return gateway::after_question(row, arrival, rules(Repeat::never), now);
  };
  CHECK(asked(Arrival::arrived).to == "sent");
  CHECK(asked(Arrival::not_arrived).to == "queued");
  CHECK(asked(Arrival::no_answer).to == "unknown");
  CHECK(asked(Arrival::no_answer).next_at >= monday + 60s);
  CHECK(asked(Arrival::no_answer, row.give_up_at).to == "held");
  CHECK(asked(Arrival::cannot_tell).to == "held");
}

TEST_CASE("an attempt whose process ended is unknown") {
  auto const row = delivery();
  for (auto const repeat : {Repeat::safe, Repeat::never}) {
    auto const step = gateway::after_interruption(row, rules(repeat), monday);
    CHECK(step.to == "unknown");
    CHECK(step.event == "lease_expired");
    CHECK(step.next_at == monday);
  }
  auto const mail = gateway::after_interruption(row, rules(Repeat::after_wait), monday);
  CHECK(mail.next_at >= monday + 10min);
}

TEST_CASE("a held delivery grows more urgent every day and never ends by itself") {
  auto row = delivery("held");
  row.handler = "client";
  auto now = monday;
  for (int priority = 1; priority < 10; ++priority) {
    auto const step = gateway::after_waiting(row, std::min(priority, gateway::urgent), now);
    CHECK(step.to == "held");
    CHECK(step.escalate);
    REQUIRE(step.next_at);
    CHECK(*step.next_at > now);
    if (priority >= 3) CHECK(step.handler == "operator");
    now = *step.next_at;
  }
}

TEST_CASE("bad news after good reverses, a note changes nothing, good news raises the evidence") {
  auto row = delivery("sent");
  row.channel = "email";
  row.evidence = "handed_over";
  row.next_at = monday + 48h;
  auto const bounce =
      gateway::after_feedback(row, "email.mailbox_unknown", rules(Repeat::after_wait), monday);
  CHECK(bounce.to == "rerouted");
  CHECK(bounce.event == "negative_feedback");
  auto const delayed =
      gateway::after_feedback(row, "email.dsn_delayed", rules(Repeat::after_wait), monday);
  CHECK(delayed.to == "sent");
  CHECK(delayed.next_at == row.next_at);
  using channels::Evidence;
  auto const better = gateway::after_evidence(row, Evidence::accepted_by_operator,
                                              rules(Repeat::after_wait), monday);
  CHECK(better.to == "sent");
  CHECK(better.evidence == "accepted_by_operator");
  CHECK(gateway::after_evidence(row, Evidence::delivered_to_recipient, rules(Repeat::after_wait),
                                monday)
            .to == "delivered");
}

TEST_CASE("silence is taken for delivered, and says that it is only assumed") {
  auto const step = gateway::after_silence(delivery("sent"));
  CHECK(step.to == "delivered");
  CHECK(step.assumed);
  CHECK(step.code.empty());
  // Where news was to be expected, it is called by its name, and nobody need act.
  auto const named =
      gateway::after_silence(delivery("sent"), &tests::shipped_codes().find("finvoice.silence"));
  CHECK(named.to == "delivered");
  CHECK(named.assumed);
  CHECK(named.handler == "nobody");
  CHECK(named.code == "finvoice.silence");
  // It went well: it is none of those whose outcome is unknown.
  CHECK(named.code_class.empty());
  CHECK_FALSE(named.deviation);
  auto const& missing = tests::shipped_codes().find("peppol.mls_missing");
  CHECK(gateway::after_silence(delivery("sent"), &missing).handler == missing.handler);
}
