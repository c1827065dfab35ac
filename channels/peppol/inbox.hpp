#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "channels/peppol/discovery.hpp"
#include "formats/as4/error.hpp"
#include "formats/as4/message.hpp"
#include "formats/as4/open.hpp"
#include "formats/sbdh/envelope.hpp"

namespace airut::channels {

// A message that another access point brought: opened, its signer one of the network's, header and
// envelope saying the same.
struct PeppolMail {
  as4::UserMessage message;
  sbdh::Header header;
  std::string payload;  // the envelope with its document
  std::vector<xml::SignedPart> parts;
};

// The receiving side of the access point. Thread-safe; open() may ask the network whether the
// signer's certificate was revoked, and blocks.
class PeppolInbox {
 public:
  // Throws std::runtime_error when a key, certificate or trust file cannot be used.
  PeppolInbox(config::PeppolSettings const& settings, Discovery::Now now);

  // The error is the one to answer with.
  tl::expected<PeppolMail, as4::Error> open(std::string_view content_type, std::string_view body);

  // Answers in SOAP, signed. signal_id: of the answer, without our host.
  std::string receipt(PeppolMail const& mail, std::string_view signal_id) const;
  std::string error(as4::Error const& error, std::string_view signal_id) const;

 private:
  std::optional<as4::Error> objection(as4::OpenedMessage const& opened);

  config::PeppolSettings settings_;
  Discovery::Now now_;
  as4::Keys keys_;
  Discovery discovery_;
};

}  // namespace airut::channels
