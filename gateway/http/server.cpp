#include "gateway/http/server.hpp"

#include <atomic>
#include <optional>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/target.hpp"

namespace airut::gateway::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using Tcp = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto answer = asio::as_tuple(asio::use_awaitable);

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
    case beast::http::verb::head:
      return Method::get;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::patch:
      return Method::patch;
    case beast::http::verb::delete_:
      return Method::delete_;
    default:
      return std::nullopt;
  }
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string new_request_id() {
  auto const now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return model::new_id("req", now);
}

ssl::context tls_context(config::Listener const& listener) {
  ssl::context context{ssl::context::tls_server};
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                      ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context.use_certificate_chain_file(listener.certificate.string());
  context.use_private_key_file(listener.private_key.string(), ssl::context::pem);
  return context;
}

}  // namespace

struct Server::Parts : std::enable_shared_from_this<Server::Parts> {
  Parts(asio::io_context& io, config::Listener const& on, config::Limits const& bounds,
        Routes table, Keys const& known, Observer told)
      : context(io),
        acceptor(asio::make_strand(io)),
        limits(bounds),
        routes(std::move(table)),
        keys(known),
        observer(std::move(told)) {
    if (!on.certificate.empty()) tls.emplace(tls_context(on));
    tcp::endpoint const endpoint{asio::ip::make_address(on.address), on.port};
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address{true});
    acceptor.bind(endpoint);
    acceptor.listen(4096);
  }

  asio::awaitable<void> accept();
  template <class Stream>
  asio::awaitable<void> serve(Stream stream, std::string remote);
  template <class Stream>
  asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer,
                                 std::string const& remote);
  asio::awaitable<Response> run(Route const& route, Request request);

  asio::io_context& context;
  tcp::acceptor acceptor;
  config::Limits limits;
  Routes routes;
  Keys const& keys;
  Observer observer;
  std::optional<ssl::context> tls;
  std::atomic<bool> stopping = false;
  std::atomic<std::uint32_t> connections = 0, under_way = 0;
};

