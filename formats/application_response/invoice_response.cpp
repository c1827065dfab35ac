#include "formats/application_response/invoice_response.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/xml/document.hpp"

namespace airut::application_response {
namespace {

constexpr std::array<std::string_view, 7> words{"AB", "IP", "UQ", "CA", "RE", "AP", "PD"};

tl::unexpected<model::Findings> wrong(xml::Element at, std::string code, std::string detail) {
  model::Finding finding;
  finding.code = "invoice-response-" + code;
  finding.detail = std::move(detail);
  finding.line = at ? at.line() : 1;
  return tl::unexpected{model::Findings{finding}};
}

std::string participant(xml::Element root, std::string_view name) {
  auto const endpoint = root.child(name).child("EndpointID");
  return endpoint.attribute("schemeID").value_or("") + ":" + endpoint.text();
}

}  // namespace

tl::expected<InvoiceResponse, model::Findings> read_invoice_response(std::string_view bytes) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error()};
  auto const root = document->root();
  if (root.name() != "ApplicationResponse" ||
      root.text_of("CustomizationID") != invoice_response_customization) {
    return wrong(root, "none", "This is no Invoice Response.");
  }
  auto const responses = root.children("DocumentResponse");
  if (responses.size() != 1) {
    return wrong(root, "count", "There must be exactly one DocumentResponse.");
  }
  auto const at = responses.front().child("Response");
  auto const word = at.text_of("ResponseCode");
  auto const found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) {
    return wrong(at, "code", fmt::format("ResponseCode {} is none of BIS 63.", word));
  }
  InvoiceResponse out;
  out.id = root.text_of("ID");
  out.sender = participant(root, "SenderParty");
  out.receiver = participant(root, "ReceiverParty");
  out.says = static_cast<BuyerSays>(found - words.begin());
  for (auto const& one : at.children("Status")) {
    auto const code = one.child("StatusReasonCode");
    out.reasons.push_back(
        {code.attribute("listID").value_or(""), code.text(), one.text_of("StatusReason")});
  }
  out.invoice_number = responses.front().child("DocumentReference").text_of("ID");
  if (out.invoice_number.empty()) {
    return wrong(responses.front(), "reference", "The response must name its invoice.");
  }
  return out;
}

std::string reasons_text(InvoiceResponse const& response) {
  std::vector<std::string> parts;
  for (auto const& one : response.reasons) {
    parts.push_back(one.text.empty() ? one.code : fmt::format("{}: {}", one.code, one.text));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace airut::application_response
