#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/settings.hpp"

namespace airut::channels {

// How far a message came, and what the server said last.
struct SmtpReply {
  enum class Stage { connect, greeting, tls, login, sender, recipient, data, body, done };
  Stage stage = Stage::connect;
  int status = 0;       // 250, 550 ...; 0: the connection failed at this stage
  std::string text;     // the server's words, or the fault's
  bool trusted = true;  // false: the server could not prove who it is, or offers no TLS
};

// Sends mail over SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH, by Poco, on kept connections
// with TCP_NODELAY. Where the server offers it the envelope goes in one write (PIPELINING, RFC
// 2920): a mail on a kept connection then costs two round trips. Where STARTTLS is required nothing
// is said in the clear beyond EHLO, and the server's certificate must be trusted and name the host
// of the settings. Thread-safe; send() blocks.
class SmtpClient {
 public:
  explicit SmtpClient(config::EmailSettings settings);
  ~SmtpClient();
  SmtpClient(SmtpClient const&) = delete;
  SmtpClient& operator=(SmtpClient const&) = delete;

  // sender: the envelope's, where bounces go.
  SmtpReply send(std::string_view sender, std::string_view recipient, std::string_view message);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::channels
