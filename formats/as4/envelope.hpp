#pragma once

#include <string>
#include <string_view>

#include "formats/as4/message.hpp"
#include "formats/xml/canonical_writer.hpp"

// The SOAP 1.2 envelope around ebMS headers, signed. Only this room includes this.
namespace airut::as4 {

// Something of the message that is signed.
struct Covered {
  std::string uri;        // "#id" or "cid:..."
  std::string digest;     // SHA-256, base64
  std::string transform;  // exclusive canonicalization, or the attachment's content
};

// Letters and digits that name this message's parts: the same for the same message id.
std::string mark_of(std::string_view message_id);

std::string digest_of(std::string_view bytes);

// An eb:Messaging element around canonical content, and an empty S12:Body; each with its id.
std::string messaging_element(std::string_view id, std::string_view canonical_content);
std::string body_element(std::string_view id);

// "MessageInfo" with what every message has.
void write_message_head(xml::CanonicalWriter& out, model::Instant timestamp,
                        std::string_view message_id, std::string_view ref_to_message_id);

// wsse:BinarySecurityToken of a certificate.
std::string token_element(std::string_view id, pki::Certificate const& certificate);

// ds:Signature by our key over the parts; names the token with our certificate.
std::string signature_element(std::vector<Covered> const& parts, pki::PrivateKey const& key,
                              std::string_view token_id);

// The whole envelope; security is what stands in wsse:Security. Both elements as above.
std::string envelope(std::string_view security, std::string_view messaging, std::string_view body);

}  // namespace airut::as4
