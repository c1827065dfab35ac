#include "gateway/cli/parcel_files.hpp"

#include <utility>

#include "gateway/dispatch/seal.hpp"

namespace airut::gateway::cli {

std::vector<std::string> files_of_parcel(ledger::StoredDocument const& document) {
  if (document.media_type != seal_media_type) return {};
  std::vector<std::string> digests;
  for (auto& file : sealed_files(document.bytes)) digests.push_back(std::move(file.digest));
  return digests;
}

void write_documents(json::Writer& out, ledger::DocumentsChecked const& checked) {
  out.member("documents", checked.documents);
  out.member("documents_broken", checked.broken);
  out.key("broken_documents");
  out.begin_array();
  for (auto const& one : checked.details) out.string(one);
  out.end_array();
}

}  // namespace airut::gateway::cli
