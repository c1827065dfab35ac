#include "gateway/cli/parcel_files.hpp"

namespace airut::gateway::cli {

void write_documents(json::Writer& out, ledger::DocumentsChecked const& checked) {
  out.member("documents", checked.documents);
  out.member("documents_broken", checked.broken);
  out.key("broken_documents");
  out.begin_array();
  for (auto const& one : checked.details) out.string(one);
  out.end_array();
}

}  // namespace airut::gateway::cli
