#include "ledger/store/debits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/number_floors.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view claim_columns =
    "SELECT c.id, c.invoice_id, c.client, c.channel, c.account, c.kid, c.currency, c.amount,"
    " c.due, c.told_by, c.latest, c.mandate_id, c.payload_digest, c.payer, c.payer_reference,"
    " c.text, c.state, c.reason, c.transmission_id, c.assignment, c.place, c.withdrawal_id,"
    " c.made, c.changed FROM debit_claims c";

constexpr std::string_view transmission_columns =
    "SELECT key, id, channel, number, state, assignments, claims, sum, digest, latest, attempts,"
    " next_at, code, native_code, endpoint, excerpt, receipt_digest, made, sent"
    " FROM transmissions WHERE tenant = ?";

DebitClaimRow read_claim(Query& query, std::string_view tenant) {
  DebitClaimRow row;
  row.tenant = tenant;
  query.take(row.id, row.invoice_id, row.client, row.channel, row.account, row.kid);
  auto const currency = query.take<model::Currency>();
  row.amount = query.take_money(currency);
  query.take(row.due, row.told_by, row.latest, row.mandate_id, row.payload_digest, row.payer,
             row.payer_reference, row.text, row.state, row.reason, row.transmission_id,
             row.assignment, row.place, row.withdrawal_id, row.made, row.changed);
  return row;
}

std::vector<DebitClaimRow> read_debit_claims(Query& query, std::string_view tenant) {
  std::vector<DebitClaimRow> rows;
  while (query.next()) rows.push_back(read_claim(query, tenant));
  return rows;
}

std::string claims_where(std::string_view condition) {
  return std::string{claim_columns} + " WHERE c.tenant = ? AND " + std::string{condition};
}

TransmissionRow read_transmission(Query& query, std::int64_t& key, std::string_view tenant) {
  TransmissionRow row;
  row.tenant = tenant;
  std::string assignments;
  query.take(key, row.id, row.channel, row.number, row.state, assignments, row.claims, row.sum,
             row.digest, row.latest, row.attempts, row.next_at, row.code, row.native_code,
             row.endpoint, row.excerpt, row.receipt_digest, row.made, row.sent);
  read_list(assignments, row.assignments);
  return row;
}

std::optional<TransmissionRow> one_transmission(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_transmission(query, key, tenant);
}

}  // namespace

std::optional<DebitClaimRow> find_debit_claim(Snapshot& view, std::string_view tenant,
                                              std::string_view delivery_id) {
  Query query{view.connection(), claims_where("c.id = ?")};
  query.bind(tenant_number(view, tenant), delivery_id);
  if (!query.next()) return std::nullopt;
  return read_claim(query, tenant);
}

