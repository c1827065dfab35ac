#include "channels/vipps/vipps.hpp"

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "channels/http/answer.hpp"
#include "formats/json/writer.hpp"
#include "formats/vipps/document.hpp"

namespace airut::channels {
namespace {

using config::OperatorAnswer;
using config::Verdict;

constexpr std::string_view service = "vipps";

HttpOptions options_of(config::VippsSettings const& settings) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.timeout = settings.timeout;
  options.keeps_connections = false;
  return options;
}

// Vipps Access Token API: the secrets are headers, the body is empty.
HttpRequest token_request(config::VippsSettings const& settings) {
  HttpRequest request;
  request.method = "POST";
  request.url = settings.token_url;
  request.repeatable = true;
  request.headers = {{"client_id", settings.client_id},
                     {"client_secret", settings.client_secret.value},
                     {"Ocp-Apim-Subscription-Key", settings.subscription_key.value}};
  return request;
}

std::string id_of(Parcel const& parcel) {
  return vipps::invoice_id(parcel.intermediary, parcel.message_id);
}

std::string number_in(std::string const& address) {
  auto const colon = address.find(':');
  return colon == std::string::npos ? std::string{} : address.substr(colon + 1);
}

std::string token_body(std::string const& address) {
  json::Writer out;
  out.begin_object();
  out.member("type", std::string_view{address}.substr(0, address.find(':')));
  out.member("value", number_in(address));
  out.end_object();
  return std::move(out).text();
}

std::string joined(std::vector<std::string> const& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

Sighting sighting_of(HttpReply const& reply, vipps::Standing const& standing,
                     OperatorAnswer const& answer) {
  Sighting seen;
  seen.final = answer.final;
  seen.trace = trace_of(reply, answer.code, standing.state, joined(standing.problems));
  if (answer.verdict == Verdict::taken) seen.evidence = parse_evidence(answer.evidence);
  return seen;
}

}  // namespace

VippsChannel::VippsChannel(config::VippsSettings settings, config::OperatorAnswers const& answers,
                           boost::asio::thread_pool& pool)
    : settings_(std::move(settings)),
      answers_(answers),
      pool_(pool),
      client_(options_of(settings_)),
      token_(client_, token_request(settings_)) {}

OperatorAnswer const& VippsChannel::meaning(std::string_view call, HttpReply const& reply) const {
  return answers_.find(service, call, std::to_string(reply.status));
}

// With an access token; one that they no longer take is asked for anew, once. Without one the
// answer is that of the token's service, and nothing of the request has left.
HttpReply VippsChannel::call(HttpRequest request) {
  request.repeatable = true;  // each names what it is about
  auto const plain = request.headers;
  for (int round = 0;; ++round) {
    auto const token = token_.value();
    if (!token) {
      auto reply = token.error();
      reply.may_have_arrived = false;
      // What the token's service says is not about the document.
      if (reply.status == 200 || reply.status / 100 == 4) reply.status = 401;
      if (reply.status >= 500) reply.status = 503;
      return reply;
    }
    request.headers = plain;
    request.headers.emplace_back("Authorization", "Bearer " + *token);
    request.headers.emplace_back("Ocp-Apim-Subscription-Key", settings_.subscription_key.value);
    auto reply = client_.perform(request);
    if (reply.status != 401 || round > 0) return reply;
    token_.forget(*token);
  }
}

HttpReply VippsChannel::fetch(Parcel const& parcel) {
  HttpRequest request;
  request.url = settings_.url + "/invoices/" + id_of(parcel);
  return call(std::move(request));
}

Outcome VippsChannel::deliver_now(Parcel const& parcel) {
  HttpRequest find;
  find.method = "POST";
  find.url = settings_.url + "/recipients/tokens";
  find.headers = {{"Content-Type", "application/json"}};
  find.body = token_body(parcel.address);
  auto const found = call(std::move(find));
  auto const& known = meaning("recipient", found);
  auto trace = trace_of(found, known.code, {},
                        hiding(vipps::read_error(found.body), number_in(parcel.address)));
  if (auto hindered = before_the_document(found, known, std::move(trace))) return *hindered;
  auto const recipient = vipps::read_recipient_token(found.body);
  if (recipient.empty()) {
    return Deferred{trace_of(found, "transport.unreachable", {}, "no recipient token"), {}};
  }
  HttpRequest put;
  put.method = "PUT";
  put.url = settings_.url + "/invoices/" + id_of(parcel);
  put.headers = {{"Content-Type", "application/json"}};
  put.body = vipps::addressed(parcel.files.front().bytes, recipient);
  auto const reply = call(std::move(put));
  auto const& answer = meaning("add", reply);
  if (reply.status != 0 && answer.verdict == Verdict::there) return compare(parcel, reply);
  return on_the_document(reply, answer,
                         trace_of(reply, answer.code, {}, vipps::read_error(reply.body)),
                         fmt::format("HTTP {} {}\n{}", reply.status, id_of(parcel), reply.body));
}

// They have another invoice by this id, they say. Whether it is ours from an earlier attempt is to
// be seen in its terms.
Outcome VippsChannel::compare(Parcel const& parcel, HttpReply const& conflict) {
  auto const reply = fetch(parcel);
  auto const theirs = reply.status == 200 ? vipps::read_invoice(reply.body) : std::nullopt;
  if (!theirs) return Unsure{trace_of(conflict, "transport.no_answer", {}, conflict.body)};
  if (vipps::terms_of(parcel.files.front().bytes) != theirs->terms) {
    return Refused{trace_of(conflict, "vipps.id_taken", {}, vipps::read_error(conflict.body))};
  }
  auto receipt = fmt::format("HTTP {} {} {}", reply.status, id_of(parcel), theirs->state);
  return HandedOver{Evidence::accepted_by_operator, std::move(receipt),
                    trace_of(reply, "", {}, {})};
}

boost::asio::awaitable<Outcome> VippsChannel::deliver(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return deliver_now(parcel); };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<Arrival> VippsChannel::ask(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] {
    auto const reply = fetch(parcel);
    if (reply.status == 200) return Arrival::arrived;
    return reply.status == 404 ? Arrival::not_arrived : Arrival::no_answer;
  };
  co_return co_await on_pool(pool_, std::move(work));
}

