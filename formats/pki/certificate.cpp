#include "formats/pki/certificate.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "formats/model/sha256.hpp"
#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

using model::Fault;
using model::Problem;

std::string name_text(X509_NAME const* name) {
  Handle<BIO> const out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  auto const size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string der_of(X509* certificate) {
  unsigned char* raw = nullptr;
  auto const size = i2d_X509(certificate, &raw);
  if (size < 0) return {};
  std::string der{reinterpret_cast<char*>(raw), static_cast<std::size_t>(size)};
  OPENSSL_free(raw);
  return der;
}

std::string uri_of(GENERAL_NAME const* name) {
  if (name->type != GEN_URI) return {};
  auto const* text = name->d.uniformResourceIdentifier;
  return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// RSA-OAEP as the Peppol profile wants it.
bool set_oaep(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0;
}

}  // namespace

model::Instant instant_of(ASN1_TIME const* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  using namespace std::chrono;
  auto const day = sys_days{year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday};
  return day + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
}

model::Result<Certificate> Certificate::from_der(std::string_view der) {
  auto const* at = raw(der);
  std::shared_ptr<X509> certificate{d2i_X509(nullptr, &at, static_cast<long>(der.size())),
                                    X509_free};
  ERR_clear_error();
  if (!certificate || at != raw(der) + der.size()) {
    return tl::unexpected{Problem{Fault::malformed, "This is no X.509 certificate."}};
  }
  return Certificate{std::move(certificate), std::string{der}};
}

model::Result<Certificate> Certificate::from_text(std::string_view text) {
  if (text.find("-----BEGIN") != text.npos) {
    auto all = certificates_in(text);
    if (!all) return tl::unexpected{all.error()};
    return all->front();
  }
  std::string der;
  if (!model::base64_decode(text, der)) {
    return tl::unexpected{Problem{Fault::malformed, "The certificate is no base64."}};
  }
  return from_der(der);
}

std::string Certificate::common_name() const {
  auto const* subject = X509_get_subject_name(get());
  auto const at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  auto const size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return {};
  std::string name{reinterpret_cast<char*>(text), static_cast<std::size_t>(size)};
  OPENSSL_free(text);
  return name;
}

std::string Certificate::subject() const { return name_text(X509_get_subject_name(get())); }
std::string Certificate::issuer() const { return name_text(X509_get_issuer_name(get())); }
model::Instant Certificate::not_before() const { return instant_of(X509_get0_notBefore(get())); }
model::Instant Certificate::not_after() const { return instant_of(X509_get0_notAfter(get())); }

std::string Certificate::serial() const {
  auto const* number = X509_get0_serialNumber(get());
  return model::hex({reinterpret_cast<char const*>(ASN1_STRING_get0_data(number)),
                     static_cast<std::size_t>(ASN1_STRING_length(number))});
}

std::string Certificate::serial_number() const {
  Handle<BIGNUM> const number{ASN1_INTEGER_to_BN(X509_get0_serialNumber(get()), nullptr)};
  if (!number) throw std::bad_alloc{};
  std::unique_ptr<char, void (*)(char*)> const text{BN_bn2dec(number.get()),
                                                    [](char* one) { OPENSSL_free(one); }};
  if (!text) throw std::bad_alloc{};
  return text.get();
}

std::vector<std::string> Certificate::crl_addresses() const {
  std::vector<std::string> found;
  Handle<CRL_DIST_POINTS> const points{static_cast<CRL_DIST_POINTS*>(
      X509_get_ext_d2i(get(), NID_crl_distribution_points, nullptr, nullptr))};
  for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
    auto const* name = sk_DIST_POINT_value(points.get(), i)->distpoint;
    if (!name || name->type != 0) continue;
    for (int j = 0; j < sk_GENERAL_NAME_num(name->name.fullname); ++j) {
      auto uri = uri_of(sk_GENERAL_NAME_value(name->name.fullname, j));
      if (!uri.empty()) found.push_back(std::move(uri));
    }
  }
  return found;
}

