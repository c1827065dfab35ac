#include "gateway/day/day_desk.hpp"

#include <algorithm>
#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/claim/civil_day.hpp"
#include "gateway/claim/whole_day.hpp"
#include "gateway/day/day_steps.hpp"
#include "gateway/day/due.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::minutes again_after{15};  // a run that went wrong

asio::awaitable<void> run_letters(api::House& house, DayContext context) {
  DayParts parts{house.store, [&house] { house.dispatcher.wake(); }, {}};
  co_await run_whole_day(std::move(parts), context);
}

struct DayStep {
  char const* name;
  asio::awaitable<void> (*make)(api::House&, DayContext);
};

// In this order: what agrees by now may be reminded of, and what was paid is settled last.
constexpr DayStep steps[] = {{"differences", compare_clients},
                             {"letters", run_letters},
                             {"settlements", settle_clients},
                             {"check", check_money}};

// A step whose fault is told. Whether it went well; a lost store is told by its own readiness.
asio::awaitable<bool> make_step(api::House& house, DayContext context, DayStep step) {
  std::string fault;
  try {
    co_await step.make(house, context);
  } catch (ledger::StoreLost const&) {
    throw;
  } catch (http::Unavailable const&) {
    throw;
  } catch (std::exception const& broken) {
    fault = broken.what();
  }
  co_await tell_trouble(house, context, step.name, fault);
  co_return fault.empty();
}

}  // namespace

struct DayDesk::Parts : std::enable_shared_from_this<DayDesk::Parts> {
  Parts(asio::io_context& context, api::House& the_house)
      : strand(asio::make_strand(context)), timer(strand), house(the_house) {}

  bool has_times() const {
    auto const& all = house.settings.tenants;
    return std::any_of(all.begin(), all.end(),
                       [](auto const& tenant) { return !tenant.day_run_times.empty(); });
  }

  bool is_due(config::Tenant const& tenant, model::Instant now) {
    if (tenant.day_run_times.empty()) return false;
    auto const wait = waits.find(tenant.id);
    if (wait != waits.end() && now < wait->second) return false;
    auto const last = done.find(tenant.id);
    auto const since = last == done.end() ? std::nullopt : std::optional{last->second};
    if (!day_is_due(tenant.day_run_times, tenant.country, since, now)) return false;
    if (since) return true;
    // A day that was run before the process began was run at the latest then.
    auto const today = civil_day(tenant.country, now);
    bool const was_run = house.store.read(
        [&](ledger::Snapshot& view) { return ledger::day_was_run(view, tenant.id, today); });
    if (was_run) done[tenant.id] = began;
    return !was_run;
  }

  asio::awaitable<void> run_day(config::Tenant const& tenant, model::Instant now) {
    DayContext const context{house.billers,
                             house.codes,
                             house.law,
                             tenant.id,
                             "system",
                             civil_day(tenant.country, now),
                             now};
    bool is_whole = true;
    for (auto const& step : steps) {
      if (stopped) co_return;
      bool const well = co_await make_step(house, context, step);
      is_whole = is_whole && well;
    }
    if (is_whole) {
      done[tenant.id] = now;
    } else {
      waits[tenant.id] = now + again_after;
    }
  }

  asio::awaitable<void> look() {
    for (auto const& tenant : house.settings.tenants) {
      auto const now = house.clock.now();
      bool lost = false;
      try {
        if (!stopped && is_due(tenant, now)) co_await run_day(tenant, now);
      } catch (std::exception const&) {
        log_fault("day", std::current_exception());
        lost = true;
      }
      if (lost) waits[tenant.id] = now + again_after;
    }
  }

  asio::awaitable<void> work() {
    began = house.clock.now();
    while (!stopped) {
      co_await look();
      boost::system::error_code ended;
      timer.expires_after(between_looks);
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
  }

  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  api::House& house;
  model::Instant began{};
  std::map<std::string, model::Instant> done, waits;  // by tenant
  bool stopped = false;
};

DayDesk::DayDesk(asio::io_context& context, api::House& house)
    : parts_(std::make_shared<Parts>(context, house)) {}

DayDesk::~DayDesk() { stop(); }

void DayDesk::start() {
  if (!parts_->has_times()) return;
  auto work = parts_->work();
  asio::co_spawn(parts_->strand, std::move(work), [parts = parts_](std::exception_ptr fault) {
    if (fault) log_fault("day", fault);
  });
}

void DayDesk::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
