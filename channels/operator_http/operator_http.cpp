#include "channels/operator_http/operator_http.hpp"

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/file_name.hpp"

namespace airut::channels {
namespace {

HttpOptions options_of(config::HttpSettings const& settings) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.certificate = settings.certificate;
  options.private_key = settings.private_key;
  options.timeout = settings.timeout;
  return options;
}

Trace trace_of(HttpReply const& reply, std::string code) {
  Trace trace;
  trace.endpoint = reply.endpoint;
  trace.code = std::move(code);
  trace.native_code = reply.status ? fmt::format("HTTP {}", reply.status) : reply.fault;
  trace.excerpt = excerpt(reply.body);
  return trace;
}

Outcome without_answer(HttpReply const& reply) {
  if (!reply.trusted) return Refused{trace_of(reply, "transport.tls_failed")};
  if (reply.may_have_arrived) return Unsure{trace_of(reply, "transport.no_answer")};
  return Deferred{trace_of(reply, "transport.unreachable"), std::nullopt};
}

// What a status means: 408, 425, 429 and 503 took nothing; 500 may have failed after it took the
// document, 502 and 504 come from something in between that cannot tell; 401 and 403 are about us;
// 400, 413, 415 and 422 are about the document.
Outcome outcome_of(HttpReply const& reply, bool deduplicates) {
  if (reply.status == 0) return without_answer(reply);
  if (reply.status >= 200 && reply.status < 300) {
    return HandedOver{Evidence::handed_over, reply.body, trace_of(reply, "")};
  }
  switch (reply.status) {
    case 409:
      if (!deduplicates) return Refused{trace_of(reply, "transport.refused")};
      return HandedOver{Evidence::handed_over, reply.body, trace_of(reply, "")};
    case 401:
    case 403:
      return Refused{trace_of(reply, "transport.not_authorised")};
    case 400:
    case 413:
    case 415:
    case 422:
      return Refused{trace_of(reply, "transport.content_refused")};
    case 500:
    case 502:
    case 504:
      return Unsure{trace_of(reply, "transport.no_answer")};
    case 408:
    case 425:
    case 429:
      return Deferred{trace_of(reply, "transport.unreachable"), reply.retry_after};
    default:
      break;
  }
  if (reply.status >= 500) {
    return Deferred{trace_of(reply, "transport.unreachable"), reply.retry_after};
  }
  return Refused{trace_of(reply, "transport.refused")};
}

void authorise(HttpRequest& request, config::HttpSettings const& settings) {
  if (!settings.bearer_token) return;
  request.headers.emplace_back("Authorization", "Bearer " + settings.bearer_token->value);
}

HttpRequest post_of(config::HttpSettings const& settings, Parcel const& parcel) {
  auto const& file = parcel.files.front();
  HttpRequest request;
  request.method = "POST";
  request.url = settings.url;
  request.body = file.bytes;
  request.repeatable = settings.deduplicates;
  request.headers = {{"Content-Type", file.media_type},
                     {"Idempotency-Key", parcel.message_id},
                     {"X-Message-Id", parcel.message_id},
                     {"X-Recipient", parcel.address}};
  if (!parcel.intermediary.empty()) {
    request.headers.emplace_back("X-Recipient-Intermediary", parcel.intermediary);
  }
  authorise(request, settings);
  return request;
}

// Nobody's address has a line break; what was registered so cannot be sent there.
bool is_sendable(Parcel const& parcel) {
  return is_header_value(parcel.address) && is_header_value(parcel.intermediary);
}

std::string status_url(std::string url, std::string const& message_id) {
  constexpr std::string_view place = "{message_id}";
  auto const at = url.find(place);
  if (at != std::string::npos) url.replace(at, place.size(), message_id);
  return url;
}

}  // namespace

OperatorHttpChannel::OperatorHttpChannel(config::HttpSettings settings,
                                         boost::asio::thread_pool& pool)
    : settings_(std::move(settings)), pool_(pool), client_(options_of(settings_)) {}

boost::asio::awaitable<Outcome> OperatorHttpChannel::deliver(Parcel parcel) {
  if (!is_sendable(parcel)) {
    Trace trace;
    trace.code = "transport.content_refused";
    trace.excerpt = "The address has a line break.";
    co_return Refused{std::move(trace)};
  }
  auto work = [this, parcel = std::move(parcel)] {
    return outcome_of(client_.perform(post_of(settings_, parcel)), settings_.deduplicates);
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> OperatorHttpChannel::ask(Parcel parcel) {
  if (settings_.status_url.empty()) co_return Arrival::cannot_tell;
  auto work = [this, id = parcel.message_id] {
    HttpRequest request;
    request.url = status_url(settings_.status_url, id);
    authorise(request, settings_);
    auto const reply = client_.perform(request);
    if (reply.status == 200) return Arrival::arrived;
    if (reply.status == 404) return Arrival::not_arrived;
    bool const later = reply.status == 0 || reply.status == 429 || reply.status >= 500;
    return later ? Arrival::no_answer : Arrival::cannot_tell;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
