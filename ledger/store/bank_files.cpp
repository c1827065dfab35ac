#include "ledger/store/bank_files.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view bank_file_columns =
    "SELECT key, id, channel, file_reference, file_type, meaning, target_id, stamped, state,"
    " digest, receipt_digest, size, result_id, detail, listed, fetched FROM bank_files"
    " WHERE tenant = ?";

BankFileRow read_bank_file(Query& query, std::string_view tenant, std::int64_t& key) {
  BankFileRow row;
  query.take(key, row.id, row.channel, row.file_reference, row.file_type, row.meaning,
             row.target_id, row.stamped, row.state, row.digest, row.receipt_digest, row.size,
             row.result_id, row.detail, row.listed, row.fetched);
  row.tenant = tenant;
  return row;
}

}  // namespace

std::optional<BankFileRow> find_bank_file(Snapshot& view, std::string_view tenant,
                                          std::string_view id) {
  Query query{view.connection(), std::string{bank_file_columns} + " AND id = ?"};
  std::int64_t key = 0;
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_bank_file(query, tenant, key);
}

Listed<BankFileRow> list_bank_files(Snapshot& view, std::string_view tenant,
                                    BankFileFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("channel = ?", filter.channel);
  where.add_text("state = ?", filter.state);
  where.add_text("meaning = ?", filter.meaning);
  return newest_first<BankFileRow>(
      view, tenant, bank_file_columns, "key", where, page,
      [&](Query& at, std::int64_t& key) { return read_bank_file(at, tenant, key); });
}

std::optional<BankFileRow> bank_file_told(Snapshot& view, std::string_view tenant,
                                          BankFileListed const& file) {
  Query query{view.connection(), std::string{bank_file_columns} +
                                     " AND channel = ? AND file_reference = ? AND file_type = ?"
                                     " AND stamped = ?"};
  query.bind(tenant_number(view, tenant), file.channel, file.file_reference, file.file_type,
             file.stamped);
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_bank_file(query, tenant, key);
}

bool knows_bank_file(Snapshot& view, std::string_view tenant, BankFileListed const& file) {
  Query query{view.connection(),
              "SELECT 1 FROM bank_files WHERE tenant = ? AND channel = ? AND file_reference = ?"
              " AND file_type = ? AND stamped = ?"};
  return query
      .bind(tenant_number(view, tenant), file.channel, file.file_reference, file.file_type,
            file.stamped)
      .next();
}

std::vector<BankFileRow> open_bank_files(Snapshot& view, std::string_view tenant,
                                         std::string_view channel) {
  Query query{view.connection(), std::string{bank_file_columns} +
                                     " AND channel = ? AND state IN ('listed', 'fetched')"
                                     " ORDER BY key"};
  query.bind(tenant_number(view, tenant), channel);
  std::vector<BankFileRow> rows;
  std::int64_t key = 0;
  while (query.next()) rows.push_back(read_bank_file(query, tenant, key));
  return rows;
}

std::optional<BankRoundRow> find_bank_round(Snapshot& view, std::string_view tenant,
                                            std::string_view channel) {
  Query query{view.connection(),
              "SELECT first_asked, asked, went_well, code, text FROM bank_rounds"
              " WHERE tenant = ? AND channel = ?"};
  if (!query.bind(tenant_number(view, tenant), channel).next()) return std::nullopt;
  BankRoundRow row;
  query.take(row.first_asked, row.asked, row.went_well, row.code, row.text);
  return row;
}

}  // namespace airut::ledger
