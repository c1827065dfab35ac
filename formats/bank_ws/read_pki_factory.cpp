#include <fmt/format.h>

#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/names.hpp"
#include "formats/bank_ws/pki_factory.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/only_child.hpp"

namespace airut::bank_ws {
namespace {

std::optional<pki::Certificate> certificate_in(xml::Element parent, std::string_view name) {
  auto certificate = pki::Certificate::from_text(parent.text_of(name));
  if (!certificate) return std::nullopt;
  return *std::move(certificate);
}

void take_words(xml::Element said, PkiResponse& response) {
  response.request_id = said.text_of("RequestId");
  response.code = response_code(said.view_of("ReturnCode"));
  response.text = said.text_of("ReturnText");
  auto const more = said.text_of("AdditionalReturnText");
  if (!more.empty()) response.text += ": " + more;
}

// The service's own fault stands in the body alone, or in the detail of a SOAP fault.
std::optional<PkiResponse> fault_in(xml::Element body) {
  auto fault = body.child("PKIFactoryServiceFault");
  auto const soap = xml::only_child(body, names::soap, "Fault");
  if (!fault && soap) fault = soap.child("detail").first_child();
  PkiResponse response;
  if (fault) take_words(fault, response);
  if (!response.code.empty()) return response;
  if (!soap) return std::nullopt;
  response.code = soap.text_of("faultcode");
  response.text = soap.text_of("faultstring");
  return response;
}

}  // namespace

tl::expected<PkiResponse, std::string> read_pki_response(std::string_view bytes,
                                                         PkiOperation operation, bool takes_sha1) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error().front().detail};
  auto const root = document->root();
  auto const body = xml::only_child(root, names::soap, "Body");
  if (root.name() != "Envelope" || root.name_space() != names::soap || !body) {
    return tl::unexpected{std::string{"This is no SOAP 1.1 envelope with one body."}};
  }
  if (auto fault = fault_in(body)) return *std::move(fault);
  auto const name = pki_operation_text(operation);
  auto const out_name = fmt::format("{}Out", name), inside_name = fmt::format("{}Response", name);
  auto const out = xml::only_child(body, names::pki_factory, out_name);
  auto const inside = xml::only_child(out, names::pki_elements, inside_name);
  if (!inside) return tl::unexpected{fmt::format("The answer has no {}.", inside_name)};
  PkiResponse response;
  take_words(inside, response);
  bool const banks = operation == PkiOperation::bank_certificates;
  response.encryption = certificate_in(inside, banks ? "BankEncryptionCert" : "EncryptionCert");
  response.signing = certificate_in(inside, banks ? "BankSigningCert" : "SigningCert");
  response.authority = certificate_in(inside, banks ? "BankRootCert" : "CACert");
  auto const path = step(names::soap, "Envelope") + "/" + step(names::soap, "Body") + "/" +
                    step(names::pki_factory, out_name) + "/" +
                    step(names::pki_elements, inside_name);
  response.signer = element_signer(*document, inside, path, takes_sha1);
  return response;
}

}  // namespace airut::bank_ws
