#include "formats/bank_ws/signature.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/bank_ws/names.hpp"
#include "formats/model/sha256.hpp"
#include "formats/pki/digest.hpp"
#include "formats/xml/canonical_writer.hpp"
#include "formats/xml/only_child.hpp"
#include "formats/xml/signature.hpp"

namespace airut::bank_ws {
namespace {

constexpr std::size_t certificates_most = 4;

std::string_view digest_method(Style const& style) {
  return style.digest == pki::Digest::sha1 ? names::sha1 : names::sha256;
}

std::string_view signature_method(Style const& style) {
  return style.digest == pki::Digest::sha1 ? names::rsa_sha1 : names::rsa_sha256;
}

std::string digest_text(std::string_view bytes, Style const& style) {
  return model::base64(pki::digest_of(bytes, style.digest));
}

void write_reference(xml::CanonicalWriter& out, std::string_view uri, std::string_view transform,
                     std::string_view digest, Style const& style) {
  out.open("Reference", {{"URI", uri}});
  out.open("Transforms");
  out.leaf("Transform", "", {{"Algorithm", transform}});
  bool const more = style.says_exclusive && transform != names::exclusive;
  if (more) out.leaf("Transform", "", {{"Algorithm", names::exclusive}});
  out.close("Transforms");
  out.leaf("DigestMethod", "", {{"Algorithm", digest_method(style)}});
  out.leaf("DigestValue", digest);
  out.close("Reference");
}

void begin_signed_info(xml::CanonicalWriter& out, std::string_view canonicalization,
                       Style const& style) {
  out.open("SignedInfo", {{"xmlns", names::ds}});
  out.leaf("CanonicalizationMethod", "", {{"Algorithm", canonicalization}});
  out.leaf("SignatureMethod", "", {{"Algorithm", signature_method(style)}});
}

std::string soap_path(std::string const& rest) {
  return step(names::soap, "Envelope") + "/" + rest;
}

xml::SignatureQuestion question_of(std::string const& path, bool takes_sha1) {
  xml::SignatureQuestion question;
  question.path = path;
  question.sha1 = takes_sha1;
  question.comments = true;
  return question;
}

tl::expected<pki::Certificate, std::string> token_of(xml::Element security,
                                                     xml::Element signature) {
  auto const info = xml::only_child(signature, names::ds, "KeyInfo");
  auto const reference = xml::only_child(
      xml::only_child(info, names::wsse, "SecurityTokenReference"), names::wsse, "Reference");
  auto const uri = reference.attribute("URI").value_or("");
  xml::Element token;
  for (auto const& one : security.children("BinarySecurityToken")) {
    if ("#" + one.attribute("Id").value_or("") != uri) continue;
    if (token) return tl::unexpected{std::string{"Two tokens have one id."}};
    token = one;
  }
  auto certificate = pki::Certificate::from_text(token.text());
  if (!token || !certificate) {
    return tl::unexpected{std::string{"The signature names no certificate of the message."}};
  }
  return *std::move(certificate);
}

// An element that its signature stands in: the whole document, or a part by its id.
struct Signed {
  xml::Element element;
  std::string path;
  bool whole = true;
};

// "" when the certificate's key signed the element.
std::string objection(xml::Document const& document, Signed const& what,
                      pki::Certificate const& certificate, bool takes_sha1) {
  auto const path = what.path + "/" + step(names::ds, "Signature");
  auto question = question_of(path, takes_sha1);
  question.certificate_der = certificate.der();
  question.enveloped = what.whole;
  auto const parts = xml::verify_signature(document, question);
  if (!parts) return parts.error();
  bool const covers = std::any_of(parts->begin(), parts->end(), [&](xml::SignedPart const& one) {
    return one.path == what.path;
  });
  return covers ? std::string{} : "What was signed is another part.";
}

Signer signer_inside(xml::Document const& document, Signed const& what, bool takes_sha1) {
  auto const signature = xml::only_child(what.element, names::ds, "Signature");
  if (!signature) {
    if (!what.element.children("Signature").empty()) {
      return tl::unexpected{std::string{"There is more than one signature."}};
    }
    return std::nullopt;
  }
  auto const info = xml::only_child(signature, names::ds, "KeyInfo");
  std::string why = "The signature brings no certificate along.";
  std::size_t tried = 0;
  for (auto const& one : xml::only_child(info, names::ds, "X509Data").children("X509Certificate")) {
    if (++tried > certificates_most) break;
    auto certificate = pki::Certificate::from_text(one.text());
    if (!certificate) continue;
    why = objection(document, what, *certificate, takes_sha1);
    if (why.empty()) return *std::move(certificate);
  }
  return tl::unexpected{std::move(why)};
}

}  // namespace

std::string step(std::string_view name_space, std::string_view name) {
  return fmt::format("{{{}}}{}", name_space, name);
}

std::string sign_enveloped(std::string_view start, std::string_view content, std::string_view name,
                           Keys const& keys, Style const& style) {
  auto document = fmt::format("{}{}</{}>", start, content, name);
  xml::CanonicalWriter info;
  begin_signed_info(info, style.canonicalization, style);
  write_reference(info, "", names::enveloped, digest_text(document, style), style);
  info.close("SignedInfo");
  auto const signed_info = std::move(info).text();
  xml::CanonicalWriter out;
  out.open("Signature", {{"xmlns", names::ds}});
  out.raw(signed_info);
  out.leaf("SignatureValue", model::base64(keys.key.sign(signed_info, style.digest)));
  out.open("KeyInfo");
  out.open("X509Data");
  out.leaf("X509Certificate", model::base64(keys.certificate.der()));
  out.close("X509Data");
  out.close("KeyInfo");
  out.close("Signature");
  document.insert(start.size() + content.size(), std::move(out).text());
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document;
}

std::string security_header(std::vector<SignedPart> const& parts, std::string_view and_also,
                            std::string_view token_id, Keys const& keys, Style const& style) {
  xml::CanonicalWriter info;
  begin_signed_info(info, names::exclusive, style);
  for (auto const& part : parts) {
    write_reference(info, "#" + part.id, names::exclusive, digest_text(part.canonical, style),
                    style);
  }
  info.close("SignedInfo");
  auto const signed_info = std::move(info).text();
  xml::CanonicalWriter out;
  out.open("wsse:Security", {{"xmlns:soapenv", names::soap},
                             {"xmlns:wsse", names::wsse},
                             {"xmlns:wsu", names::wsu},
                             {"soapenv:mustUnderstand", "1"}});
  out.leaf("wsse:BinarySecurityToken", model::base64(keys.certificate.der()),
           {{"EncodingType", names::base64_token},
            {"ValueType", names::x509_token},
            {"wsu:Id", token_id}});
  out.raw(and_also);
  out.open("Signature", {{"xmlns", names::ds}});
  out.raw(signed_info);
  out.leaf("SignatureValue", model::base64(keys.key.sign(signed_info, style.digest)));
  out.open("KeyInfo");
  out.open("wsse:SecurityTokenReference");
  out.leaf("wsse:Reference", "",
           {{"URI", "#" + std::string{token_id}}, {"ValueType", names::x509_token}});
  out.close("wsse:SecurityTokenReference");
  out.close("KeyInfo");
  out.close("Signature");
  out.close("wsse:Security");
  return std::move(out).text();
}

Signer enveloped_signer(xml::Document const& document, bool takes_sha1) {
  auto const root = document.root();
  return signer_inside(document, {root, step(root.name_space(), root.name()), true}, takes_sha1);
}

Signer element_signer(xml::Document const& document, xml::Element element, std::string const& path,
                      bool takes_sha1) {
  return signer_inside(document, {element, path, false}, takes_sha1);
}

Signer soap_signer(xml::Document const& document, bool takes_sha1) {
  auto const header = xml::only_child(document.root(), names::soap, "Header");
  auto const security = xml::only_child(header, names::wsse, "Security");
  auto const signature = xml::only_child(security, names::ds, "Signature");
  if (!signature) {
    if (!security.children("Signature").empty() || header.children("Security").size() > 1) {
      return tl::unexpected{std::string{"There is more than one signature."}};
    }
    return std::nullopt;
  }
  auto certificate = token_of(security, signature);
  if (!certificate) return tl::unexpected{certificate.error()};
  auto const path = soap_path(step(names::soap, "Header") + "/" + step(names::wsse, "Security") +
                              "/" + step(names::ds, "Signature"));
  auto question = question_of(path, takes_sha1);
  question.certificate_der = certificate->der();
  auto const parts = xml::verify_signature(document, question);
  if (!parts) return tl::unexpected{parts.error()};
  auto const body = soap_path(step(names::soap, "Body"));
  bool const covers = std::any_of(parts->begin(), parts->end(),
                                  [&](xml::SignedPart const& one) { return one.path == body; });
  if (!covers) return tl::unexpected{std::string{"What was signed is not the body."}};
  return *std::move(certificate);
}

}  // namespace airut::bank_ws
