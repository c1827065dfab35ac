#include "formats/pki/block_cipher.hpp"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/rsa.h>

#include "formats/pki/cipher.hpp"
#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

using model::Fault;
using model::Problem;

EVP_CIPHER const* method_of(BlockCipher cipher) {
  switch (cipher) {
    case BlockCipher::triple_des:
      return EVP_des_ede3_cbc();
    case BlockCipher::aes128:
      return EVP_aes_128_cbc();
    case BlockCipher::aes192:
      return EVP_aes_192_cbc();
    case BlockCipher::aes256:
      break;
  }
  return EVP_aes_256_cbc();
}

std::size_t block_of(BlockCipher cipher) {
  return static_cast<std::size_t>(EVP_CIPHER_get_block_size(method_of(cipher)));
}

Problem const unreadable{Fault::malformed, "It was not encrypted to us."};

}  // namespace

std::size_t key_bytes(BlockCipher cipher) {
  return static_cast<std::size_t>(EVP_CIPHER_get_key_length(method_of(cipher)));
}

std::string encrypt_cbc(BlockCipher cipher, std::string_view key, std::string_view bytes) {
  auto const iv = random_bytes(block_of(cipher));
  std::string out(bytes.size() + iv.size(), '\0');
  Handle<EVP_CIPHER_CTX> const context{EVP_CIPHER_CTX_new()};
  int size = 0, rest = 0;
  bool const good =
      context && key.size() == key_bytes(cipher) &&
      EVP_EncryptInit_ex(context.get(), method_of(cipher), nullptr, raw(key), raw(iv)) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(out), &size, raw(bytes),
                        static_cast<int>(bytes.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), raw(out) + size, &rest) == 1;
  if (!good) throw std::runtime_error{"a block cipher cannot be used"};
  out.resize(static_cast<std::size_t>(size + rest));
  return iv + out;
}

// The last byte says how many are padding; the others of them may be anything.
model::Result<std::string> decrypt_cbc(BlockCipher cipher, std::string_view key,
                                       std::string_view sealed) {
  auto const block = block_of(cipher);
  if (key.size() != key_bytes(cipher) || sealed.size() < 2 * block || sealed.size() % block != 0) {
    return tl::unexpected{unreadable};
  }
  auto const iv = sealed.substr(0, block);
  auto const body = sealed.substr(block);
  std::string out(body.size() + block, '\0');
  Handle<EVP_CIPHER_CTX> const context{EVP_CIPHER_CTX_new()};
  int size = 0;
  bool const good =
      context &&
      EVP_DecryptInit_ex(context.get(), method_of(cipher), nullptr, raw(key), raw(iv)) == 1 &&
      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
      EVP_DecryptUpdate(context.get(), raw(out), &size, raw(body), static_cast<int>(body.size())) ==
          1;
  if (!good || static_cast<std::size_t>(size) != body.size()) {
    ERR_clear_error();
    return tl::unexpected{unreadable};
  }
  auto const padding = static_cast<std::size_t>(static_cast<unsigned char>(out[body.size() - 1]));
  if (padding == 0 || padding > block) return tl::unexpected{unreadable};
  out.resize(body.size() - padding);
  return out;
}

model::Result<std::string> encrypt_rsa15(Certificate const& receiver, std::string_view secret) {
  Handle<EVP_PKEY_CTX> const context{EVP_PKEY_CTX_new(X509_get0_pubkey(receiver.get()), nullptr)};
  std::size_t size = 0;
  bool const ready =
      context && EVP_PKEY_encrypt_init(context.get()) > 0 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) > 0 &&
      EVP_PKEY_encrypt(context.get(), nullptr, &size, raw(secret), secret.size()) > 0;
  std::string out(size, '\0');
  if (!ready || EVP_PKEY_encrypt(context.get(), raw(out), &size, raw(secret), secret.size()) <= 0) {
    ERR_clear_error();
    return tl::unexpected{
        Problem{Fault::unsupported, "The certificate has no RSA key to encrypt to."}};
  }
  out.resize(size);
  return out;
}

model::Result<std::string> decrypt_rsa15(PrivateKey const& own, std::string_view secret) {
  Handle<EVP_PKEY_CTX> const context{EVP_PKEY_CTX_new(own.get(), nullptr)};
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(own.get())), '\0');
  std::size_t size = out.size();
  if (context && EVP_PKEY_decrypt_init(context.get()) > 0 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) > 0 &&
      EVP_PKEY_decrypt(context.get(), raw(out), &size, raw(secret), secret.size()) > 0) {
    out.resize(size);
    return out;
  }
  ERR_clear_error();
  return tl::unexpected{unreadable};
}

}  // namespace airut::pki
