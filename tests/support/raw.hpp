#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace airut::tests {

// A bare TCP connection to loopback, for requests that no client would send.
class Raw {
 public:
  explicit Raw(int port);  // throws std::runtime_error when nobody listens
  ~Raw();
  Raw(Raw const&) = delete;
  Raw& operator=(Raw const&) = delete;

  // False when the other side has closed.
  bool send(std::string_view bytes) const;
  // Everything until the other side closes, or nothing more comes for ten seconds.
  std::string rest() const;
  // What comes first, at most so many bytes; empty as above.
  std::string some(std::size_t most) const;
  // Up to and with the text; what came when it never does.
  std::string until(std::string_view text) const;

 private:
  int socket_ = -1;
};

// Sends the bytes on a connection of their own and gives everything that comes back.
std::string talk(int port, std::string_view bytes);

// The status of the first answer in the bytes; 0 for none.
int status_of(std::string_view answer);

}  // namespace airut::tests
