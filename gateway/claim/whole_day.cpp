#include "gateway/claim/whole_day.hpp"

#include <set>

#include "formats/model/ids.hpp"
#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/collection_case.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/claim/missing_law.hpp"
#include "gateway/claim/watch.hpp"
#include "gateway/commit.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr int watched_items = 200;

using Watching = Watched (*)(ledger::Transaction&, DayContext const&, std::string_view, int);

Watched watch_all_cases(ledger::Transaction& tx, DayContext const& at, std::string_view after,
                        int limit) {
  return {watch_cases(tx, at, after, limit), false};
}

Watched watch_all_credit(ledger::Transaction& tx, DayContext const& at, std::string_view, int) {
  watch_credit(tx, at);
  return {};
}

Watched watch_all_accounts(ledger::Transaction& tx, DayContext const& at, std::string_view, int) {
  watch_accounts(tx, at);
  return {};
}

asio::awaitable<void> watch_day(DayParts const& parts, DayContext const& context) {
  for (auto const watching : {Watching{watch_promises}, Watching{watch_plans}, watch_all_cases,
                              watch_all_credit, watch_all_accounts}) {
    std::string after;
    do {
      std::function<Watched(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
        return watching(tx, context, after, watched_items);
      };
      auto const done = co_await commit<Watched>(parts.store, work);
      if (done.queued) parts.wake();
      after = done.next;
    } while (!after.empty());
  }
}

// Each item counts once, though it went with another's sheet.
class Counting {
 public:
  void add(std::vector<DayDecision> const& decisions) {
    using ledger::dunning::Action;
    missing.merge(missing_law(decisions));
    for (auto const& one : decisions) {
      if (!told_.insert(one.item.id).second) continue;
      auto const action = one.decision.action;
      ++counts.considered;
      counts.missing_law += one.decision.reason_code == "missing-law-row";
      counts.collection_orders += action == Action::collection_order;
      counts.letters += action != Action::none && action != Action::collection_order;
    }
  }
  DayCounts counts;
  std::set<std::string> missing;  // rows of the law

 private:
  std::set<std::string> told_;
};

asio::awaitable<void> close_day(DayParts const& parts, DayContext const& context,
                                Counting const& counting) {
  auto const& counts = counting.counts;
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    settle_missing_law(tx, context, counting.missing);
    if (ledger::day_was_run(tx, context.tenant, context.as_of)) return false;
    tx.append(context.tenant, context.actor, context.now,
              ledger::DayRun{model::new_id("run", context.now), context.as_of, counts.considered,
                             counts.letters, counts.collection_orders, std::nullopt});
    return true;
  };
  co_await commit<bool>(parts.store, work);
}

}  // namespace

asio::awaitable<DayCounts> run_whole_day(DayParts parts, DayContext context) {
  co_await watch_day(parts, context);
  Counting counting;
  auto const items =
      parts.store.read([&](ledger::Snapshot& view) { return day_items(view, context); });
  for (auto const stretch : stretches(items)) {
    std::function<DayWork(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
      return run_stretch(tx, context, stretch);
    };
    auto const done = co_await commit<DayWork>(parts.store, work);
    if (done.queued) parts.wake();
    counting.add(done.decisions);
    if (parts.tell) parts.tell(done.decisions);
  }
  co_await close_day(parts, context, counting);
  co_return counting.counts;
}

}  // namespace airut::gateway
