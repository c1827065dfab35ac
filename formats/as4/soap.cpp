#include "formats/as4/soap.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/as4/names.hpp"
#include "formats/xml/only_child.hpp"

namespace airut::as4 {
namespace {

std::string step(std::string_view name_space, std::string_view name) {
  return fmt::format("{{{}}}{}", name_space, name);
}

std::string in_header(std::string const& rest) {
  return step(names::soap, "Envelope") + "/" + step(names::soap, "Header") + "/" + rest;
}

// The token reference of ds:Signature/ds:KeyInfo.
std::string key_reference(xml::Element signature) {
  auto const info = xml::only_child(signature, names::ds, "KeyInfo");
  auto const token = xml::only_child(info, names::wsse, "SecurityTokenReference");
  return xml::only_child(token, names::wsse, "Reference").attribute("URI").value_or("");
}

bool covers(std::vector<xml::SignedPart> const& parts, std::string const& path) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](xml::SignedPart const& part) { return part.path == path; });
}

}  // namespace

std::string const& messaging_path() {
  static auto const path = in_header(step(names::eb, "Messaging"));
  return path;
}

std::string const& body_path() {
  static auto const path = step(names::soap, "Envelope") + "/" + step(names::soap, "Body");
  return path;
}

std::string const& signature_path() {
  static auto const path =
      in_header(step(names::wsse, "Security") + "/" + step(names::ds, "Signature"));
  return path;
}

tl::expected<Soap, std::string> find_headers(xml::Document const& document) {
  auto const root = document.root();
  auto const wrong = [](std::string text) { return tl::unexpected{std::move(text)}; };
  if (root.name() != "Envelope" || root.name_space() != names::soap) {
    return wrong("This is no SOAP 1.2 envelope.");
  }
  auto const header = xml::only_child(root, names::soap, "Header");
  if (!header || !xml::only_child(root, names::soap, "Body")) {
    return wrong("The envelope must have one Header and one Body.");
  }
  Soap soap;
  soap.messaging = xml::only_child(header, names::eb, "Messaging");
  if (!soap.messaging) return wrong("The header must have one eb:Messaging.");
  auto const securities = header.children("Security");
  if (securities.size() > 1) return wrong("The header has more than one Security.");
  soap.security = xml::only_child(header, names::wsse, "Security");
  return soap;
}

tl::expected<pki::Certificate, std::string> signer_of(xml::Element security) {
  auto const signature = xml::only_child(security, names::ds, "Signature");
  if (!signature) return tl::unexpected{std::string{"The message is not signed."}};
  auto const uri = key_reference(signature);
  xml::Element token;
  for (auto const& one : security.children("BinarySecurityToken")) {
    if (one.name_space() != names::wsse || "#" + one.attribute("Id").value_or("") != uri) continue;
    if (token) return tl::unexpected{std::string{"Two tokens have one id."}};
    token = one;
  }
  if (!token || token.attribute("ValueType").value_or("") != names::x509_token) {
    return tl::unexpected{
        std::string{"The signature does not name a BinarySecurityToken with a certificate."}};
  }
  auto certificate = pki::Certificate::from_text(token.text());
  if (!certificate) return tl::unexpected{certificate.error().text};
  return *std::move(certificate);
}

tl::expected<SignedSoap, std::string> verified(xml::Document const& document, Soap const& soap,
                                               std::span<xml::Attachment const> attachments) {
  auto signer = signer_of(soap.security);
  if (!signer) return tl::unexpected{signer.error()};
  xml::SignatureQuestion question;
  question.path = signature_path();
  question.certificate_der = signer->der();
  question.attachments = attachments;
  auto parts = xml::verify_signature(document, question);
  if (!parts) return tl::unexpected{parts.error()};
  for (auto const* path : {&messaging_path(), &body_path()}) {
    if (!covers(*parts, *path)) {
      return tl::unexpected{fmt::format("What stands at {} is not what was signed.", *path)};
    }
  }
  return SignedSoap{*std::move(signer), *std::move(parts)};
}

}  // namespace airut::as4
