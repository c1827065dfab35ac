#include "formats/pki/request.hpp"

#include <array>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

struct FreeRequest {
  void operator()(X509_REQ* one) const { X509_REQ_free(one); }
  void operator()(X509_NAME* one) const { X509_NAME_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
};
using Request = std::unique_ptr<X509_REQ, FreeRequest>;
using Name = std::unique_ptr<X509_NAME, FreeRequest>;
using Key = std::unique_ptr<EVP_PKEY, FreeRequest>;

std::string text_in(BIO* out) {
  char* text = nullptr;
  auto const size = BIO_get_mem_data(out, &text);
  return {text, static_cast<std::size_t>(size)};
}

Key key_in(std::string_view pem) {
  Handle<BIO> const in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  std::array<char, 1> no_password{};
  Key key{PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, no_password.data())};
  ERR_clear_error();
  return key;
}

void add(X509_NAME* name, char const* what, std::string const& text) {
  if (text.empty()) return;
  if (X509_NAME_add_entry_by_txt(name, what, MBSTRING_UTF8,
                                 reinterpret_cast<unsigned char const*>(text.c_str()), -1, -1,
                                 0) != 1) {
    throw std::runtime_error{"the subject of a certificate request cannot be written"};
  }
}

model::Result<std::string> request_of(std::string_view key_pem, X509_NAME const* subject) {
  auto const key = key_in(key_pem);
  if (!key) {
    return tl::unexpected{
        model::Problem{model::Fault::malformed, "The new private key cannot be read."}};
  }
  Request const request{X509_REQ_new()};
  unsigned char* raw = nullptr;
  if (!request || X509_REQ_set_version(request.get(), 0) != 1 ||
      X509_REQ_set_subject_name(request.get(), subject) != 1 ||
      X509_REQ_set_pubkey(request.get(), key.get()) != 1 ||
      X509_REQ_sign(request.get(), key.get(), EVP_sha256()) <= 0) {
    throw std::runtime_error{"a certificate request could not be made"};
  }
  auto const size = i2d_X509_REQ(request.get(), &raw);
  if (size < 0) throw std::bad_alloc{};
  std::string der{reinterpret_cast<char*>(raw), static_cast<std::size_t>(size)};
  OPENSSL_free(raw);
  return der;
}

}  // namespace

std::string new_key_pem() {
  constexpr unsigned bits = 2048;
  Key const key{EVP_RSA_gen(bits)};
  Handle<BIO> const out{BIO_new(BIO_s_mem())};
  if (!key || !out ||
      PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    throw std::runtime_error{"a private key could not be made"};
  }
  return text_in(out.get());
}

model::Result<std::string> certificate_request(std::string_view key_pem,
                                               RequestSubject const& subject) {
  Name const name{X509_NAME_new()};
  if (!name) throw std::bad_alloc{};
  add(name.get(), "C", subject.country);
  add(name.get(), "CN", subject.common_name);
  add(name.get(), "serialNumber", subject.serial_number);
  return request_of(key_pem, name.get());
}

model::Result<std::string> certificate_request(std::string_view key_pem,
                                               Certificate const& earlier) {
  return request_of(key_pem, X509_get_subject_name(earlier.get()));
}

std::string certificate_pem(Certificate const& certificate) {
  Handle<BIO> const out{BIO_new(BIO_s_mem())};
  if (!out || PEM_write_bio_X509(out.get(), certificate.get()) != 1) throw std::bad_alloc{};
  return text_in(out.get());
}

}  // namespace airut::pki
