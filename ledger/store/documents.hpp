#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/packing.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// Bytes kept by their SHA-256, compressed: originals, canonical submissions, sealed
// parcels, receipts.

// Bytes ready to be kept, hashed and compressed. Making it is most of the work and needs no
// transaction: whoever can, does it before the committer's turn.
struct PackedDocument {
  std::string media_type;
  std::string name;    // hex SHA-256
  std::string digest;  // the same as 32 bytes
  std::int64_t size = 0;
  Packed packed;
};
PackedDocument pack_document(std::string_view media_type, std::string_view bytes,
                             std::optional<model::Sha256> const& known = std::nullopt);

// Keeps the bytes and names them: hex SHA-256. Bytes that were kept a short while ago are not kept
// again.
std::string keep_document(Transaction& tx, PackedDocument const& document);
std::string keep_document(Transaction& tx, std::string_view media_type, std::string_view bytes);

struct StoredDocument {
  std::string media_type, bytes;
};

// Empties what was kept under the name, up to the number: its bytes are gone, its name stays known
// to the journal.
void forget_document(Transaction& tx, std::string_view name, std::int64_t last);
// Number of the document that was kept last, 0 before the first.
std::int64_t last_document(Snapshot& view);

// nullopt when not there, or emptied. Throws StoreDamaged when the bytes do not hash to their name.
std::optional<StoredDocument> find_document(Snapshot& view, std::string_view digest);
// The same of one that must be there: StoreDamaged when it is not.
StoredDocument needed_document(Snapshot& view, std::string_view digest);

// A file of an invoice as the API lists it.
struct FileRow {
  std::string id;    // fil_ + digest shortened, unique within the invoice
  std::string role;  // original, canonical, sent, receipt
  std::string name, media_type, digest;
  std::string delivery_id;
};
std::vector<FileRow> list_files(Snapshot& view, std::string_view tenant,
                                std::string_view invoice_id);

}  // namespace airut::ledger
