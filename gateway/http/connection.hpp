#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "gateway/http/admission.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/memory.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/refusals.hpp"
#include "gateway/http/server.hpp"
#include "gateway/http/waiting.hpp"
#include "gateway/http/wire.hpp"

namespace airut::gateway::http {

inline constexpr std::chrono::seconds linger_time{2};

// What all connections of one listener share.
struct Shared {
  config::Limits limits;
  std::string base;  // before "/problems/<code>"
  Routes routes;
  Keys const& keys;
  Server::Observer observer;
  BodyMemory memory{limits.body_memory_bytes};
  Waiting waiting{};
  std::atomic<bool> stopping = false;
  std::atomic<std::uint32_t> connections = 0, under_way = 0, turned_away = 0;
};

// Counts one for as long as it lives, whatever way a coroutine ends.
class Counted {
 public:
  explicit Counted(std::atomic<std::uint32_t>& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(Counted const&) = delete;
  Counted& operator=(Counted const&) = delete;

 private:
  std::atomic<std::uint32_t>& count_;
};

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

// One connection: requests one after another, each answered before the next is read. shared must
// outlive run().
template <class Stream>
class Connection {
 public:
  Connection(Stream stream, std::string remote, Shared& shared)
      : stream_(std::move(stream)),
        remote_(std::move(remote)),
        shared_(shared),
        buffer_(shared.limits.header_bytes + shared.limits.file_body_bytes) {}

  boost::asio::awaitable<void> run();

 private:
  static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
  static constexpr auto tuple = boost::asio::as_tuple(boost::asio::use_awaitable);
  using Clock = std::chrono::steady_clock;

  // One request while it is read and answered.
  struct Exchange {
    Clock::time_point begun = Clock::now();
    std::string_view method = "-", pattern = "-";
    std::string request_id = new_request_id();
    std::string language = "en";
    Manner manner{11, false, is_tls};
    bool is_head = false;
    bool unread = false;               // the client may still be sending a body that nobody wants
    std::optional<Response> response;  // none in the end: nobody is there to read it
  };

  boost::asio::awaitable<bool> shake_hands();
  boost::asio::awaitable<bool> has_bytes();
  boost::asio::awaitable<bool> exchange();
  boost::asio::awaitable<void> read_head(Parser& parser, Exchange& exchange);
  boost::asio::awaitable<void> answer(Parser& parser, Exchange& exchange);
  boost::asio::awaitable<void> read_body(Parser& parser, Exchange& exchange,
                                         BodyMemory::Share& share);
  void finish(Exchange& exchange) const;
  boost::asio::awaitable<bool> send(std::string_view head, std::string_view body);
  boost::asio::awaitable<bool> write(Exchange& exchange);
  auto& socket() { return boost::beast::get_lowest_layer(stream_); }

