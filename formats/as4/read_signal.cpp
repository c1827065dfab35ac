#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/signal.hpp"
#include "formats/as4/soap.hpp"
#include "formats/xml/only_child.hpp"

namespace airut::as4 {
namespace {

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
}

Digests digests_of(xml::Element receipt) {
  Digests digests;
  auto const information = xml::only_child(receipt, names::ebbp, "NonRepudiationInformation");
  for (auto const& one : information.children("MessagePartNRInformation")) {
    auto const reference = xml::only_child(one, names::ds, "Reference");
    auto const method = xml::only_child(reference, names::ds, "DigestMethod");
    if (method.attribute("Algorithm").value_or("") != names::sha256) continue;
    digests.emplace_back(
        reference.attribute("URI").value_or(""),
        without_blanks(xml::only_child(reference, names::ds, "DigestValue").text()));
  }
  return digests;
}

Error error_of(xml::Element element) {
  auto const said = [&](std::string_view name) { return element.attribute(name).value_or(""); };
  Error error;
  error.code = said("errorCode");
  error.short_description = said("shortDescription");
  error.category = said("category");
  error.severity = said("severity");
  error.ref_to_message_id = said("refToMessageInError");
  error.detail = element.text_of("ErrorDetail");
  if (error.detail.empty()) error.detail = element.text_of("Description");
  return error;
}

void read_unit(xml::Element unit, Signal& signal) {
  auto const info = xml::only_child(unit, names::eb, "MessageInfo");
  signal.message_id = info.text_of("MessageId");
  signal.ref_to_message_id = info.text_of("RefToMessageId");
  if (auto const receipt = xml::only_child(unit, names::eb, "Receipt")) {
    signal.is_receipt = true;
    signal.digests = digests_of(receipt);
  }
  for (auto const& one : unit.children("Error")) signal.errors.push_back(error_of(one));
  if (signal.ref_to_message_id.empty() && !signal.errors.empty()) {
    signal.ref_to_message_id = signal.errors.front().ref_to_message_id;
  }
}

}  // namespace

tl::expected<Signal, std::string> read_signal(std::string_view content_type,
                                              std::string_view body) {
  auto const parts = split_parts(content_type, body);
  if (!parts) return tl::unexpected{parts.error().text};
  auto const document = xml::Document::parse(parts->front().bytes);
  if (!document) return tl::unexpected{document.error().front().detail};
  auto const soap = find_headers(*document);
  if (!soap) return tl::unexpected{soap.error()};
  auto const unit = xml::only_child(soap->messaging, names::eb, "SignalMessage");
  if (!unit) return tl::unexpected{std::string{"The answer is no signal."}};
  Signal signal;
  read_unit(unit, signal);
  if (signal.is_receipt != signal.errors.empty()) {
    return tl::unexpected{std::string{"The signal is neither a receipt nor an error."}};
  }
  if (!soap->security) {
    signal.why_unsigned = "The signal is not signed.";
    return signal;
  }
  auto proof = verified(*document, *soap, {});
  if (proof) {
    signal.signer = std::move(proof->signer);
  } else {
    signal.why_unsigned = proof.error();
  }
  return signal;
}

std::string objection_to(Signal const& receipt, std::string_view message_id, Digests const& digests,
                         pki::Certificate const& expected_signer) {
  if (!receipt.is_receipt) return "This is no receipt.";
  if (receipt.ref_to_message_id != message_id) {
    return fmt::format("The receipt is for the message {}.", receipt.ref_to_message_id);
  }
  if (!receipt.signer) return receipt.why_unsigned;
  if (*receipt.signer != expected_signer) {
    return fmt::format("The receipt is signed by {}, not by the certificate of the register.",
                       receipt.signer->subject());
  }
  std::multiset<std::pair<std::string, std::string>> const sent{digests.begin(), digests.end()},
      told{receipt.digests.begin(), receipt.digests.end()};
  if (sent == told) return {};
  return "The receipt's digests are not those of what was sent.";
}

}  // namespace airut::as4
