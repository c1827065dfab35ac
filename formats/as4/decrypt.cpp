#include "formats/as4/decrypt.hpp"

#include <algorithm>
#include <set>

#include "formats/as4/names.hpp"
#include "formats/as4/soap.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/cipher.hpp"
#include "formats/xml/only_child.hpp"
#include "formats/xml/signature.hpp"

namespace airut::as4 {
namespace {

constexpr std::string_view policy = "EBMS:0103", failed = "EBMS:0102";

std::string algorithm(xml::Element element) { return element.attribute("Algorithm").value_or(""); }

tl::expected<std::string, Error> session_key(xml::Element security, Keys const& own) {
  auto const key = xml::only_child(security, names::xenc, "EncryptedKey");
  if (!key) return failure(policy, "The message must have one EncryptedKey.");
  auto const method = xml::only_child(key, names::xenc, "EncryptionMethod");
  if (algorithm(method) != names::rsa_oaep ||
      algorithm(xml::only_child(method, names::ds, "DigestMethod")) != names::sha256 ||
      algorithm(xml::only_child(method, names::xenc11, "MGF")) != names::mgf1_sha256) {
    return failure(policy,
                   "The key must be transported by RSA-OAEP with SHA-256 and MGF1-SHA-256.");
  }
  std::string wrapped;
  auto const value =
      xml::only_child(xml::only_child(key, names::xenc, "CipherData"), names::xenc, "CipherValue");
  if (!model::base64_decode(value.view(), wrapped)) {
    return failure(failed, "The encrypted key is no base64.");
  }
  auto opened = own.key.decrypt_oaep(wrapped);
  if (!opened) return failure(failed, opened.error().text);
  return *std::move(opened);
}

tl::expected<void, Error> decrypt_one(xml::Element encrypted, std::string const& key,
                                      MimePart& part) {
  if (algorithm(xml::only_child(encrypted, names::xenc, "EncryptionMethod")) != names::aes128_gcm) {
    return failure(policy, "The payload must be encrypted by AES-128-GCM.");
  }
  auto opened = pki::open_gcm(key, part.bytes);
  if (!opened) return failure(failed, opened.error().text);
  part.bytes = *std::move(opened);
  part.content_type = encrypted.attribute("MimeType").value_or("");
  return {};
}

}  // namespace

tl::expected<void, Error> decrypt_attachments(xml::Element security, std::vector<MimePart>& parts,
                                              Keys const& own) {
  auto const key = session_key(security, own);
  if (!key) return tl::unexpected{key.error()};
  std::set<std::string, std::less<>> done;
  for (auto const& one : security.children("EncryptedData")) {
    auto const reference = xml::only_child(xml::only_child(one, names::xenc, "CipherData"),
                                           names::xenc, "CipherReference");
    auto const uri = reference.attribute("URI").value_or("");
    auto const id = xml::attachment_id(uri);
    auto const part = std::find_if(parts.begin() + 1, parts.end(), [&](MimePart const& attachment) {
      return attachment.content_id == id;
    });
    if (id.empty() || part == parts.end() || !done.insert(id).second) {
      return failure(failed, "An encrypted part is not there, or encrypted twice.");
    }
    auto const result = decrypt_one(one, *key, *part);
    if (!result) return result;
  }
  if (done.size() + 1 == parts.size()) return {};
  return failure(policy, "Every payload must be encrypted.");
}

}  // namespace airut::as4
