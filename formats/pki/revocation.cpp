#include "formats/pki/revocation.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

using model::Fault;
using model::Problem;

tl::unexpected<Problem> problem(std::string text) {
  ERR_clear_error();
  return tl::unexpected{Problem{Fault::malformed, std::move(text)}};
}

// Clocks differ a little.
constexpr std::chrono::minutes leeway{5};

bool is_current(model::Instant from, model::Instant until, model::Instant now) {
  return from <= now + leeway && now < until;
}

Handle<X509_CRL> read_crl(std::string_view bytes) {
  if (bytes.starts_with("-----BEGIN")) {
    Handle<BIO> const in{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
    return Handle<X509_CRL>{PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr)};
  }
  auto const* at = reinterpret_cast<unsigned char const*>(bytes.data());
  return Handle<X509_CRL>{d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size()))};
}

Handle<OCSP_CERTID> id_of(Certificate const& leaf, Certificate const& issuer) {
  return Handle<OCSP_CERTID>{OCSP_cert_to_id(EVP_sha1(), leaf.get(), issuer.get())};
}

// Signed by the issuer itself, or by a certificate that it issued for OCSP.
bool is_signed(OCSP_BASICRESP* basic, Certificate const& issuer) {
  Handle<X509_STORE> const store{X509_STORE_new()};
  X509_STORE_add_cert(store.get(), issuer.get());
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
  auto* own = sk_X509_new_null();
  sk_X509_push(own, issuer.get());
  bool const good = OCSP_basic_verify(basic, own, store.get(), 0) == 1;
  sk_X509_free(own);
  return good;
}

}  // namespace

model::Result<RevocationAnswer> ask_crl(std::string_view bytes, Certificate const& leaf,
                                        Certificate const& issuer, model::Instant now) {
  auto const crl = read_crl(bytes);
  if (!crl) return problem("This is no certificate revocation list.");
  bool const own =
      X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_subject_name(issuer.get())) == 0 &&
      X509_CRL_verify(crl.get(), X509_get0_pubkey(issuer.get())) == 1;
  if (!own) return problem("The revocation list is not signed by " + issuer.subject() + ".");
  auto const until = instant_of(X509_CRL_get0_nextUpdate(crl.get()));
  if (!is_current(instant_of(X509_CRL_get0_lastUpdate(crl.get())), until, now)) {
    return problem("The revocation list is out of date since " + model::instant_text(until) + ".");
  }
  X509_REVOKED* entry = nullptr;
  bool const revoked = X509_CRL_get0_by_cert(crl.get(), &entry, leaf.get()) == 1;
  return RevocationAnswer{revoked, until};
}

std::string ocsp_question(Certificate const& leaf, Certificate const& issuer) {
  Handle<OCSP_REQUEST> const request{OCSP_REQUEST_new()};
  OCSP_request_add0_id(request.get(), id_of(leaf, issuer).release());
  unsigned char* raw = nullptr;
  auto const size = i2d_OCSP_REQUEST(request.get(), &raw);
  if (size <= 0) throw std::runtime_error{"an OCSP question could not be made"};
  std::string bytes{reinterpret_cast<char*>(raw), static_cast<std::size_t>(size)};
  OPENSSL_free(raw);
  return bytes;
}

model::Result<RevocationAnswer> ask_ocsp(std::string_view answer, Certificate const& leaf,
                                         Certificate const& issuer, model::Instant now) {
  auto const* at = reinterpret_cast<unsigned char const*>(answer.data());
  Handle<OCSP_RESPONSE> const response{
      d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(answer.size()))};
  if (!response || OCSP_response_status(response.get()) != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
    return problem("The OCSP responder gave no answer about the certificate.");
  }
  Handle<OCSP_BASICRESP> const basic{OCSP_response_get1_basic(response.get())};
  if (!basic || !is_signed(basic.get(), issuer)) {
    return problem("The OCSP answer is not signed for " + issuer.subject() + ".");
  }
  int status = V_OCSP_CERTSTATUS_UNKNOWN, reason = 0;
  ASN1_GENERALIZEDTIME *revoked_at = nullptr, *from = nullptr, *until = nullptr;
  auto const id = id_of(leaf, issuer);
  bool const found = OCSP_resp_find_status(basic.get(), id.get(), &status, &reason, &revoked_at,
                                           &from, &until) == 1;
  if (!found || status == V_OCSP_CERTSTATUS_UNKNOWN) {
    return problem("The OCSP responder does not know the certificate.");
  }
  // An answer without an end is of the moment.
  auto const end = until ? instant_of(until) : instant_of(from) + leeway;
  if (!is_current(instant_of(from), end, now)) return problem("The OCSP answer is out of date.");
  return RevocationAnswer{status == V_OCSP_CERTSTATUS_REVOKED, end};
}

}  // namespace airut::pki
