#include "ledger/store/messages.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view message_columns =
    "SELECT m.key, m.id, i.id, i.number, m.client, m.author, m.recipient, m.about, m.answers,"
    " m.text, m.needs_answer, m.answered, m.written, m.written_by"
    " FROM messages m JOIN invoices i ON i.key = m.invoice WHERE m.tenant = ?";

MessageRow read_message(Query& query, std::int64_t& key) {
  MessageRow row;
  query.take(key, row.id, row.invoice_id, row.invoice_number, row.client, row.author, row.recipient,
             row.about, row.answers, row.text, row.needs_answer, row.is_answered, row.written,
             row.written_by);
  return row;
}

void add_readers(Snapshot& view, std::int64_t key, MessageRow& row) {
  Query query{view.connection(),
              "SELECT reader FROM message_reads WHERE message = ? ORDER BY reader"};
  query.bind(key);
  while (query.next()) row.read_by.push_back(query.take<std::string>());
}

}  // namespace

std::vector<MessageRow> messages_of(Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id) {
  Query query{view.connection(), std::string{message_columns} +
                                     " AND m.invoice = (SELECT key FROM invoices WHERE"
                                     " tenant = ? AND id = ?) ORDER BY m.key"};
  auto const number = tenant_number(view, tenant);
  query.bind(number, number, invoice_id);
  std::vector<MessageRow> rows;
  std::int64_t key = 0;
  while (query.next()) {
    rows.push_back(read_message(query, key));
    add_readers(view, key, rows.back());
  }
  return rows;
}

std::optional<MessageRow> find_message(Snapshot& view, std::string_view tenant,
                                       std::string_view id) {
  Query query{view.connection(), std::string{message_columns} + " AND m.id = ?"};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  std::int64_t key = 0;
  auto row = read_message(query, key);
  add_readers(view, key, row);
  return row;
}

Listed<MessageRow> list_messages(Snapshot& view, std::string_view tenant,
                                 MessageFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("m.client = ?", filter.client);
  where.add_text("m.recipient = ?", filter.recipient);
  if (filter.waiting_only) where.add("m.needs_answer <> 0 AND m.answered = ?", std::int64_t{0});
  return newest_first<MessageRow>(view, tenant, message_columns, "m.key", where, page,
                                  [&](Query& at, std::int64_t& key) {
                                    auto row = read_message(at, key);
                                    add_readers(view, key, row);
                                    return row;
                                  });
}

}  // namespace airut::ledger
