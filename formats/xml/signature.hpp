#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/xml/document.hpp"

// XML Signature (W3C xmldsig-core1) as messages between machines use it: the caller says where the
// one signature stands and whose key must have made it, and learns exactly what was signed.
namespace airut::xml {

// A part of the message beside the document, named by "cid:" references.
struct Attachment {
  std::string content_id;  // without <>
  std::string_view bytes;
};

// What a "cid:" URI names: percent-decoded, without the scheme. "" for another URI.
std::string attachment_id(std::string_view uri);

struct Transform {
  std::string algorithm;
  std::string inclusive_prefixes;  // PrefixList of exclusive canonicalization
  friend bool operator==(Transform const&, Transform const&) = default;
};

// One ds:Reference that held.
struct SignedPart {
  std::string uri;
  // Where the signed element stands, from the root: "{namespace}Envelope/{namespace}Body"; "" for
  // an attachment. Compared by whoever relies on the signature: what is signed elsewhere says
  // nothing (signature wrapping).
  std::string path;
  std::vector<Transform> transforms;
  std::string digest_method, digest;  // base64 without blanks
};

struct SignatureQuestion {
  std::string_view path;             // of the ds:Signature; the only one there
  std::string_view certificate_der;  // whose key must have signed
  std::span<Attachment const> attachments{};
  bool enveloped = false;  // signs the whole document around itself (URI "") instead of parts
  bool sha1 = false;       // SHA-1 too, for banks that still use it
  // Canonical forms that keep comments too, and a signature that leaves itself out of the part
  // around it: banks.
  bool comments = false;
};

// Checks the signature value and every digest by xmlsec. RSA and SHA-256 with exclusive
// canonicalization, or what the question adds; nothing outside the document and the attachments is
// ever read, and an id that stands twice is refused, and so are more references or more done to one
// than any message needs: their number times the document's size is the work. The error says what
// does not hold.
tl::expected<std::vector<SignedPart>, std::string> verify_signature(
    Document const& document, SignatureQuestion const& question);

// A whole document in exclusive canonical form without comments.
tl::expected<std::string, model::Findings> canonical(std::string_view bytes);

}  // namespace airut::xml
