#pragma once

#include <cstddef>
#include <functional>
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
struct OpenedMessage {
  UserMessage message;
  std::string payload;  // the business document in its envelope
  pki::Certificate signer;
  std::vector<xml::SignedPart> parts;  // for the receipt
};

struct OpenLimits {
  std::size_t payload_bytes = 100u << 20;  // after decompression
  std::size_t soap_bytes = 128u << 10;     // of the header part; the payload stands beside it
};

// Why nothing signed by the certificate is taken, none when it is. Asked before anything is
// decrypted or verified, so that strangers make no work: it should need no network.
using SignerObjection = std::function<std::optional<std::string>(pki::Certificate const& signer)>;

// The error is the one to answer with; it names the message where its id could be read. Without an
// objection to ask for, whose certificate it is remains to be asked.
tl::expected<OpenedMessage, Error> open(std::string_view content_type, std::string_view body,
                                        Keys const& own, OpenLimits const& limits,
                                        SignerObjection const& objection = nullptr);

}  // namespace airut::as4
