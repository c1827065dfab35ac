#include "gateway/follow/follower.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "gateway/commit.hpp"
#include "gateway/deviations/hear.hpp"
#include "gateway/follow/look.hpp"
#include "gateway/log.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::seconds after_no_answer{300};
constexpr std::size_t at_once = 8;
constexpr int events_at_once = 500, rows_at_once = 200;

// What makes a document worth a look at once: it was handed over, or need not be paid any more, or
// the claim beside it changed.
bool calls_for_a_look(std::string_view type) {
  return type == "delivery.sent" || type == "delivery.delivered" || type == "delivery.failed" ||
         type == "delivery.held" || type == "receivable.credited" || type == "invoice.cancelled";
}

}  // namespace

// Bookkeeping happens on the strand; questions run anywhere.
struct Follower::Parts : std::enable_shared_from_this<Follower::Parts> {
  using Key = std::pair<std::string, std::string>;  // tenant, delivery

  Parts(asio::io_context& context, House the_house)
      : io(context), strand(asio::make_strand(context)), timer(strand), house(the_house) {}

  void look();
  void sleep();
  void read_all(ledger::Snapshot& view);
  void read_journal(ledger::Snapshot& view);
  void read_channel(ledger::Snapshot& view, std::string const& tenant, std::string const& channel,
                    std::string_view state);
  void note(ledger::Snapshot& view, std::string const& tenant, std::string const& invoice_id);
  void note_row(ledger::Snapshot& view, ledger::DeliveryRow const& row, model::Instant usual);
  void schedule(Key const& key, model::Instant at);
  void begin_due();
  asio::awaitable<std::optional<model::Instant>> follow(Key key);
  StepContext context() const {
    return {house.billers, house.codes, "system", house.clock.now(), &house.law};
  }
  bool is_followed(std::string const& channel) const {
    auto const* one = house.dispatcher.channel(channel);
    return one != nullptr && one->is_followed();
  }

  asio::io_context& io;
  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  std::map<std::string, std::int64_t> read_until;  // seq by tenant
  std::map<Key, model::Instant> next;
  std::set<std::pair<model::Instant, Key>> queue;
  std::set<Key> under_way;
  bool has_read = false, stopped = false;
};

void Follower::Parts::schedule(Key const& key, model::Instant at) {
  auto const [known, fresh] = next.try_emplace(key, at);
  if (!fresh) queue.erase({known->second, key});
  known->second = at;
  queue.emplace(at, key);
}

// A row that is to be taken back is looked at before its time.
void Follower::Parts::note_row(ledger::Snapshot& view, ledger::DeliveryRow const& row,
                               model::Instant usual) {
  bool const unwanted = !withdrawal_reason(view, row, house.codes).empty();
  Key const key{row.tenant, row.id};
  if (unwanted) return schedule(key, house.clock.now());
  if (next.count(key) == 0 && under_way.count(key) == 0) schedule(key, usual);
}

// Everything of one channel in one state that may still have news.
void Follower::Parts::read_channel(ledger::Snapshot& view, std::string const& tenant,
                                   std::string const& channel, std::string_view state) {
  auto const now = house.clock.now();
  ledger::DeliveryFilter filter;
  filter.state = state;
  filter.channel = channel;
  ledger::Page page{rows_at_once, ""};
  for (bool more = true; more;) {
    auto const listed = ledger::list_deliveries(view, tenant, filter, page);
    for (auto const& row : listed.rows) {
      auto const age = std::chrono::duration_cast<std::chrono::seconds>(now - row.created);
      note_row(view, row, now + follow_delay(age, row.id));
    }
    more = listed.has_more && now - listed.rows.back().created < believed_for;
    page.cursor = listed.next_cursor;
  }
}

void Follower::Parts::read_all(ledger::Snapshot& view) {
  for (auto const& tenant : ledger::tenants(view)) {
    read_until[tenant] = ledger::newest_seq(view, tenant);
    for (auto const& channel : house.billers.channels()) {
      if (!is_followed(channel.name)) continue;
      for (auto const* state : {"sent", "delivered"})
        read_channel(view, tenant, channel.name, state);
    }
  }
  has_read = true;
}

