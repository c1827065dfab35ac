#include "gateway/webhooks/webhooks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/http/client.hpp"
#include "formats/json/writer.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/log.hpp"
#include "gateway/webhooks/event_object.hpp"
#include "gateway/webhooks/signature.hpp"
#include "gateway/webhooks/turns.hpp"
#include "ledger/journal/event_types.hpp"
#include "ledger/journal/text.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/try_writing.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using std::chrono::seconds;

constexpr std::array<seconds, 9> retry_after{seconds{5},     seconds{300},   seconds{1800},
                                             seconds{7200},  seconds{18000}, seconds{36000},
                                             seconds{50400}, seconds{72000}, seconds{86400}};
constexpr std::chrono::milliseconds pause{250};
constexpr seconds first_rest{2}, longest_rest{300};  // after a fault of ours
constexpr auto gives_up_after = std::chrono::hours{24 * 5};
constexpr int events_at_once = 50;
constexpr int failures_until_rest = 5;
constexpr std::size_t excerpt_most = 2048;
constexpr std::string_view test_event = "webhook.test";
constexpr seconds probe_every{60};

std::optional<seconds> next_delay(int attempts, std::string_view event_id,
                                  std::optional<seconds> wish) {
  auto const index = static_cast<std::size_t>(attempts) - 1;
  if (index >= retry_after.size()) return std::nullopt;
  auto const own = spread(retry_after.at(index), event_id);
  return wish ? std::clamp(*wish, own, own * 2) : own;
}

bool wanted(std::vector<std::string> const& patterns, std::string_view type) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](auto const& one) {
           return ledger::type_matches(one, type);
         });
}

// The biller's own id of the invoice that it is about, "" where it has none.
std::string external_id_of(ledger::Snapshot& view, ledger::StoredEvent const& stored) {
  if (stored.invoice_id.empty()) return {};
  auto const invoice = ledger::find_invoice(view, stored.event.tenant, stored.invoice_id);
  return invoice ? invoice->external_id : std::string{};
}

std::string payload_of(ledger::Store& store, ledger::StoredEvent const& stored) {
  auto const external_id =
      store.read([&](ledger::Snapshot& view) { return external_id_of(view, stored); });
  json::Writer out;
  write_event_object(out, stored, external_id, EventSize::small);
  return std::move(out).text();
}

std::string excerpt_of(std::string const& text) {
  auto const clean = ledger::scrubbed(text);
  return std::string{ledger::whole_characters(clean, excerpt_most)};
}

channels::HttpOptions http_options(config::Settings const& settings) {
  channels::HttpOptions options;
  options.timeout = seconds{15};
  bool const loopback = settings.webhooks_allow_loopback;
  options.may_connect = [loopback](std::string_view address) {
    return is_public_address(address) || (loopback && is_loopback_address(address));
  };
  return options;
}

}  // namespace

bool is_for(ledger::EndpointRow const& endpoint, ledger::Event const& event) {
  return event.type != test_event && wanted(endpoint.event_types, event.type);
}

// What an endpoint gets in one round: first what it shall get again, then what is new. One that
// failed five times in a row is asked by its retries, and by one new event a minute, until one of
// them is taken: nothing is lost meanwhile, the other new events wait behind the cursor.
struct Webhooks::Round {
  ledger::EndpointCursor cursor;
  std::vector<std::pair<ledger::WebhookRetry, ledger::StoredEvent>> again;
  std::vector<ledger::StoredEvent> fresh;
};

struct Webhooks::Parts : std::enable_shared_from_this<Webhooks::Parts> {
  Parts(asio::io_context& the_context, House the_house, asio::thread_pool& the_pool)
      : context(the_context),
        strand(asio::make_strand(the_context)),
        timer(strand),
        house(the_house),
        pool(the_pool),
        client(http_options(house.billers.settings())) {}

  // An endpoint whose attempt could not be kept: it would be sent the same again and again.
  struct Rest {
    std::chrono::steady_clock::time_point until;
    seconds next{};
  };

  void look();
  bool rests_now(std::string const& endpoint_id) const;
  void ended(std::string const& endpoint_id, bool well);
  asio::awaitable<void> serve(ledger::EndpointRow endpoint, bool after_fault);
  Round round_of(ledger::EndpointRow const& endpoint);
  // What becomes of an event besides its attempt: it comes again, or never.
  struct Again {
    std::int64_t seq = 0;
    std::optional<ledger::WebhookRetry> retry;
  };
  asio::awaitable<bool> send(ledger::EndpointRow const& endpoint, ledger::StoredEvent const& stored,
                             int attempts, ledger::EndpointCursor& cursor);
  static void note(ledger::EndpointCursor& cursor, bool taken, model::Instant now,
                   std::string const& words, Again const& again);
  // Whether the endpoint is still as it was asked.
  asio::awaitable<bool> keep(ledger::EndpointRow const& endpoint,
                             ledger::EndpointCursor const& cursor,
                             std::optional<ledger::WebhookAttemptRow> const& attempt,
                             std::optional<Again> const& again, bool disable);