namespace {

using Parser = beast::http::request_parser<beast::http::string_body>;

// What may be said against a request from its header alone.
struct Judged {
  Match found;
  std::optional<Target> target;
  std::shared_ptr<Principal const> principal;
  std::optional<Response> refusal;
};

Judged refuse(Judged judged, Response response) {
  judged.refusal = std::move(response);
  return judged;
}

Response not_allowed(std::string const& allowed) {
  auto response = problem(405, "method-not-allowed", "This address takes " + allowed + ".");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response no_key() {
  auto response = problem(401, "unauthorized", "Present a key: Authorization: Bearer <key>.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

std::uint64_t body_limit(Route const& route, config::Limits const& limits) {
  switch (route.body) {
    case Body::none:
      return 0;
    case Body::json:
      return limits.json_body_bytes;
    case Body::document:
      return limits.file_body_bytes;
  }
  return 0;
}

Judged judge(Parser const& parser, Routes const& routes, Keys const& keys,
             config::Limits const& limits) {
  auto const& head = parser.get();
  Judged judged;
  using beast::http::field;
  if (head.count(field::content_length) > 0 && head.count(field::transfer_encoding) > 0)
    return refuse(std::move(judged),
                  problem(400, "ambiguous-length",
                          "Content-Length and Transfer-Encoding exclude each other."));
  judged.target = parse_target({head.target().data(), head.target().size()});
  if (!judged.target)
    return refuse(std::move(judged),
                  problem(400, "bad-target", "The request target is not a plain path."));
  auto const method = method_of(head.method());
  if (method) judged.found = match(routes, *method, judged.target->path);
  if (judged.found.route == nullptr && !judged.found.allowed.empty())
    return refuse(std::move(judged), not_allowed(std::string{judged.found.allowed}));
  if (judged.found.route == nullptr)
    return refuse(std::move(judged),
                  problem(404, "not-found", "There is nothing at this address."));
  auto const& route = *judged.found.route;
  if (!route.scope.empty()) {
    auto const authorization = head[field::authorization];
    judged.principal = keys.find({authorization.data(), authorization.size()});
    if (!judged.principal) return refuse(std::move(judged), no_key());
    if (!judged.principal->may(route.scope))
      return refuse(
          std::move(judged),
          problem(403, "scope-missing", fmt::format("The key lacks the scope {}.", route.scope)));
  }
  if (auto const length = parser.content_length(); length && *length > body_limit(route, limits))
    return refuse(std::move(judged),
                  problem(413, "too-large",
                          fmt::format("The body may have {} bytes.", body_limit(route, limits))));
  if (auto const encoding = head[field::content_encoding];
      !encoding.empty() && encoding != "identity")
    return refuse(std::move(judged),
                  problem(415, "encoding-unsupported", "Send the body without Content-Encoding."));
  if (route.idempotency_key && head["Idempotency-Key"].empty())
    return refuse(std::move(judged), problem(400, "idempotency-key-missing",
                                             "Send an Idempotency-Key of your own choice."));
  if (head["Idempotency-Key"].size() > 200)
    return refuse(std::move(judged), problem(400, "idempotency-key-too-long",
                                             "An Idempotency-Key has at most 200 bytes."));
  return judged;
}

Request request_of(Parser& parser, Judged judged, std::string const& remote) {
  auto message = parser.release();
  Request request;
  request.method = *method_of(message.method());
  request.path = std::move(judged.target->path);
  request.query = std::move(judged.target->query);
  for (auto const& field : message)
    request.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}),
                                 std::string{field.value()});
  request.path_parameters = std::move(judged.found.parameters);
  request.body = std::move(message.body());
  request.remote = remote;
  request.request_id = new_request_id();
  request.language = preferred_language(request.header("accept-language"));
  request.principal = std::move(judged.principal);
  return request;
}

beast::http::response<beast::http::string_body> to_beast(Response response, unsigned version,
                                                         bool keep_alive, bool is_tls) {
  beast::http::response<beast::http::string_body> out;
  out.version(version);
  out.result(static_cast<unsigned>(response.status));
  out.set(beast::http::field::server, "Airut");
  out.set(beast::http::field::content_type, response.content_type);
  out.set("X-Content-Type-Options", "nosniff");
  out.set(beast::http::field::cache_control, "no-store");
  if (is_tls) out.set("Strict-Transport-Security", "max-age=31536000");
  for (auto const& [name, value] : response.headers) out.set(name, value);
  out.body() = std::move(response.body);
  out.keep_alive(keep_alive);
  out.prepare_payload();
  return out;
}

// What a broken header or body deserves as an answer; nullopt: nobody is there to read it.
std::optional<Response> answer_to(beast::error_code const& error) {
  using beast::http::error;
  if (error == error::end_of_stream || error == asio::error::eof ||
      error == asio::error::connection_reset || error == asio::error::operation_aborted ||
      error == error::partial_message)
    return std::nullopt;
  if (error == beast::error::timeout) return std::nullopt;
  if (error == error::header_limit)
    return problem(431, "header-too-large", "The header is too large.");
  if (error == error::body_limit) return problem(413, "too-large", "The body is too large.");
  return problem(400, "bad-request", "The request is not HTTP: " + error.message() + ".");
}

}  // namespace

asio::awaitable<Response> Server::Parts::run(Route const& route, Request request) {
  std::optional<Response> failed;
  try {
    co_return co_await route.handle(std::move(request));
  } catch (std::exception const& fault) {
    failed = answer_to_exception(fault);
  }
  co_return *std::move(failed);
}

