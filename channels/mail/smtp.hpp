#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace airut::channels {

// What the server said of one recipient; status 0: nothing.
struct RecipientReply {
  int status = 0;
  std::string text;
};

// How far a message came, and what the server said last.
struct SmtpReply {
  enum class Stage { connect, greeting, tls, login, sender, recipient, data, body, done };
  Stage stage = Stage::connect;
  int status = 0;       // 250, 550 ...; 0: the connection failed at this stage
  std::string text;     // the server's words, or the fault's
  bool trusted = true;  // false: the server could not prove who it is, or offers no TLS
  std::vector<RecipientReply> recipients{};  // of a mail to several, in their order
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

  // sender: the envelope's, where bounces go. Of several recipients the mail goes to those that
  // are accepted; where one is told to come later it goes to nobody yet, unless to_some says so.
  SmtpReply send(std::string_view sender, std::vector<std::string> const& recipients,
                 std::string_view message, bool to_some = false);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::channels