  asio::io_context& context;
  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  asio::thread_pool& pool;
  channels::HttpClient client;
  std::set<std::string> busy;
  std::map<std::string, Rest> resting;  // by endpoint
  EndpointTurns turns;
  std::size_t looks = 0;
  std::atomic<bool> stopped{false};
};

void Webhooks::Parts::look() {
  if (stopped) return;
  std::vector<ledger::EndpointRow> endpoints;
  try {
    house.store.read([&](ledger::Snapshot& view) {
      for (auto const& tenant : house.billers.tenants()) {
        for (auto& one : ledger::list_endpoints(view, tenant.id)) {
          if (one.enabled) endpoints.push_back(std::move(one));
        }
      }
    });
  } catch (std::exception const&) {  // asked again at the next look
    log_fault("webhooks", std::current_exception());
  }
  // Each comes first in its turn.
  auto const first = endpoints.empty() ? 0 : ++looks % endpoints.size();
  std::rotate(endpoints.begin(), endpoints.begin() + static_cast<std::ptrdiff_t>(first),
              endpoints.end());
  for (auto& endpoint : endpoints) {
    if (rests_now(endpoint.id) || !busy.insert(endpoint.id).second) continue;
    auto const id = endpoint.id;
    bool const after_fault = resting.contains(id);
    asio::co_spawn(context, serve(std::move(endpoint), after_fault),
                   [self = shared_from_this(), id](std::exception_ptr fault) {
                     log_fault("webhooks", fault);
                     bool const well = !fault;
                     asio::post(self->strand, [self, id, well] { self->ended(id, well); });
                   });
  }
  timer.expires_after(pause);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

bool Webhooks::Parts::rests_now(std::string const& endpoint_id) const {
  auto const rest = resting.find(endpoint_id);
  return rest != resting.end() && std::chrono::steady_clock::now() < rest->second.until;
}

void Webhooks::Parts::ended(std::string const& endpoint_id, bool well) {
  busy.erase(endpoint_id);
  if (well) {
    resting.erase(endpoint_id);
    return;
  }
  auto& rest = resting.try_emplace(endpoint_id, Rest{{}, first_rest}).first->second;
  rest.until = std::chrono::steady_clock::now() + rest.next;
  rest.next = std::min(rest.next * 2, longest_rest);
}

namespace {

// Whether the endpoint, which rests, was not asked for a while: the first new event that it does
// not take ends the round.
bool is_probe_due(ledger::Snapshot& view, ledger::EndpointRow const& endpoint, model::Instant now) {
  auto const last = ledger::list_webhook_attempts(view, endpoint.tenant, endpoint.id, {1, ""}).rows;
  return last.empty() || now - last.front().at >= probe_every;
}

}  // namespace

Webhooks::Round Webhooks::Parts::round_of(ledger::EndpointRow const& endpoint) {
  return house.store.read([&](ledger::Snapshot& view) {
    Round round;
    round.cursor = ledger::endpoint_cursor(view, endpoint.tenant, endpoint.id);
    for (auto const& retry : ledger::due_webhook_retries(view, endpoint.tenant, endpoint.id,
                                                         house.clock.now(), events_at_once)) {
      auto events = ledger::events_after(view, endpoint.tenant, retry.seq - 1, 1);
      if (!events.empty()) round.again.emplace_back(retry, std::move(events.front()));
    }
    bool const rests = round.cursor.failures >= failures_until_rest &&
                       ledger::count_webhook_retries(view, endpoint.tenant, endpoint.id) > 0;
    if (!rests || is_probe_due(view, endpoint, house.clock.now())) {
      round.fresh =
          ledger::events_after(view, endpoint.tenant, round.cursor.delivered_seq, events_at_once);
    }
    return round;
  });
}

// After a fault nothing is sent before the store takes writes again.
asio::awaitable<void> Webhooks::Parts::serve(ledger::EndpointRow endpoint, bool after_fault) {
  auto const self = shared_from_this();
  if (after_fault) {
    std::function<bool(ledger::Transaction&)> const writes = [](ledger::Transaction& tx) {
      ledger::try_writing(tx);
      return true;
    };
    co_await commit<bool>(house.store, writes);
  }
  auto round = round_of(endpoint);
  EndpointTurn turn{turns, endpoint.tenant};
  for (auto const& [retry, stored] : round.again) {
    if (stopped || !turn.goes_on()) co_return;
    bool const goes_on = co_await send(endpoint, stored, retry.attempts, round.cursor);
    if (!goes_on) co_return;
  }
  auto const before = round.cursor.delivered_seq;
  for (auto const& stored : round.fresh) {
    if (stopped) co_return;
    bool const wants = is_for(endpoint, stored.event);
    if (wants && !turn.goes_on()) break;
    round.cursor.delivered_seq = stored.event.seq;
    if (!wants) continue;
    bool const goes_on = co_await send(endpoint, stored, 0, round.cursor);
    if (!goes_on) co_return;
  }
  if (round.cursor.delivered_seq == before) co_return;
  co_await keep(endpoint, round.cursor, std::nullopt, std::nullopt, false);
}

// Sends one event; the cursor learns how it ended, and the event is taken, or comes again later, or
// is given up. Returns whether the endpoint may get more now.
asio::awaitable<bool> Webhooks::Parts::send(ledger::EndpointRow const& endpoint,
                                            ledger::StoredEvent const& stored, int attempts,
                                            ledger::EndpointCursor& cursor) {
  auto const now = house.clock.now();
  auto const timestamp =
      std::to_string(std::chrono::duration_cast<seconds>(now.time_since_epoch()).count());
  channels::HttpRequest request;
  request.method = "POST";
  request.url = endpoint.url;
  request.body = payload_of(house.store, stored);
  request.repeatable = true;  // told apart by webhook-id
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", stored.event.id},
                     {"webhook-timestamp", timestamp},
                     {"webhook-signature", webhook_signature(endpoint.secrets, stored.event.id,
                                                             timestamp, request.body)}};
  auto work = [this, &request] { return client.perform(request); };
  auto const reply = co_await channels::on_pool(pool, work);
  bool const taken = reply.status >= 200 && reply.status < 300;
  ledger::WebhookAttemptRow attempt;
  attempt.event_id = stored.event.id;
  attempt.seq = stored.event.seq;
  attempt.status = reply.status;
  attempt.excerpt = excerpt_of(reply.status ? reply.body : reply.fault);
  attempt.at = now;
  bool const once = taken || stored.event.type == test_event;
  auto const delay =
      once ? std::nullopt : next_delay(attempts + 1, stored.event.id, reply.retry_after);
  attempt.outcome = taken ? "delivered" : delay ? "failed" : "given_up";
  Again again{stored.event.seq, std::nullopt};
  if (delay) again.retry = ledger::WebhookRetry{stored.event.seq, attempts + 1, now + *delay};
  note(cursor, taken, now, attempt.excerpt, again);
  bool const disable =
      reply.status == 410 || (cursor.failing_since && now - *cursor.failing_since > gives_up_after);
  bool const unchanged = co_await keep(endpoint, cursor, attempt, again, disable);
  co_return unchanged && !disable && (taken || cursor.failures < failures_until_rest);
}

