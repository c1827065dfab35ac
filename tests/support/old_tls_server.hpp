#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "tests/support/servers.hpp"

namespace airut::tests {

// A web server that speaks no protocol but one, by openssl's name for it: "tls1", "tls1_1",
// "tls1_2".
class OldTlsServer {
 public:
  OldTlsServer(std::string const& certificate, std::string const& key, std::string protocol)
      : protocol_(std::move(protocol)),
        port_(free_port()),
        server_(std::vector<std::string>{"openssl", "s_server", "-accept", std::to_string(port_),
                                         "-cert", certificate, "-key", key, "-" + protocol_,
                                         "-cipher", weak, "-www"},
                folder_.path() / "server.log") {
    if (!wait_for_port(port_)) throw std::runtime_error{"openssl s_server did not start"};
  }

  std::string url(std::string const& path) const {
    return fmt::format("https://localhost:{}{}", port_, path);
  }
  // Whether a client that takes its protocol gets through.
  bool serves() const {
    return run({"sh", "-c",
                fmt::format("openssl s_client -connect 127.0.0.1:{} -{} -cipher {} </dev/null",
                            port_, protocol_, weak)},
               folder_.path() / "client.log") == 0;
  }

 private:
  // Below TLS 1.2 nothing is left that OpenSSL takes by itself.
  static constexpr auto weak = "ALL:@SECLEVEL=0";
  TempDirectory folder_;
  std::string protocol_;
  int port_;
  Process server_;
};

}  // namespace airut::tests
