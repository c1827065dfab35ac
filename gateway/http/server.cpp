#include "gateway/http/server.hpp"

#include <stdexcept>
#include <tuple>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "gateway/http/connection.hpp"

namespace airut::gateway::http {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

namespace {

// How long to wait when no connection can be taken (no file descriptor left, mostly).
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::uint32_t turned_away_max = 256;  // busy answers under way

ssl::context tls_context(config::Listener const& listener) {
  ssl::context context{ssl::context::tls_server};
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                      ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  boost::system::error_code fault;
  context.use_certificate_chain_file(listener.certificate.string(), fault);
  if (fault)
    throw BadCertificate{fmt::format("the certificate {} cannot be used: {}",
                                     listener.certificate.string(), fault.message())};
  context.use_private_key_file(listener.private_key.string(), ssl::context::pem, fault);
  if (!fault && SSL_CTX_check_private_key(context.native_handle()) != 1)
    fault = {static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()};
  if (fault)
    throw BadCertificate{fmt::format("the private key {} cannot be used: {}",
                                     listener.private_key.string(), fault.message())};
  // What has no forward secrecy, or CBC with SHA-1, is for clients that nobody has any more. TLS
  // 1.3 has nothing of the kind.
  if (SSL_CTX_set_cipher_list(context.native_handle(),
                              "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL") != 1)
    throw BadCertificate{"OpenSSL has none of the cipher suites that Airut takes"};
  return context;
}

}  // namespace

void try_certificate(config::Listener const& listener) {
  if (!listener.certificate.empty()) std::ignore = tls_context(listener);
}

struct Server::Parts : std::enable_shared_from_this<Server::Parts> {
  Parts(asio::io_context& io, config::Listener const& on, config::Settings const& settings,
        Routes routes, Keys const& keys, Observer observer)
      : context(io),
        acceptor(asio::make_strand(io)),
        shared{settings.limits, settings.public_url, std::move(routes), keys, std::move(observer)} {
    if (!on.certificate.empty()) tls.emplace(tls_context(on));
    listen(on);
  }

  void listen(config::Listener const& on);
  asio::awaitable<void> accept();
  template <class Stream>
  asio::awaitable<void> serve(Stream stream, std::string remote) {
    auto const self = shared_from_this();
    Connection<Stream> connection{std::move(stream), std::move(remote), shared};
    co_await connection.run();
  }
  void take(tcp::socket socket);
  asio::awaitable<void> turn_away(PlainStream stream);

  asio::io_context& context;
  tcp::acceptor acceptor;
  Shared shared;
  std::optional<ssl::context> tls;
};

void Server::Parts::listen(config::Listener const& on) {
  tcp::endpoint const endpoint{asio::ip::make_address(on.address), on.port};
  acceptor.open(endpoint.protocol());
  acceptor.set_option(asio::socket_base::reuse_address{true});
  boost::beast::error_code fault;
  acceptor.bind(endpoint, fault);
  if (!fault) acceptor.listen(4096, fault);
  if (fault)
    throw std::runtime_error{
        fmt::format("cannot listen on {}:{}: {}", on.address, on.port, fault.message())};
}

// Says that there is no room, where that can be said without a handshake.
asio::awaitable<void> Server::Parts::turn_away(PlainStream stream) {
  auto const self = shared_from_this();
  Counted const counted{shared.turned_away};
  stream.expires_after(linger_time);
  co_await asio::async_write(stream, asio::buffer(busy_answer),
                             asio::as_tuple(asio::use_awaitable));
  co_await linger(stream);
}

void Server::Parts::take(tcp::socket socket) {
  boost::beast::error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  auto const peer = socket.remote_endpoint(ignored).address().to_string();
  auto const executor = socket.get_executor();
  PlainStream stream{std::move(socket)};
  // What waits ends soon: for that moment there is one more than the limit.
  bool const full = shared.connections >= shared.limits.connections;
  if (full && !shared.waiting.end_longest()) {
    if (tls || shared.turned_away >= turned_away_max) return;  // closing it is the answer
    asio::co_spawn(executor, turn_away(std::move(stream)), asio::detached);
  } else if (tls) {
    asio::co_spawn(executor, serve(TlsStream{std::move(stream), *tls}, peer), asio::detached);
  } else {
    asio::co_spawn(executor, serve(std::move(stream), peer), asio::detached);
  }
}

asio::awaitable<void> Server::Parts::accept() {
  constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
  auto const self = shared_from_this();
  asio::steady_timer pause{acceptor.get_executor()};
  for (;;) {
    auto strand = asio::make_strand(context);
    auto [error, socket] = co_await acceptor.async_accept(strand, tuple);
    if (shared.stopping) co_return;
    if (error) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(tuple);
    } else {
      take(std::move(socket));
    }
  }
}

Server::Server(asio::io_context& context, config::Listener const& listener,
               config::Settings const& settings, Routes routes, Keys const& keys, Observer observer)
    : parts_(std::make_shared<Parts>(context, listener, settings, std::move(routes), keys,
                                     std::move(observer))) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

void Server::start() {
  asio::co_spawn(parts_->acceptor.get_executor(), parts_->accept(), asio::detached);
}

void Server::stop() {
  if (parts_->shared.stopping.exchange(true)) return;
  asio::post(parts_->acceptor.get_executor(), [parts = parts_] {
    boost::beast::error_code ignored;
    parts->acceptor.close(ignored);
  });
}

bool Server::idle() const { return parts_->shared.under_way == 0; }

}  // namespace airut::gateway::http
