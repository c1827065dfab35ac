#include "gateway/http/server.hpp"

#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/http/connection.hpp"

namespace airut::gateway::http {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

namespace {

// How long to wait when no connection can be taken (no file descriptor left, mostly).
constexpr std::chrono::milliseconds accept_pause{100};

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
  Parts(asio::io_context& io, config::Listener const& on, config::Limits const& limits,
        Routes routes, Keys const& keys, Observer observer)
      : context(io),
        acceptor(asio::make_strand(io)),
        shared{limits, std::move(routes), keys, std::move(observer)} {
    if (!on.certificate.empty()) tls.emplace(tls_context(on));
    tcp::endpoint const endpoint{asio::ip::make_address(on.address), on.port};
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address{true});
    acceptor.bind(endpoint);
    acceptor.listen(4096);
  }

  asio::awaitable<void> accept();
  template <class Stream>
  asio::awaitable<void> serve(Stream stream, std::string remote) {
    auto const self = shared_from_this();
    Connection<Stream> connection{std::move(stream), std::move(remote), shared};
    co_await connection.run();
  }
  void take(tcp::socket socket);

  asio::io_context& context;
  tcp::acceptor acceptor;
  Shared shared;
  std::optional<ssl::context> tls;
};

void Server::Parts::take(tcp::socket socket) {
  boost::beast::error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  auto const peer = socket.remote_endpoint(ignored).address().to_string();
  auto const executor = socket.get_executor();
  PlainStream stream{std::move(socket)};
  if (tls) {
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
    } else if (shared.connections < shared.limits.connections) {
      take(std::move(socket));
    }  // else closing it is the answer
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
  if (parts_->shared.stopping.exchange(true)) return;
  asio::post(parts_->acceptor.get_executor(), [parts = parts_] {
    boost::beast::error_code ignored;
    parts->acceptor.close(ignored);
  });
}

bool Server::idle() const { return parts_->shared.under_way == 0; }

}  // namespace airut::gateway::http
