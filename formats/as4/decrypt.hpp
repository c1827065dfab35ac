#pragma once

#include <vector>

#include <tl/expected.hpp>

#include "formats/as4/error.hpp"
#include "formats/as4/message.hpp"
#include "formats/as4/mime.hpp"
#include "formats/xml/document.hpp"

namespace airut::as4 {

// Decrypts in place the attachments that the security header's EncryptedData name: one EncryptedKey
// to us by RSA-OAEP SHA-256, each part by AES-128-GCM. Error: EBMS:0102, or EBMS:0103 for a message
// that does not encrypt every attachment, or by other algorithms. Only this room includes this.
tl::expected<void, Error> decrypt_attachments(xml::Element security, std::vector<MimePart>& parts,
                                              Keys const& own);

}  // namespace airut::as4
