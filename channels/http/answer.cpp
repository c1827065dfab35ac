#include "channels/http/answer.hpp"

#include <fmt/format.h>

#include "channels/file_name.hpp"

namespace airut::channels {

using config::Verdict;

Trace trace_of(HttpReply const& reply, std::string code, std::string native, std::string text) {
  if (native.empty()) native = reply.status ? fmt::format("HTTP {}", reply.status) : reply.fault;
  return {reply.endpoint, std::move(code), std::move(native), excerpt(std::move(text))};
}

std::string hiding(std::string text, std::string_view value) {
  constexpr std::string_view mask = "***";
  for (auto at = text.find(value); !value.empty() && at != std::string::npos;
       at = text.find(value, at + mask.size())) {
    text.replace(at, value.size(), mask);
  }
  return text;
}

std::optional<Outcome> before_the_document(HttpReply const& reply,
                                           config::OperatorAnswer const& answer, Trace trace) {
  if (reply.status == 0) {
    trace.code = reply.trusted ? "transport.unreachable" : "transport.tls_failed";
    if (!reply.trusted) return Refused{std::move(trace)};
    return Deferred{std::move(trace), std::nullopt};
  }
  switch (answer.verdict) {
    case Verdict::taken:
      return std::nullopt;
    case Verdict::refused:
    case Verdict::too_late:
    case Verdict::withdrawn:
      return Refused{std::move(trace)};
    case Verdict::there:
    case Verdict::later:
    case Verdict::unsure:
      break;
  }
  if (trace.code.empty() || answer.verdict == Verdict::unsure) trace.code = "transport.unreachable";
  return Deferred{std::move(trace), reply.retry_after};
}

Outcome on_the_document(HttpReply const& reply, config::OperatorAnswer const& answer, Trace trace,
                        std::string receipt) {
  if (reply.status == 0) {
    trace.code = !reply.trusted           ? "transport.tls_failed"
                 : reply.may_have_arrived ? "transport.no_answer"
                                          : "transport.unreachable";
    if (!reply.trusted) return Refused{std::move(trace)};
    if (reply.may_have_arrived) return Unsure{std::move(trace)};
    return Deferred{std::move(trace), std::nullopt};
  }
  switch (answer.verdict) {
    case Verdict::taken: {
      auto const evidence = parse_evidence(answer.evidence).value_or(Evidence::handed_over);
      trace.code.clear();
      return HandedOver{evidence, std::move(receipt), std::move(trace)};
    }
    case Verdict::refused:
    case Verdict::too_late:
    case Verdict::withdrawn:
      return Refused{std::move(trace)};
    case Verdict::later:
      return Deferred{std::move(trace), reply.retry_after};
    case Verdict::there:
    case Verdict::unsure:
      break;
  }
  if (trace.code.empty()) trace.code = "transport.no_answer";
  return Unsure{std::move(trace)};
}

}  // namespace airut::channels
