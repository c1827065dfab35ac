#include "formats/bank_ws/pki_factory.hpp"

#include <fmt/format.h>

#include "formats/bank_ws/encryption.hpp"
#include "formats/bank_ws/names.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::bank_ws {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                           interface_version = "1", key_generator = "software",
                           bank_key_name = "name:DanskeBankCryptCERT";

std::string_view environment_of(PkiHeader const& header) {
  return header.test ? "customertest" : "production";
}

void write_header(xml::CanonicalWriter& out, PkiHeader const& header, bool with_environment) {
  out.open("pkif:RequestHeader");
  out.leaf("pkif:SenderId", header.customer_id);
  out.leaf("pkif:CustomerId", header.customer_id);
  out.leaf("pkif:RequestId", header.request_id);
  out.leaf("pkif:Timestamp", model::instant_text(header.timestamp));
  out.leaf("pkif:InterfaceVersion", interface_version);
  if (with_environment) out.leaf("pkif:Environment", environment_of(header));
  out.close("pkif:RequestHeader");
}

// soapenv:Body, ready to be signed where that is wanted.
std::string pki_body(PkiOperation operation, PkiHeader const& header, std::string_view inside) {
  auto const name = fmt::format("pkif:{}In", pki_operation_text(operation));
  xml::CanonicalWriter out;
  if (operation == PkiOperation::renew) {
    out.open("soapenv:Body",
             {{"xmlns:soapenv", names::soap}, {"xmlns:wsu", names::wsu}, {"wsu:Id", signed_body}});
  } else {
    out.open("soapenv:Body");
  }
  out.open(name, {{"xmlns:pkif", names::pki_factory}});
  write_header(out, header, operation != PkiOperation::bank_certificates);
  out.raw(inside);
  out.close(name);
  out.close("soapenv:Body");
  return std::move(out).text();
}

std::string unsigned_envelope(std::string_view body) {
  xml::CanonicalWriter out;
  out.raw(declaration);
  out.open("soapenv:Envelope", {{"xmlns:soapenv", names::soap}});
  out.leaf("soapenv:Header", "");
  out.raw(body);
  out.close("soapenv:Envelope");
  return std::move(out).text();
}

// In the order of the schema.
std::string pair_content(PairRequest const& request) {
  auto const& header = request.header;
  xml::CanonicalWriter out;
  out.leaf("elem:CustomerId", header.customer_id);
  out.leaf("elem:KeyGeneratorType", key_generator);
  out.leaf("elem:EncryptionCertPKCS10", model::base64(request.encryption_pkcs10));
  out.leaf("elem:SigningCertPKCS10", model::base64(request.signing_pkcs10));
  out.leaf("elem:Timestamp", model::instant_text(header.timestamp));
  out.leaf("elem:RequestId", header.request_id);
  out.leaf("elem:Environment", environment_of(header));
  return std::move(out).text();
}

std::string pki_start(std::string_view name) {
  xml::CanonicalWriter out;
  out.open(name, {{"xmlns:elem", names::pki_elements}});
  return std::move(out).text();
}

// The request as an element that only the bank can read.
tl::expected<std::string, std::string> sealed(std::string_view request,
                                              pki::Certificate const& bank) {
  auto text = encrypt(request, bank, bank_key_name);
  if (text && text->starts_with(declaration)) text->erase(0, declaration.size());
  return text;
}

}  // namespace

std::string_view pki_operation_text(PkiOperation operation) {
  switch (operation) {
    case PkiOperation::bank_certificates:
      return "GetBankCertificate";
    case PkiOperation::create:
      return "CreateCertificate";
    case PkiOperation::renew:
      break;
  }
  return "RenewCertificate";
}

std::string write_bank_question(PkiHeader const& header, std::string_view root_serial_number) {
  xml::CanonicalWriter out;
  out.open("elem:GetBankCertificateRequest", {{"xmlns:elem", names::pki_elements}});
  out.leaf("elem:BankRootCertificateSerialNo", root_serial_number);
  out.leaf("elem:Timestamp", model::instant_text(header.timestamp));
  out.leaf("elem:RequestId", header.request_id);
  out.close("elem:GetBankCertificateRequest");
  return unsigned_envelope(
      pki_body(PkiOperation::bank_certificates, header, std::move(out).text()));
}

tl::expected<std::string, std::string> write_create(PairRequest const& request,
                                                    std::string_view pin,
                                                    pki::Certificate const& bank) {
  constexpr std::string_view name = "elem:CreateCertificateRequest";
  xml::CanonicalWriter out;
  out.raw(pki_start(name));
  out.raw(pair_content(request));
  out.leaf("elem:PIN", pin);
  out.close(name);
  auto const inside = sealed(std::move(out).text(), bank);
  if (!inside) return inside;
  return unsigned_envelope(pki_body(PkiOperation::create, request.header, *inside));
}

tl::expected<std::string, std::string> write_renew(PairRequest const& request, Keys const& valid,
                                                   Style const& style,
                                                   pki::Certificate const& bank) {
  constexpr std::string_view name = "elem:RenewCertificateRequest";
  auto own = style;
  own.says_exclusive = true;
  auto const inside =
      sealed(sign_enveloped(pki_start(name), pair_content(request), name, valid, own), bank);
  if (!inside) return inside;
  return sign_envelope(pki_body(PkiOperation::renew, request.header, *inside),
                       request.header.timestamp, valid, style);
}

}  // namespace airut::bank_ws
