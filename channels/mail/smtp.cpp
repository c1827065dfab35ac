#include "channels/mail/smtp.hpp"

#include <chrono>
#include <mutex>
#include <vector>

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureSMTPClientSession.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

namespace airut::channels {
namespace {

using Poco::Net::SecureSMTPClientSession;
using Poco::Net::SMTPClientSession;

Poco::Net::Context::Ptr tls_context(config::EmailSettings const& settings) {
  auto const use_default = settings.ca_file.empty();
  Poco::Net::Context::Ptr context =
      new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", "", settings.ca_file.string(),
                             Poco::Net::Context::VERIFY_STRICT, 9, use_default);
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  context->enableExtendedCertificateVerification(true);
  return context;
}

// A connection with its greeting, TLS and login done.
class Session {
 public:
  Session(config::EmailSettings const& settings, Poco::Net::Context::Ptr const& context,
          SmtpReply::Stage& stage)
      : session_(connected(settings)) {
    stage = SmtpReply::Stage::greeting;
    session_.login(settings.helo);
    if (settings.starttls == config::TlsPolicy::required) {
      stage = SmtpReply::Stage::tls;
      if (!session_.startTLS(context)) {
        throw Poco::Net::SSLException{"the server does not offer STARTTLS"};
      }
    }
    if (settings.user.empty()) {
      if (settings.starttls == config::TlsPolicy::required) session_.login(settings.helo);
      return;
    }
    stage = SmtpReply::Stage::login;
    session_.login(settings.helo, SMTPClientSession::AUTH_PLAIN, settings.user,
                   settings.password ? settings.password->value : "");
  }

  // Nothing unread lies on the line: an answer too many would be taken for that of the next
  // command, and a mail for accepted that was not.
  bool quiet() {
    return !session_.socket_of().poll(Poco::Timespan{0, 0}, Poco::Net::Socket::SELECT_READ);
  }
  // 0 when the connection is lost.
  int command(std::string const& line, std::string& answer) {
    return session_.sendCommand(line, answer);
  }
  int body(std::string_view message, std::string& answer) {
    auto& socket = session_.socket_of();
    std::string stuffed;
    stuffed.reserve(message.size() + 64);
    bool line_start = true;
    for (char const c : message) {
      if (line_start && c == '.') stuffed += '.';
      stuffed += c;
      line_start = c == '\n';
    }
    stuffed += line_start ? ".\r\n" : "\r\n.\r\n";
    socket.sendBytes(stuffed.data(), static_cast<int>(stuffed.size()));
    return socket.receiveStatusMessage(answer);
  }

 private:
  // Poco keeps the socket to itself and its children.
  class Open : public SecureSMTPClientSession {
   public:
    using SecureSMTPClientSession::SecureSMTPClientSession;
    Poco::Net::DialogSocket& socket_of() { return socket(); }
  };

  static Poco::Net::StreamSocket connected(config::EmailSettings const& settings) {
    Poco::Timespan const time{static_cast<long>(settings.timeout.count()), 0};
    Poco::Net::StreamSocket socket;
    socket.connect(Poco::Net::SocketAddress{settings.host, settings.port}, time);
    socket.setNoDelay(true);
    socket.setReceiveTimeout(time);
    socket.setSendTimeout(time);
    return socket;
  }

  Open session_;
};

// The server answered something that we had not asked yet. Nothing of the mail was on the way.
class OutOfStep : public Poco::Net::SMTPException {
 public:
  OutOfStep() : Poco::Net::SMTPException{"the answers are out of step"} {}
};

bool positive(int status) { return status >= 200 && status < 300; }

}  // namespace

struct SmtpClient::Parts {
  config::EmailSettings settings;
  Poco::Net::Context::Ptr context;
  std::mutex mutex;
  std::vector<std::unique_ptr<Session>> idle;

