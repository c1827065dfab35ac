#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/documents.hpp"

namespace airut::ledger {

// Whether every document that the journal names is there, whole.
struct DocumentsChecked {
  std::int64_t documents = 0;        // that lie in the store
  std::int64_t broken = 0;           // damaged, or named and not there
  std::vector<std::string> details;  // a sentence for each of the first hundred
};

// The digests of the documents that a document names: a sealed parcel's files.
using PartsOf = std::function<std::vector<std::string>(StoredDocument const&)>;

// Every document that the fact names, by its hex SHA-256.
void each_document(Fact const& fact, std::function<void(std::string_view hex)> const& take);

// Unpacks and hashes every document and looks for those that facts and parcels name. Reads all of
// the store once, in order; 32 bytes a document stay in memory.
DocumentsChecked check_documents(Snapshot& view, PartsOf const& parts_of);

}  // namespace airut::ledger
