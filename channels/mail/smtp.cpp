#include "channels/mail/smtp.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include <Poco/Net/Context.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/X509Certificate.h>
#include <fmt/format.h>
#include <openssl/x509v3.h>

namespace airut::channels {
namespace {

using Poco::Net::SMTPClientSession;

Poco::Net::Context::Ptr tls_context(config::EmailSettings const& settings) {
  auto const use_default = settings.ca_file.empty();
  Poco::Net::Context::Ptr context =
      new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", "", settings.ca_file.string(),
                             Poco::Net::Context::VERIFY_STRICT, 9, use_default);
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  // Poco's own look at the name asks the DNS and takes the subject's for one: see is_for().
  context->enableExtendedCertificateVerification(false);
  return context;
}

// Whether the certificate names the host that was asked for, which is a name or an address (RFC
// 9525). Only the alternative names count.
bool is_for(Poco::Net::X509Certificate const& certificate, std::string const& host) {
  std::unique_ptr<X509, decltype(&X509_free)> const own{certificate.dup(), &X509_free};
  if (!own) throw std::bad_alloc{};
  constexpr int no_address = -2;
  auto const by_address = X509_check_ip_asc(own.get(), host.c_str(), 0);
  if (by_address != no_address) return by_address == 1;
  return X509_check_host(own.get(), host.data(), host.size(),
                         X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                         nullptr) == 1;
}

// The message with its end, and a dot more before each line that begins with one (RFC 5321 section
// 4.5.2).
std::string stuffed(std::string_view message) {
  std::string text;
  constexpr std::size_t room = 256;
  text.reserve(message.size() + room);
  auto left = message;
  while (!left.empty()) {
    if (left.front() == '.') text += '.';
    auto const end = left.find('\n');
    auto const line = left.substr(0, end == left.npos ? end : end + 1);
    text += line;
    left.remove_prefix(line.size());
  }
  bool const whole_line = text.empty() || text.back() == '\n';
  text += whole_line ? ".\r\n" : "\r\n.\r\n";
  return text;
}

// A connection with its greeting, TLS and login done.
class Session {
 public:
  Session(config::EmailSettings const& settings, Poco::Net::Context::Ptr const& context,
          SmtpReply::Stage& stage)
      : session_(connected(settings)) {
    stage = SmtpReply::Stage::greeting;
    pipelines_ = session_.greet(settings.helo);
    if (settings.starttls == config::TlsPolicy::required) {
      stage = SmtpReply::Stage::tls;
      session_.start_tls(settings.host, context);
      // What was offered in the clear does not count.
      pipelines_ = session_.greet(settings.helo);
    }
    if (settings.user.empty()) return;
    stage = SmtpReply::Stage::login;
    session_.login(settings.helo, SMTPClientSession::AUTH_PLAIN, settings.user,
                   settings.password ? settings.password->value : "");
  }

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
  void say(std::string_view text) {
    auto& socket = session_.socket_of();
    for (auto left = text; !left.empty();) {
      auto const sent = socket.sendBytes(left.data(), static_cast<int>(left.size()));
      if (sent <= 0) throw Poco::Net::NetException{"the connection takes nothing more"};
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // 0 when the connection is lost.
  int answer(std::string& text) { return session_.socket_of().receiveStatusMessage(text); }
  int command(std::string const& line, std::string& text) {
    return session_.sendCommand(line, text);
  }
  int body(std::string_view message, std::string& text) {
    say(stuffed(message));
    return answer(text);
  }

 private:
  // Poco keeps the socket to itself and its children.
  class Open : public SMTPClientSession {
   public:
    using SMTPClientSession::SMTPClientSession;
    Poco::Net::DialogSocket& socket_of() { return socket(); }
    // EHLO; whether the answer offers pipelining.
    bool greet(std::string const& name) {
      std::string offers;
      SMTPClientSession::login(name, offers);
      return offers.find("PIPELINING") != std::string::npos;
    }
    // Poco's startTLS() knows no name of a server that it did not connect to itself.
    void start_tls(std::string const& host, Poco::Net::Context::Ptr const& context) {
      using Poco::Net::SecureStreamSocket;
      std::string answer;
      if (!isPositiveCompletion(sendCommand("STARTTLS", answer))) {
        throw Poco::Net::SSLException{"the server does not offer STARTTLS"};
      }
      // The server hears the name that it shall prove, never an address (RFC 6066 section 3).
      Poco::Net::IPAddress address;
      bool const is_address = Poco::Net::IPAddress::tryParse(host, address);
      auto const secure = SecureStreamSocket::attach(socket(), is_address ? "" : host, context);
      if (!secure.havePeerCertificate() || !is_for(secure.peerCertificate(), host)) {
        throw Poco::Net::CertificateValidationException{
            fmt::format("the server's certificate is not for {}", host)};
      }
      socket() = secure;
    }
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
  bool pipelines_ = false;
  bool begun_ = false;
};

// The server answered something that we had not asked yet. Nothing of the mail was on the way.
class OutOfStep : public Poco::Net::SMTPException {
 public:
  OutOfStep() : Poco::Net::SMTPException{"the answers are out of step"} {}
};

bool positive(int status) { return status >= 200 && status < 300; }

struct Envelope {
  std::string_view from, to;
  std::string mail() const { return fmt::format("MAIL FROM:<{}>", from); }
  std::string recipient() const { return fmt::format("RCPT TO:<{}>", to); }
};

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
  // A kept connection on which nothing has come meanwhile, else a new one.
  std::unique_ptr<Session> session(SmtpReply& reply, bool& kept) {
    while (auto idle_one = take()) {
      kept = true;
      if (idle_one->quiet()) return idle_one;
    }
    kept = false;
    return std::make_unique<Session>(settings, context, reply.stage);
  }
  void forget_idle() {
    std::lock_guard const lock{mutex};
    idle.clear();
  }
  void send(Envelope const& envelope, std::string_view message, SmtpReply& reply);
  void offer(Envelope const& envelope, std::string_view message, SmtpReply& reply, bool& kept);
};

namespace {

// Anything good but 354 is the answer to something else: answers and commands are out of step.
bool goes_on(int status) {
  if (positive(status)) throw OutOfStep{};
  constexpr int start_mail = 354;
  return status == start_mail;
}

// One command after another; whether the mail may follow.
bool begin_in_steps(Session& session, Envelope const& envelope, SmtpReply& reply) {
  auto const step = [&](SmtpReply::Stage stage, std::string const& line) {
    reply.stage = stage;
    reply.status = session.command(line, reply.text);
    return stage == SmtpReply::Stage::data ? goes_on(reply.status) : positive(reply.status);
  };
  std::string answer;
  if (session.begun() && !positive(session.command("RSET", answer))) throw OutOfStep{};
  session.set_begun(true);
  return step(SmtpReply::Stage::sender, envelope.mail()) &&
         step(SmtpReply::Stage::recipient, envelope.recipient()) &&
         step(SmtpReply::Stage::data, "DATA");
}

// The same in one write (RFC 2920): what the first bad answer says counts. A server that asks for
// the mail all the same gets none.
bool begin_at_once(Session& session, Envelope const& envelope, SmtpReply& reply) {
  using Stage = SmtpReply::Stage;
  bool const forget = session.begun();
  session.set_begun(true);
  session.say(fmt::format("{}{}\r\n{}\r\nDATA\r\n", forget ? "RSET\r\n" : "", envelope.mail(),
                          envelope.recipient()));
  std::string answer;
  if (forget && !positive(session.answer(answer))) throw OutOfStep{};
  for (auto const stage : {Stage::sender, Stage::recipient}) {
    reply.stage = stage;
    reply.status = session.answer(reply.text);
    if (!positive(reply.status)) break;
  }
  if (positive(reply.status)) {
    reply.stage = Stage::data;
    reply.status = session.answer(reply.text);
    return goes_on(reply.status);
  }
  bool const all = reply.stage == Stage::recipient;
  if (reply.status == 0 || (!all && session.answer(answer) == 0)) return false;
  if (goes_on(session.answer(answer))) {
    session.say(".\r\n");
    session.set_begun(session.answer(answer) == 0);
  }
  return false;
}

bool before_body(SmtpReply::Stage stage) {
  using Stage = SmtpReply::Stage;
  return stage == Stage::sender || stage == Stage::recipient || stage == Stage::data;
}

}  // namespace

// An answer too many that was still under way shows itself here, and so does a kept connection that
// the server has closed: nothing of the mail has left, all kept connections are given up, and it
// goes over a new one, once.
void SmtpClient::Parts::send(Envelope const& envelope, std::string_view message, SmtpReply& reply) {
  bool kept = false;
  try {
    offer(envelope, message, reply, kept);
    bool const lost = reply.status == 0 && before_body(reply.stage);
    if (!lost || !kept) return;
  } catch (OutOfStep const&) {
  } catch (Poco::TimeoutException const&) {
    throw;
  } catch (Poco::Exception const&) {
    if (!kept || !before_body(reply.stage)) throw;
  }
  forget_idle();
  reply = {};
  offer(envelope, message, reply, kept);
}

void SmtpClient::Parts::offer(Envelope const& envelope, std::string_view message, SmtpReply& reply,
                              bool& kept) {
  auto open = session(reply, kept);
  reply.stage = SmtpReply::Stage::sender;
  bool const taken = open->pipelines() ? begin_at_once(*open, envelope, reply)
                                       : begin_in_steps(*open, envelope, reply);
  if (taken) {
    reply.stage = SmtpReply::Stage::body;
    reply.status = 0;
    reply.status = open->body(message, reply.text);
    open->set_begun(reply.status == 0);
    if (positive(reply.status)) reply.stage = SmtpReply::Stage::done;
  }
  constexpr int goes_away = 421;
  if (reply.status > 0 && reply.status != goes_away) give_back(std::move(open));
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
    parts_->send({sender, recipient}, message, reply);
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
