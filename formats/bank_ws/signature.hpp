#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/pki/certificate.hpp"
#include "formats/xml/document.hpp"

// Signatures as the banks make and take them.
namespace airut::bank_ws {

// How a bank wants what it gets signed.
struct Style {
  pki::Digest digest = pki::Digest::sha256;
  // Of SignedInfo. What is written here is the same in every canonical form: it has no comments,
  // and each namespace is declared where it is used.
  std::string canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";
  // The reference names exclusive canonicalization, too.
  bool says_exclusive = false;
};

struct Keys {
  pki::PrivateKey key;
  pki::Certificate certificate;
};

// A document with an enveloped signature before its end tag. start and content are canonical:
// "<Root xmlns=...>" and all inside it.
std::string sign_enveloped(std::string_view start, std::string_view content, std::string_view name,
                           Keys const& keys, Style const& style);

// One thing that a WS-Security signature covers, by its id.
struct SignedPart {
  std::string id, canonical;
};
// wsse:Security with the certificate as token, and_also ("" or a canonical element) and the
// signature over the parts.
std::string security_header(std::vector<SignedPart> const& parts, std::string_view and_also,
                            std::string_view token_id, Keys const& keys, Style const& style);

// Who signed the whole document: one of the certificates that the signature brings along. nullopt
// when there is no signature. The error is a sentence: it does not hold.
using Signer = tl::expected<std::optional<pki::Certificate>, std::string>;
Signer enveloped_signer(xml::Document const& document, bool takes_sha1);

// Who signed one element by its id, with a signature in it. path: where the element stands, from
// the root; it must be the only one there.
Signer element_signer(xml::Document const& document, xml::Element element, std::string const& path,
                      bool takes_sha1);
// "{namespace}name", a step of a path.
std::string step(std::string_view name_space, std::string_view name);

// Who signed the SOAP message, when it is the body where it stands that was signed.
Signer soap_signer(xml::Document const& document, bool takes_sha1);

}  // namespace airut::bank_ws
