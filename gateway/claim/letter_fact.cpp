#include "gateway/claim/letter_fact.hpp"

#include "formats/json/writer.hpp"

namespace airut::gateway {

std::string proof_text(std::vector<ledger::dunning::Proof> const& proof) {
  json::Writer out;
  out.begin_array();
  for (auto const& one : proof) {
    out.begin_object();
    out.member("rule", one.rule);
    out.member("text", one.text);
    out.end_object();
  }
  out.end_array();
  return std::move(out).text();
}

std::string proof_text(std::vector<ledger::dunning::Proof> proof,
                       ledger::dunning::CustomerFacts const& customer) {
  if (customer.enforceable) {
    proof.push_back({"directly-enforceable",
                     "The client's claims can be enforced without a judgment "
                     "(directly_enforceable)."});
  }
  return proof_text(proof);
}

std::string rates_text(std::vector<ledger::RateSpan> const& spans) {
  std::string text;
  for (auto const& span : spans) {
    if (!text.empty()) text += ';';
    text += model::date_text(span.first) + '/' + model::date_text(span.last) + ' ' + span.percent;
  }
  return text;
}

}  // namespace airut::gateway
