#include "ledger/store/addresses.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view address_columns =
    "SELECT id, recipient_id, client, external_ref, channel, address, intermediary, source,"
    " valid_from, valid_to, direct_payment, stated, document_id, ended_by, end_stated, noted"
    " FROM recipient_addresses WHERE tenant = ?";

std::vector<AddressRow> read_addresses(Query& query) {
  std::vector<AddressRow> rows;
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.take(row.id, row.recipient_id, row.client, row.external_ref, row.channel, row.address,
               row.intermediary, row.source, row.valid_from, row.valid_to, row.direct_payment,
               row.stated, row.document_id, row.ended_by, row.end_stated, row.noted);
  }
  return rows;
}

}  // namespace

std::vector<AddressRow> addresses_of(Snapshot& view, std::string_view tenant,
                                     std::string_view client, std::string_view external_ref) {
  Query query{view.connection(),
              std::string{address_columns} +
                  " AND client = ? AND external_ref = ? AND address <> '' ORDER BY key"};
  query.bind(tenant_number(view, tenant), client, external_ref);
  return read_addresses(query);
}

std::vector<AddressRow> addresses_at(Snapshot& view, std::string_view tenant,
                                     std::string_view client, std::string_view address) {
  Query query{view.connection(),
              std::string{address_columns} + " AND client = ? AND address = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant), client, address);
  return read_addresses(query);
}

std::vector<AddressRow> ordered_at(Snapshot& view, std::string_view tenant, std::string_view client,
                                   std::string_view bank, model::Date day) {
  Query query{view.connection(), std::string{address_columns} +
                                     " AND client = ? AND source = 'receiver-notice'"
                                     " AND intermediary = ? AND (valid_to IS NULL OR valid_to >= ?)"
                                     " ORDER BY key"};
  query.bind(tenant_number(view, tenant), client, bank, day);
  return read_addresses(query);
}

AddressRow const* address_on(std::vector<AddressRow> const& rows, model::Date day) {
  AddressRow const* found = nullptr;
  for (auto const& row : rows) {
    if (!row.is_valid(day)) continue;
    if (found == nullptr || row.valid_from >= found->valid_from) found = &row;
  }
  return found;
}

std::vector<std::string> customers_by_reference(Snapshot& view, std::string_view tenant,
                                                std::string_view client,
                                                std::string_view reference_key) {
  if (reference_key.empty()) return {};
  Query query{view.connection(),
              "SELECT DISTINCT customer_number FROM invoices WHERE tenant = ?1"
              " AND length(reference_key) = length(?2) AND reference_key BETWEEN ?2 AND ?2"
              " AND reference_key <> '' AND client = ?3"};
  query.bind(tenant_number(view, tenant), reference_key, client);
  std::vector<std::string> numbers;
  while (query.next()) numbers.push_back(query.take<std::string>());
  return numbers;
}

std::vector<std::string> clients_sharing(Snapshot& view, std::string_view tenant,
                                         std::string_view reference_key, int customers) {
  std::vector<std::string> clients;
  if (reference_key.empty()) return clients;
  constexpr int looked_at = 1000;
  Query query{view.connection(),
              "SELECT client FROM (SELECT client, CASE customer_number WHEN '' THEN buyer_name"
              " ELSE customer_number END AS customer FROM invoices WHERE tenant = ?1"
              " AND length(reference_key) = length(?2) AND reference_key BETWEEN ?2 AND ?2"
              " AND reference_key <> '' AND type <> 'credit_note' LIMIT ?3) AS looked"
              " GROUP BY client HAVING count(DISTINCT customer) > ?4 ORDER BY client"};
  query.bind(tenant_number(view, tenant), reference_key, looked_at, customers);
  while (query.next()) clients.push_back(query.take<std::string>());
  return clients;
}

std::optional<std::string> newest_buyer_name(Snapshot& view, std::string_view tenant,
                                             std::string_view client,
                                             std::string_view customer_number) {
  if (customer_number.empty()) return std::nullopt;
  Query query{view.connection(),
              "SELECT buyer_name FROM invoices WHERE tenant = ? AND customer_number = ?"
              " AND customer_number <> '' AND client = ? ORDER BY key DESC LIMIT 1"};
  if (!query.bind(tenant_number(view, tenant), customer_number, client).next()) return std::nullopt;
  return query.take<std::string>();
}

}  // namespace airut::ledger
