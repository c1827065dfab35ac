#include "formats/as4/open.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/as4/decrypt.hpp"
#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/as4/read_message.hpp"
#include "formats/as4/soap.hpp"
#include "formats/gzip/gzip.hpp"

namespace airut::as4 {
namespace {

template <class T>
using Opened = tl::expected<T, Error>;

bool is_xml(std::string_view media_type) {
  return media_type.starts_with("application/xml") || media_type.starts_with("text/xml");
}

// The signature, over the header, the body and the payload. A payload that was sent as XML and not
// compressed is signed in its canonical form by some, as it stands by others.
Opened<SignedSoap> authenticated(xml::Document const& document, Soap const& soap,
                                 std::vector<MimePart> const& parts) {
  auto const& payload = parts.at(1);
  std::vector<xml::Attachment> attachments{{payload.content_id, payload.bytes}};
  auto result = verified(document, soap, attachments);
  std::string canonical;
  if (!result && is_xml(payload.content_type)) {
    canonical = xml::canonical(payload.bytes).value_or("");
    attachments.front().bytes = canonical;
    auto again = verified(document, soap, attachments);
    if (again) result = std::move(again);
  }
  if (!result) return failure("EBMS:0101", result.error());
  bool const signs_payload =
      std::any_of(result->parts.begin(), result->parts.end(), [&](xml::SignedPart const& part) {
        return xml::attachment_id(part.uri) == payload.content_id;
      });
  if (!signs_payload) return failure("EBMS:0101", "The payload is not signed.");
  return *std::move(result);
}

Opened<std::string> unpacked(Described const& described, MimePart&& payload,
                             OpenLimits const& limits) {
  if (xml::attachment_id(described.href) != payload.content_id) {
    return failure("EBMS:0007", fmt::format("The part {} is not there.", described.href));
  }
  if (!described.compressed) {
    if (payload.bytes.size() <= limits.payload_bytes) return std::move(payload.bytes);
    return failure("EBMS:0303", "The payload is larger than is taken here.");
  }
  auto bytes = gzip::decompress(payload.bytes, limits.payload_bytes);
  if (!bytes) return failure("EBMS:0303", bytes.error().text);
  return *std::move(bytes);
}

Opened<OpenedMessage> open_parts(xml::Document const& document, std::vector<MimePart> parts,
                                 Keys const& own, OpenLimits const& limits,
                                 SignerObjection const& objection) {
  auto const soap = find_headers(document);
  if (!soap) return failure("EBMS:0009", soap.error());
  if (!soap->security) return failure("EBMS:0103", "The message is neither signed nor encrypted.");
  auto const described = read_user_message(soap->messaging);
  if (!described) return tl::unexpected{described.error()};
  if (parts.size() != 2) {
    return failure("EBMS:0007",
                   fmt::format("There must be one payload, here are {}.", parts.size() - 1));
  }
  if (objection) {
    auto const signer = signer_of(soap->security);
    if (!signer) return failure("EBMS:0101", signer.error());
    if (auto const why = objection(*signer)) return failure("EBMS:0101", *why);
  }
  auto const decrypted = decrypt_attachments(soap->security, parts, own);
  if (!decrypted) return tl::unexpected{decrypted.error()};
  auto proof = authenticated(document, *soap, parts);
  if (!proof) return tl::unexpected{proof.error()};
  auto payload = unpacked(*described, std::move(parts.at(1)), limits);
  if (!payload) return tl::unexpected{payload.error()};
  return OpenedMessage{described->message, *std::move(payload), std::move(proof->signer),
                       std::move(proof->parts)};
}

}  // namespace

Opened<OpenedMessage> open(std::string_view content_type, std::string_view body, Keys const& own,
                           OpenLimits const& limits, SignerObjection const& objection) {
  auto parts = split_parts(content_type, body);
  if (!parts) return failure("EBMS:0007", parts.error().text);
  if (parts->front().bytes.size() > limits.soap_bytes) {
    return failure(
        "EBMS:0009",
        fmt::format("The header part has more than the {} bytes taken here.", limits.soap_bytes));
  }
  auto const document = xml::Document::parse(parts->front().bytes);
  if (!document) return failure("EBMS:0009", document.error().front().detail);
  auto result = open_parts(*document, *std::move(parts), own, limits, objection);
  if (!result) result.error().ref_to_message_id = message_id_in(*document);
  return result;
}

}  // namespace airut::as4
