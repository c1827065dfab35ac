#include "gateway/dispatch/dispatcher.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/dispatch/attempt.hpp"
#include "gateway/dispatch/breaker.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds longest_sleep{30};  // a clock that jumps is noticed
constexpr std::chrono::seconds after_fault{2};     // a store that failed gets a breath
constexpr int look_at_once = 256;

// Whether a turn in this state speaks with the other side, and not only ends a timer.
bool asks_destination(std::string_view state) {
  return state != "sent" && state != "held" && state != "dispatching";
}

}  // namespace

// Bookkeeping happens on the strand; turns run anywhere.
struct Dispatcher::Parts : std::enable_shared_from_this<Dispatcher::Parts> {
  Parts(asio::io_context& context, House the_house, Channels the_channels)
      : io(context),
        strand(asio::make_strand(context)),
        timer(strand),
        house(the_house),
        channels(std::move(the_channels)) {}

  void ask_to_look();
  void look();
  void sleep(std::optional<model::Instant> until);
  void begin(ledger::DeliveryRow row, model::Instant now);
  void ended(ledger::DeliveryRow const& row, std::optional<TurnEnd> end);
  void settle_interrupted();
  ledger::DueQuestion question(model::Instant now) const;
  int room_in(std::string const& channel) const;
  int free_room() const;

  asio::io_context& io;
  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  Channels channels;
  Breakers breakers;
  std::set<std::string> under_way;
  std::map<std::string, int, std::less<>> by_channel;
  bool stopped = false;
  std::atomic<bool> look_asked{false};
  mutable std::mutex figures_mutex;
  DispatchFigures figures;
};

int Dispatcher::Parts::room_in(std::string const& channel) const {
  auto const* settings = house.billers.channel(channel);
  auto const busy = by_channel.find(channel);
  return (settings ? settings->parallel : 1) - (busy == by_channel.end() ? 0 : busy->second);
}

// Rows beyond what can begin now would be read for nothing, at every look.
int Dispatcher::Parts::free_room() const {
  int room = 0;
  for (auto const& [name, channel] : channels) room += std::max(room_in(name), 0);
  return room;
}

ledger::DueQuestion Dispatcher::Parts::question(model::Instant now) const {
  ledger::DueQuestion due;
  due.now = now;
  due.limit = std::min(free_room(), look_at_once) + static_cast<int>(under_way.size());
  due.not_destinations = breakers.resting(now);
  for (auto const& [name, busy] : by_channel) {
    if (room_in(name) <= 0) due.not_channels.push_back(name);
  }
  return due;
}

// Many that ask at once are served by one look.
void Dispatcher::Parts::ask_to_look() {
  if (look_asked.exchange(true)) return;
  asio::post(strand, [self = shared_from_this()] {
    self->look_asked = false;
    self->look();
  });
}

void Dispatcher::Parts::look() {
  if (stopped) return;
  auto const now = house.clock.now();
  std::vector<ledger::DeliveryRow> due;
  std::optional<model::Instant> next;
  auto const asked = question(now);
  auto const busy = under_way.size();
  try {
    house.store.look([&](ledger::Snapshot& view) {
      due = ledger::due_deliveries(view, asked);
      next = ledger::next_due(view);
    });
  } catch (std::exception const&) {  // told by the store's own readiness
    return sleep(now + after_fault);
  }
  for (auto& row : due) {
    if (under_way.count(row.id) == 0 && room_in(row.channel) > 0) begin(std::move(row), now);
  }  // the others come when a turn ends
  // A channel with much waiting may have hidden what waits for another with room.
  if (under_way.size() > busy && due.size() == static_cast<std::size_t>(asked.limit)) ask_to_look();
  auto const resting_until = breakers.next_trial(now);
  if (resting_until && (!next || *next <= now)) next = resting_until;
  sleep(next && *next > now ? next : std::nullopt);
}

