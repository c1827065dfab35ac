#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/result.hpp"

struct x509_st;
struct evp_pkey_st;

namespace airut::pki {

// An X.509 certificate (RFC 5280). Cheap to copy, never changes; thread-safe.
class Certificate {
 public:
  static model::Result<Certificate> from_der(std::string_view der);
  // PEM armour or bare base64, as registers write it.
  static model::Result<Certificate> from_text(std::string_view text);

  std::string const& der() const { return der_; }
  std::string common_name() const;  // of the subject: POP000306
  std::string subject() const;      // RFC 2253, for people
  std::string issuer() const;
  model::Instant not_before() const;
  model::Instant not_after() const;
  std::string serial() const;         // lower-case hexadecimal
  std::string serial_number() const;  // the same in decimal
  // Addresses in the certificate: where its revocation is told.
  std::vector<std::string> crl_addresses() const;
  std::vector<std::string> ocsp_addresses() const;

  // RSA-OAEP with SHA-256 and MGF1-SHA-256 (xmlenc11#rsa-oaep).
  model::Result<std::string> encrypt_oaep(std::string_view secret) const;
  // RSA PKCS#1 1.5 with SHA-256.
  bool holds(std::string_view bytes, std::string_view signature) const;

  x509_st* get() const { return certificate_.get(); }
  friend bool operator==(Certificate const& a, Certificate const& b) { return a.der_ == b.der_; }

 private:
  Certificate(std::shared_ptr<x509_st> certificate, std::string der)
      : certificate_(std::move(certificate)), der_(std::move(der)) {}
  std::shared_ptr<x509_st> certificate_;
  std::string der_;
};

// Every certificate of a PEM file, in order.
model::Result<std::vector<Certificate>> certificates_in(std::string_view pem);

enum class Digest { sha1, sha256 };

// A private RSA key; its text is kept nowhere else. Thread-safe.
class PrivateKey {
 public:
  static model::Result<PrivateKey> from_pem(std::string_view pem);

  // RSA PKCS#1 1.5. SHA-1 is for banks that take nothing better.
  std::string sign(std::string_view bytes, Digest digest = Digest::sha256) const;
  model::Result<std::string> decrypt_oaep(std::string_view secret) const;
  bool belongs_to(Certificate const& certificate) const;

  evp_pkey_st* get() const { return key_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace airut::pki
