#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/as4/error.hpp"
#include "formats/as4/message.hpp"
#include "formats/xml/signature.hpp"

namespace airut::as4 {

// A message that was opened: decrypted, its signature over every part verified, decompressed.
// Whether the signer is trusted is asked elsewhere.
struct OpenedMessage {
  UserMessage message;
  std::string payload;  // the business document in its envelope
  pki::Certificate signer;
  std::vector<xml::SignedPart> parts;  // for the receipt
};

struct OpenLimits {
  std::size_t payload_bytes = 100u << 20;  // after decompression
};

// The error is the one to answer with; it names the message where its id could be read.
tl::expected<OpenedMessage, Error> open(std::string_view content_type, std::string_view body,
                                        Keys const& own, OpenLimits const& limits);

}  // namespace airut::as4
