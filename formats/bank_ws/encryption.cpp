#include "formats/bank_ws/encryption.hpp"

#include <algorithm>
#include <array>

#include "formats/bank_ws/names.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/block_cipher.hpp"
#include "formats/pki/cipher.hpp"
#include "formats/xml/canonical_writer.hpp"
#include "formats/xml/document.hpp"

namespace airut::bank_ws {
namespace {

constexpr std::string_view xenc = "http://www.w3.org/2001/04/xmlenc#",
                           triple_des = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
                           rsa_15 = "http://www.w3.org/2001/04/xmlenc#rsa-1_5",
                           whole_element = "http://www.w3.org/2001/04/xmlenc#Element";

struct Method {
  std::string_view uri;
  pki::BlockCipher cipher;
};
constexpr std::array<Method, 4> methods{{
    {triple_des, pki::BlockCipher::triple_des},
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", pki::BlockCipher::aes128},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", pki::BlockCipher::aes192},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", pki::BlockCipher::aes256},
}};

void write_cipher(xml::CanonicalWriter& out, std::string_view bytes) {
  out.open("xenc:CipherData");
  out.leaf("xenc:CipherValue", model::base64(bytes));
  out.close("xenc:CipherData");
}

void write_key(xml::CanonicalWriter& out, std::string_view wrapped,
               pki::Certificate const& receiver, std::string_view recipient) {
  out.open("dsig:KeyInfo", {{"xmlns:dsig", names::ds}});
  if (recipient.empty()) {
    out.open("xenc:EncryptedKey");
  } else {
    out.open("xenc:EncryptedKey", {{"Recipient", recipient}});
  }
  out.leaf("xenc:EncryptionMethod", "", {{"Algorithm", rsa_15}});
  out.open("dsig:KeyInfo");
  out.open("dsig:X509Data");
  out.leaf("dsig:X509Certificate", model::base64(receiver.der()));
  out.close("dsig:X509Data");
  out.close("dsig:KeyInfo");
  write_cipher(out, wrapped);
  out.close("xenc:EncryptedKey");
  out.close("dsig:KeyInfo");
}

std::string cipher_in(xml::Element parent) {
  std::string bytes;
  bool const good = model::base64_decode(parent.child("CipherData").view_of("CipherValue"), bytes);
  return good ? bytes : std::string{};
}

tl::unexpected<std::string> unreadable() {
  return tl::unexpected{std::string{"The answer was not encrypted to our key."}};
}

}  // namespace

tl::expected<std::string, std::string> encrypt(std::string_view document,
                                               pki::Certificate const& receiver,
                                               std::string_view recipient) {
  // What is encrypted as an element has no XML declaration.
  if (document.starts_with("<?xml")) document.remove_prefix(document.find("?>") + 2);
  auto const cipher = pki::BlockCipher::triple_des;
  auto const key = pki::random_bytes(pki::key_bytes(cipher));
  auto const wrapped = pki::encrypt_rsa15(receiver, key);
  if (!wrapped) return tl::unexpected{wrapped.error().text};
  xml::CanonicalWriter out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("xenc:EncryptedData", {{"xmlns:xenc", xenc}, {"Type", whole_element}});
  out.leaf("xenc:EncryptionMethod", "", {{"Algorithm", triple_des}});
  write_key(out, *wrapped, receiver, recipient);
  write_cipher(out, pki::encrypt_cbc(cipher, key, document));
  out.close("xenc:EncryptedData");
  return std::move(out).text();
}

bool is_encrypted(std::string_view document) {
  auto const parsed = xml::Document::parse(document);
  return parsed && parsed->root().name() == "EncryptedData" && parsed->root().name_space() == xenc;
}

tl::expected<std::string, std::string> decrypt(std::string_view document,
                                               pki::PrivateKey const& own) {
  auto const parsed = xml::Document::parse(document);
  if (!parsed) return unreadable();
  auto const root = parsed->root();
  auto const uri = root.child("EncryptionMethod").attribute("Algorithm").value_or("");
  auto const method = std::find_if(methods.begin(), methods.end(),
                                   [&](Method const& one) { return one.uri == uri; });
  auto const wrapped = root.child("KeyInfo").child("EncryptedKey");
  auto const transport = wrapped.child("EncryptionMethod").attribute("Algorithm").value_or("");
  if (method == methods.end() || transport != rsa_15) return unreadable();
  auto const key = pki::decrypt_rsa15(own, cipher_in(wrapped));
  if (!key || key->size() != pki::key_bytes(method->cipher)) return unreadable();
  auto bytes = pki::decrypt_cbc(method->cipher, *key, cipher_in(root));
  if (!bytes) return unreadable();
  return *std::move(bytes);
}

}  // namespace airut::bank_ws
