#include "formats/finvoice_frame/attachments.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "formats/finvoice_frame/stream.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice_frame {
namespace {

using model::Fault;
using model::Problem;

constexpr std::size_t name_shortest = 3, name_longest = 50;
constexpr std::array<std::string_view, 3> media_types{"application/pdf", "image/jpeg", "image/png"};

// PDF/A says so in its metadata (ISO 19005, pdfaid:part), which must stand there uncompressed.
bool is_archive_pdf(std::string_view bytes) {
  return bytes.starts_with("%PDF-") && bytes.find("pdfaid:part") != std::string_view::npos;
}

std::optional<Problem> problem_of(AttachedFile const& file) {
  auto const length = xml::count_characters(file.name);
  if (length < name_shortest || length > name_longest) {
    return Problem{
        Fault::out_of_range,
        fmt::format("The attachment \"{}\" needs a name of 3 to 50 characters.", file.name)};
  }
  if (std::find(media_types.begin(), media_types.end(), file.media_type) == media_types.end()) {
    return Problem{Fault::unsupported,
                   fmt::format("The attachment {} is {}: Finvoice takes PDF/A, JPEG and PNG.",
                               file.name, file.media_type)};
  }
  if (file.media_type == "application/pdf" && !is_archive_pdf(file.content)) {
    return Problem{Fault::unsupported, fmt::format("The attachment {} is no PDF/A.", file.name)};
  }
  return std::nullopt;
}

std::optional<Problem> problem_of(std::vector<AttachedFile> const& files) {
  if (files.empty() || files.size() > attachments_most) {
    return Problem{Fault::out_of_range,
                   fmt::format("A Finvoice has 1 to 10 attachments, not {}.", files.size())};
  }
  std::size_t bytes = 0;
  for (auto const& one : files) {
    if (auto wrong = problem_of(one)) return wrong;
    bytes += one.content.size();
  }
  if (bytes <= attachment_bytes_most) return std::nullopt;
  return Problem{Fault::out_of_range,
                 fmt::format("The attachments have {} bytes; Finvoice takes 1,000,000.", bytes)};
}

void write_transmission(xml::Writer& out, Attachments const& message) {
  out.open("MessageTransmissionDetails");
  out.open("MessageSenderDetails");
  out.leaf("FromIdentifier", message.from.address);
  out.leaf("FromIntermediator", message.from.intermediary);
  out.close();
  out.open("MessageReceiverDetails");
  out.leaf("ToIdentifier", message.to.address);
  out.leaf("ToIntermediator", message.to.intermediary);
  out.close();
  out.open("MessageDetails");
  out.leaf("MessageIdentifier", attachments_id(message.invoice_message_id));
  out.leaf("MessageTimeStamp", message.timestamp);
  out.leaf("RefToMessageIdentifier", message.invoice_message_id);
  out.close();
  out.close();
}

// Each hash once: the network refuses one that was used before.
std::optional<Problem> write_files(xml::Writer& out, Attachments const& message) {
  std::set<std::string> hashes;
  for (auto const& one : message.files) {
    auto const text = model::base64(one.content);
    auto const hash = secure_hash(text);
    if (!hashes.insert(hash).second) {
      return Problem{Fault::unsupported,
                     fmt::format("The attachment {} is there twice.", one.name)};
    }
    out.open("AttachmentDetails");
    out.leaf("AttachmentIdentifier", message.invoice_message_id + "::" + hash);
    out.leaf("AttachmentContent", text);
    out.leaf("AttachmentName", one.name);
    out.leaf("AttachmentMimeType", one.media_type);
    out.leaf("AttachmentSecureHash", hash);
    out.close();
  }
  return std::nullopt;
}

tl::unexpected<model::Findings> refused(std::string code, std::string detail, int line) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.detail = std::move(detail);
  finding.line = line;
  return tl::unexpected{model::Findings{finding}};
}

tl::expected<AttachedFile, model::Findings> read_file(xml::Element details) {
  auto const text = details.view_of("AttachmentContent");
  AttachedFile file;
  file.name = details.text_of("AttachmentName");
  file.media_type = details.text_of("AttachmentMimeType");
  if (file.name.empty() || !model::base64_decode(text, file.content)) {
    return refused("attachment-invalid", "An attachment has no name or is no base64.",
                   details.line());
  }
  if (details.text_of("AttachmentSecureHash") != secure_hash(text)) {
    return refused("attachment-hash",
                   fmt::format("The attachment {} is not what its hash says.", file.name),
                   details.line());
  }
  return file;
}

}  // namespace

std::string attachments_id(std::string_view invoice_message_id) {
  return std::string{invoice_message_id}.append("::attachments");
}

std::string secure_hash(std::string_view base64_text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(base64_text.data(), base64_text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return model::hex({reinterpret_cast<char const*>(digest.data()), size});
}

model::Result<std::string> write_attachments(Attachments const& message, xml::Encoding encoding) {
  if (auto wrong = problem_of(message.files)) return tl::unexpected{*std::move(wrong)};
  xml::Writer out{encoding};
  out.open("FinvoiceAttachments", {{"Version", "1.0"}});
  write_transmission(out, message);
  if (auto wrong = write_files(out, message)) return tl::unexpected{*std::move(wrong)};
  out.close();
  return std::move(out).text();
}

tl::expected<Attachments, model::Findings> read_attachments(std::string_view bytes) {
  auto const parsed = xml::Document::parse(readable(bytes));
  if (!parsed) return tl::unexpected{parsed.error()};
  auto const root = parsed->root();
  auto const transmission = root.child("MessageTransmissionDetails");
  auto const sender = transmission.child("MessageSenderDetails");
  auto const receiver = transmission.child("MessageReceiverDetails");
  auto const details = transmission.child("MessageDetails");
  Attachments message;
  message.from = {sender.text_of("FromIdentifier"), sender.text_of("FromIntermediator")};
  message.to = {receiver.text_of("ToIdentifier"), receiver.text_of("ToIntermediator")};
  message.invoice_message_id = details.text_of("RefToMessageIdentifier");
  message.timestamp = details.text_of("MessageTimeStamp");
  std::size_t size = 0;
  for (auto const& one : root.children("AttachmentDetails")) {
    auto file = read_file(one);
    if (!file) return tl::unexpected{file.error()};
    size += file->content.size();
    message.files.push_back(*std::move(file));
    if (message.files.size() > attachments_most || size > attachment_bytes_most) {
      return refused("attachments-too-large", "More files or bytes than a Finvoice may have.",
                     one.line());
    }
  }
  if (message.files.empty() || message.invoice_message_id.empty()) {
    return refused("attachment-invalid", "The message has no files or names no invoice.",
                   root.line());
  }
  return message;
}

}  // namespace airut::finvoice_frame
