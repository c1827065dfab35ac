#include "formats/pki/digest.hpp"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "formats/pki/handles.hpp"

namespace airut::pki {

std::string digest_of(std::string_view bytes, Digest digest) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &size,
                 digest == Digest::sha1 ? EVP_sha1() : EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error{"a digest could not be made"};
  }
  out.resize(size);
  return out;
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), raw(bytes), bytes.size(),
           reinterpret_cast<unsigned char*>(out.data()), &size) == nullptr) {
    throw std::runtime_error{"an HMAC could not be made"};
  }
  out.resize(size);
  return out;
}

}  // namespace airut::pki
