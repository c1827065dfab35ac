#include "channels/mail/session.hpp"

#include <memory>
#include <new>

#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/X509Certificate.h>
#include <fmt/format.h>
#include <openssl/x509v3.h>

namespace airut::channels {
namespace {

using Poco::Net::SMTPClientSession;

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

Poco::Net::StreamSocket connected(config::EmailSettings const& settings) {
  Poco::Timespan const time{static_cast<long>(settings.timeout.count()), 0};
  Poco::Net::StreamSocket socket;
  socket.connect(Poco::Net::SocketAddress{settings.host, settings.port}, time);
  socket.setNoDelay(true);
  socket.setReceiveTimeout(time);
  socket.setSendTimeout(time);
  return socket;
}

}  // namespace

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

Session::Session(config::EmailSettings const& settings, Poco::Net::Context::Ptr const& context,
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

void Session::say(std::string_view text) {
  auto& socket = session_.socket_of();
  for (auto left = text; !left.empty();) {
    auto const sent = socket.sendBytes(left.data(), static_cast<int>(left.size()));
    if (sent <= 0) throw Poco::Net::NetException{"the connection takes nothing more"};
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
}

int Session::body(std::string_view message, std::string& text) {
  say(stuffed(message));
  return answer(text);
}

void Session::Open::start_tls(std::string const& host, Poco::Net::Context::Ptr const& context) {
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

}  // namespace airut::channels
