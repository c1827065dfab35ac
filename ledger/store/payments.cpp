#include "ledger/store/payments.hpp"

#include <algorithm>
#include <limits>

#include "formats/model/account_key.hpp"
#include "ledger/journal/list.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

constexpr std::string_view payment_columns =
    "SELECT key, id, client, file_id, account, archive_id, fingerprint, reference_key, currency,"
    " amount, unallocated, returned, unallocated_reason, rule, explanation, is_reversal, reverses, "
    "reversed_by,"
    " booked, value_date, parts, payer_name, payer_account, text, partner, settlement_id, remitted,"
    " more_references"
    " FROM payments WHERE tenant = ?";

PaymentRow read_payment(Query& query, std::int64_t& key, std::string_view tenant) {
  PaymentRow row;
  row.tenant = tenant;
  query.take(key, row.id, row.client, row.file_id, row.account, row.archive_id, row.fingerprint,
             row.reference_key);
  auto const currency = query.take<model::Currency>();
  row.amount = query.take_money(currency);
  row.unallocated = query.take_money(currency);
  row.returned = query.take_money(currency);
  query.take(row.unallocated_reason, row.rule, row.explanation, row.is_reversal, row.reverses,
             row.reversed_by, row.booked, row.value_date);
  read_list(query.take<std::string>(), row.parts);
  query.take(row.payer_name, row.payer_account, row.text, row.partner, row.settlement_id);
  row.remitted = query.take_money(currency);
  read_list(query.take<std::string>(), row.more_references);
  return row;
}

std::optional<PaymentRow> one_payment(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_payment(query, key, tenant);
}

}  // namespace

