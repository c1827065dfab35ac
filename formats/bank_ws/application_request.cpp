#include "formats/bank_ws/application_request.hpp"

#include "formats/bank_ws/names.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/model/sha256.hpp"
#include "formats/xml/canonical_writer.hpp"

namespace airut::bank_ws {
namespace {

void leaf_if(xml::CanonicalWriter& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.leaf(name, text);
}

// In the order of the schema.
std::string request_content(ApplicationRequest const& request) {
  xml::CanonicalWriter out;
  out.leaf("CustomerId", request.customer_id);
  out.leaf("Command", command_text(request.operation));
  out.leaf("Timestamp", model::instant_text(request.timestamp));
  if (request.start) out.leaf("StartDate", model::date_text(*request.start));
  if (request.end) out.leaf("EndDate", model::date_text(*request.end));
  leaf_if(out, "Status", request.status);
  leaf_if(out, "ServiceId", request.service_id);
  out.leaf("Environment", request.test ? "TEST" : "PRODUCTION");
  if (!request.file_references.empty()) {
    out.open("FileReferences");
    for (auto const& one : request.file_references) out.leaf("FileReference", one);
    out.close("FileReferences");
  }
  leaf_if(out, "UserFilename", request.user_filename);
  leaf_if(out, "TargetId", request.target_id);
  if (request.content) {
    out.leaf("Compression", request.compressed ? "true" : "false");
    if (request.compressed) out.leaf("CompressionMethod", "GZIP");
  }
  out.leaf("SoftwareId", request.software_id);
  leaf_if(out, "FileType", request.file_type);
  if (request.content) {
    out.leaf("Content", model::base64(request.compressed ? gzip::compress(*request.content)
                                                         : *request.content));
  }
  return std::move(out).text();
}

}  // namespace

std::string_view command_text(Operation operation) {
  switch (operation) {
    case Operation::upload_file:
      return "UploadFile";
    case Operation::download_file_list:
      return "DownloadFileList";
    case Operation::download_file:
      return "DownloadFile";
    case Operation::delete_file:
      return "DeleteFile";
    case Operation::get_user_info:
      break;
  }
  return "GetUserInfo";
}

std::string write(ApplicationRequest const& request, Keys const& keys, Style const& style) {
  xml::CanonicalWriter start;
  start.open("ApplicationRequest", {{"xmlns", names::data}});
  return sign_enveloped(std::move(start).text(), request_content(request), "ApplicationRequest",
                        keys, style);
}

}  // namespace airut::bank_ws