boost::asio::awaitable<std::optional<Sighting>> VippsChannel::inquire(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)]() -> std::optional<Sighting> {
    auto const reply = fetch(parcel);
    auto const standing = reply.status == 200 ? vipps::read_invoice(reply.body) : std::nullopt;
    auto const& answer = meaning("status", reply);
    if (reply.status != 0 && answer.verdict == Verdict::refused) {
      Sighting lost;  // invoices are inserted at once: what was taken is there
      lost.trace = trace_of(reply, answer.code, {}, vipps::read_error(reply.body));
      return lost;
    }
    if (!standing) return std::nullopt;
    return sighting_of(reply, *standing, answers_.find(service, "state", standing->state));
  };
  co_return co_await on_pool(pool_, std::move(work));
}

// Revokes the state that was seen (If-Match): one that changed meanwhile is looked at again.
WithdrawalAnswer VippsChannel::withdraw_now(Parcel const& parcel, bool may_repeat) {
  auto const seen = fetch(parcel);
  if (seen.status == 404) return {Withdrawal::done, trace_of(seen, "", {}, {})};
  auto const standing = seen.status == 200 ? vipps::read_invoice(seen.body) : std::nullopt;
  if (!standing) return {Withdrawal::no_answer, trace_of(seen, "transport.unreachable", {}, {})};
  auto const& before = answers_.find(service, "revocable", standing->state);
  auto trace = trace_of(seen, before.code, standing->state, {});
  if (before.verdict == Verdict::withdrawn) return {Withdrawal::done, std::move(trace)};
  if (before.verdict == Verdict::too_late) return {Withdrawal::too_late, std::move(trace)};
  HttpRequest request;
  request.method = "PUT";
  request.url = settings_.url + "/invoices/" + id_of(parcel) + "/status/revoked";
  request.headers = {{"If-Match", standing->etag}, {"Idempotency-Key", parcel.message_id}};
  auto const reply = call(std::move(request));
  auto const& answer = meaning("cancel", reply);
  trace = trace_of(reply, answer.code, {}, vipps::read_error(reply.body));
  if (reply.status == 0) return {Withdrawal::no_answer, std::move(trace)};
  switch (answer.verdict) {
    case Verdict::taken:
    case Verdict::withdrawn:
      return {Withdrawal::done, std::move(trace)};
    case Verdict::too_late:
      return {Withdrawal::too_late, std::move(trace)};
    case Verdict::there:
      if (may_repeat) return withdraw_now(parcel, false);
      break;
    case Verdict::refused:
      return {Withdrawal::refused, std::move(trace)};
    case Verdict::later:
    case Verdict::unsure:
      break;
  }
  return {Withdrawal::no_answer, std::move(trace)};
}

boost::asio::awaitable<WithdrawalAnswer> VippsChannel::withdraw(Parcel parcel) {
  auto work = [this, parcel = std::move(parcel)] { return withdraw_now(parcel, true); };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace airut::channels
