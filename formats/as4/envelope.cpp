#include "formats/as4/envelope.hpp"

#include "formats/as4/names.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::as4 {
namespace {

void write_reference(xml::CanonicalWriter& out, Covered const& part) {
  out.open("ds:Reference", {{"URI", part.uri}});
  out.open("ds:Transforms");
  out.leaf("ds:Transform", "", {{"Algorithm", part.transform}});
  out.close("ds:Transforms");
  out.leaf("ds:DigestMethod", "", {{"Algorithm", names::sha256}});
  out.leaf("ds:DigestValue", part.digest);
  out.close("ds:Reference");
}

std::string signed_info(std::vector<Covered> const& parts) {
  xml::CanonicalWriter out;
  out.open("ds:SignedInfo", {{"xmlns:ds", names::ds}});
  out.leaf("ds:CanonicalizationMethod", "", {{"Algorithm", names::exclusive}});
  out.leaf("ds:SignatureMethod", "", {{"Algorithm", names::rsa_sha256}});
  for (auto const& part : parts) write_reference(out, part);
  out.close("ds:SignedInfo");
  return std::move(out).text();
}

}  // namespace

std::string mark_of(std::string_view message_id) {
  constexpr std::size_t length = 32;
  return model::sha256_hex(message_id).substr(0, length);
}

std::string digest_of(std::string_view bytes) {
  auto const digest = model::sha256(bytes);
  return model::base64({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

std::string messaging_element(std::string_view id, std::string_view canonical_content) {
  xml::CanonicalWriter out;
  out.open("eb:Messaging", {{"xmlns:S12", names::soap},
                            {"xmlns:eb", names::eb},
                            {"xmlns:wsu", names::wsu},
                            {"wsu:Id", id},
                            {"S12:mustUnderstand", "true"}});
  out.raw(canonical_content);
  out.close("eb:Messaging");
  return std::move(out).text();
}

std::string body_element(std::string_view id) {
  xml::CanonicalWriter out;
  out.leaf("S12:Body", "", {{"xmlns:S12", names::soap}, {"xmlns:wsu", names::wsu}, {"wsu:Id", id}});
  return std::move(out).text();
}

void write_message_head(xml::CanonicalWriter& out, model::Instant timestamp,
                        std::string_view message_id, std::string_view ref_to_message_id) {
  out.open("eb:MessageInfo");
  out.leaf("eb:Timestamp", model::instant_text(timestamp));
  out.leaf("eb:MessageId", message_id);
  if (!ref_to_message_id.empty()) out.leaf("eb:RefToMessageId", ref_to_message_id);
  out.close("eb:MessageInfo");
}

std::string token_element(std::string_view id, pki::Certificate const& certificate) {
  xml::CanonicalWriter out;
  out.leaf(
      "wsse:BinarySecurityToken", model::base64(certificate.der()),
      {{"EncodingType", names::base64_token}, {"ValueType", names::x509_token}, {"wsu:Id", id}});
  return std::move(out).text();
}

std::string signature_element(std::vector<Covered> const& parts, pki::PrivateKey const& key,
                              std::string_view token_id) {
  auto const info = signed_info(parts);
  auto const uri = "#" + std::string{token_id};
  xml::CanonicalWriter out;
  out.open("ds:Signature", {{"xmlns:ds", names::ds}});
  out.raw(info);
  out.leaf("ds:SignatureValue", model::base64(key.sign(info)));
  out.open("ds:KeyInfo");
  out.open("wsse:SecurityTokenReference");
  out.leaf("wsse:Reference", "", {{"URI", uri}, {"ValueType", names::x509_token}});
  out.close("wsse:SecurityTokenReference");
  out.close("ds:KeyInfo");
  out.close("ds:Signature");
  return std::move(out).text();
}

std::string envelope(std::string_view security, std::string_view messaging, std::string_view body) {
  xml::CanonicalWriter out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("S12:Envelope", {{"xmlns:S12", names::soap}});
  out.open("S12:Header");
  if (!security.empty()) {
    out.open(
        "wsse:Security",
        {{"xmlns:wsse", names::wsse}, {"xmlns:wsu", names::wsu}, {"S12:mustUnderstand", "true"}});
    out.raw(security);
    out.close("wsse:Security");
  }
  out.raw(messaging);
  out.close("S12:Header");
  out.raw(body);
  out.close("S12:Envelope");
  return std::move(out).text();
}

}  // namespace airut::as4
