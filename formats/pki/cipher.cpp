#include "formats/pki/cipher.hpp"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/rand.h>

#include "formats/pki/handles.hpp"

namespace airut::pki {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(raw(bytes, 0), static_cast<int>(count)) != 1) {
    throw std::runtime_error{"no random bytes are to be had"};
  }
  return bytes;
}

std::string seal_gcm(std::string_view key, std::string_view iv, std::string_view bytes) {
  std::string out{iv};
  out.resize(iv.size() + bytes.size() + gcm_tag_bytes);
  Handle<EVP_CIPHER_CTX> const context{EVP_CIPHER_CTX_new()};
  int size = 0, rest = 0;
  bool const good =
      key.size() == gcm_key_bytes && iv.size() == gcm_iv_bytes &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, raw(key), raw(iv)) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(out, iv.size()), &size, raw(bytes),
                        static_cast<int>(bytes.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), raw(out, iv.size() + static_cast<std::size_t>(size)),
                          &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(gcm_tag_bytes),
                          raw(out, iv.size() + bytes.size())) == 1;
  if (!good) throw std::runtime_error{"AES-128-GCM failed"};
  return out;
}

model::Result<std::string> open_gcm(std::string_view key, std::string_view sealed) {
  model::Problem const problem{model::Fault::malformed,
                               "The encrypted part cannot be opened with its key."};
  if (key.size() != gcm_key_bytes || sealed.size() < gcm_iv_bytes + gcm_tag_bytes) {
    return tl::unexpected{problem};
  }
  auto const body = sealed.substr(gcm_iv_bytes, sealed.size() - gcm_iv_bytes - gcm_tag_bytes);
  std::string tag{sealed.substr(sealed.size() - gcm_tag_bytes)};
  std::string out(body.size(), '\0');
  Handle<EVP_CIPHER_CTX> const context{EVP_CIPHER_CTX_new()};
  int size = 0, rest = 0;
  bool const good =
      EVP_DecryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, raw(key), raw(sealed)) == 1 &&
      EVP_DecryptUpdate(context.get(), raw(out, 0), &size, raw(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(gcm_tag_bytes),
                          raw(tag, 0)) == 1 &&
      EVP_DecryptFinal_ex(context.get(), raw(out, static_cast<std::size_t>(size)), &rest) == 1;
  ERR_clear_error();
  if (!good) return tl::unexpected{problem};
  return out;
}

}  // namespace airut::pki
