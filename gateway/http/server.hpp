#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <boost/asio/io_context.hpp>

#include "config/settings.hpp"
#include "gateway/http/keys.hpp"
#include "gateway/http/route.hpp"

namespace airut::gateway::http {

// A certificate or private key that OpenSSL will not take.
class BadCertificate : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws BadCertificate where a server on the listener would.
void try_certificate(config::Listener const& listener);

// One listener: HTTP/1.1, with TLS 1.2 or later when a certificate is configured. Each connection
// runs on a strand of its own; requests of one connection are answered in order. Limits are those
// of the settings: header and body size, times, connections. What a handler throws becomes a 500
// (StoreBusy and StoreLost a 503) and never a lost connection.
class Server {
 public:
  struct Told {  // for logs and metrics, after each answer
    std::string_view method, pattern, request_id;
    int status = 0;
    std::chrono::microseconds took{};
  };
  using Observer = std::function<void(Told const&)>;

  // Binds at once; throws BadCertificate, and std::runtime_error when the address is taken.
  Server(boost::asio::io_context& context, config::Listener const& listener,
         config::Settings const& settings, Routes routes, Keys const& keys, Observer observer);
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  std::uint16_t port() const;  // the real one when the setting was 0
  void start();
  // Stops accepting; requests under way go on. idle() says when none is left.
  void stop();
  bool idle() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway::http