std::vector<std::string> Certificate::ocsp_addresses() const {
  std::vector<std::string> found;
  Handle<AUTHORITY_INFO_ACCESS> const all{static_cast<AUTHORITY_INFO_ACCESS*>(
      X509_get_ext_d2i(get(), NID_info_access, nullptr, nullptr))};
  for (int i = 0; all && i < sk_ACCESS_DESCRIPTION_num(all.get()); ++i) {
    auto const* one = sk_ACCESS_DESCRIPTION_value(all.get(), i);
    if (OBJ_obj2nid(one->method) != NID_ad_OCSP) continue;
    auto uri = uri_of(one->location);
    if (!uri.empty()) found.push_back(std::move(uri));
  }
  return found;
}

model::Result<std::string> Certificate::encrypt_oaep(std::string_view secret) const {
  Handle<EVP_PKEY_CTX> const context{EVP_PKEY_CTX_new(X509_get0_pubkey(get()), nullptr)};
  std::size_t size = 0;
  bool const ready =
      context && EVP_PKEY_encrypt_init(context.get()) > 0 && set_oaep(context.get()) &&
      EVP_PKEY_encrypt(context.get(), nullptr, &size, raw(secret), secret.size()) > 0;
  std::string out(size, '\0');
  if (!ready || EVP_PKEY_encrypt(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                                 raw(secret), secret.size()) <= 0) {
    ERR_clear_error();
    return tl::unexpected{
        Problem{Fault::unsupported, "The certificate has no RSA key to encrypt to."}};
  }
  out.resize(size);
  return out;
}

bool Certificate::holds(std::string_view bytes, std::string_view signature) const {
  Handle<EVP_MD_CTX> const context{EVP_MD_CTX_new()};
  bool const good = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                                         X509_get0_pubkey(get())) > 0 &&
                    EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes),
                                     bytes.size()) == 1;
  ERR_clear_error();
  return good;
}

model::Result<std::vector<Certificate>> certificates_in(std::string_view pem) {
  Handle<BIO> const in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  std::vector<Certificate> found;
  while (Handle<X509> const one{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
    found.push_back(*Certificate::from_der(der_of(one.get())));
  }
  ERR_clear_error();
  if (!found.empty()) return found;
  return tl::unexpected{Problem{Fault::malformed, "No PEM certificate is in the file."}};
}

model::Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  Handle<BIO> const in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  std::array<char, 1> no_password{};
  std::shared_ptr<EVP_PKEY> key{
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, no_password.data()), EVP_PKEY_free};
  ERR_clear_error();
  if (key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA) return PrivateKey{std::move(key)};
  return tl::unexpected{
      Problem{Fault::malformed, "No unencrypted PEM private key of RSA is in the file."}};
}

std::string PrivateKey::sign(std::string_view bytes, Digest digest) const {
  auto const* method = digest == Digest::sha1 ? EVP_sha1() : EVP_sha256();
  Handle<EVP_MD_CTX> const context{EVP_MD_CTX_new()};
  std::size_t size = 0;
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  size = out.size();
  if (EVP_DigestSignInit(context.get(), nullptr, method, nullptr, key_.get()) <= 0 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, raw(bytes),
                     bytes.size()) <= 0) {
    throw std::runtime_error{"an RSA signature could not be made"};
  }
  out.resize(size);
  return out;
}

model::Result<std::string> PrivateKey::decrypt_oaep(std::string_view secret) const {
  Handle<EVP_PKEY_CTX> const context{EVP_PKEY_CTX_new(key_.get(), nullptr)};
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = out.size();
  if (EVP_PKEY_decrypt_init(context.get()) > 0 && set_oaep(context.get()) &&
      EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                       raw(secret), secret.size()) > 0) {
    out.resize(size);
    return out;
  }
  ERR_clear_error();
  return tl::unexpected{Problem{Fault::malformed, "The key was not encrypted to us."}};
}

bool PrivateKey::belongs_to(Certificate const& certificate) const {
  return EVP_PKEY_eq(key_.get(), X509_get0_pubkey(certificate.get())) == 1;
}

}  // namespace airut::pki
