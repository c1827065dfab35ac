#include "channels/email/email.hpp"

#include <algorithm>

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

// The words of a server that quotes an address may say anything.
std::string without(std::string text, std::vector<std::string> const& addresses) {
  for (auto const& address : addresses) {
    auto const at = text.find(address);
    if (at != std::string::npos) text.replace(at, address.size(), "(address)");
  }
  return text;
}

std::string native_code(int status, std::string const& enhanced_status) {
  return status > 0 ? fmt::format("{} {}", status, enhanced_status) : std::string{};
}

AddressRefusal refusal_of(RecipientReply const& reply, std::size_t place) {
  auto const status = enhanced(reply.text);
  SmtpReply const alone{Stage::recipient, reply.status, reply.text, true, {}};
  auto code = reply.status >= 500 ? refused_code(alone, status) : deferred_code(alone, status);
  return {place, std::move(code), native_code(reply.status, status), excerpt(reply.text)};
}

// Which of several addresses were not accepted, when all have been asked.
std::vector<AddressRefusal> refusals_of(SmtpReply const& reply, std::size_t asked) {
  std::vector<AddressRefusal> refusals;
  if (reply.recipients.size() != asked) return refusals;
  for (std::size_t i = 0; i < asked; ++i) {
    auto const status = reply.recipients.at(i).status;
    if (status < 200 || status >= 300) refusals.push_back(refusal_of(reply.recipients.at(i), i));
  }
  return refusals;
}

// Each answer of the server, of which the last one took the mail.
std::string receipt_of(SmtpReply const& reply) {
  std::string receipt;
  for (std::size_t i = 0; i < reply.recipients.size(); ++i)
    receipt += fmt::format("RCPT {}: {}\n", i + 1, reply.recipients.at(i).text);
  return receipt + reply.text;
}

Outcome outcome_of(SmtpReply const& reply, std::string const& endpoint) {
  auto const status = enhanced(reply.text);
  Trace trace;
  trace.endpoint = endpoint;
  trace.excerpt = excerpt(reply.text);
  trace.native_code = native_code(reply.status, status);
  if (reply.stage == Stage::done)
    return HandedOver{Evidence::handed_over, receipt_of(reply), trace};
  if (reply.status == 0) return without_answer(reply, trace);
  if (reply.status >= 500) {
    bool const login = reply.stage == Stage::login;
    trace.code = login ? "transport.not_authorised" : refused_code(reply, status);
    return Refused{trace};
  }
  trace.code = deferred_code(reply, status);
  return Deferred{trace, std::nullopt};
}

constexpr auto bad_address_words = "the address cannot stand in an envelope";

Outcome bad_address(std::string const& endpoint) {
  Trace trace;
  trace.endpoint = endpoint;
  trace.code = "email.mailbox_unknown";
  trace.excerpt = bad_address_words;
  return Refused{trace};
}

// Whom a mail goes to: those that may stand in an envelope, each with its place among all.
struct Envelope {
  std::vector<std::string> addresses;
  std::vector<std::size_t> places;
  std::vector<AddressRefusal> refused;
};

Envelope envelope_of(Parcel const& parcel) {
  Envelope envelope;
  std::size_t place = 0;
  for (auto& one : mail_addresses(parcel.address)) {
    if (is_mail_address(one)) {
      envelope.addresses.push_back(std::move(one));
      envelope.places.push_back(place);
    } else {
      envelope.refused.push_back({place, "email.mailbox_unknown", "", bad_address_words});
    }
    ++place;
  }
  return envelope;
}

Trace& trace_in(Outcome& outcome) {
  return std::visit([](auto& one) -> Trace& { return one.trace; }, outcome);
}

// With what became of each of several addresses, where the mail is over for those refused.
Outcome with_refusals(Outcome outcome, SmtpReply const& reply, Envelope const& envelope) {
  bool const refused = std::holds_alternative<Refused>(outcome);
  bool const over = refused || std::holds_alternative<HandedOver>(outcome);
  auto refusals = refusals_of(reply, envelope.addresses.size());
  bool const only_one =
      refused && reply.stage == Stage::recipient && envelope.addresses.size() == 1;
  if (only_one && !envelope.refused.empty()) {
    auto const& trace = trace_of(outcome);
    refusals.push_back({0, trace.code, trace.native_code, trace.excerpt});
  }
  for (auto& one : refusals) one.place = envelope.places.at(one.place);
  refusals.insert(refusals.end(), envelope.refused.begin(), envelope.refused.end());
  std::sort(refusals.begin(), refusals.end(),
            [](auto const& a, auto const& b) { return a.place < b.place; });
  if (over) trace_in(outcome).refusals = std::move(refusals);
  return outcome;
}

}  // namespace

EmailChannel::EmailChannel(config::EmailSettings settings, boost::asio::thread_pool& pool)
    : from_(settings.from),
      bounces_(settings.bounces),
      endpoint_(fmt::format("{}:{}", settings.host, settings.port)),
      pool_(pool),
      client_(std::move(settings)) {}

boost::asio::awaitable<Outcome> EmailChannel::deliver(Parcel parcel) {
  auto envelope = envelope_of(parcel);
  if (envelope.addresses.empty()) co_return bad_address(endpoint_);
  // The envelope's sender is this delivery's own, so that a bounce names it whatever it quotes.
  auto work = [this, parcel = std::move(parcel), envelope = std::move(envelope)] {
    auto const sender = bounces_.empty() ? from_ : bounce_address(bounces_, parcel.delivery_id);
    auto reply =
        client_.send(sender, envelope.addresses, mail_message(parcel, from_), parcel.to_some);
    reply.text = without(std::move(reply.text), envelope.addresses);
    for (auto& one : reply.recipients) one.text = without(std::move(one.text), envelope.addresses);
    return with_refusals(outcome_of(reply, endpoint_), reply, envelope);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
