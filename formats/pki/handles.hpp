#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "formats/model/date.hpp"

// OpenSSL's objects with their ends; only this room includes this.
namespace airut::pki {

struct FreeHandle {
  void operator()(BIO* one) const { BIO_free_all(one); }
  void operator()(X509* one) const { X509_free(one); }
  void operator()(X509_CRL* one) const { X509_CRL_free(one); }
  void operator()(X509_STORE* one) const { X509_STORE_free(one); }
  void operator()(X509_STORE_CTX* one) const { X509_STORE_CTX_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(EVP_PKEY_CTX* one) const { EVP_PKEY_CTX_free(one); }
  void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
  void operator()(OSSL_PARAM* one) const { OSSL_PARAM_free(one); }
  void operator()(OSSL_PARAM_BLD* one) const { OSSL_PARAM_BLD_free(one); }
  void operator()(BIGNUM* one) const { BN_free(one); }
  void operator()(EVP_CIPHER_CTX* one) const { EVP_CIPHER_CTX_free(one); }
  void operator()(CRL_DIST_POINTS* one) const { CRL_DIST_POINTS_free(one); }
  void operator()(AUTHORITY_INFO_ACCESS* one) const { AUTHORITY_INFO_ACCESS_free(one); }
  void operator()(OCSP_REQUEST* one) const { OCSP_REQUEST_free(one); }
  void operator()(OCSP_RESPONSE* one) const { OCSP_RESPONSE_free(one); }
  void operator()(OCSP_BASICRESP* one) const { OCSP_BASICRESP_free(one); }
  void operator()(OCSP_CERTID* one) const { OCSP_CERTID_free(one); }
};

// The beginning of 1970 for none.
model::Instant instant_of(ASN1_TIME const* time);

template <class T>
using Handle = std::unique_ptr<T, FreeHandle>;

// Bytes as OpenSSL takes them.
inline unsigned char const* raw(std::string_view bytes) {
  return reinterpret_cast<unsigned char const*>(bytes.data());
}
inline unsigned char* raw(std::string& bytes, std::size_t at = 0) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + at;
}

}  // namespace airut::pki