std::vector<DebitClaimRow> claims_of_invoice(Snapshot& view, std::string_view tenant,
                                             std::string_view invoice_id) {
  Query query{view.connection(), claims_where("c.invoice_id = ? ORDER BY c.key")};
  query.bind(tenant_number(view, tenant), invoice_id);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> claims_of_transmission(Snapshot& view, std::string_view tenant,
                                                  std::string_view transmission_id) {
  Query query{view.connection(), claims_where("c.transmission_id = ? AND c.transmission_id <> ''"
                                              " ORDER BY c.assignment, c.place")};
  query.bind(tenant_number(view, tenant), transmission_id);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> withdrawn_by(Snapshot& view, std::string_view tenant,
                                        std::string_view transmission_id) {
  Query query{view.connection(),
              claims_where("c.withdrawal_id = ? AND c.withdrawal_id <> '' ORDER BY c.key")};
  query.bind(tenant_number(view, tenant), transmission_id);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> waiting_claims(Snapshot& view, std::string_view tenant,
                                          std::string_view channel, int limit) {
  Query query{view.connection(),
              claims_where("c.channel = ? AND c.state = 'waiting' ORDER BY c.key LIMIT ?")};
  query.bind(tenant_number(view, tenant), channel, limit);
  return read_debit_claims(query, tenant);
}

std::int64_t count_waiting_claims(Snapshot& view, std::string_view tenant,
                                  std::string_view channel) {
  Query query{view.connection(),
              "SELECT count(*) FROM debit_claims"
              " WHERE tenant = ? AND channel = ? AND state = 'waiting'"};
  query.bind(tenant_number(view, tenant), channel);
  return query.next() ? query.take<std::int64_t>() : 0;
}

std::vector<DebitClaimRow> unwanted_claims(Snapshot& view, std::string_view tenant,
                                           std::string_view channel, int limit) {
  Query query{view.connection(),
              std::string{claim_columns} +
                  " JOIN deliveries d ON d.tenant = c.tenant AND d.id = c.id"
                  " JOIN invoices i ON i.tenant = c.tenant AND i.id = c.invoice_id"
                  " LEFT JOIN receivables r ON r.tenant = c.tenant AND r.id = i.receivable_id"
                  " WHERE c.tenant = ? AND c.channel = ? AND c.state = 'sent'"
                  " AND (coalesce(r.principal, c.amount) <> c.amount OR i.status = 'cancelled'"
                  " OR d.state IN ('rerouted', 'cancelled', 'failed'))"
                  " ORDER BY c.key LIMIT ?"};
  query.bind(tenant_number(view, tenant), channel, limit);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> overdue_claims(Snapshot& view, std::string_view tenant,
                                          std::string_view channel, model::Date due_until,
                                          int limit) {
  Query query{view.connection(), claims_where("c.channel = ? AND c.state = 'sent' AND c.due <= ?"
                                              " ORDER BY c.key LIMIT ?")};
  query.bind(tenant_number(view, tenant), channel, due_until, limit);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> claims_by_kid(Snapshot& view, std::string_view tenant,
                                         std::string_view channel, std::string_view kid) {
  Query query{view.connection(), claims_where("c.channel = ? AND c.kid = ? ORDER BY c.key DESC")};
  query.bind(tenant_number(view, tenant), channel, kid);
  return read_debit_claims(query, tenant);
}

std::vector<DebitClaimRow> claims_by_mandate(Snapshot& view, std::string_view tenant,
                                             std::string_view mandate_id, std::string_view state) {
  Query query{view.connection(), claims_where("c.mandate_id = ? AND c.state = ? ORDER BY c.key")};
  query.bind(tenant_number(view, tenant), mandate_id, state);
  return read_debit_claims(query, tenant);
}

std::optional<TransmissionRow> find_transmission(Snapshot& view, std::string_view tenant,
                                                 std::string_view id) {
  Query query{view.connection(), std::string{transmission_columns} + " AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_transmission(query, tenant);
}

std::optional<TransmissionRow> transmission_by_number(Snapshot& view, std::string_view tenant,
                                                      std::string_view channel,
                                                      std::int64_t number) {
  Query query{view.connection(),
              std::string{transmission_columns} + " AND channel = ? AND number = ? AND freed = 0"};
  query.bind(tenant_number(view, tenant), channel, number);
  return one_transmission(query, tenant);
}

std::optional<TransmissionRow> open_transmission(Snapshot& view, std::string_view tenant,
                                                 std::string_view channel) {
  Query query{view.connection(), std::string{transmission_columns} +
                                     " AND channel = ? AND state IN ('made', 'sending')"
                                     " ORDER BY key LIMIT 1"};
  query.bind(tenant_number(view, tenant), channel);
  return one_transmission(query, tenant);
}

Listed<TransmissionRow> list_transmissions(Snapshot& view, std::string_view tenant,
                                           Page const& page) {
  return newest_first<TransmissionRow>(
      view, tenant, transmission_columns, "key", {}, page,
      [&](Query& at, std::int64_t& key) { return read_transmission(at, key, tenant); });
}

SeriesEnds series_ends(Snapshot& view, std::string_view tenant, std::string_view channel) {
  Query query{view.connection(),
              "SELECT coalesce(max(number), 0), coalesce(max(last_assignment), 0)"
              " FROM transmissions WHERE tenant = ? AND channel = ? AND freed = 0"};
  query.bind(tenant_number(view, tenant), channel);
  SeriesEnds ends;
  if (query.next()) query.take(ends.transmission, ends.assignment);
  auto const passed_over = [&](std::string_view what) {
    return number_floor(view, tenant, fmt::format("{}/{}", channel, what));
  };
  ends.transmission = std::max(ends.transmission, passed_over("transmission"));
  ends.assignment = std::max(ends.assignment, passed_over("assignment"));
  return ends;
}

}  // namespace airut::ledger
