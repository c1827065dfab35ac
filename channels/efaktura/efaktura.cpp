#include "channels/efaktura/efaktura.hpp"

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/http/answer.hpp"

namespace airut::channels {
namespace {

using config::Verdict;

constexpr std::string_view service = "efaktura";

HttpOptions options_of(config::EfakturaSettings const& settings) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.certificate = settings.certificate;
  options.private_key = settings.private_key;
  options.timeout = settings.timeout;
  options.reply_bytes = 256u << 10;
  options.keeps_connections = false;
  return options;
}

// application/x-www-form-urlencoded: everything but letters and digits as %XX.
std::string form_text(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// RFC 6749 section 4.4, the client's secret in the body.
HttpRequest token_request(config::EfakturaSettings const& settings) {
  HttpRequest request;
  request.method = "POST";
  request.url = settings.token_url;
  request.repeatable = true;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body =
      fmt::format("grant_type=client_credentials&client_id={}&client_secret={}",
                  form_text(settings.client_id), form_text(settings.client_secret->value));
  if (!settings.scope.empty()) request.body += "&scope=" + form_text(settings.scope);
  return request;
}

std::string reasons_of(efaktura::Answer const& says) {
  auto text = says.fault_text;
  for (auto const& reason : says.reasons) text += (text.empty() ? "" : "\n") + reason;
  return text;
}

}  // namespace

// Without an answer of SOAP the HTTP status speaks; 200 is no success then.
std::string EfakturaChannel::Reply::native() const {
  if (!says.fault.empty()) return says.fault;
  if (!says.is_soap) return http.status == 200 ? "no-soap" : std::to_string(http.status);
  return "200";
}

EfakturaChannel::EfakturaChannel(config::EfakturaSettings settings,
                                 config::OperatorAnswers const& answers,
                                 boost::asio::thread_pool& pool)
    : settings_(std::move(settings)),
      answers_(answers),
      pool_(pool),
      client_(options_of(settings_)) {
  if (!settings_.token_url.empty()) token_.emplace(client_, token_request(settings_));
}

efaktura::Frame EfakturaChannel::frame_of(Parcel const& parcel) const {
  auto const combo = settings_.flow == config::EfakturaFlow::combo;
  return {combo ? efaktura::Flow::combo : efaktura::Flow::issuer, parcel.message_id,
          settings_.service_provider, parcel.intermediary, parcel.message_id};
}

// A token that they no longer take is asked for anew, once. Without one the answer is that of the
// token's service, and nothing of the message has left.
EfakturaChannel::Reply EfakturaChannel::call(efaktura::Message const& message) {
  HttpRequest request;
  request.method = "POST";
  request.url = settings_.url;
  request.body = message.body;
  request.repeatable = true;  // with the id of its first time
  for (int round = 0;; ++round) {
    request.headers = {{"Content-Type", "text/xml; charset=utf-8"},
                       {"SOAPAction", '"' + message.action + '"'}};
    std::string used;
    if (token_) {
      auto const token = token_->value();
      if (!token) {
        auto reply = token.error();
        reply.may_have_arrived = false;
        if (reply.status != 0) reply.status = reply.status >= 500 ? 503 : 401;
        return {std::move(reply), {}};
      }
      used = *token;
      request.headers.emplace_back("Authorization", "Bearer " + used);
    }
    auto reply = client_.perform(request);
    if (reply.status == 401 && token_ && round == 0) {
      token_->forget(used);
      continue;
    }
    auto says = efaktura::read_answer(reply.body);
    return {std::move(reply), std::move(says)};
  }
}

Outcome EfakturaChannel::deliver_now(Parcel const& parcel) {
  auto const frame = frame_of(parcel);
  auto const who = efaktura::who_of(parcel.address);
  auto const found = call(efaktura::lookup(frame, who));
  auto const native = found.says.match.empty() ? found.native() : found.says.match;
  auto const& known = answers_.find(service, "recipient", native);
  auto trace = trace_of(found.http, known.code, found.http.status ? native : "",
                        hiding(reasons_of(found.says), who.value));
  if (auto hindered = before_the_document(found.http, known, std::move(trace))) return *hindered;
  auto const reply =
      call(efaktura::add(frame, parcel.files.front().bytes, found.says.efaktura_identifier));
  auto const& answer = answers_.find(service, "add", reply.native());
  if (reply.http.status != 0 && answer.verdict == Verdict::there) return confirm(parcel, reply);
  auto outcome =
      on_the_document(reply.http, answer,
                      trace_of(reply.http, answer.code, reply.http.status ? reply.native() : "",
                               hiding(reasons_of(reply.says), who.value)),
                      reply.http.body);
  return outcome;
}

// By its state; one that has none yet by that of the shipment which brought it, since they take
// shipments in at once and look at what is in them afterwards.
EfakturaChannel::Standing EfakturaChannel::standing_of(Parcel const& parcel) {
  auto const frame = frame_of(parcel);
  Standing found;
  auto const looked = [&](efaktura::Message const& question, std::string_view call_name,
                          std::string_view states) {
    found.reply = call(question);
    auto const& says = found.reply.says;
    found.is_known = says.is_soap && !says.state.empty();
    if (found.is_known) {
      found.answer = &answers_.find(service, states, says.state);
      return true;
    }
    auto const& answer = answers_.find(service, call_name, found.reply.native());
    bool const unknown = found.reply.http.status != 0 && answer.verdict == Verdict::refused;
    found.answer = unknown ? &answer : nullptr;
    return !unknown;
  };
  if (!looked(efaktura::status(frame), "status", "state"))
    looked(efaktura::shipment(frame), "shipment", "shipment");
  return found;
}

// They have the id already: from an earlier attempt, when they can say how its document fares.
Outcome EfakturaChannel::confirm(Parcel const& parcel, Reply const& duplicate) {
  auto const found = standing_of(parcel);
  auto trace =
      trace_of(duplicate.http, "efaktura.id_taken", duplicate.native(), reasons_of(duplicate.says));
  if (found.is_known) {
    trace.code.clear();
    return HandedOver{Evidence::accepted_by_operator, found.reply.http.body, std::move(trace)};
  }
  if (found.answer != nullptr) return Refused{std::move(trace)};
  trace.code = "transport.no_answer";
  return Unsure{std::move(trace)};
}

boost::asio::awaitable<Outcome> EfakturaChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return deliver_now(parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> EfakturaChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const found = standing_of(parcel);
    if (found.is_known) return Arrival::arrived;
    return found.answer != nullptr ? Arrival::not_arrived : Arrival::no_answer;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<std::optional<Sighting>> EfakturaChannel::inquire(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)]() -> std::optional<Sighting> {
    auto const found = standing_of(parcel);
    if (found.answer == nullptr) return std::nullopt;
    auto const& [reply, answer, is_known] = found;
    Sighting seen;
    seen.final = answer->final;
    seen.trace = trace_of(reply.http, answer->code, is_known ? reply.says.state : reply.native(),
                          reasons_of(reply.says));
    if (answer->verdict == Verdict::taken) seen.evidence = parse_evidence(answer->evidence);
    return seen;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<WithdrawalAnswer> EfakturaChannel::withdraw(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const reply = call(efaktura::cancel(frame_of(parcel)));
    auto const& answer = answers_.find(service, "cancel", reply.native());
    WithdrawalAnswer result;
    result.trace = trace_of(reply.http, answer.code, reply.http.status ? reply.native() : "",
                            reasons_of(reply.says));
    bool const bad = answer.verdict == Verdict::refused;
    result.what = reply.http.status == 0                 ? Withdrawal::no_answer
                  : answer.verdict == Verdict::withdrawn ? Withdrawal::done
                  : answer.verdict == Verdict::too_late  ? Withdrawal::too_late
                  : bad                                  ? Withdrawal::refused
                                                         : Withdrawal::no_answer;
    return result;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
