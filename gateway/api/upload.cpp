#include "gateway/api/upload.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/http/failure.hpp"
#include "gateway/http/multipart.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::api {
namespace {

constexpr std::size_t attachments_max = 20;
constexpr std::size_t attachment_bytes_max = 10u << 20;

[[noreturn]] void refuse(int status, std::string_view code, std::string_view detail) {
  throw http::Answer{http::problem(status, code, detail)};
}

std::vector<http::Part> parts_of(http::Request const& request) {
  auto parts = http::read_multipart(request.header("content-type"), request.body);
  if (!parts) refuse(400, "multipart-invalid", parts.error());
  return *std::move(parts);
}

model::Attachment attachment_of(http::Part const& part) {
  if (part.file_name.empty() || part.file_name.find_first_of("/\\") != std::string::npos)
    refuse(422, "wrong-value", "An attachment has a file name without a path.");
  if (part.content.size() > attachment_bytes_max)
    refuse(413, "too-large", fmt::format("{} has more than 10 MiB.", part.file_name));
  model::Attachment attachment;
  attachment.filename = part.file_name;
  attachment.media_type =
      part.content_type.empty() ? "application/octet-stream" : part.content_type;
  attachment.content = part.content;
  return attachment;
}

// Each part once, but for attachments; a name that is none of ours is a mistake worth telling.
Upload sorted(std::vector<http::Part> const& parts) {
  Upload upload;
  bool has_file = false, has_metadata = false;
  for (auto const& part : parts) {
    if (part.name == "file" && !std::exchange(has_file, true)) {
      upload.document = part.content;
    } else if (part.name == "metadata" && !std::exchange(has_metadata, true)) {
      upload.wishes = part.content;
    } else if (part.name == "attachments" || part.name == "attachments[]") {
      upload.attachments.push_back(attachment_of(part));
    } else {
      refuse(422, "wrong-value",
             fmt::format("The form takes one file, one metadata, and attachments; not \"{}\".",
                         part.name));
    }
  }
  if (!has_file) refuse(422, "required", "The form has no part named file.");
  if (upload.attachments.size() > attachments_max)
    refuse(422, "wrong-value", "At most 20 attachments are taken.");
  return upload;
}

}  // namespace

Upload upload_of(http::Request& request) {
  if (!http::is_multipart(request.header("content-type"))) return {std::move(request.body), {}, {}};
  auto upload = sorted(parts_of(request));
  request.body = {};
  return upload;
}

void take_file_out(http::Request& request) {
  if (http::is_multipart(request.header("content-type")))
    request.body = upload_of(request).document;
}

}  // namespace airut::gateway::api
