#pragma once

#include <string>
#include <string_view>

#include <Poco/Net/Context.h>
#include <Poco/Net/SMTPClientSession.h>

#include "channels/mail/smtp.hpp"

// A connection to a mail server; for the sources of this room.
namespace airut::channels {

// TLS 1.2 or later, trusting the authorities of the settings.
Poco::Net::Context::Ptr tls_context(config::EmailSettings const& settings);

// A connection with its greeting, TLS and login done.
class Session {
 public:
  // stage: how far it came, also when it throws what Poco throws.
  Session(config::EmailSettings const& settings, Poco::Net::Context::Ptr const& context,
          SmtpReply::Stage& stage);

  // A mail was begun that never came to its end: the server must forget it before the next.
  bool begun() const { return begun_; }
  void set_begun(bool begun) { begun_ = begun; }
  // Nothing unread lies on the line: an answer too many would be taken for that of the next
  // command, and a mail for accepted that was not.
  bool quiet() {
    return !session_.socket_of().poll(Poco::Timespan{0, 0}, Poco::Net::Socket::SELECT_READ);
  }
  // Whether the server takes several commands in one write (RFC 2920).
  bool pipelines() const { return pipelines_; }
  void say(std::string_view text);
  // 0 when the connection is lost.
  int answer(std::string& text) { return session_.socket_of().receiveStatusMessage(text); }
  int command(std::string const& line, std::string& text) {
    return session_.sendCommand(line, text);
  }
  int body(std::string_view message, std::string& text);

 private:
  // Poco keeps the socket to itself and its children.
  class Open : public Poco::Net::SMTPClientSession {
   public:
    using Poco::Net::SMTPClientSession::SMTPClientSession;
    Poco::Net::DialogSocket& socket_of() { return socket(); }
    // EHLO; whether the answer offers pipelining.
    bool greet(std::string const& name) {
      std::string offers;
      SMTPClientSession::login(name, offers);
      return offers.find("PIPELINING") != std::string::npos;
    }
    // Poco's startTLS() knows no name of a server that it did not connect to itself.
    void start_tls(std::string const& host, Poco::Net::Context::Ptr const& context);
  };

  Open session_;
  bool pipelines_ = false;
  bool begun_ = false;
};

}  // namespace airut::channels
