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

#include "channels/breaker.hpp"
#include "gateway/dispatch/attempt.hpp"
#include "gateway/dispatch/claim_turn.hpp"
#include "gateway/dispatch/line.hpp"
#include "gateway/log.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds longest_sleep{30};  // a clock that jumps is noticed
constexpr std::chrono::seconds after_fault{2};     // a store that failed gets a breath
constexpr int read_ahead = 4;                      // times what a channel takes at once

// Whether a turn in this state speaks with the other side, and not only ends a timer.
bool asks_destination(std::string_view state) {
  return state != "sent" && state != "held" && state != "dispatching";
}

// Whether the channel lets each that it speaks with rest by itself: what one of them does says
// nothing about the others.
bool spares_each(Billers const& billers, std::string_view channel) {
  auto const* known = billers.channel(channel);
  return known != nullptr && std::holds_alternative<config::PeppolSettings>(known->transport);
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
  bool begin(ledger::DeliveryRow row, model::Instant now);
  void note(ledger::DeliveryRow const& row, std::optional<TurnEnd> end, model::Instant now);
  void ended(ledger::DeliveryRow const& row, std::optional<TurnEnd> end);
  void settle_interrupted();
  std::optional<model::Instant> read_lines(model::Instant now);
  bool begin_waiting(model::Instant now);
  std::optional<model::Instant> read_and_begin(model::Instant now);
  int parallel_in(std::string const& channel) const;
  int room_in(std::string const& channel) const;
  bool wants_more() const;

  asio::io_context& io;
  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  Channels channels;
  channels::Breakers breakers;
  std::set<std::string> under_way;
  std::map<std::string, int, std::less<>> by_channel;
  std::map<std::string, Line, std::less<>> lines;
  bool stopped = false;
  std::atomic<bool> look_asked{false};
  mutable std::mutex figures_mutex;
  DispatchFigures figures;
};

int Dispatcher::Parts::parallel_in(std::string const& channel) const {
  auto const* settings = house.billers.channel(channel);
  return settings ? settings->parallel : 1;
}

int Dispatcher::Parts::room_in(std::string const& channel) const {
  auto const busy = by_channel.find(channel);
  return parallel_in(channel) - (busy == by_channel.end() ? 0 : busy->second);
}

// Whether a channel could begin something that has not been read yet.
bool Dispatcher::Parts::wants_more() const {
  return std::any_of(channels.begin(), channels.end(), [this](auto const& channel) {
    auto const line = lines.find(channel.first);
    return room_in(channel.first) > 0 && (line == lines.end() || line->second.is_empty());
  });
}

// Reads what the channels with room and nobody in line may begin. What is under way may not be
// leased yet, and is read once more. Gives the moment at which more becomes due.
std::optional<model::Instant> Dispatcher::Parts::read_lines(model::Instant now) {
  return house.store.look([&](ledger::Snapshot& view) {
    std::optional<model::Instant> next;
    for (auto name = ledger::next_channel_waiting(view, {}); name;
         name = ledger::next_channel_waiting(view, name)) {
      auto& line = lines[*name];
      if (room_in(*name) <= 0 || !line.is_empty()) continue;
      auto const most = read_ahead * parallel_in(*name) + by_channel[*name];
      auto const later = line.read_more(view, *name, most, breakers, now);
      if (later && (!next || *later < *next)) next = later;
    }
    return next;
  });
}

// Begins what stands in line where there is room; the others come when a turn ends. Whether some
// were sent away because their destination rests.
bool Dispatcher::Parts::begin_waiting(model::Instant now) {
  bool sent_away = false;
  for (auto& [name, line] : lines) {
    while (room_in(name) > 0) {
      auto row = line.take();
      if (!row) break;
      if (under_way.count(row->id) == 0) sent_away |= !begin(*std::move(row), now);
    }
  }
  return sent_away;
}

// When a destination is tried again, what else stands in line for it is sent away, and what waits
// for others has not been read yet. Gives the moment at which more becomes due.
std::optional<model::Instant> Dispatcher::Parts::read_and_begin(model::Instant now) {
  std::optional<model::Instant> next;
  bool again = true;
  while (again && wants_more()) {
    auto const later = read_lines(now);
    if (later && (!next || *later < *next)) next = later;
    again = begin_waiting(now);
  }
  return next;
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
  std::optional<model::Instant> next;
  begin_waiting(now);
  try {
    next = read_and_begin(now);
  } catch (std::exception const&) {
    log_fault("dispatch", std::current_exception());
    return sleep(now + after_fault);
  }
  auto const trial = breakers.next_trial(now);
  if (trial && (!next || *trial < *next)) next = trial;
  sleep(next);
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

// false when its destination rests.
bool Dispatcher::Parts::begin(ledger::DeliveryRow row, model::Instant now) {
  auto const channel = channels.find(row.channel);
  Turn how{channel == channels.end() ? nullptr : channel->second.get(), false};
  if (asks_destination(row.state) && !breakers.admit(row.destination, now)) {
    if (row.give_up_at > now) return false;  // it waits, and spends no attempt
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
    log_fault("dispatch", fault);
    self->ended(row, fault ? std::nullopt : std::optional{end});
  };
  asio::co_spawn(io, std::move(turn), asio::bind_executor(strand, std::move(done)));
  return true;
}

// What a turn's end says about its destination.
void Dispatcher::Parts::note(ledger::DeliveryRow const& row, std::optional<TurnEnd> end,
                             model::Instant now) {
  bool const bad = end == TurnEnd::deferred || end == TurnEnd::unsure;
  bool const good =
      end == TurnEnd::handed_over || end == TurnEnd::refused || end == TurnEnd::put_off;
  if (bad && !spares_each(house.billers, row.channel)) breakers.failed(row.destination, now);
  if (good) breakers.succeeded(row.destination);
  if (!bad && !good && asks_destination(row.state)) breakers.neither(row.destination);
}

void Dispatcher::Parts::ended(ledger::DeliveryRow const& row, std::optional<TurnEnd> end) {
  under_way.erase(row.id);
  --by_channel[row.channel];
  auto const now = house.clock.now();
  note(row, end, now);
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
    if (claims_settings(house.billers, row.channel) != nullptr) continue;  // by their transmission
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

channels::Channel* Dispatcher::channel(std::string_view name) const {
  auto const found = parts_->channels.find(name);
  return found == parts_->channels.end() ? nullptr : found->second.get();
}

}  // namespace airut::gateway
