#include "gateway/api/day_runs.hpp"

#include <functional>
#include <set>

#include <fmt/format.h>

#include "formats/json/object_reader.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/claim/day_run.hpp"
#include "gateway/claim/whole_day.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/idempotency.hpp"

namespace airut::gateway::api {
namespace asio = boost::asio;
namespace {

constexpr std::size_t kept_decisions_max = 1u << 20;

struct DayWish {
  model::Date as_of{};
  bool dry_run = false;
};

DayWish read_day_wish(http::Request const& request) {
  auto const tree = json::Tree::parse(request.body);
  if (!tree) throw http::Answer{http::invalid(tree.error(), request.language)};
  model::Findings findings;
  DayWish wish;
  json::ObjectReader in{*tree, tree->root(), findings};
  auto const day = in.date("as_of");
  if (!day && findings.empty()) in.missing("as_of");
  wish.as_of = day.value_or(model::Date{});
  wish.dry_run = in.flag("dry_run").value_or(false);
  in.finish();
  if (!findings.empty()) throw http::Answer{http::invalid(findings, request.language)};
  return wish;
}

// What a day run has done so far, written as it goes.
struct DayReport {
  json::Writer decisions;
  std::set<std::string> told;  // items
  std::int64_t considered = 0, letters = 0, orders = 0, missing_law = 0;

