#include "formats/bank_ws/application_response.hpp"

#include <fmt/format.h>

#include "formats/bank_ws/names.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"

namespace airut::bank_ws {
namespace {

FileDescriptor descriptor_of(xml::Element one) {
  FileDescriptor file;
  file.reference = one.text_of("FileReference");
  file.target_id = one.text_of("TargetId");
  file.service_id = one.text_of("ServiceId");
  file.user_filename = one.text_of("UserFilename");
  file.file_type = one.text_of("FileType");
  file.stamped = model::parse_instant(one.view_of("FileTimestamp"));
  file.status = one.text_of("Status");
  return file;
}

bool is_true(std::string_view text) { return text == "true" || text == "1"; }

tl::expected<std::optional<std::string>, std::string> response_content(xml::Element root,
                                                                       ReadLimits const& limits) {
  auto const element = root.child("Content");
  if (!element) return std::nullopt;
  std::string bytes;
  if (!model::base64_decode(element.view(), bytes)) {
    return tl::unexpected{std::string{"The content is no base64."}};
  }
  if (is_true(root.view_of("Encrypted"))) {
    return tl::unexpected{std::string{"The content is encrypted."}};
  }
  if (!is_true(root.view_of("Compressed"))) return bytes;
  auto unpacked = gzip::decompress(bytes, limits.content_bytes);
  if (!unpacked) return tl::unexpected{unpacked.error().text};
  return *std::move(unpacked);
}

}  // namespace

std::string response_code(std::string_view text) {
  bool const digit = text.size() == 1 && text.front() >= '0' && text.front() <= '9';
  return digit ? fmt::format("0{}", text) : std::string{text};
}

tl::expected<ApplicationResponse, std::string> read_application_response(std::string_view bytes,
                                                                         ReadLimits const& limits) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error().front().detail};
  auto const root = document->root();
  if (root.name() != "ApplicationResponse" || root.name_space() != names::data) {
    return tl::unexpected{fmt::format("A {} came instead of an ApplicationResponse.", root.name())};
  }
  ApplicationResponse response;
  response.customer_id = root.text_of("CustomerId");
  response.code = response_code(root.view_of("ResponseCode"));
  response.text = root.text_of("ResponseText");
  for (auto const& one : root.child("FileDescriptors").children("FileDescriptor")) {
    response.files.push_back(descriptor_of(one));
  }
  for (auto const& one : root.child("UserFileTypes").children("UserFileType")) {
    response.file_types.push_back({one.text_of("TargetId"), one.text_of("FileType"),
                                   one.text_of("FileTypeName"), one.text_of("Direction")});
  }
  response.file_type = root.text_of("FileType");
  auto content = response_content(root, limits);
  if (!content) return tl::unexpected{content.error()};
  response.content = *std::move(content);
  response.signer = enveloped_signer(*document, limits.takes_sha1);
  return response;
}

}  // namespace airut::bank_ws