void Webhooks::Parts::note(ledger::EndpointCursor& cursor, bool taken, model::Instant now,
                           std::string const& words, Again const& again) {
  if (taken) {
    cursor.failures = 0;
    cursor.failing_since.reset();
    cursor.next_try.reset();
    cursor.last_error.clear();
    return;
  }
  ++cursor.failures;
  if (!cursor.failing_since) cursor.failing_since = now;
  if (again.retry) cursor.next_try = again.retry->next_try;
  cursor.last_error = words;
}

// What the biller did while the endpoint was asked stands: of one that is gone nothing is kept, and
// one that was changed only goes on behind what it was sent.
asio::awaitable<bool> Webhooks::Parts::keep(ledger::EndpointRow const& endpoint,
                                            ledger::EndpointCursor const& cursor,
                                            std::optional<ledger::WebhookAttemptRow> const& attempt,
                                            std::optional<Again> const& again, bool disable) {
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    auto const row = ledger::find_endpoint(tx, endpoint.tenant, endpoint.id);
    if (!row) return false;
    bool const unchanged = row->version == endpoint.version;
    auto stands = unchanged ? cursor : ledger::endpoint_cursor(tx, endpoint.tenant, endpoint.id);
    stands.delivered_seq = std::max(stands.delivered_seq, cursor.delivered_seq);
    ledger::set_endpoint_cursor(tx, endpoint.tenant, endpoint.id, stands);
    if (attempt) ledger::keep_webhook_attempt(tx, endpoint.tenant, endpoint.id, *attempt);
    if (again && again->retry) {
      ledger::keep_webhook_retry(tx, endpoint.tenant, endpoint.id, *again->retry);
    } else if (again) {
      ledger::drop_webhook_retry(tx, endpoint.tenant, endpoint.id, again->seq);
    }
    if (disable && unchanged) {
      tx.append(endpoint.tenant, "system", house.clock.now(),
                ledger::WebhookEndpointChanged{row->id, "disable", row->url, row->event_types,
                                               false, row->description, ""});
    }
    return unchanged;
  };
  co_return co_await commit<bool>(house.store, work);
}

Webhooks::Webhooks(asio::io_context& context, House house, asio::thread_pool& pool)
    : parts_(std::make_shared<Parts>(context, house, pool)) {}

Webhooks::~Webhooks() { stop(); }

void Webhooks::start() {
  asio::post(parts_->strand, [parts = parts_] { parts->look(); });
}

void Webhooks::stop() {
  asio::post(parts_->strand, [parts = parts_] {
    parts->stopped = true;
    parts->timer.cancel();
  });
}

}  // namespace airut::gateway