  void add(std::vector<DayDecision> const& day) {
    for (auto const& one : day) {
      using ledger::dunning::Action;
      if (!told.insert(one.item.id).second) continue;  // it went with another's sheet
      auto const& decision = one.decision;
      ++considered;
      missing_law += decision.reason_code == "missing-law-row";
      orders += decision.action == Action::collection_order;
      letters += decision.action != Action::none && decision.action != Action::collection_order;
      write(one);
    }
  }
  void write(DayDecision const& one) {
    auto const& decision = one.decision;
    bool const letter = decision.action != ledger::dunning::Action::none;
    decisions.begin_object();
    decisions.member("receivable_id", one.item.id);
    decisions.member("invoice_id", one.item.invoice_id);
    decisions.member("invoice_number", one.item.invoice_number);
    decisions.member("action", ledger::dunning::action_text(decision.action));
    decisions.member("reason_code", decision.reason_code);
    decisions.member("reason", decision.reason);
    if (letter) {
      write_money(decisions, "principal", decision.principal);
      write_money(decisions, "fee", decision.fee);
      write_money(decisions, "interest", decision.interest);
      write_money(decisions, "cost", decision.cost);
      write_day(decisions, "deadline", decision.deadline);
      decisions.key("proof");
      decisions.begin_array();
      for (auto const& proof : decision.proof) decisions.string(proof.text);
      decisions.end_array();
    }
    write_day(decisions, "next_check", decision.next_check);
    decisions.end_object();
  }
};

// shortened: without the decisions.
std::string day_text(DayReport const& report, DayWish const& wish, bool shortened) {
  json::Writer out;
  out.begin_object();
  out.member("object", "day_run");
  out.member("as_of", model::date_text(wish.as_of));
  out.member("dry_run", wish.dry_run);
  out.member("considered", report.considered);
  out.member("letters", report.letters);
  out.member("collection_orders", report.orders);
  out.member("missing_law", report.missing_law);
  out.key("decisions");
  out.raw(shortened ? std::string_view{"[]"} : std::string_view{report.decisions.text()});
  if (shortened) out.member("decisions_left_out", true);
  out.end_object();
  return std::move(out).text();
}

http::Response answered(std::string body) {
  http::Response response;
  response.body = std::move(body);
  return response;
}

// What the same request was answered before; 422 when the key came with another.
std::optional<http::Response> earlier_run(House& house, http::Request const& request,
                                          model::Sha256 const& digest) {
  if (key_of(request).empty()) return std::nullopt;
  auto const kept = house.store.read([&](ledger::Snapshot& view) {
    return find_kept(view, request.principal->tenant, key_of(request), digest);
  });
  if (!kept) return std::nullopt;
  if (kept->request != digest) return key_reused();
  return replayed(answered(kept->body));
}

asio::awaitable<void> keep_run(House& house, http::Request const& request,
                               model::Sha256 const& digest, std::string const& body) {
  if (key_of(request).empty()) co_return;
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    // One that came at the same time may have ended first.
    auto const& tenant = request.principal->tenant;
    if (find_kept(tx, tenant, key_of(request), digest)) return false;
    ledger::keep_answer(tx, tenant, key_of(request).name, {digest, 200, body, ""},
                        house.clock.now());
    return true;
  };
  co_await commit<bool>(house.store, work);
}

// A letter's time to pay counts from the day it is sent, so only today's letters can be lawful: a
// run for another day may only tell what it would do. A clock for tests may run ahead, never back.
std::optional<http::Response> wrong_day(House& house, std::string_view tenant,
                                        DayWish const& wish) {
  auto const* home = house.billers.tenant(tenant);
  if (wish.dry_run || home == nullptr) return std::nullopt;
  auto const today = civil_day(home->country, house.clock.now());
  bool const ahead = house.billers.settings().test_clock && wish.as_of > today;
  if (wish.as_of != today && !ahead) {
    return http::problem(422, "day-not-today",
                         fmt::format("Letters can only be sent for today, {}; a dry run may look "
                                     "at any day.",
                                     model::date_text(today)));
  }
  auto const last =
      house.store.read([&](ledger::Snapshot& view) { return ledger::last_day_run(view, tenant); });
  if (!last || *last <= wish.as_of) return std::nullopt;
  return http::problem(409, "day-passed",
                       fmt::format("The run of {} was made already.", model::date_text(*last)));
}

void look_at_day(House& house, DayContext const& context,
                 std::function<void(std::vector<DayDecision> const&)> const& tell) {
  auto const items =
      house.store.read([&](ledger::Snapshot& view) { return day_items(view, context); });
  for (auto const stretch : stretches(items)) {
    tell(house.store.read(
        [&](ledger::Snapshot& view) { return decide_stretch(view, context, stretch); }));
  }
}

asio::awaitable<http::Response> run_day(House& house, http::Request request) {
  need_whole_tenant(request);
  auto wish = read_day_wish(request);
  if (request.parameter("dry_run") == "true") wish.dry_run = true;
  auto const digest = request_digest(request);
  if (!wish.dry_run) {
    if (auto before = earlier_run(house, request, digest)) co_return *std::move(before);
  }
  if (auto refusal = wrong_day(house, request.principal->tenant, wish)) {
    co_return *std::move(refusal);
  }
  DayContext const context{house.billers,
                           house.codes,
                           house.law,
                           request.principal->tenant,
                           request.principal->key_id,
                           wish.as_of,
                           house.clock.now()};
  DayReport report;
  report.decisions.begin_array();
  auto const tell = [&report](std::vector<DayDecision> const& day) { report.add(day); };
  if (wish.dry_run) {
    look_at_day(house, context, tell);
    report.decisions.end_array();
    co_return answered(day_text(report, wish, false));
  }
  DayParts parts{house.store, [&house] { house.dispatcher.wake(); }, tell};
  co_await run_whole_day(std::move(parts), context);
  report.decisions.end_array();
  bool const is_long = report.decisions.text().size() > kept_decisions_max;
  co_await keep_run(house, request, digest, day_text(report, wish, is_long));
  co_return answered(day_text(report, wish, false));
}

}  // namespace

http::Route day_run_route(House& house) {
  return {http::Method::post,
          "/v1/day-runs",
          "ledger:write",
          http::Body::json,
          false,
          "Ledger",
          "Decide reminders and collection for a day; dry_run, here or in the body, only "
          "says what and why",
          {"dry_run=true|false"},
          [&house](http::Request request) { return run_day(house, std::move(request)); },
          {.gives = "DayRun", .takes = "DayWish"}};
}

}  // namespace airut::gateway::api
