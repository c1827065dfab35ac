#include "ledger/store/documents.hpp"

#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/move.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

std::int64_t prefix_of(std::string_view digest) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | static_cast<unsigned char>(digest[i]);
  return static_cast<std::int64_t>(prefix);
}

std::string_view view_of(model::Sha256 const& digest) {
  return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

// The 32 bytes that a hex digest names; "" when it names none.
std::string bytes_of(std::string_view hex) {
  auto const value = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (hex.size() != 64) return {};
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    auto const high = value(hex[i]), low = value(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

// The row with this digest among those that may have it, stepped to. Its first column is the
// digest.
bool step_to(Connection& connection, std::vector<std::int64_t> const& numbers,
             std::optional<Query>& row, std::string_view sql, std::string_view digest) {
  for (auto const number : numbers) {
    row.emplace(connection, sql);
    if (row->bind(number).next() && row->take_view() == digest) return true;
  }
  return false;
}

bool step_to(Snapshot& view, std::optional<Query>& row, std::string_view sql,
             std::string_view digest) {
  auto& connection = view.connection();
  auto const numbers = connection.hashes().documents.find(connection, prefix_of(digest));
  return step_to(connection, numbers, row, sql, digest);
}

// Whether they were kept a short while ago. To look further back would cost every new document more
// than a second copy of the few that come again.
bool is_fresh(Transaction& tx, std::string_view digest) {
  auto const numbers = tx.connection().hashes().documents.find_fresh(prefix_of(digest));
  std::optional<Query> row;
  return step_to(tx.connection(), numbers, row,
                 "SELECT digest FROM documents WHERE number = ? AND media_type <> ''", digest);
}

}  // namespace

PackedDocument pack_document(std::string_view media_type, std::string_view bytes,
                             std::optional<model::Sha256> const& known) {
  PackedDocument document;
  auto const digest = known ? *known : model::sha256(bytes);
  document.media_type = media_type;
  document.name = model::hex(view_of(digest));
  document.digest = view_of(digest);
  document.packed = pack(media_type, bytes);
  document.size = static_cast<std::int64_t>(bytes.size());
  return document;
}

std::string keep_document(Transaction& tx, PackedDocument const& document) {
  if (is_fresh(tx, document.digest)) return document.name;
  auto const prefix = prefix_of(document.digest);
  Query query{tx.connection(),
              "INSERT INTO documents (number, prefix, digest, media_type, size, packed, bytes)"
              " VALUES (?,?,?,?,?,?,?)"};
  query
      .bind(tx.connection().hashes().documents.add(prefix), prefix, Blob{document.digest},
            document.media_type, document.size, static_cast<int>(document.packed.packing),
            Blob{document.packed.bytes})
      .run();
  return document.name;
}

std::string keep_document(Transaction& tx, std::string_view media_type, std::string_view bytes) {
  return keep_document(tx, pack_document(media_type, bytes));
}

void forget_document(Transaction& tx, std::string_view name, std::int64_t last) {
  auto const digest = bytes_of(name);
  if (digest.empty()) return;
  auto& connection = tx.connection();
  auto numbers = connection.hashes().documents.find(connection, prefix_of(digest));
  if (move_begun(tx)) {  // nothing has its place there yet
    numbers.clear();
    Query query{connection, "SELECT number FROM documents WHERE prefix = ?"};
    query.bind(prefix_of(digest));
    while (query.next()) numbers.push_back(query.take<std::int64_t>());
  }
  for (auto const number : numbers) {
    if (number > last) continue;
    Query query{connection,
                "UPDATE documents SET media_type = '', size = 0, packed = 0, bytes = ?"
                " WHERE number = ? AND digest = ?"};
    query.bind(Blob{""}, number, Blob{digest}).run();
  }
}

std::int64_t last_document(Snapshot& view) {
  Query query{view.connection(), "SELECT coalesce(max(number), 0) FROM documents"};
  query.next();
  return query.take<std::int64_t>();
}

std::optional<StoredDocument> find_document(Snapshot& view, std::string_view name) {
  auto const digest = bytes_of(name);
  if (digest.empty()) return std::nullopt;
  std::optional<Query> row;
  if (!step_to(view, row,
               "SELECT digest, media_type, size, packed, bytes FROM documents"
               " WHERE number = ? AND media_type <> ''",
               digest))
    return std::nullopt;
  StoredDocument document;
  std::int64_t size = 0;
  int packing = 0;
  row->take(document.media_type, size, packing);
  try {
    document.bytes = unpack(Packing{packing}, row->take_view(), static_cast<std::size_t>(size));
  } catch (StoreDamaged const& fault) {
    throw StoreDamaged{fmt::format("document {}: {}", name, fault.what())};
  }
  if (view_of(model::sha256(document.bytes)) != digest)
    throw StoreDamaged{fmt::format("document {} does not hash to its name", name)};
  return document;
}

StoredDocument needed_document(Snapshot& view, std::string_view digest) {
  auto document = find_document(view, digest);
  if (!document) throw StoreDamaged{fmt::format("document {} is not there", digest)};
  return *std::move(document);
}

namespace {

void add_file(Snapshot& view, std::vector<FileRow>& files, FileRow file) {
  if (file.digest.empty()) return;
  auto const digest = bytes_of(file.digest);
  if (digest.empty()) return;
  std::optional<Query> row;
  if (step_to(view, row, "SELECT digest, media_type FROM documents WHERE number = ?", digest))
    file.media_type = row->take<std::string>();
  if (row && file.media_type.empty()) return;  // emptied
  file.id = "fil_" + file.digest.substr(0, 26);
  files.push_back(std::move(file));
}

}  // namespace

std::vector<FileRow> list_files(Snapshot& view, std::string_view tenant,
                                std::string_view invoice_id) {
  auto const number = tenant_number(view, tenant);
  std::vector<FileRow> files;
  {
    Query query{view.connection(),
                "SELECT original_digest, canonical_digest FROM invoices"
                " WHERE tenant = ? AND id = ?"};
    if (!query.bind(number, invoice_id).next()) return files;
    std::string original, canonical;
    query.take(original, canonical);
    add_file(view, files, {"", "original", "original", "", original, ""});
    add_file(view, files, {"", "canonical", "canonical.json", "", canonical, ""});
  }
  Query sent{view.connection(),
             "SELECT id, payload_digest, key FROM deliveries WHERE tenant = ? AND invoice_id = ?"
             " ORDER BY key"};
  sent.bind(number, invoice_id);
  while (sent.next()) {
    std::string delivery, payload;
    std::int64_t key = 0;
    sent.take(delivery, payload, key);
    add_file(view, files, {"", "sent", "parcel", "", payload, delivery});
    Query receipts{view.connection(),
                   "SELECT digest FROM receipts WHERE delivery = ? ORDER BY key"};
    receipts.bind(key);
    while (receipts.next())
      add_file(view, files, {"", "receipt", "receipt", "", receipts.take<std::string>(), delivery});
  }
  return files;
}

}  // namespace airut::ledger