  Stream stream_;
  std::string remote_;
  Shared& shared_;
  boost::beast::flat_buffer buffer_;
  bool has_asked_ = false;
};

// The handler's answer, or what its failure deserves.
inline boost::asio::awaitable<Response> answered(Route const& route, Request request) {
  std::optional<Response> failed;
  try {
    co_return co_await route.handle(std::move(request));
  } catch (std::exception const& fault) {
    failed = answer_to_exception(fault);
  }
  co_return *std::move(failed);
}

// Takes in what the client is still sending, for a moment: closing at once would make the kernel
// throw away the answer on its way.
inline boost::asio::awaitable<void> linger(PlainStream& stream) {
  boost::beast::error_code ignored;
  stream.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  stream.expires_after(linger_time);
  char scrap[4096];
  for (;;) {
    auto const [error, count] = co_await stream.async_read_some(
        boost::asio::buffer(scrap), boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) co_return;
  }
}

// Whoever speaks plain HTTP to a TLS listener is told so, in plain HTTP.
template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::shake_hands() {
  if constexpr (is_tls) {
    socket().expires_after(shared_.limits.header_time);
    auto const [error] =
        co_await stream_.async_handshake(boost::asio::ssl::stream_base::server, tuple);
    if (is_plain_http(error)) {
      co_await boost::asio::async_write(socket(), boost::asio::buffer(plain_on_tls_answer), tuple);
      co_await linger(socket());
    }
    co_return !error;
  }
  co_return true;
}

// Waits for the first byte of the next request: an idle connection holds no parser, and gives place
// when there is no room for another. One that has asked for nothing yet has less time.
template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::has_bytes() {
  if (buffer_.size() > 0) co_return true;
  auto const waits = std::make_shared<bool>(true);  // looked at where the connection runs
  Waiting::Place const place{shared_.waiting, [this, waits, at = socket().get_executor()] {
                               boost::asio::post(at, [this, waits] {
                                 if (*waits) socket().cancel();
                               });
                             }};
  socket().expires_after(has_asked_ ? shared_.limits.idle_time : shared_.limits.header_time);
  auto const [error, count] = co_await stream_.async_read_some(buffer_.prepare(4096), tuple);
  *waits = false;
  has_asked_ = true;
  if (!error) buffer_.commit(count);
  co_return !error;
}

template <class Stream>
boost::asio::awaitable<void> Connection<Stream>::read_head(Parser& parser, Exchange& exchange) {
  parser.header_limit(shared_.limits.header_bytes);
  parser.body_limit(shared_.limits.file_body_bytes);
  socket().expires_after(shared_.limits.header_time);
  auto const [error, size] =
      co_await boost::beast::http::async_read_header(stream_, buffer_, parser, tuple);
  if (error) exchange.response = answer_to(error);
  exchange.unread = static_cast<bool>(error);
  if (error) co_return;
  auto const& head = parser.get();
  exchange.manner.version = head.version();
  exchange.is_head = head.method() == boost::beast::http::verb::head;
  auto const wanted = head[boost::beast::http::field::accept_language];
  exchange.language = preferred_language({wanted.data(), wanted.size()});
}

template <class Stream>
boost::asio::awaitable<void> Connection<Stream>::read_body(Parser& parser, Exchange& exchange,
                                                           BodyMemory::Share& share) {
  namespace http = boost::beast::http;
  bool const waits = boost::beast::iequals(parser.get()[http::field::expect], "100-continue");
  if (waits && parser.get().version() == 11 && !parser.is_done()) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await boost::asio::async_write(stream_, boost::asio::buffer(go_on), tuple);
  }
  socket().expires_after(shared_.limits.body_time);
  while (!parser.is_done() && !exchange.unread) {
    auto const [error, size] = co_await http::async_read_some(stream_, buffer_, parser, tuple);
    if (error) {
      exchange.response = answer_to(error);
    } else if (!share.grow_to(parser.get().body().size())) {
      exchange.response = busy("Too much is being sent at once.");
    }
    exchange.unread = error || exchange.response.has_value();
  }
  socket().expires_never();
}

template <class Stream>
boost::asio::awaitable<void> Connection<Stream>::answer(Parser& parser, Exchange& exchange) {
  auto admission = admit(parser, shared_.routes, shared_.keys, shared_.limits);
  auto const* route = admission.found.route;
  if (route != nullptr) exchange.pattern = route->pattern;
  auto headers = std::move(admission.headers);
  BodyMemory::Share share{shared_.memory};
  if (admission.refusal) {
    exchange.response = std::move(admission.refusal);
    exchange.unread = admission.misframed || !parser.is_done();
    exchange.manner.keep_alive = parser.keep_alive() && !exchange.unread;
  } else {
    exchange.method = method_text(route->method);
    // Beast takes a limit of 0 for none at all.
    parser.body_limit(std::max<std::uint64_t>(admission.body_limit, 1));
    co_await read_body(parser, exchange, share);
    if (!exchange.response && parser.is_done()) {
      exchange.manner.keep_alive = parser.keep_alive() && !shared_.stopping;
      auto request = request_of(parser, std::move(admission), remote_);
      request.request_id = exchange.request_id;
      request.language = exchange.language;
      Counted const counted{shared_.under_way};
      exchange.response = co_await answered(*route, std::move(request));
    }
  }
  if (!exchange.response) co_return;
  for (auto& one : headers) exchange.response->headers.push_back(std::move(one));
}

// What every answer carries, and what makes a problem whole.
template <class Stream>
void Connection<Stream>::finish(Exchange& exchange) const {
  auto& response = *exchange.response;
  response.headers.emplace_back("Request-Id", exchange.request_id);
  if (response.problem_code.empty()) return;
  Reader const reader{exchange.language, shared_.base, exchange.request_id};
  response.body = problem_document(response.problem_code, response.body, reader);
  response.headers.emplace_back("Content-Language", exchange.language);
}

// Whether all of it left. Beast's TLS stream loses what follows the first of several buffers that
// are more than one record holds, and tells no error (Boost 1.81).
template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::send(std::string_view head,
                                                      std::string_view body) {
  constexpr std::size_t record_most = 16 * 1024;
  std::array const bytes{boost::asio::buffer(head), boost::asio::buffer(body)};
  if (!is_tls || head.size() + body.size() <= record_most) {
    auto const [error, size] = co_await boost::asio::async_write(stream_, bytes, tuple);
    co_return !error && size == head.size() + body.size();
  }
  for (auto const& one : bytes) {
    auto const [error, size] = co_await boost::asio::async_write(stream_, one, tuple);
    if (error || size != one.size()) co_return false;
  }
  co_return true;
}

template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::write(Exchange& exchange) {
  finish(exchange);
  auto const& response = *exchange.response;
  auto const status = response.status;
  auto const head = head_text(response, exchange.manner);
  auto const body = exchange.is_head ? std::string_view{} : std::string_view{response.body};
  socket().expires_after(shared_.limits.body_time);
  bool const all_left = co_await send(head, body);
  auto const took =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.begun);
  Server::Told const told{exchange.method, exchange.pattern, exchange.request_id, status, took};
  if (shared_.observer) shared_.observer(told);
  if (all_left && exchange.unread) co_await linger(socket());
  if (!all_left) co_return false;
  co_return exchange.manner.keep_alive;
}

// One request and its answer; false when the connection ends.
template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::exchange() {
  if (!co_await has_bytes()) co_return false;
  Parser parser;
  Exchange exchange;
  co_await read_head(parser, exchange);
  if (!exchange.response && parser.is_header_done()) co_await answer(parser, exchange);
  if (!exchange.response) co_return false;
  co_return co_await write(exchange);
}

template <class Stream>
boost::asio::awaitable<void> Connection<Stream>::run() {
  Counted const counted{shared_.connections};
  if (!co_await shake_hands()) co_return;
  while (co_await exchange()) {
  }
  if constexpr (is_tls) {
    socket().expires_after(linger_time);
    co_await stream_.async_shutdown(tuple);
  }
  boost::beast::error_code ignored;
  socket().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
}

// Compiled once each, beside the server.
extern template class Connection<PlainStream>;
extern template class Connection<TlsStream>;

}  // namespace airut::gateway::http
