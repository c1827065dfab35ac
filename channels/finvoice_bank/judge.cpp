#include "channels/finvoice_bank/judge.hpp"

#include <fmt/format.h>

#include "channels/file_name.hpp"
#include "formats/bank_ws/encryption.hpp"

namespace airut::channels {
namespace {

using config::BankVerdict;

BankAnswer answer_of(HttpReply const& reply, BankVerdict verdict, std::string code,
                     std::string native, std::string text) {
  BankAnswer answer;
  answer.verdict = verdict;
  answer.trace = {reply.endpoint, std::move(code), std::move(native), excerpt(std::move(text))};
  answer.retry_after = reply.retry_after;
  return answer;
}

std::string native_of(HttpReply const& reply) {
  return reply.status ? fmt::format("HTTP {}", reply.status) : reply.fault;
}

BankAnswer disbelieved(HttpReply const& reply, std::string why) {
  return answer_of(reply, BankVerdict::unsure, "bank.invalid_response", native_of(reply),
                   std::move(why));
}

// The bank's own code, and what it means.
BankAnswer by_code(HttpReply const& reply, std::string const& code, std::string const& text,
                   config::BankProfiles const& profiles) {
  auto const meaning = profiles.response(code);
  return answer_of(reply, meaning.verdict, meaning.deviation, code,
                   text.empty() ? meaning.text : text);
}

BankAnswer on_fault(HttpReply const& reply, bank_ws::SoapFault const& fault) {
  auto const colon = fault.code.find(':');
  auto const code = colon == std::string::npos ? fault.code : fault.code.substr(colon + 1);
  if (code == "Client") {
    return answer_of(reply, BankVerdict::refused, "bank.request_refused", fault.code, fault.text);
  }
  return answer_of(reply, BankVerdict::unsure, "bank.processing_failed", fault.code, fault.text);
}

bool is_good(std::string_view code) { return code == "00"; }

// Those who signed so far.
struct Signers {
  std::vector<pki::Certificate> all;
  std::string unchecked;

  // Why this one is not the bank, "" when it is, as far as could be asked.
  std::string take(bank_ws::Signer const& signer, BankTrust& bank, model::Instant now) {
    auto const doubt = bank.doubt_of(signer, now);
    if (doubt && doubt->reason != pki::Distrust::Reason::unchecked) return doubt->text;
    if (doubt) unchecked = doubt->text;
    all.push_back(**signer);
    return {};
  }

  // The answer with those who signed it, for whoever weighs whether it counts.
  BankAnswer under(BankAnswer answer) && {
    answer.signers = std::move(all);
    answer.unchecked = std::move(unchecked);
    return answer;
  }
};

BankAnswer on_document(HttpReply const& reply, bank_ws::SoapResponse const& soap,
                       BankQuestion const& question, config::BankProfiles const& profiles,
                       BankTrust& bank, Signers signers) {
  bank_ws::ReadLimits limits;
  limits.takes_sha1 = question.takes_sha1;
  auto document = soap.application_response;
  if (question.opener && bank_ws::is_encrypted(document)) {
    auto opened = bank_ws::decrypt(document, question.opener->key);
    if (!opened) return disbelieved(reply, opened.error());
    document = *std::move(opened);
  }
  auto response = bank_ws::read_application_response(document, limits);
  if (!response) return disbelieved(reply, response.error());
  if (auto why = signers.take(response->signer, bank, question.now); !why.empty()) {
    return disbelieved(reply, std::move(why));
  }
  if (response->customer_id != question.customer_id) {
    return disbelieved(reply,
                       fmt::format("The answer is for the customer {}.", response->customer_id));
  }
  auto answer = by_code(reply, response->code, response->text, profiles);
  bool const believed = is_good(response->code) || answer.verdict == BankVerdict::empty;
  if (!believed) return answer;
  if (answer.verdict == BankVerdict::good) answer.trace.code.clear();
  answer.response = *std::move(response);
  answer.receipt = reply.body;
  return std::move(signers).under(std::move(answer));
}

}  // namespace

BankAnswer without_words(HttpReply const& reply, std::string why) {
  auto const native = native_of(reply);
  if (reply.status == 0) {
    if (!reply.trusted) {
      return answer_of(reply, BankVerdict::refused, "transport.tls_failed", native, {});
    }
    if (reply.may_have_arrived) {
      return answer_of(reply, BankVerdict::unsure, "transport.no_answer", native, {});
    }
    return answer_of(reply, BankVerdict::deferred, "transport.unreachable", native, {});
  }
  switch (reply.status) {
    case 401:
    case 403:
      return answer_of(reply, BankVerdict::refused, "transport.not_authorised", native, {});
    case 408:
    case 429:
    case 503:
      return answer_of(reply, BankVerdict::deferred, "transport.unreachable", native, {});
    default:
      break;
  }
  if (reply.status / 100 == 4) {
    return answer_of(reply, BankVerdict::refused, "transport.refused", native, std::move(why));
  }
  return answer_of(reply, BankVerdict::unsure, "bank.invalid_response", native, std::move(why));
}

BankAnswer judge(HttpReply const& reply, BankQuestion const& question,
                 config::BankProfiles const& profiles, BankTrust& bank) {
  if (reply.status == 0 || reply.body.empty()) return without_words(reply, {});
  auto const soap = bank_ws::read_soap(reply.body, question.takes_sha1);
  if (!soap) return without_words(reply, soap.error());
  if (!soap->signer) return disbelieved(reply, soap->signer.error());
  bool const is_signed = soap->signer->has_value();
  Signers signers;
  if (is_signed) {
    if (auto why = signers.take(soap->signer, bank, question.now); !why.empty()) {
      return disbelieved(reply, std::move(why));
    }
  }
  if (soap->fault) return on_fault(reply, *soap->fault);
  auto const expected = fmt::format("{}out", bank_ws::operation_text(question.operation));
  if (soap->operation != expected || soap->request_id != question.request_id) {
    return disbelieved(reply,
                       fmt::format("The answer is to {} {}.", soap->operation, soap->request_id));
  }
  if (!is_good(soap->code)) {
    auto answer = by_code(reply, soap->code, soap->text, profiles);
    bool const bad_news = answer.verdict == BankVerdict::refused ||
                          answer.verdict == BankVerdict::deferred ||
                          answer.verdict == BankVerdict::unsure;
    if (bad_news) return answer;
    if (is_signed) return std::move(signers).under(std::move(answer));
  }
  if (!is_signed) return disbelieved(reply, "The answer is not signed.");
  return on_document(reply, *soap, question, profiles, bank, std::move(signers));
}

}  // namespace airut::channels