void Dispatcher::Parts::sleep(std::optional<model::Instant> until) {
  auto const now = house.clock.now();
  std::chrono::milliseconds wait = longest_sleep;
  if (until)
    wait = std::clamp<std::chrono::milliseconds>(*until - now, std::chrono::milliseconds{1}, wait);
  timer.expires_after(wait);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

void Dispatcher::Parts::begin(ledger::DeliveryRow row, model::Instant now) {
  auto const channel = channels.find(row.channel);
  Turn how{channel == channels.end() ? nullptr : channel->second.get(), false};
  if (asks_destination(row.state) && !breakers.admit(row.destination, now)) {
    if (row.give_up_at > now) return;  // it waits, and spends no attempt
    how.rests = true;
  }
  under_way.insert(row.id);
  ++by_channel[row.channel];
  {
    std::lock_guard const lock{figures_mutex};
    ++figures.attempts;
    figures.under_way = under_way.size();
  }
  auto turn = take_turn(house, how, row);
  auto done = [self = shared_from_this(), row = std::move(row)](std::exception_ptr fault,
                                                                TurnEnd end) {
    self->ended(row, fault ? std::nullopt : std::optional{end});
  };
  asio::co_spawn(io, std::move(turn), asio::bind_executor(strand, std::move(done)));
}

void Dispatcher::Parts::ended(ledger::DeliveryRow const& row, std::optional<TurnEnd> end) {
  under_way.erase(row.id);
  --by_channel[row.channel];
  auto const now = house.clock.now();
  bool const bad = end == TurnEnd::deferred || end == TurnEnd::unsure;
  if (bad) breakers.failed(row.destination, now);
  bool const good =
      end == TurnEnd::handed_over || end == TurnEnd::refused || end == TurnEnd::put_off;
  if (good) breakers.succeeded(row.destination);
  if (!bad && !good && asks_destination(row.state)) breakers.neither(row.destination);
  {
    std::lock_guard const lock{figures_mutex};
    figures.under_way = under_way.size();
    figures.resting_destinations = breakers.resting(now).size();
    figures.handed_over += end == TurnEnd::handed_over;
    figures.deferred += end == TurnEnd::deferred || end == TurnEnd::put_off;
    figures.refused += end == TurnEnd::refused;
    figures.unsure += end == TurnEnd::unsure;
  }
  if (!end) return sleep(now + after_fault);
  ask_to_look();
}

void Dispatcher::Parts::settle_interrupted() {
  auto const rows =
      house.store.look([](ledger::Snapshot& view) { return ledger::interrupted_deliveries(view); });
  for (auto const& row : rows) {
    auto const channel = channels.find(row.channel);
    auto const repeat =
        channel == channels.end() ? channels::Repeat::never : channel->second->repeat();
    StepContext const context{house.billers, house.codes, "system", house.clock.now(), &house.law};
    house.store.write_now([&](ledger::Transaction& tx) {
      auto const rules = rules_of(tx, row, repeat, context);
      apply_step(tx, row, after_interruption(row, rules, context.now), {}, context);
    });
  }
}

Dispatcher::Dispatcher(asio::io_context& context, House house, Channels channels)
    : parts_(std::make_shared<Parts>(context, house, std::move(channels))) {}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::start() {
  parts_->settle_interrupted();
  asio::dispatch(parts_->strand, [parts = parts_] { parts->look(); });
}

void Dispatcher::wake() { parts_->ask_to_look(); }

void Dispatcher::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
    for (auto const& [name, channel] : parts->channels) channel->hurry();
  });
}

bool Dispatcher::idle() const { return figures().under_way == 0; }

DispatchFigures Dispatcher::figures() const {
  std::lock_guard const lock{parts_->figures_mutex};
  return parts_->figures;
}

bool Dispatcher::has_channel(std::string_view name) const {
  return parts_->channels.find(name) != parts_->channels.end();
}

}  // namespace airut::gateway
