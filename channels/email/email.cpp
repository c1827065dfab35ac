#include "channels/email/email.hpp"

#include <fmt/format.h>

#include "channels/blocking.hpp"
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

// What a permanent refusal means: X.1.x is about the address, X.3.4 and X.2.3 about the size, X.7.x
// about policy (RFC 3463 section 3); a 550 at RCPT without a word is the mailbox.
std::string refused_code(SmtpReply const& reply, std::string const& status) {
  if (status == "5.1.2" || status == "5.4.4" || status == "5.1.10") return "email.domain_unknown";
  if (status.rfind("5.1.", 0) == 0) return "email.mailbox_unknown";
  if (status == "5.3.4" || status == "5.2.3" || reply.status == 552) return "email.too_large";
  if (status.rfind("5.7.", 0) == 0) return "email.policy_blocked";
  if (status.rfind("5.6.", 0) == 0) return "email.content_spam";
  if (reply.stage == Stage::recipient) return "email.mailbox_unknown";
  if (reply.stage == Stage::body) return "email.content_spam";
  return "email.policy_blocked";
}

std::string deferred_code(SmtpReply const& reply, std::string const& status) {
  if (status == "4.2.2" || reply.status == 452) return "email.mailbox_full";
  if (reply.stage == Stage::recipient || reply.stage == Stage::sender) return "email.greylisted";
  return "transport.unreachable";
}

Outcome without_answer(SmtpReply const& reply, Trace trace) {
  if (reply.stage == Stage::tls) {
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
      endpoint_(fmt::format("{}:{}", settings.host, settings.port)),
      pool_(pool),
      client_(std::move(settings)) {}

boost::asio::awaitable<Outcome> EmailChannel::deliver(Parcel parcel) {
  if (!is_mail_address(parcel.address)) co_return bad_address(endpoint_);
  auto work = [this, parcel = std::move(parcel)] {
    return outcome_of(client_.send(parcel.address, mail_message(parcel, from_)), endpoint_);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
