#include "gateway/api/reply.hpp"

#include <charconv>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/store/idempotency.hpp"

namespace airut::gateway::api {

namespace asio = boost::asio;

http::Response reply(json::Writer out, int status) {
  http::Response response;
  response.status = status;
  response.body = std::move(out).text();
  return response;
}

http::Response not_found(std::string_view what) {
  return http::problem(404, "not-found", fmt::format("There is no such {}.", what));
}

http::Response conflict(std::string_view code, std::string_view detail) {
  return http::problem(409, code, detail);
}

ledger::Page page_of(http::Request const& request) {
  ledger::Page page;
  page.cursor = request.parameter("cursor");
  auto const text = request.parameter("limit");
  if (text.empty()) return page;
  constexpr int most = 200;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), page.limit);
  bool const whole = fault == std::errc{} && end == text.data() + text.size();
  if (!whole || page.limit < 1 || page.limit > most) {
    throw http::Answer{http::problem(400, "parameter-invalid", "limit is a number of 1 to 200.")};
  }
  return page;
}

std::string text_of(http::Request const& request, std::string_view parameter) {
  return std::string{request.parameter(parameter)};
}

std::function<asio::awaitable<http::Response>(http::Request)> reading(House& house,
                                                                      Reading handler) {
  return [&house,
          handler = std::move(handler)](http::Request request) -> asio::awaitable<http::Response> {
    co_return house.store.read(
        [&](ledger::Snapshot& view) { return handler(house, request, view); });
  };
}

model::Sha256 request_digest(http::Request const& request) {
  std::string all = fmt::format("{} {}", http::method_text(request.method), request.path);
  for (auto const& [name, value] : request.query)
    fmt::format_to(std::back_inserter(all), "&{}={}", name, value);
  all += '\n';
  all += request.body;
  return model::sha256(all);
}

http::Response replayed(http::Response response) {
  response.headers.emplace_back("Idempotent-Replayed", "true");
  return response;
}

http::Response key_reused() {
  return http::problem(422, "idempotency-key-reused",
                       "This Idempotency-Key came before with another request.");
}

namespace {

std::optional<Effect> earlier(ledger::Transaction& tx, http::Request const& request,
                              std::string_view key, model::Sha256 const& digest) {
  auto const kept = ledger::find_answer(tx, request.principal->tenant, key);
  if (!kept) return std::nullopt;
  if (kept->request != digest) return Effect{key_reused(), false};
  http::Response response;
  response.status = kept->status;
  response.body = kept->body;
  return Effect{replayed(std::move(response)), false};
}

Effect act_once(House& house, http::Request const& request, Acting const& handler,
                ledger::Transaction& tx) {
  auto const key = request.header("idempotency-key");
  auto const digest = request_digest(request);
  if (!key.empty()) {
    if (auto before = earlier(tx, request, key, digest)) return *std::move(before);
  }
  auto effect = handler(house, request, tx);
  if (effect.response.status < 400 && !key.empty()) {
    ledger::keep_answer(tx, request.principal->tenant, key,
                        {digest, effect.response.status, effect.response.body, ""},
                        house.clock.now());
  }
  return effect;
}

}  // namespace

std::function<asio::awaitable<http::Response>(http::Request)> acting(House& house, Acting handler) {
  return [&house,
          handler = std::move(handler)](http::Request request) -> asio::awaitable<http::Response> {
    std::function<Effect(ledger::Transaction&)> const work = [&house, &request,
                                                              &handler](ledger::Transaction& tx) {
      return act_once(house, request, handler, tx);
    };
    auto effect = co_await commit<Effect>(house.store, work);
    if (effect.queued) house.dispatcher.wake();
    co_return std::move(effect.response);
  };
}

void write_money(json::Writer& out, std::string_view name, model::Money const& money) {
  out.member(name, money.text());
}

void write_instant(json::Writer& out, std::string_view name,
                   std::optional<model::Instant> const& moment) {
  if (moment) out.member(name, model::instant_text(*moment));
}

void write_day(json::Writer& out, std::string_view name, std::optional<model::Date> const& day) {
  if (day) out.member(name, model::date_text(*day));
}

}  // namespace airut::gateway::api
