#pragma once

#include "formats/json/writer.hpp"
#include "gateway/dispatch/seal.hpp"  // IWYU pragma: export
#include "ledger/store/document_checks.hpp"

namespace airut::gateway::cli {

// "documents", "documents_broken" and "broken_documents" of a report.
void write_documents(json::Writer& out, ledger::DocumentsChecked const& checked);

}  // namespace airut::gateway::cli
