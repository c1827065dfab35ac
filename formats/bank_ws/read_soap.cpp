#include <fmt/format.h>

#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/names.hpp"
#include "formats/bank_ws/soap.hpp"
#include "formats/model/sha256.hpp"

namespace airut::bank_ws {

tl::expected<SoapResponse, std::string> read_soap(std::string_view bytes, bool takes_sha1) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error().front().detail};
  auto const root = document->root();
  auto const bodies = root.children("Body");
  if (root.name() != "Envelope" || root.name_space() != names::soap || bodies.size() != 1) {
    return tl::unexpected{std::string{"This is no SOAP 1.1 envelope with one body."}};
  }
  auto const inside = bodies.front().first_child();
  if (!inside || inside.next_sibling()) {
    return tl::unexpected{std::string{"The body must have one element."}};
  }
  SoapResponse response;
  response.signer = soap_signer(*document, takes_sha1);
  if (inside.name() == "Fault" && inside.name_space() == names::soap) {
    response.fault = {inside.text_of("faultcode"), inside.text_of("faultstring")};
    return response;
  }
  response.operation = inside.name();
  auto const header = inside.child("ResponseHeader");
  response.sender_id = header.text_of("SenderId");
  response.request_id = header.text_of("RequestId");
  response.code = response_code(header.view_of("ResponseCode"));
  response.text = header.text_of("ResponseText");
  auto const content = inside.view_of("ApplicationResponse");
  if (!model::base64_decode(content, response.application_response)) {
    return tl::unexpected{std::string{"The ApplicationResponse is no base64."}};
  }
  return response;
}

}  // namespace airut::bank_ws