void Follower::Parts::note(ledger::Snapshot& view, std::string const& tenant,
                           std::string const& invoice_id) {
  ledger::DeliveryFilter filter;
  filter.invoice_id = invoice_id;
  for (auto const& row : ledger::list_deliveries(view, tenant, filter, {rows_at_once, ""}).rows) {
    bool const out = row.state == "sent" || row.state == "delivered";
    if (out && is_followed(row.channel)) note_row(view, row, house.clock.now());
  }
}

void Follower::Parts::read_journal(ledger::Snapshot& view) {
  for (auto const& tenant : ledger::tenants(view)) {
    auto& until = read_until[tenant];
    for (bool more = true; more;) {
      auto const events = ledger::events_after(view, tenant, until, events_at_once);
      for (auto const& one : events) {
        until = one.event.seq;
        if (calls_for_a_look(one.event.type)) note(view, tenant, one.invoice_id);
      }
      more = events.size() == events_at_once;
    }
  }
}

void Follower::Parts::look() {
  if (stopped) return;
  try {
    house.store.read([this](ledger::Snapshot& view) {
      if (!has_read) read_all(view);
      read_journal(view);
      return true;
    });
    begin_due();
  } catch (std::exception const&) {  // read again at the next look
    log_fault("follow", std::current_exception());
  }
  sleep();
}

void Follower::Parts::sleep() {
  timer.expires_after(between_looks);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

void Follower::Parts::begin_due() {
  auto const now = house.clock.now();
  while (!stopped && under_way.size() < at_once && !queue.empty() && queue.begin()->first <= now) {
    auto const key = queue.begin()->second;
    queue.erase(queue.begin());
    next.erase(key);
    if (!under_way.insert(key).second) continue;
    auto done = [self = shared_from_this(), key](std::exception_ptr fault,
                                                 std::optional<model::Instant> again) {
      self->under_way.erase(key);
      log_fault("follow", fault);
      if (fault) again = self->house.clock.now() + after_no_answer;
      if (again && self->next.count(key) == 0) self->schedule(key, *again);
      if (!self->stopped) self->begin_due();
    };
    auto work = follow(key);
    asio::co_spawn(io, std::move(work), asio::bind_executor(strand, std::move(done)));
  }
}

// One question, or the wish to take it back. Gives when to ask again; nullopt for never.
asio::awaitable<std::optional<model::Instant>> Follower::Parts::follow(Key key) {
  auto const now = house.clock.now();
  auto const followed = house.store.read([&](ledger::Snapshot& view) {
    return find_followed(view, key.first, key.second, house.codes, now);
  });
  auto* channel = followed ? house.dispatcher.channel(followed->delivery.channel) : nullptr;
  if (channel == nullptr) co_return std::nullopt;
  auto const& row = followed->delivery;
  auto const age = std::chrono::duration_cast<std::chrono::seconds>(now - row.created);
  std::optional<model::Instant> again = now + follow_delay(age, row.id);
  std::function<bool(ledger::Transaction&)> job;
  if (!followed->withdraw_for.empty()) {
    auto const answer = co_await channel->withdraw(followed->parcel);
    if (answer.what == channels::Withdrawal::no_answer) co_return now + after_no_answer;
    if (answer.what != channels::Withdrawal::refused) again.reset();
    job = [&followed, answer, this](ledger::Transaction& tx) {
      return take_withdrawal(tx, *followed, answer, context());
    };
  } else {
    auto const sighting = co_await channel->inquire(followed->parcel);
    if (!sighting) co_return std::max(*again, now + after_no_answer);
    if (sighting->final) again.reset();
    job = [&followed, sighting, this](ledger::Transaction& tx) {
      return take_sighting(tx, followed->delivery, *sighting, context());
    };
  }
  bool const queued = co_await commit<bool>(house.store, job);
  if (queued) house.dispatcher.wake();
  co_return again;
}

Follower::Follower(asio::io_context& context, House house)
    : parts_(std::make_shared<Parts>(context, house)) {}

Follower::~Follower() { stop(); }

void Follower::start() {
  auto const& channels = parts_->house.billers.channels();
  bool const any = std::any_of(channels.begin(), channels.end(),
                               [this](auto const& one) { return parts_->is_followed(one.name); });
  if (any) asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void Follower::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
