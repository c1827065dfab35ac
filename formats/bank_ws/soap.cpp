#include "formats/bank_ws/soap.hpp"

#include <fmt/format.h>

#include "formats/bank_ws/names.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::bank_ws {
namespace {

constexpr std::string_view token_id = "token", timestamp_id = "timestamp";
constexpr std::chrono::minutes message_life{5};

std::string body_of(Operation operation, RequestHeader const& header,
                    std::string_view application_request) {
  auto const name = fmt::format("cor:{}in", operation_text(operation));
  xml::CanonicalWriter out;
  out.open("soapenv:Body",
           {{"xmlns:soapenv", names::soap}, {"xmlns:wsu", names::wsu}, {"wsu:Id", signed_body}});
  out.open(name, {{"xmlns:cor", names::service}});
  out.open("mod:RequestHeader", {{"xmlns:mod", names::model}});
  out.leaf("mod:SenderId", header.sender_id);
  out.leaf("mod:RequestId", header.request_id);
  out.leaf("mod:Timestamp", model::instant_text(header.timestamp));
  out.leaf("mod:Language", header.language);
  out.leaf("mod:UserAgent", header.user_agent);
  out.leaf("mod:ReceiverId", header.receiver_id);
  out.close("mod:RequestHeader");
  out.leaf("mod:ApplicationRequest", model::base64(application_request),
           {{"xmlns:mod", names::model}});
  out.close(name);
  out.close("soapenv:Body");
  return std::move(out).text();
}

std::string timestamp_of(model::Instant moment) {
  xml::CanonicalWriter out;
  out.open("wsu:Timestamp", {{"xmlns:wsu", names::wsu}, {"wsu:Id", timestamp_id}});
  out.leaf("wsu:Created", model::instant_text(moment));
  out.leaf("wsu:Expires", model::instant_text(moment + message_life));
  out.close("wsu:Timestamp");
  return std::move(out).text();
}

}  // namespace

std::string_view operation_text(Operation operation) {
  switch (operation) {
    case Operation::upload_file:
      return "uploadFile";
    case Operation::download_file_list:
      return "downloadFileList";
    case Operation::download_file:
      return "downloadFile";
    case Operation::delete_file:
      return "deleteFile";
    case Operation::get_user_info:
      break;
  }
  return "getUserInfo";
}

std::string write_soap(Operation operation, RequestHeader const& header,
                       std::string_view application_request, bool with_timestamp, Keys const& keys,
                       Style const& style) {
  auto const dated = with_timestamp ? std::optional{header.timestamp} : std::nullopt;
  return sign_envelope(body_of(operation, header, application_request), dated, keys, style);
}

std::string sign_envelope(std::string_view body, std::optional<model::Instant> dated,
                          Keys const& keys, Style const& style) {
  std::vector<SignedPart> parts{{std::string{signed_body}, std::string{body}}};
  std::string timestamp;
  if (dated) {
    timestamp = timestamp_of(*dated);
    parts.push_back({std::string{timestamp_id}, timestamp});
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<soapenv:Envelope xmlns:soapenv=\"{}\"><soapenv:Header>{}</soapenv:Header>{}"
      "</soapenv:Envelope>",
      names::soap, security_header(parts, timestamp, token_id, keys, style), body);
}

}  // namespace airut::bank_ws