// One request and its answer; false when the connection ends.
template <class Stream>
asio::awaitable<bool> Server::Parts::exchange(Stream& stream, beast::flat_buffer& buffer,
                                              std::string const& remote) {
  constexpr bool is_tls = std::is_same_v<Stream, Tls>;
  Parser parser;
  parser.header_limit(limits.header_bytes);
  parser.body_limit(limits.file_body_bytes);
  auto& lowest = beast::get_lowest_layer(stream);
  if (buffer.size() == 0) {
    lowest.expires_after(limits.idle_time);
    auto [idle_error, got] = co_await stream.async_read_some(buffer.prepare(4096), answer);
    if (idle_error) co_return false;
    buffer.commit(got);
  }
  lowest.expires_after(limits.header_time);
  auto [head_error, head_size] =
      co_await beast::http::async_read_header(stream, buffer, parser, answer);
  auto const begun = Clock::now();
  unsigned version = 11;
  std::optional<Response> response;
  bool keep_alive = false;
  std::string_view pattern = "-", method = "-";
  std::string request_id;
  if (head_error) {
    response = answer_to(head_error);
    if (!response) co_return false;
  } else {
    version = parser.get().version();
    auto judged = judge(parser, routes, keys, limits);
    if (judged.found.route != nullptr) pattern = judged.found.route->pattern;
    bool const is_head = parser.get().method() == beast::http::verb::head;
    if (judged.refusal) {
      response = std::move(judged.refusal);
      keep_alive = parser.keep_alive() && parser.is_done();
    } else {
      auto const& route = *judged.found.route;
      method = method_text(route.method);
      parser.body_limit(std::max<std::uint64_t>(body_limit(route, limits), 1));
      if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
        beast::http::response<beast::http::empty_body> go_on{beast::http::status::continue_,
                                                             version};
        co_await beast::http::async_write(stream, go_on, answer);
      }
      lowest.expires_after(limits.body_time);
      auto [body_error, body_size] =
          co_await beast::http::async_read(stream, buffer, parser, answer);
      if (body_error) {
        response = answer_to(body_error);
        if (!response) co_return false;
      } else {
        keep_alive = parser.keep_alive() && !stopping;
        auto request = request_of(parser, std::move(judged), remote);
        request_id = request.request_id;
        lowest.expires_never();
        ++under_way;
        response = co_await run(route, std::move(request));
        --under_way;
      }
    }
    if (is_head) response->body.clear();
  }
  if (request_id.empty()) request_id = new_request_id();
  response->headers.emplace_back("Request-Id", request_id);
  auto const status = response->status;
  auto out = to_beast(*std::move(response), version, keep_alive, is_tls);
  lowest.expires_after(limits.body_time);
  auto [write_error, written] = co_await beast::http::async_write(stream, out, answer);
  auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
  Told const told{method, pattern, request_id, status, took};
  if (observer) observer(told);
  co_return !write_error && keep_alive;
}

template <class Stream>
asio::awaitable<void> Server::Parts::serve(Stream stream, std::string remote) {
  auto const self = shared_from_this();
  if constexpr (std::is_same_v<Stream, Tls>) {
    beast::get_lowest_layer(stream).expires_after(limits.header_time);
    auto [error] = co_await stream.async_handshake(ssl::stream_base::server, answer);
    if (error) {
      --connections;
      co_return;
    }
  }
  beast::flat_buffer buffer{limits.header_bytes + limits.file_body_bytes};
  while (co_await exchange(stream, buffer, remote)) {
  }
  beast::error_code ignored;
  beast::get_lowest_layer(stream).socket().shutdown(tcp::socket::shutdown_send, ignored);
  --connections;
}

asio::awaitable<void> Server::Parts::accept() {
  auto const self = shared_from_this();
  for (;;) {
    auto strand = asio::make_strand(context);
    auto [error, socket] = co_await acceptor.async_accept(strand, answer);
    if (stopping) co_return;
    if (error) continue;
    if (connections >= limits.connections) continue;  // closing it is the answer
    ++connections;
    beast::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    auto const peer = socket.remote_endpoint(ignored).address().to_string();
    Tcp stream{std::move(socket)};
    if (tls)
      asio::co_spawn(strand, serve(Tls{std::move(stream), *tls}, peer), asio::detached);
    else
      asio::co_spawn(strand, serve(std::move(stream), peer), asio::detached);
  }
}

Server::Server(asio::io_context& context, config::Listener const& listener,
               config::Limits const& limits, Routes routes, Keys const& keys, Observer observer)
    : parts_(std::make_shared<Parts>(context, listener, limits, std::move(routes), keys,
                                     std::move(observer))) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

void Server::start() {
  asio::co_spawn(parts_->acceptor.get_executor(), parts_->accept(), asio::detached);
}

void Server::stop() {
  if (parts_->stopping.exchange(true)) return;
  asio::post(parts_->acceptor.get_executor(), [parts = parts_] {
    beast::error_code ignored;
    parts->acceptor.close(ignored);
  });
}

bool Server::idle() const { return parts_->under_way == 0; }

}  // namespace airut::gateway::http
