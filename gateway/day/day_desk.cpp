#include "gateway/day/day_desk.hpp"

#include <algorithm>
#include <map>
#include <mutex>

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
  bool is_needed = true;  // the day has not ended while it does not go well
};

// In this order: what agrees by now may be reminded of, and what was paid is settled last.
constexpr DayStep steps[] = {{"differences", compare_clients},
                             {"letters", run_letters},
                             {"settlements", settle_clients},
                             {"check", check_money, false}};

// A step whose fault is told. Whether the day may go on to its end; a lost store is told by its own
// readiness. A check that takes too long is a fault of the check, and tomorrow's has its own time.
asio::awaitable<bool> make_step(api::House& house, DayContext context, DayStep step) {
  std::string fault;
  try {
    co_await step.make(house, context);
  } catch (ledger::StoreLost const& lost) {
    if (step.is_needed) throw;
    fault = lost.what();
  } catch (http::Unavailable const&) {
    throw;
  } catch (std::exception const& broken) {
    fault = broken.what();
  }
  co_await tell_trouble(house, context, step.name, fault);
  co_return fault.empty() || !step.is_needed;
}

}  // namespace

struct DayDesk::Parts : std::enable_shared_from_this<DayDesk::Parts> {
  Parts(asio::io_context& context, api::House& the_house)
      : strand(asio::make_strand(context)), timer(strand), house(the_house) {
    for (auto const& tenant : house.settings.tenants) {
      if (!tenant.day_run_times.empty()) failed[tenant.id] = 0;
    }
  }

  bool has_times() const {
    auto const& all = house.settings.tenants;
    return std::any_of(all.begin(), all.end(),
                       [](auto const& tenant) { return !tenant.day_run_times.empty(); });
  }

  bool is_due(config::Tenant const& tenant, model::Instant now) {
    if (tenant.day_run_times.empty()) return false;
    auto const wait = waits.find(tenant.id);
    if (wait != waits.end() && now < wait->second) return false;
    if (!done.contains(tenant.id)) {
      if (!day_is_due(tenant.day_run_times, tenant.country, std::nullopt, now)) return false;
      // What the process before this one has ended.
      auto const today = civil_day(tenant.country, now);
      auto const began = house.store.read(
          [&](ledger::Snapshot& view) { return ledger::last_whole_run(view, tenant.id, today); });
      if (!began) return true;
      done[tenant.id] = *began;
    }
    return day_is_due(tenant.day_run_times, tenant.country, done.at(tenant.id), now);
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
      co_await end_day(house, context);
      done[tenant.id] = now;
    } else {
      waits[tenant.id] = now + again_after;
      note_failure(tenant.id);
    }
  }

  void note_failure(std::string const& tenant) {
    std::lock_guard const lock{mutex};
    ++failed[tenant];
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
      if (!lost) continue;
      waits[tenant.id] = now + again_after;
      note_failure(tenant.id);
    }
  }

  asio::awaitable<void> work() {
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
  // By tenant: when the last run began that has ended, and until when a failed one rests.
  std::map<std::string, model::Instant> done, waits;
  bool stopped = false;
  std::mutex mutex;
  std::map<std::string, std::uint64_t> failed;  // runs, by tenant
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

std::map<std::string, std::uint64_t> DayDesk::failures() const {
  std::lock_guard const lock{parts_->mutex};
  return parts_->failed;
}

}  // namespace airut::gateway