std::optional<PaymentRow> find_payment(Snapshot& view, std::string_view tenant,
                                       std::string_view id) {
  Query query{view.connection(), std::string{payment_columns} + " AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_payment(query, tenant);
}

Listed<PaymentRow> list_payments(Snapshot& view, std::string_view tenant,
                                 PaymentFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("client = ?", filter.client);
  where.add_text("file_id <> '' AND file_id = ?", filter.file_id);
  if (filter.allocated)
    where.add(*filter.allocated ? "unallocated = ?" : "unallocated <> ?", std::int64_t{0});
  return newest_first<PaymentRow>(
      view, tenant, payment_columns, "key", where, page,
      [&](Query& at, std::int64_t& key) { return read_payment(at, key, tenant); });
}

std::vector<PaymentRow> reports_to_remit(Snapshot& view, std::string_view tenant,
                                         std::string_view client) {
  Query query{view.connection(), std::string{payment_columns} +
                                     " AND partner <> '' AND remitted < amount AND client = ?"
                                     " ORDER BY key"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<PaymentRow> rows;
  while (auto row = one_payment(query, tenant)) rows.push_back(*std::move(row));
  return rows;
}

std::vector<RemittedReport> remitted_by(Snapshot& view, std::string_view tenant,
                                        std::string_view payment_id) {
  Query query{view.connection(),
              "SELECT m.report_id, p.currency, sum(m.amount) FROM remittances m"
              " JOIN payments p ON p.tenant = m.tenant AND p.id = m.report_id"
              " WHERE m.tenant = ? AND m.payment_id = ? GROUP BY m.report_id, p.key, p.currency"
              " HAVING sum(m.amount) <> 0 ORDER BY p.key"};
  query.bind(tenant_number(view, tenant), payment_id);
  std::vector<RemittedReport> reports;
  while (query.next()) {
    RemittedReport one;
    query.take(one.payment_id);
    auto const currency = query.take<model::Currency>();
    one.amount = query.take_money(currency);
    reports.push_back(std::move(one));
  }
  return reports;
}

bool has_remitted(Snapshot& view, std::string_view tenant, std::string_view partner,
                  std::string_view payer_account) {
  if (payer_account.empty()) return false;
  Query query{view.connection(),
              "SELECT 1 FROM payments b JOIN remittances m ON m.tenant = b.tenant"
              " AND m.payment_id = b.id JOIN payments p ON p.tenant = m.tenant"
              " AND p.id = m.report_id WHERE b.tenant = ? AND b.payer_account = ?"
              " AND b.payer_account <> '' AND b.remitted > 0 AND p.partner = ? LIMIT 1"};
  return query.bind(tenant_number(view, tenant), payer_account, partner).next();
}

std::optional<std::string> find_payment_file(Snapshot& view, std::string_view tenant,
                                             std::string_view digest) {
  Query query{view.connection(), "SELECT id FROM payment_files WHERE tenant = ? AND digest = ?"};
  if (!query.bind(tenant_number(view, tenant), digest).next()) return std::nullopt;
  return query.take<std::string>();
}

namespace {

// As the index has it.
std::int64_t day_number(std::optional<model::Date> const& booked) {
  return booked.value_or(model::Date{}).time_since_epoch().count();
}

}  // namespace

bool has_payments_booked(Snapshot& view, std::string_view tenant,
                         std::optional<model::Date> const& booked) {
  Query query{view.connection(),
              "SELECT 1 FROM payments WHERE tenant = ? AND coalesce(booked, 0) = ? LIMIT 1"};
  return query.bind(tenant_number(view, tenant), day_number(booked)).next();
}

bool has_waiting_reversal(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(),
              "SELECT 1 FROM payments WHERE tenant = ? AND is_reversal = 1 AND reverses = ''"
              " LIMIT 1"};
  return query.bind(tenant_number(view, tenant)).next();
}

std::int64_t count_fingerprint(Snapshot& view, std::string_view tenant,
                               std::optional<model::Date> const& booked,
                               std::string_view fingerprint) {
  Query query{view.connection(),
              "SELECT count(*) FROM payments WHERE tenant = ? AND coalesce(booked, 0) = ?"
              " AND fingerprint = ?"};
  query.bind(tenant_number(view, tenant), day_number(booked), fingerprint).next();
  return query.take<std::int64_t>();
}

std::int64_t count_told_elsewhere(Snapshot& view, std::string_view tenant,
                                  PaymentReceived const& payment, std::string_view format) {
  Query query{view.connection(),
              "SELECT count(*) FROM payments p JOIN payment_files f"
              " ON f.tenant = p.tenant AND f.id = p.file_id WHERE p.tenant = ? AND p.account = ?"
              " AND p.amount = ? AND p.reference_key = ? AND p.booked = ? AND f.format <> ?"};
  query
      .bind(tenant_number(view, tenant), payment.account, payment.amount.minor(),
            payment.reference_key, payment.booked, format)
      .next();
  return query.take<std::int64_t>();
}

model::Money sum_told_elsewhere(Snapshot& view, std::string_view tenant, std::string_view account,
                                model::Date booked, model::Currency currency,
                                std::string_view format) {
  Query query{view.connection(),
              "SELECT coalesce(sum(p.amount), 0) FROM payments p JOIN payment_files f"
              " ON f.tenant = p.tenant AND f.id = p.file_id WHERE p.tenant = ? AND p.account = ?"
              " AND coalesce(p.booked, 0) = ? AND p.currency = ? AND f.format <> ?"};
  query.bind(tenant_number(view, tenant), account, booked, currency.code(), format).next();
  return {query.take<std::int64_t>(), currency};
}

std::optional<PaymentRow> waiting_reversal(Snapshot& view, std::string_view tenant,
                                           PaymentReceived const& payment) {
  Query query{view.connection(),
              std::string{payment_columns} +
                  " AND account = ? AND amount = ? AND reference_key = ? AND is_reversal = 1"
                  " AND reverses = '' AND (booked IS NULL OR booked >= ?) ORDER BY key LIMIT 1"};
  query.bind(tenant_number(view, tenant), payment.account, -payment.amount.minor(),
             payment.reference_key, day_number(payment.booked));
  return one_payment(query, tenant);
}

namespace {

// Whether the bank says that both are of one payer, or of one payment.
bool is_same_payer(PaymentRow const& payment, PaymentReceived const& reversal) {
  auto const& account = reversal.personal_payer_account;
  bool const same_account = !account.empty() && !payment.payer_account.empty() &&
                            model::same_account(account, payment.payer_account);
  return same_account ||
         (!reversal.archive_id.empty() && reversal.archive_id == payment.archive_id);
}

// What the bank took back of the payment in parts. The two have one reference.
std::vector<PaymentRow> part_reversals(Snapshot& view, PaymentRow const& payment) {
  Query query{view.connection(), std::string{payment_columns} +
                                     " AND reference_key = ? AND amount < 0 AND reverses = ?"
                                     " ORDER BY key"};
  query.bind(tenant_number(view, payment.tenant), payment.reference_key, payment.id);
  std::vector<PaymentRow> rows;
  if (!payment.reversed_by.empty()) return rows;
  while (auto row = one_payment(query, payment.tenant)) rows.push_back(*std::move(row));
  return rows;
}

}  // namespace

namespace {

constexpr std::int64_t no_day = std::numeric_limits<std::int32_t>::max();

std::int64_t last_day(PaymentReceived const& reversal) {
  return reversal.booked ? day_number(reversal.booked) : no_day;
}

// What the bank names by its id among the payments with the account and reference, also what it
// took back before.
std::vector<PaymentRow> named_payments(Snapshot& view, std::string_view tenant,
                                       PaymentReceived const& reversal) {
  std::vector<PaymentRow> rows;
  if (reversal.archive_id.empty()) return rows;
  Query query{view.connection(), std::string{payment_columns} +
                                     " AND account = ? AND reference_key = ? AND archive_id = ?"
                                     " AND is_reversal = 0 AND partner = '' ORDER BY key DESC"};
  query.bind(tenant_number(view, tenant), reversal.account, reversal.reference_key,
             reversal.archive_id);
  while (auto row = one_payment(query, tenant)) rows.push_back(*std::move(row));
  return rows;
}

// Payments by the account and reference that are as large.
std::vector<PaymentRow> payments_as_large(Snapshot& view, std::string_view tenant,
                                          PaymentReceived const& reversal) {
  std::vector<PaymentRow> rows;
  Query query{view.connection(), std::string{payment_columns} +
                                     " AND account = ? AND amount >= ? AND reference_key = ?"
                                     " AND is_reversal = 0 AND reversed_by = '' AND partner = ''"
                                     " AND coalesce(booked, 0) <= ? ORDER BY key DESC"};
  query.bind(tenant_number(view, tenant), reversal.account, -reversal.amount.minor(),
             reversal.reference_key, last_day(reversal));
  while (auto row = one_payment(query, tenant)) rows.push_back(*std::move(row));
  return rows;
}

// Whether the payment was there before the reversal, and the bank left so much of it.
bool has_left(Snapshot& view, PaymentRow const& payment, PaymentReceived const& reversal) {
  auto const back = -reversal.amount;
  bool const was_there = day_number(payment.booked) <= last_day(reversal);
  if (!was_there || !payment.reversed_by.empty()) return false;
  auto left = payment.amount;
  if (left.currency() != back.currency()) return false;
  for (auto const& one : part_reversals(view, payment)) left += one.amount;
  return left >= back;
}

// Whether it is all laid, so much of it on items.
bool lies_on_items(Snapshot& view, PaymentRow const& payment, model::Money const& sum) {
  auto laid = sum - sum;
  for (auto const& part : parts_left(view, payment)) laid += part.amount;
  return payment.unallocated.is_zero() && payment.returned.is_zero() && laid >= sum;
}

}  // namespace

std::optional<PaymentRow> reversible_payment(Snapshot& view, std::string_view tenant,
                                             PaymentReceived const& reversal) {
  auto const amount = reversal.amount.minor();
  bool const is_named = !named_payments(view, tenant, reversal).empty();
  Query query{view.connection(),
              std::string{payment_columns} +
                  " AND account = ? AND amount = ? AND reference_key = ? AND is_reversal = 0"
                  " AND reversed_by = '' AND coalesce(booked, 0) <= ? ORDER BY key DESC"};
  query.bind(tenant_number(view, tenant), reversal.account, amount < 0 ? -amount : amount,
             reversal.reference_key, last_day(reversal));
  while (auto payment = one_payment(query, tenant)) {
    if (is_named && payment->archive_id != reversal.archive_id) continue;
    if (!part_reversals(view, *payment).empty()) continue;
    if (!reversal.reference_key.empty() || is_same_payer(*payment, reversal)) return payment;
  }
  return std::nullopt;
}

std::optional<PaymentRow> partly_reversible_payment(Snapshot& view, std::string_view tenant,
                                                    PaymentReceived const& reversal) {
  auto const back = -reversal.amount;
  auto candidates = named_payments(view, tenant, reversal);
  if (candidates.empty() && !reversal.reference_key.empty())
    candidates = payments_as_large(view, tenant, reversal);
  std::erase_if(candidates, [&](PaymentRow const& row) { return !has_left(view, row, reversal); });
  bool const certain = candidates.size() == 1 && lies_on_items(view, candidates.front(), back);
  return certain ? std::optional{std::move(candidates.front())} : std::nullopt;
}

std::vector<AllocatedPart> parts_left(Snapshot& view, PaymentRow const& payment) {
  auto all = payment.parts;
  for (auto const& reversal : part_reversals(view, payment))
    all.insert(all.end(), reversal.parts.begin(), reversal.parts.end());
  std::vector<AllocatedPart> left;
  for (auto const& part : all) {
    auto const same = std::find_if(left.begin(), left.end(), [&](auto const& one) {
      return one.receivable_id == part.receivable_id && one.component == part.component;
    });
    same == left.end() ? left.push_back(part) : void(same->amount += part.amount);
  }
  std::erase_if(left, [](auto const& one) { return one.amount.is_zero(); });
  return left;
}

std::vector<PaymentRow> reversals_waiting(Snapshot& view, std::string_view tenant,
                                          std::string_view client) {
  Query query{view.connection(), std::string{payment_columns} +
                                     " AND unallocated <> 0 AND unallocated < 0"
                                     " AND is_reversal = 1 AND client = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<PaymentRow> rows;
  while (auto row = one_payment(query, tenant)) rows.push_back(*std::move(row));
  return rows;
}

std::vector<std::string> customers_of_payer(Snapshot& view, std::string_view tenant,
                                            std::string_view client, std::string_view payer_account,
                                            int limit) {
  constexpr int payments_looked_at = 50;
  auto const number = tenant_number(view, tenant);
  std::vector<std::string> customers;
  if (payer_account.empty()) return customers;
  Query paid{view.connection(),
             "SELECT parts FROM payments WHERE tenant = ? AND payer_account = ?"
             " AND payer_account <> '' AND client = ? ORDER BY key DESC LIMIT ?"};
  paid.bind(number, payer_account, client, payments_looked_at);
  while (paid.next() && static_cast<int>(customers.size()) < limit) {
    std::vector<AllocatedPart> parts;
    read_list(paid.take<std::string>(), parts);
    for (auto const& part : parts) {
      Query invoice{view.connection(),
                    "SELECT customer_number FROM invoices WHERE tenant = ? AND id = ?"
                    " AND customer_number <> ''"};
      if (!invoice.bind(number, part.invoice_id).next()) continue;
      auto customer = invoice.take<std::string>();
      if (std::find(customers.begin(), customers.end(), customer) == customers.end())
        customers.push_back(std::move(customer));
    }
  }
  return customers;
}

std::optional<model::Date> bank_data_until(Snapshot& view, std::string_view tenant,
                                           std::string_view account) {
  Query query{view.connection(),
              "SELECT covers_until FROM bank_accounts WHERE tenant = ? AND account = ?"};
  auto const key = model::account_key(account);
  if (!query.bind(tenant_number(view, tenant), key).next()) return std::nullopt;
  return query.take<model::Date>();
}

}  // namespace airut::ledger
