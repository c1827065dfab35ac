#include "channels/email/email.hpp"

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/email/bounce.hpp"
#include "channels/file_name.hpp"
#include "channels/mail/message.hpp"

namespace airut::channels {
namespace {

using Stage = SmtpReply::Stage;

// The enhanced status (RFC 3463) that stands before the words: "5.1.1", "" when there is none.
std::string enhanced(std::string_view text) {
  for (std::size_t i = 0; i + 4 < text.size(); ++i) {
    bool const starts = (text[i] == '5' || text[i] == '4' || text[i] == '2') && text[i + 1] == '.';
    bool const alone = i == 0 || text[i - 1] == ' ' || text[i - 1] == '-';
    if (!starts || !alone) continue;
    auto const end = text.find_first_not_of("0123456789.", i);
    return std::string{text.substr(i, end == std::string_view::npos ? end : end - i)};
  }
  return {};
}

// Where the words say nothing: a 550 at RCPT is the mailbox.
std::string refused_code(SmtpReply const& reply, std::string const& status) {
  auto code = refusal_code(status, reply.text);
  bool const about_address = status.starts_with("5.1.") || status == "5.4.4";
  if (reply.status == 552 && !about_address && status != "5.2.2") return "email.too_large";
  if (!code.empty()) return code;
  if (reply.stage == Stage::recipient) return "email.mailbox_unknown";
  if (reply.stage == Stage::body) return "email.content_spam";
  return "email.policy_blocked";
}

// X.3.x and X.4.x are the server's own troubles and 421 its end (RFC 5321 section 3.8).
std::string deferred_code(SmtpReply const& reply, std::string const& status) {
  if (status == "4.2.2" || (reply.status == 452 && status.empty())) return "email.mailbox_full";
  bool const own = status.rfind("4.3.", 0) == 0 || status.rfind("4.4.", 0) == 0;
  if (own || reply.status == 421) return "transport.unreachable";
  bool const in_dialogue = reply.stage == Stage::recipient || reply.stage == Stage::sender ||
                           reply.stage == Stage::data || reply.stage == Stage::body;
  return in_dialogue ? "email.greylisted" : "transport.unreachable";
}

Outcome without_answer(SmtpReply const& reply, Trace trace) {
  if (!reply.trusted) {
    trace.code = "transport.tls_failed";
    return Refused{trace};
  }
  if (reply.stage == Stage::body) {  // the final dot may have arrived
    trace.code = "transport.no_answer";
    return Unsure{trace};
  }
  trace.code = "transport.unreachable";
  return Deferred{trace, std::nullopt};
}

// The words of a server that quotes the address may say anything.
SmtpReply without(SmtpReply reply, std::string_view address) {
  auto const at = reply.text.find(address);
  if (at != std::string::npos) reply.text.replace(at, address.size(), "(address)");
  return reply;
}

Outcome outcome_of(SmtpReply const& reply, std::string const& endpoint) {
  auto const status = enhanced(reply.text);
  Trace trace;
  trace.endpoint = endpoint;
  trace.excerpt = excerpt(reply.text);
  if (reply.status > 0) trace.native_code = fmt::format("{} {}", reply.status, status);
  if (reply.stage == Stage::done) return HandedOver{Evidence::handed_over, reply.text, trace};
  if (reply.status == 0) return without_answer(reply, trace);
  if (reply.status >= 500) {
    bool const login = reply.stage == Stage::login;
    trace.code = login ? "transport.not_authorised" : refused_code(reply, status);
    return Refused{trace};
  }
  trace.code = deferred_code(reply, status);
  return Deferred{trace, std::nullopt};
}

Outcome bad_address(std::string const& endpoint) {
  Trace trace;
  trace.endpoint = endpoint;
  trace.code = "email.mailbox_unknown";
  trace.excerpt = "the address cannot stand in an envelope";
  return Refused{trace};
}

}  // namespace

EmailChannel::EmailChannel(config::EmailSettings settings, boost::asio::thread_pool& pool)
    : from_(settings.from),
      bounces_(settings.bounces),
      endpoint_(fmt::format("{}:{}", settings.host, settings.port)),
      pool_(pool),
      client_(std::move(settings)) {}

boost::asio::awaitable<Outcome> EmailChannel::deliver(Parcel parcel) {
  if (!is_mail_address(parcel.address)) co_return bad_address(endpoint_);
  // The envelope's sender is this delivery's own, so that a bounce names it whatever it quotes.
  auto work = [this, parcel = std::move(parcel)] {
    auto const sender = bounces_.empty() ? from_ : bounce_address(bounces_, parcel.delivery_id);
    auto reply = client_.send(sender, parcel.address, mail_message(parcel, from_));
    return outcome_of(without(std::move(reply), parcel.address), endpoint_);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
