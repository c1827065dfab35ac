#include <array>

#include <fmt/format.h>

#include "formats/as4/envelope.hpp"
#include "formats/as4/message.hpp"
#include "formats/as4/mime.hpp"
#include "formats/as4/names.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/cipher.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::as4 {
namespace {

void write_party(xml::CanonicalWriter& out, std::string_view element, std::string_view id,
                 std::string_view role) {
  out.open(element);
  out.leaf("eb:PartyId", id, {{"type", names::party_type}});
  out.leaf("eb:Role", role);
  out.close(element);
}

void write_properties(xml::CanonicalWriter& out, UserMessage const& message) {
  auto const property = [&out](std::string_view name, sbdh::ParticipantId const& id) {
    out.leaf("eb:Property", id.value, {{"name", name}, {"type", id.scheme}});
  };
  out.open("eb:MessageProperties");
  property("originalSender", message.original_sender);
  property("finalRecipient", message.final_recipient);
  out.close("eb:MessageProperties");
}

void write_payload_info(xml::CanonicalWriter& out, std::string_view cid) {
  auto const href = fmt::format("cid:{}", cid);
  out.open("eb:PayloadInfo");
  out.open("eb:PartInfo", {{"href", href}});
  out.open("eb:PartProperties");
  out.leaf("eb:Property", "application/xml", {{"name", "MimeType"}});
  out.leaf("eb:Property", "application/gzip", {{"name", "CompressionType"}});
  out.close("eb:PartProperties");
  out.close("eb:PartInfo");
  out.close("eb:PayloadInfo");
}

std::string user_message(UserMessage const& message, std::string_view cid) {
  xml::CanonicalWriter out;
  out.open("eb:UserMessage");
  write_message_head(out, message.timestamp, message.message_id, {});
  out.open("eb:PartyInfo");
  write_party(out, "eb:From", message.from, names::initiator);
  write_party(out, "eb:To", message.to, names::responder);
  out.close("eb:PartyInfo");
  out.open("eb:CollaborationInfo");
  out.leaf("eb:AgreementRef", names::agreement);
  out.leaf("eb:Service", message.process.value, {{"type", message.process.scheme}});
  out.leaf("eb:Action", joined(message.document_type));
  out.leaf("eb:ConversationId", message.conversation_id);
  out.close("eb:CollaborationInfo");
  write_properties(out, message);
  write_payload_info(out, cid);
  out.close("eb:UserMessage");
  return std::move(out).text();
}

// How the parts of one message are called.
struct Ids {
  explicit Ids(std::string_view message_id) : mark(mark_of(message_id)) {
    auto const at = message_id.rfind('@');
    host = at == message_id.npos ? "airut" : std::string{message_id.substr(at + 1)};
  }
  std::string mark, host;
  std::string of(std::string_view kind) const { return fmt::format("{}-{}", kind, mark); }
  std::string cid() const { return fmt::format("payload-{}@{}", mark, host); }
};

void write_encrypted_key(xml::CanonicalWriter& out, Ids const& ids, std::string_view wrapped) {
  out.open("xenc:EncryptedKey", {{"xmlns:xenc", names::xenc}, {"Id", ids.of("EK")}});
  out.open("xenc:EncryptionMethod", {{"Algorithm", names::rsa_oaep}});
  out.leaf("ds:DigestMethod", "", {{"xmlns:ds", names::ds}, {"Algorithm", names::sha256}});
  out.leaf("xenc11:MGF", "", {{"xmlns:xenc11", names::xenc11}, {"Algorithm", names::mgf1_sha256}});
  out.close("xenc:EncryptionMethod");
  out.open("ds:KeyInfo", {{"xmlns:ds", names::ds}});
  out.open("wsse:SecurityTokenReference");
  out.leaf("wsse:Reference", "",
           {{"URI", "#" + ids.of("receiver")}, {"ValueType", names::x509_token}});
  out.close("wsse:SecurityTokenReference");
  out.close("ds:KeyInfo");
  out.open("xenc:CipherData");
  out.leaf("xenc:CipherValue", model::base64(wrapped));
  out.close("xenc:CipherData");
  out.open("xenc:ReferenceList");
  out.leaf("xenc:DataReference", "", {{"URI", "#" + ids.of("ED")}});
  out.close("xenc:ReferenceList");
  out.close("xenc:EncryptedKey");
}

void write_encrypted_part(xml::CanonicalWriter& out, Ids const& ids) {
  out.open("xenc:EncryptedData", {{"xmlns:xenc", names::xenc},
                                  {"Id", ids.of("ED")},
                                  {"MimeType", "application/gzip"},
                                  {"Type", names::content_only}});
  out.leaf("xenc:EncryptionMethod", "", {{"Algorithm", names::aes128_gcm}});
  out.open("ds:KeyInfo", {{"xmlns:ds", names::ds}});
  out.open("wsse:SecurityTokenReference",
           {{"xmlns:wsse11", names::wsse11}, {"wsse11:TokenType", names::encrypted_key_token}});
  out.leaf("wsse:Reference", "", {{"URI", "#" + ids.of("EK")}});
  out.close("wsse:SecurityTokenReference");
  out.close("ds:KeyInfo");
  out.open("xenc:CipherData");
  out.open("xenc:CipherReference", {{"URI", "cid:" + ids.cid()}});
  out.open("xenc:Transforms");
  out.leaf("ds:Transform", "", {{"xmlns:ds", names::ds}, {"Algorithm", names::ciphertext}});
  out.close("xenc:Transforms");
  out.close("xenc:CipherReference");
  out.close("xenc:CipherData");
  out.close("xenc:EncryptedData");
}

}  // namespace

model::Result<SealedMessage> seal(UserMessage const& message, std::string_view compressed,
                                  Keys const& own, pki::Certificate const& receiver) {
  Ids const ids{message.message_id};
  auto const messaging = messaging_element(ids.of("msg"), user_message(message, ids.cid()));
  auto const body = body_element(ids.of("body"));
  std::vector<Covered> const parts{
      {"#" + ids.of("msg"), digest_of(messaging), std::string{names::exclusive}},
      {"#" + ids.of("body"), digest_of(body), std::string{names::exclusive}},
      {"cid:" + ids.cid(), digest_of(compressed), std::string{names::signed_content}}};
  auto const key = pki::random_bytes(pki::gcm_key_bytes);
  auto const wrapped = receiver.encrypt_oaep(key);
  if (!wrapped) return tl::unexpected{wrapped.error()};
  xml::CanonicalWriter security;
  security.raw(token_element(ids.of("receiver"), receiver));
  write_encrypted_key(security, ids, *wrapped);
  write_encrypted_part(security, ids);
  security.raw(token_element(ids.of("sender"), own.certificate));
  security.raw(signature_element(parts, own.key, ids.of("sender")));
  std::array<MimePart, 2> const mime{
      MimePart{"soap-" + ids.mark + "@" + ids.host, "application/soap+xml; charset=UTF-8",
               envelope(std::move(security).text(), messaging, body)},
      MimePart{ids.cid(), "application/octet-stream",
               pki::seal_gcm(key, pki::random_bytes(pki::gcm_iv_bytes), compressed)}};
  SealedMessage out;
  out.wire = join_parts(mime, "----=_" + model::hex(pki::random_bytes(16)));
  out.message_id = message.message_id;
  for (auto const& part : parts) out.digests.emplace_back(part.uri, part.digest);
  return out;
}

}  // namespace airut::as4
