#include "formats/bank_ws/certificate_request.hpp"

#include <fmt/format.h>

#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/names.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/digest.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::bank_ws {
namespace {

struct Words {
  std::string_view service_namespace, data_namespace, service;
};

Words words_of(CertificateAuthority authority) {
  switch (authority) {
    case CertificateAuthority::nordea:
      return {"http://bxd.fi/CertificateService", "http://filetransfer.nordea.com/xmldata/",
              "service"};
    case CertificateAuthority::op:
      return {"http://mlp.op.fi/OPCertificateService", "http://op.fi/mlp/xmldata/", "MATU"};
    case CertificateAuthority::samlink:
      break;
  }
  return {"http://mlp.op.fi/OPCertificateService", "http://op.fi/mlp/xmldata/", "ISSUER"};
}

constexpr std::string_view root_name = "CertApplicationRequest";

std::string request_start(Words const& words) {
  xml::CanonicalWriter out;
  out.open(root_name, {{"xmlns", words.data_namespace}});
  return std::move(out).text();
}

void write_content(xml::CanonicalWriter& out, CertificateRequest const& request) {
  out.leaf("CustomerId", request.customer_id);
  out.leaf("Timestamp", model::instant_text(request.timestamp));
  out.leaf("Environment", request.test ? "TEST" : "PRODUCTION");
  out.leaf("SoftwareId", request.software_id);
  out.leaf("Command", "GetCertificate");
  if (request.authority != CertificateAuthority::nordea) out.leaf("Compression", "false");
  out.leaf("Service", words_of(request.authority).service);
  out.leaf("Content", model::base64(request.pkcs10));
}

std::string message_around(CertificateRequest const& request, std::string_view application) {
  auto const words = words_of(request.authority);
  xml::CanonicalWriter out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("soapenv:Envelope",
           {{"xmlns:cer", words.service_namespace}, {"xmlns:soapenv", names::soap}});
  out.leaf("soapenv:Header", "");
  out.open("soapenv:Body");
  out.open("cer:getCertificatein");
  out.open("cer:RequestHeader");
  out.leaf("cer:SenderId", request.customer_id);
  out.leaf("cer:RequestId", request.request_id);
  out.leaf("cer:Timestamp", model::instant_text(request.timestamp));
  out.close("cer:RequestHeader");
  out.leaf("cer:ApplicationRequest", model::base64(application));
  out.close("cer:getCertificatein");
  out.close("soapenv:Body");
  out.close("soapenv:Envelope");
  return std::move(out).text();
}

// DER, or PEM: banks put either into the base64.
std::optional<pki::Certificate> certificate_of(std::string_view text) {
  std::string bytes;
  if (!model::base64_decode(text, bytes)) return std::nullopt;
  auto certificate = bytes.starts_with("-----BEGIN") ? pki::Certificate::from_text(bytes)
                                                     : pki::Certificate::from_der(bytes);
  if (!certificate) return std::nullopt;
  return *std::move(certificate);
}

}  // namespace

std::optional<CertificateAuthority> parse_certificate_authority(std::string_view text) {
  if (text == "nordea") return CertificateAuthority::nordea;
  if (text == "op") return CertificateAuthority::op;
  if (text == "samlink") return CertificateAuthority::samlink;
  return std::nullopt;
}

std::string write_first(CertificateRequest const& request, std::string_view transfer_key) {
  xml::CanonicalWriter out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.raw(request_start(words_of(request.authority)));
  write_content(out, request);
  if (request.authority == CertificateAuthority::nordea) {
    out.leaf("HMAC", model::base64(pki::hmac_sha1(transfer_key, request.pkcs10)));
  } else {
    out.leaf("TransferKey", transfer_key);
  }
  out.close(root_name);
  return message_around(request, std::move(out).text());
}

std::string write_renewal(CertificateRequest const& request, Keys const& keys, Style const& style) {
  xml::CanonicalWriter content;
  write_content(content, request);
  return message_around(request, sign_enveloped(request_start(words_of(request.authority)),
                                                std::move(content).text(), root_name, keys, style));
}

tl::expected<CertificateResponse, std::string> read_certificate_response(std::string_view bytes,
                                                                         bool takes_sha1) {
  auto const soap = read_soap(bytes, takes_sha1);
  if (!soap) return tl::unexpected{soap.error()};
  if (soap->fault) {
    return tl::unexpected{fmt::format("SOAP fault {}: {}", soap->fault->code, soap->fault->text)};
  }
  CertificateResponse response;
  response.request_id = soap->request_id;
  response.code = soap->code;
  response.text = soap->text;
  response.soap_signer = soap->signer;
  if (soap->application_response.empty()) return response;
  auto const document = xml::Document::parse(soap->application_response);
  if (!document) return tl::unexpected{document.error().front().detail};
  auto const root = document->root();
  if (root.name() != "CertApplicationResponse") {
    return tl::unexpected{
        fmt::format("A {} came instead of a CertApplicationResponse.", root.name())};
  }
  response.code = response_code(root.view_of("ResponseCode"));
  response.text = root.text_of("ResponseText");
  auto const inside = root.child("Certificates").child("Certificate");
  response.certificate = certificate_of(inside.view_of("Certificate"));
  response.signer = enveloped_signer(*document, takes_sha1);
  return response;
}

}  // namespace airut::bank_ws
