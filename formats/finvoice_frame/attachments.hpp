#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/finvoice_frame/frame.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/writer.hpp"

// The attachments message (Finvoice Implementation Guidelines, "Attachments"): a message of its own
// that travels straight behind its invoice, between businesses alone.
namespace airut::finvoice_frame {

struct AttachedFile {
  std::string name;        // 3-50 characters
  std::string media_type;  // image/jpeg, image/png, application/pdf (PDF/A)
  std::string content;
  friend bool operator==(AttachedFile const&, AttachedFile const&) = default;
};

inline constexpr std::size_t attachments_most = 10, attachment_bytes_most = 1'000'000;

struct Attachments {
  Place from, to;
  std::string invoice_message_id;
  std::string timestamp;
  std::vector<AttachedFile> files;
};

// The id of the message, which the invoice names in AttachmentMessageDetails.
std::string attachments_id(std::string_view invoice_message_id);

// Lower-case hexadecimal SHA-1 of the base64 text, as AttachmentSecureHash wants it.
std::string secure_hash(std::string_view base64_text);

// Problem unsupported: a type that the network does not take, a PDF that is no PDF/A, the same file
// twice; out_of_range: more than ten files or a million bytes, a name that is too long or short.
model::Result<std::string> write_attachments(Attachments const& message, xml::Encoding encoding);

// The error: xml-syntax, attachment-hash when a file is not what its hash says, attachment-invalid
// when the message lacks what it must have or a file is no base64, attachments-too-large.
tl::expected<Attachments, model::Findings> read_attachments(std::string_view bytes);

}  // namespace airut::finvoice_frame
