#include "gateway/webhooks/webhooks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
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
#include "gateway/webhooks/signature.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/links.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using std::chrono::seconds;

constexpr std::array<seconds, 9> retry_after{seconds{5},     seconds{300},   seconds{1800},
                                             seconds{7200},  seconds{18000}, seconds{36000},
                                             seconds{50400}, seconds{72000}, seconds{86400}};
constexpr std::chrono::milliseconds pause{250};
constexpr auto gives_up_after = std::chrono::hours{24 * 5};
constexpr int events_at_once = 50;

bool wanted(std::vector<std::string> const& patterns, std::string_view type) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](auto const& one) {
           std::string_view const pattern = one;
           if (pattern == "*" || pattern == type) return true;
           if (pattern.size() < 2 || pattern.substr(pattern.size() - 2) != ".*") return false;
           return type.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
         });
}

std::string payload_of(ledger::StoredEvent const& stored) {
  json::Writer out;
  out.begin_object();
  out.member("type", stored.event.type);
  out.member("timestamp", model::instant_text(stored.event.booked));
  out.member("id", stored.event.id);
  out.key("data");
  out.begin_object();
  out.member("subject", stored.event.subject);
  out.member_if("invoice_id", stored.invoice_id);
  if (!stored.invoice_id.empty()) out.member("sequence", stored.invoice_sequence);
  out.key("fact");
  out.raw(stored.event.body);  // without personal parts
  out.end_object();
  out.end_object();
  return std::move(out).text();
}

channels::HttpOptions http_options(config::Settings const& settings) {
  channels::HttpOptions options;
  options.timeout = seconds{15};
  if (!settings.webhooks_allow_loopback) {
    options.may_connect = [](std::string_view address) { return is_public_address(address); };
  }
  return options;
}

}  // namespace

struct Webhooks::Parts : std::enable_shared_from_this<Webhooks::Parts> {
  Parts(asio::io_context& the_context, House the_house, asio::thread_pool& the_pool)
      : context(the_context),
        strand(asio::make_strand(the_context)),
        timer(strand),
        house(the_house),
        pool(the_pool),
        client(http_options(house.billers.settings())) {}

  void look();
  asio::awaitable<void> serve(ledger::EndpointRow endpoint);
  asio::awaitable<bool> send(ledger::EndpointRow const& endpoint, ledger::StoredEvent const& stored,
                             ledger::EndpointCursor cursor);
  asio::awaitable<void> keep(ledger::EndpointRow const& endpoint,
                             ledger::EndpointCursor const& cursor,
                             std::optional<ledger::WebhookAttemptRow> const& attempt, bool disable);

  asio::io_context& context;
  asio::strand<asio::io_context::executor_type> strand;
  asio::steady_timer timer;
  House house;
  asio::thread_pool& pool;
  channels::HttpClient client;
  std::set<std::string> busy;
  bool stopped = false;
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
  } catch (std::exception const&) {  // the store tells of its own faults; here it is asked again
  }
  for (auto& endpoint : endpoints) {
    if (!busy.insert(endpoint.id).second) continue;
    auto const id = endpoint.id;
    asio::co_spawn(context, serve(std::move(endpoint)),
                   [self = shared_from_this(), id](std::exception_ptr) {
                     asio::post(self->strand, [self, id] { self->busy.erase(id); });
                   });
  }
  timer.expires_after(pause);
  timer.async_wait([self = shared_from_this()](boost::system::error_code fault) {
    if (!fault) self->look();
  });
}

asio::awaitable<void> Webhooks::Parts::serve(ledger::EndpointRow endpoint) {
  auto const self = shared_from_this();
  ledger::EndpointCursor cursor;
  std::vector<ledger::StoredEvent> events;
  house.store.read([&](ledger::Snapshot& view) {
    cursor = ledger::endpoint_cursor(view, endpoint.tenant, endpoint.id);
    if (cursor.next_try && *cursor.next_try > house.clock.now()) return;
    events = ledger::events_after(view, endpoint.tenant, cursor.delivered_seq, events_at_once);
  });
  auto passed = cursor.delivered_seq;
  for (auto const& stored : events) {
    if (!wanted(endpoint.event_types, stored.event.type)) {
      passed = stored.event.seq;
      continue;
    }
    cursor.delivered_seq = stored.event.seq - 1;
    bool const taken = co_await send(endpoint, stored, cursor);
    if (!taken) co_return;
    passed = stored.event.seq;
    cursor = ledger::EndpointCursor{};
    cursor.delivered_seq = passed;
  }
  if (passed == cursor.delivered_seq) co_return;
  cursor.delivered_seq = passed;
  co_await keep(endpoint, cursor, std::nullopt, false);
}

asio::awaitable<bool> Webhooks::Parts::send(ledger::EndpointRow const& endpoint,
                                            ledger::StoredEvent const& stored,
                                            ledger::EndpointCursor cursor) {
  auto const now = house.clock.now();
  auto const timestamp =
      std::to_string(std::chrono::duration_cast<seconds>(now.time_since_epoch()).count());
  channels::HttpRequest request;
  request.method = "POST";
  request.url = endpoint.url;
  request.body = payload_of(stored);
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
  attempt.outcome = taken ? "delivered" : "failed";
  attempt.status = reply.status;
  attempt.excerpt = (reply.status ? reply.body : reply.fault).substr(0, 500);
  attempt.at = now;
  bool disable = reply.status == 410;
  if (taken) {
    cursor = {};
    cursor.delivered_seq = stored.event.seq;
  } else {
    auto const index = std::min<std::size_t>(static_cast<std::size_t>(cursor.failures), 8);
    ++cursor.failures;
    cursor.next_try = now + retry_after[index];
    if (!cursor.failing_since) cursor.failing_since = now;
    cursor.last_error = attempt.excerpt;
    disable |= now - *cursor.failing_since > gives_up_after;
  }
  co_await keep(endpoint, cursor, attempt, disable);
  co_return taken;
}

asio::awaitable<void> Webhooks::Parts::keep(ledger::EndpointRow const& endpoint,
                                            ledger::EndpointCursor const& cursor,
                                            std::optional<ledger::WebhookAttemptRow> const& attempt,
                                            bool disable) {
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    ledger::set_endpoint_cursor(tx, endpoint.tenant, endpoint.id, cursor);
    if (attempt) ledger::keep_webhook_attempt(tx, endpoint.tenant, endpoint.id, *attempt);
    if (disable) {
      tx.append(
          endpoint.tenant, "system", house.clock.now(),
          ledger::WebhookEndpointChanged{endpoint.id, "disable", endpoint.url, endpoint.event_types,
                                         false, endpoint.description, endpoint.secrets});
    }
    return true;
  };
  co_await commit<bool>(house.store, work);
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
