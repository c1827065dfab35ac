#pragma once

#include <string>
#include <vector>

#include "formats/json/writer.hpp"
#include "ledger/store/document_checks.hpp"

namespace airut::gateway::cli {

// The digests of the files of a document that is a sealed parcel's list; of others none.
std::vector<std::string> files_of_parcel(ledger::StoredDocument const& document);

// "documents", "documents_broken" and "broken_documents" of a report.
void write_documents(json::Writer& out, ledger::DocumentsChecked const& checked);

}  // namespace airut::gateway::cli
