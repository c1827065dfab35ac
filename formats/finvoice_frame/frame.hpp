#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

// The transmission frame of the Finnish bank network (Finvoice Implementation Guidelines, "SOAP
// frame"): a SOAP 1.1 envelope with an ebXML 2.0 header, and straight behind it the message as an
// XML document of its own. It is no MIME, and the two are not one document.
namespace airut::finvoice_frame {

// A party of the network is a pair: the address, and the bank or operator behind it.
struct Place {
  std::string address, intermediary;
  friend bool operator==(Place const&, Place const&) = default;
};

struct Frame {
  Place from, to;
  std::string message_id;      // 2-48 characters, of the sender, never used twice
  std::string ref_message_id;  // of the message that this one answers, ""
  std::string timestamp;       // ISO 8601 with offset, as it is written
  std::string content;         // root of the message: "Finvoice", "FinvoiceSenderInfo" ...
  std::string version;         // of the message's schema
  friend bool operator==(Frame const&, Frame const&) = default;
};

// The envelope, a tag a line, without an XML declaration; in the encoding of the message behind it.
// Problem missing: an address or intermediary is not there; out_of_range: one is longer than 35
// characters, or the message id longer than 61.
model::Result<std::string> write_frame(Frame const& frame, xml::Encoding encoding);

// Reads an envelope by local names, whatever its prefixes are. declaration: the XML declaration of
// the message behind it, since the envelope has none and shares its encoding. The error:
// xml-syntax, or frame-incomplete when the parties or the message id are missing.
tl::expected<Frame, model::Findings> read_frame(std::string_view envelope,
                                                std::string_view declaration);

}  // namespace airut::finvoice_frame
