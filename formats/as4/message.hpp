#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/pki/certificate.hpp"
#include "formats/sbdh/identifiers.hpp"

namespace airut::as4 {

// The header of a business message (eb:UserMessage) in the terms of the Peppol AS4 profile, 3.1.
struct UserMessage {
  std::string message_id;  // the same at every repetition
  model::Instant timestamp{};
  std::string from, to;  // access points: common names of their certificates
  sbdh::ProcessId process;
  sbdh::DocumentType document_type;
  std::string conversation_id;
  sbdh::ParticipantId original_sender, final_recipient;  // C1 and C4

  friend bool operator==(UserMessage const&, UserMessage const&) = default;
};

// One access point's key and certificate.
struct Keys {
  pki::PrivateKey key;
  pki::Certificate certificate;
};

// A message on the wire: an HTTP body and its Content-Type.
struct Wire {
  std::string content_type, body;
};

// What a signature covered: the reference's URI and its SHA-256 in base64.
using Digests = std::vector<std::pair<std::string, std::string>>;

// A message ready to be posted.
struct SealedMessage {
  Wire wire;
  std::string message_id;
  Digests digests;  // what a receipt must name
};

// Signs, then encrypts. The signed bytes are the same for the same message and keys; only the
// encryption is new each time. compressed: the business document with its envelope, in gzip.
model::Result<SealedMessage> seal(UserMessage const& message, std::string_view compressed,
                                  Keys const& own, pki::Certificate const& receiver);

}  // namespace airut::as4
