#include "gateway/api/reply.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "gateway/api/limit.hpp"
#include "gateway/commit.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/multipart.hpp"
#include "gateway/http/problem.hpp"

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

namespace {

[[noreturn]] void wrong_parameter(std::string_view detail) {
  throw http::Answer{http::problem(400, "parameter-invalid", detail)};
}

}  // namespace

int limit_of(http::Request const& request) {
  constexpr int most = 200;
  ledger::Page const usual;
  auto const text = request.parameter("limit");
  if (text.empty()) return usual.limit;
  int limit = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), limit);
  bool const whole = fault == std::errc{} && end == text.data() + text.size();
  if (!whole || limit < 1 || limit > most) wrong_parameter("limit is a number of 1 to 200.");
  return limit;
}

ledger::Page page_of(http::Request const& request) {
  ledger::Page page{limit_of(request), text_of(request, "cursor")};
  if (page.cursor.empty()) return page;
  std::int64_t key = 0;
  auto const* last = page.cursor.data() + page.cursor.size();
  auto const [end, fault] = std::from_chars(page.cursor.data(), last, key);
  if (fault != std::errc{} || end != last || key < 1)
    wrong_parameter("cursor is the next_cursor of an earlier answer.");
  return page;
}

std::optional<model::Date> day_of(http::Request const& request, std::string_view parameter) {
  auto const text = request.parameter(parameter);
  if (text.empty()) return std::nullopt;
  auto const day = model::parse_date(text);
  if (!day) wrong_parameter(fmt::format("{} is a day, YYYY-MM-DD.", parameter));
  return day;
}

bool may_see(http::Request const& request, std::string_view client) {
  auto const& own = request.principal->clients;
  return own.empty() || std::find(own.begin(), own.end(), client) != own.end();
}

std::string client_filter(http::Request const& request) {
  auto const& own = request.principal->clients;
  std::string asked{request.parameter("client_ref")};
  if (asked.empty() && own.size() == 1) return own.front();
  if (asked.empty() && own.size() > 1)
    wrong_parameter("This key bills for several clients; name one in client_ref.");
  if (!asked.empty() && !may_see(request, asked))
    throw http::Answer{
        http::problem(403, "client-not-allowed", "This key is not for that billing client.")};
  return asked;
}

config::Client const& asked_client(House& house, http::Request const& request,
                                   std::string_view ref) {
  auto const* client = house.billers.client(request.principal->tenant, ref);
  if (client == nullptr || !may_see(request, ref))
    throw http::Answer{http::problem(404, "not-found", "There is no such billing client.")};
  return *client;
}

void need_whole_tenant(http::Request const& request) {
  if (!request.principal->clients.empty())
    throw http::Answer{http::problem(
        403, "client-not-allowed", "This needs a key that bills for every client of the tenant.")};
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

namespace {

// A form is its parts: the boundary between them is new in every try.
std::optional<std::string> form_digest(http::Request const& request) {
  if (!http::is_multipart(request.header("content-type"))) return std::nullopt;
  auto const parts = http::read_multipart(request.header("content-type"), request.body);
  if (!parts) return std::nullopt;
  std::string all = "form";
  for (auto const& part : *parts) {
    for (std::string_view const text :
         {std::string_view{part.name}, std::string_view{part.file_name},
          std::string_view{part.content_type}})
      fmt::format_to(std::back_inserter(all), "\n{} {}", text.size(), text);
    all += '\n' + model::sha256_hex(part.content);
  }
  return all;
}

}  // namespace

StoredKey key_of(http::Request const& request) {
  return stored_key(*request.principal, request.header("idempotency-key"));
}

model::Sha256 request_digest(http::Request const& request) {
  std::string all = fmt::format("{} {}", http::method_text(request.method), request.path);
  for (auto const& [name, value] : request.query)
    fmt::format_to(std::back_inserter(all), "&{}={}", name, value);
  auto const form = form_digest(request);
  auto const body = form                  ? model::sha256(*form)
                    : request.body_digest ? *request.body_digest
                                          : model::sha256(request.body);
  all += '\n';
  all.append(reinterpret_cast<char const*>(body.data()), body.size());
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

std::optional<Effect> earlier(House& house, ledger::Transaction& tx, http::Request const& request,
                              model::Sha256 const& digest, Again const& again) {
  auto const key = key_of(request);
  auto const kept = find_kept(tx, request.principal->tenant, key, digest);
  if (!kept) return std::nullopt;
  if (kept->request != digest) return Effect{key_reused(), false};
  // Earlier Airuts kept the answer itself, an object, where now its id is kept.
  if (again && !kept->body.starts_with('{'))
    return Effect{replayed(again(house, request, tx, kept->body)), false};
  http::Response response;
  response.status = kept->status;
  response.body = kept->body;
  return Effect{replayed(std::move(response)), false};
}

Effect act_once(House& house, http::Request const& request, model::Sha256 const& digest,
                Acting const& handler, Again const& again, ledger::Transaction& tx) {
  auto const key = key_of(request);
  if (!key.empty()) {
    if (auto before = earlier(house, tx, request, digest, again)) return *std::move(before);
  }
  auto effect = handler(house, request, tx);
  if (effect.response.status >= 400) return effect;
  note_reason(house, request, tx);
  if (!key.empty()) {
    auto const& kept = again ? effect.kept : effect.response.body;
    ledger::keep_answer(tx, request.principal->tenant, key.name,
                        {digest, effect.response.status, kept, ""}, house.clock.now());
  }
  return effect;
}

}  // namespace

void note_reason(House& house, http::Request const& request, ledger::Transaction& tx) {
  constexpr std::size_t reason_bytes = 500;
  auto const reason = request.header("x-reason").substr(0, reason_bytes);
  if (reason.empty()) return;
  tx.append(
      request.principal->tenant, request.principal->key_id, house.clock.now(),
      ledger::ReasonGiven{request.request_id,
                          fmt::format("{} {}", http::method_text(request.method), request.path),
                          std::string{reason}});
}

asio::awaitable<http::Response> act(House& house, http::Request const& request,
                                    model::Sha256 const& digest, Acting const& handler,
                                    Again const& again) {
  std::function<Effect(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    return act_once(house, request, digest, handler, again, tx);
  };
  auto effect = co_await commit<Effect>(house.store, work);
  if (effect.queued) house.dispatcher.wake();
  co_return std::move(effect.response);
}

std::function<asio::awaitable<http::Response>(http::Request)> acting(House& house, Acting handler,
                                                                     Again again) {
  return [&house, handler = std::move(handler),
          again = std::move(again)](http::Request request) -> asio::awaitable<http::Response> {
    auto const digest = request_digest(request);
    co_return co_await act(house, request, digest, handler, again);
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
