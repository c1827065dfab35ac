#include "channels/peppol/judge.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "formats/as4/signal.hpp"

namespace airut::channels {
namespace {

struct Meaning {
  std::string_view theirs, ours;
};

// ebMS errors that say more than that the message was refused.
constexpr std::array<Meaning, 8> meanings{{
    {"EBMS:0005", "as4.connection_failed"},
    {"EBMS:0101", "as4.security_failed"},
    {"EBMS:0102", "as4.security_failed"},
    {"EBMS:0103", "as4.security_failed"},
    {"EBMS:0201", "as4.delivery_failed"},
    {"EBMS:0202", "as4.delivery_failed"},
    {"EBMS:0301", "as4.delivery_failed"},
    {"EBMS:0303", "as4.decompression_failed"},
}};

std::string_view code_of(as4::Error const& error) {
  if (error.code == "EBMS:0004" && error.detail == as4::not_serviced) return "as4.not_serviced";
  auto const found = std::find_if(meanings.begin(), meanings.end(),
                                  [&](Meaning const& one) { return one.theirs == error.code; });
  return found == meanings.end() ? "as4.processing_rejected" : found->ours;
}

Trace trace_of(HttpReply const& reply, std::string_view code, std::string native,
               std::string text) {
  return {reply.endpoint, std::string{code}, std::move(native), excerpt(std::move(text))};
}

std::string native_of(HttpReply const& reply) {
  return reply.status ? fmt::format("HTTP {}", reply.status) : reply.fault;
}

Outcome without_signal(HttpReply const& reply, std::string why) {
  if (reply.status == 0) {
    if (reply.may_have_arrived) {
      return Unsure{trace_of(reply, "as4.no_receipt", native_of(reply), {})};
    }
    return Deferred{trace_of(reply, "as4.connection_failed", native_of(reply), {}), std::nullopt};
  }
  // 408, 425, 429 and 503 took nothing, nor did what answers 4xx without a word of ebMS.
  bool const nothing_taken = reply.status / 100 == 4 || reply.status == 503;
  if (nothing_taken) {
    return Deferred{trace_of(reply, "as4.connection_failed", native_of(reply), std::move(why)),
                    reply.retry_after};
  }
  return Unsure{trace_of(reply, "as4.no_receipt", native_of(reply), std::move(why))};
}

Outcome on_receipt(HttpReply const& reply, as4::Signal const& receipt, Expected const& expected) {
  auto const objection =
      as4::objection_to(receipt, expected.message_id, expected.digests, expected.receiver);
  if (!objection.empty()) {
    return Unsure{trace_of(reply, "as4.invalid_receipt", native_of(reply), objection), true};
  }
  return HandedOver{Evidence::accepted_by_operator, reply.body,
                    trace_of(reply, "", native_of(reply), {})};
}

Outcome on_errors(HttpReply const& reply, as4::Signal const& signal, Expected const& expected) {
  auto const failure =
      std::find_if(signal.errors.begin(), signal.errors.end(),
                   [](as4::Error const& one) { return one.severity != "warning"; });
  if (failure == signal.errors.end()) return without_signal(reply, "Warnings and no receipt.");
  auto const& ref = signal.ref_to_message_id;
  bool const forged = signal.signer && *signal.signer != expected.receiver;
  if ((!ref.empty() && ref != expected.message_id) || forged) {
    return Unsure{trace_of(reply, "as4.invalid_receipt", failure->code,
                           "The error is about another message, or signed by another."),
                  true};
  }
  auto const text = fmt::format("{} {}", failure->short_description, failure->detail);
  if (failure->code == as4::duplicate_code) {
    return HandedOver{Evidence::handed_over, reply.body, trace_of(reply, "", failure->code, text)};
  }
  auto const code = code_of(*failure);
  auto trace = trace_of(reply, code, failure->code, text);
  if (code == "as4.delivery_failed" || code == "as4.connection_failed") {
    return Deferred{std::move(trace), reply.retry_after};
  }
  return Refused{std::move(trace)};
}

}  // namespace

Outcome judge(HttpReply const& reply, Expected const& expected) {
  if (reply.status == 0 || reply.body.empty()) return without_signal(reply, {});
  auto const signal = as4::read_signal(reply.header("content-type"), reply.body);
  if (!signal) return without_signal(reply, signal.error());
  if (signal->is_receipt) return on_receipt(reply, *signal, expected);
  return on_errors(reply, *signal, expected);
}

bool is_about_another(HttpReply const& reply, std::string_view message_id) {
  if (reply.body.find(message_id) != std::string::npos) return false;  // spares reading it twice
  auto const signal = as4::read_signal(reply.header("content-type"), reply.body);
  return signal && !signal->ref_to_message_id.empty() && signal->ref_to_message_id != message_id;
}

}  // namespace airut::channels