  std::unique_ptr<Session> take() {
    std::lock_guard const lock{mutex};
    if (idle.empty()) return nullptr;
    auto session = std::move(idle.back());
    idle.pop_back();
    return session;
  }
  void give_back(std::unique_ptr<Session> session) {
    std::lock_guard const lock{mutex};
    if (idle.size() < static_cast<std::size_t>(settings.connections)) {
      idle.push_back(std::move(session));
    }
  }
  // A kept connection that still answers, else a new one.
  std::unique_ptr<Session> session(SmtpReply& reply) {
    std::string answer;
    while (auto kept = take()) {
      try {
        if (kept->quiet() && positive(kept->command("RSET", answer))) return kept;
      } catch (Poco::Exception const&) {  // closed by the server meanwhile: the next one
      }
    }
    return std::make_unique<Session>(settings, context, reply.stage);
  }
  bool step(Session& session, SmtpReply& reply, SmtpReply::Stage stage, std::string const& line) {
    reply.stage = stage;
    reply.status = session.command(line, reply.text);
    if (stage != SmtpReply::Stage::data) return positive(reply.status);
    // Anything good but 354 is the answer to something else: answers and commands are out of step.
    if (positive(reply.status)) throw OutOfStep{};
    return reply.status == 354;
  }
  void send(std::string_view sender, std::string_view recipient, std::string_view message,
            SmtpReply& reply);
  void offer(std::string_view sender, std::string_view recipient, std::string_view message,
             SmtpReply& reply);
};

// An answer too many that was still under way shows itself here: then all kept connections are
// given up and the mail goes over a new one, once.
void SmtpClient::Parts::send(std::string_view sender, std::string_view recipient,
                             std::string_view message, SmtpReply& reply) {
  try {
    return offer(sender, recipient, message, reply);
  } catch (OutOfStep const&) {
    std::lock_guard const lock{mutex};
    idle.clear();
  }
  offer(sender, recipient, message, reply);
}

void SmtpClient::Parts::offer(std::string_view sender, std::string_view recipient,
                              std::string_view message, SmtpReply& reply) {
  auto open = session(reply);
  using Stage = SmtpReply::Stage;
  bool const taken = step(*open, reply, Stage::sender, fmt::format("MAIL FROM:<{}>", sender)) &&
                     step(*open, reply, Stage::recipient, fmt::format("RCPT TO:<{}>", recipient)) &&
                     step(*open, reply, Stage::data, "DATA");
  if (taken) {
    reply.stage = Stage::body;
    reply.status = 0;
    reply.status = open->body(message, reply.text);
    if (positive(reply.status)) reply.stage = Stage::done;
  }
  if (reply.status > 0) give_back(std::move(open));
}

SmtpClient::SmtpClient(config::EmailSettings settings) : parts_(std::make_unique<Parts>()) {
  parts_->settings = std::move(settings);
  if (parts_->settings.starttls == config::TlsPolicy::required) {
    parts_->context = tls_context(parts_->settings);
  }
}

SmtpClient::~SmtpClient() = default;

SmtpReply SmtpClient::send(std::string_view sender, std::string_view recipient,
                           std::string_view message) {
  SmtpReply reply;
  try {
    parts_->send(sender, recipient, message, reply);
  } catch (Poco::Net::SMTPException const& fault) {
    reply.status = fault.code() >= 200 && fault.code() < 600 ? fault.code() : 0;
    reply.text = fault.displayText();
  } catch (Poco::Net::SSLConnectionUnexpectedlyClosedException const& fault) {
    reply.status = 0;
    reply.text = fault.displayText();
  } catch (Poco::Net::SSLException const& fault) {
    reply.status = 0;
    reply.trusted = reply.stage != SmtpReply::Stage::tls;
    reply.text = fault.displayText();
  } catch (Poco::Exception const& fault) {
    reply.status = 0;
    reply.text = fault.displayText();
  }
  return reply;
}

}  // namespace airut::channels
