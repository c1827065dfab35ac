#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/pki/certificate.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/signature.hpp"

// Where things stand in a SOAP envelope with ebMS and WS-Security headers. Only this room includes
// this. Every place is looked up from the root down and must be there once: what hangs elsewhere
// is not seen.
namespace airut::as4 {

struct Soap {
  xml::Element security;   // none when the message has no such header
  xml::Element messaging;  // eb:Messaging
};

// The error is a sentence.
tl::expected<Soap, std::string> find_headers(xml::Document const& document);

// The paths, as xml::SignedPart names them.
std::string const& messaging_path();
std::string const& body_path();
std::string const& signature_path();

// The certificate in the BinarySecurityToken that the signature's key reference names directly.
tl::expected<pki::Certificate, std::string> signer_of(xml::Element security);

// Verifies the signature of the header and that it covers eb:Messaging and the body where they
// stand. The error is a sentence.
struct SignedSoap {
  pki::Certificate signer;
  std::vector<xml::SignedPart> parts;
};
tl::expected<SignedSoap, std::string> verified(xml::Document const& document, Soap const& soap,
                                               std::span<xml::Attachment const> attachments);

}  // namespace airut::as4
