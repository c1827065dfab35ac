#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/account_key.hpp"
#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivable_rows.hpp"

namespace airut::ledger {

namespace {

void insert_payment(Transaction& tx, Happening const& at, PaymentReceived const& f) {
  auto const parts = list_text(f.parts);
  Query query{tx.connection(),
              "INSERT INTO payments (key, tenant, id, client, file_id, account, archive_id,"
              " fingerprint, occurrence, reference_key, currency, amount, unallocated,"
              " unallocated_reason, rule, explanation, is_reversal, reverses, reversed_by, booked,"
              " value_date, parts, payer_name, payer_account, text, partner, settlement_id,"
              " more_references)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'',?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.payment_id, f.client, f.file_id, f.account, f.archive_id,
            f.fingerprint, f.occurrence, f.reference_key, f.amount.currency().code(),
            f.amount.minor(), f.unallocated.minor(), f.unallocated_reason, f.rule, f.explanation,
            f.is_reversal, f.reverses, f.booked, f.value_date, parts, f.personal_payer,
            f.personal_payer_account, f.personal_text, f.partner, f.settlement_id,
            list_text(f.more_references))
      .run();
}

struct MoneySource {
  std::string_view kind, payment_id;
  model::Date effective{};
};

void post_part(Transaction& tx, Happening const& at, AllocatedPart const& part, std::size_t index,
               MoneySource const& source) {
  auto const key = pay_component(tx, at, part);
  add_entry(tx, at,
            {key, static_cast<int>(index), source.kind, part.component, -part.amount.minor(),
             source.effective, source.payment_id});
}

// A payment of which a part is taken back is not taken back. amount: positive.
void take_back(Transaction& tx, Happening const& at, std::string_view payment,
               std::string_view reversal, std::int64_t amount) {
  Query query{tx.connection(),
              "UPDATE payments SET reversed_by = ? WHERE tenant = ? AND id = ? AND amount = ?"};
  query.bind(reversal, at.tenant, payment, amount).run();
  Query back{tx.connection(), "UPDATE payments SET reverses = ? WHERE tenant = ? AND id = ?"};
  back.bind(payment, at.tenant, reversal).run();
}

struct Paid {
  std::int64_t unallocated = 0;
  std::vector<AllocatedPart> parts;
  std::optional<model::Date> effective;
};

Paid find_paid(Transaction& tx, Happening const& at, std::string_view id) {
  Query query{tx.connection(),
              "SELECT unallocated, parts, coalesce(value_date, booked) FROM payments"
              " WHERE tenant = ? AND id = ?"};
  if (!query.bind(at.tenant, id).next())
    throw std::logic_error{fmt::format("there is no payment {}", id)};
  Paid paid;
  paid.unallocated = query.take<std::int64_t>();
  read_list(query.take<std::string>(), paid.parts);
  paid.effective = query.take<std::optional<model::Date>>();
  return paid;
}

}  // namespace

void project(Transaction& tx, Happening const& at, PaymentReceived const& f) {
  auto left = f.amount - f.unallocated;
  for (auto const& part : f.parts) left -= part.amount;
  if (!left.is_zero())
    throw std::logic_error{fmt::format("payment {} is not what it pays and leaves", f.payment_id)};
  insert_payment(tx, at, f);
  MoneySource const source{f.is_reversal ? "reversal" : "payment", f.payment_id,
                           f.value_date.value_or(f.booked.value_or(model::day_of(at.booked)))};
  for (std::size_t i = 0; i < f.parts.size(); ++i) post_part(tx, at, f.parts[i], i, source);
  if (!f.reverses.empty()) take_back(tx, at, f.reverses, f.payment_id, -f.amount.minor());
  if (!f.taken_back_by.empty()) take_back(tx, at, f.payment_id, f.taken_back_by, f.amount.minor());
}

void project(Transaction& tx, Happening const& at, PaymentAllocated const& f) {
  auto const paid = find_paid(tx, at, f.payment_id);
  auto parts = paid.parts;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < f.parts.size(); ++i) {
    auto const& part = f.parts[i];
    sum += part.amount.minor();
    parts.push_back(part);
    auto const* kind = part.amount.is_negative() ? "move" : "payment";
    post_part(tx, at, part, i,
              {kind, f.payment_id, paid.effective.value_or(model::day_of(at.booked))});
  }
  if (sum > paid.unallocated)
    throw std::logic_error{fmt::format("payment {} has no {} that wait", f.payment_id, sum)};
  auto const text = list_text(parts);
  Query query{tx.connection(),
              "UPDATE payments SET unallocated = unallocated - ?1, parts = ?2,"
              " unallocated_reason = CASE WHEN unallocated = ?1 THEN ''"
              "   WHEN unallocated = 0 THEN ?8 ELSE unallocated_reason END,"
              " rule = CASE WHEN ?5 = '' THEN 'person' ELSE ?5 END,"
              " explanation = CASE WHEN ?6 = '' THEN explanation ELSE ?6 END,"
              " client = CASE WHEN ?7 = '' THEN client ELSE ?7 END"
              " WHERE tenant = ?3 AND id = ?4"};
  query.bind(sum, text, at.tenant, f.payment_id, f.rule, f.explanation, f.client, f.waits_as).run();
}

namespace {

void part_reversal(Transaction& tx, Happening const& at, ReversalReleased const& f) {
  Query query{tx.connection(),
              "UPDATE payments SET reverses = '', parts = '', unallocated = amount,"
              " unallocated_reason = 'reversal-unknown' WHERE tenant = ? AND id = ?"
              " AND reverses = ? RETURNING id"};
  if (!query.bind(at.tenant, f.reversal_id, f.payment_id).next())
    throw std::logic_error{fmt::format("{} takes {} not back", f.reversal_id, f.payment_id)};
}

}  // namespace

// Nothing changes on items: what the reversal took back there the payment itself has taken back.
void project(Transaction& tx, Happening const& at, ReversalReleased const& f) {
  part_reversal(tx, at, f);
  auto parts = find_paid(tx, at, f.payment_id).parts;
  std::int64_t sum = 0;
  for (auto const& part : f.parts) {
    sum += part.amount.minor();
    parts.push_back(part);
  }
  auto const text = list_text(parts);
  Query query{tx.connection(),
              "UPDATE payments SET reversed_by = '', parts = ?, unallocated = unallocated - ?,"
              " unallocated_reason = ?, rule = 'person' WHERE tenant = ? AND id = ?"};
  query.bind(text, sum, "reversal-released", at.tenant, f.payment_id).run();
}

void project(Transaction& tx, Happening const& at, PaymentFileImported const& f) {
  {
    Query query{tx.connection(),
                "INSERT INTO payment_files (key, tenant, id, digest, format) VALUES (?,?,?,?,?)"};
    query.bind(at.key, at.tenant, f.file_id, f.digest, f.format).run();
  }
  int number = 0;
  for (auto const& told : f.statements) {
    Query query{tx.connection(),
                "INSERT INTO statements (key, number, tenant, file_id, account, statement_id,"
                " from_day, until_day, currency, opening, closing) VALUES (?,?,?,?,?,?,?,?,?,?,?)"};
    query
        .bind(at.key, number++, at.tenant, f.file_id, told.account, told.statement_id, told.from,
              told.until, told.closing.currency().code(), told.opening.minor(),
              told.closing.minor())
        .run();
  }
  number = 0;
  for (auto const& sum : f.sums) {
    Query query{tx.connection(),
                "INSERT INTO day_sums (key, number, tenant, account, day, currency, amount,"
                " is_lump) VALUES (?,?,?,?,?,?,?,?)"};
    query
        .bind(at.key, number++, at.tenant, sum.account, sum.day, sum.amount.currency().code(),
              sum.amount.minor(), sum.is_lump)
        .run();
  }
  for (auto const& cover : f.coverage) {
    Query query{tx.connection(),
                "INSERT INTO bank_accounts (tenant, account, covers_until) VALUES (?1,?2,?3)"
                " ON CONFLICT (tenant, account) DO UPDATE SET covers_until ="
                " CASE WHEN bank_accounts.covers_until > ?3 THEN bank_accounts.covers_until"
                " ELSE ?3 END"};
    auto const account = model::account_key(cover.account);
    query.bind(at.tenant, account, cover.until).run();
  }
}

namespace {

// Never below nothing, nor beyond what the report tells.
void note_remitted(Transaction& tx, Happening const& at, RemittedReport const& report) {
  Query query{tx.connection(),
              "UPDATE payments SET remitted = remitted + ?1 WHERE tenant = ?2 AND id = ?3"
              " AND partner <> '' AND remitted + ?1 BETWEEN 0 AND amount RETURNING key"};
  if (!query.bind(report.amount.minor(), at.tenant, report.payment_id).next())
    throw std::logic_error{fmt::format("report {} has no such sum to remit", report.payment_id)};
}

}  // namespace

void project(Transaction& tx, Happening const& at, RemittanceLaid const& f) {
  std::int64_t sum = 0;
  int number = 0;
  for (auto const& report : f.reports) {
    sum += report.amount.minor();
    note_remitted(tx, at, report);
    Query query{tx.connection(),
                "INSERT INTO remittances (key, number, tenant, payment_id, report_id, amount)"
                " VALUES (?,?,?,?,?,?)"};
    query.bind(at.key, number++, at.tenant, f.payment_id, report.payment_id, report.amount.minor())
        .run();
  }
  if (sum != f.amount.minor())
    throw std::logic_error{fmt::format("remittance {} is not its reports", f.payment_id)};
  Query query{tx.connection(),
              "UPDATE payments SET unallocated = unallocated - ?1, remitted = remitted + ?1,"
              " unallocated_reason = CASE WHEN unallocated = ?1 THEN '' WHEN ?1 < 0 THEN ?7"
              "   ELSE unallocated_reason END,"
              " rule = CASE WHEN ?4 = '' THEN 'person' ELSE ?4 END,"
              " explanation = CASE WHEN ?5 = '' THEN explanation ELSE ?5 END,"
              " client = CASE WHEN ?6 = '' THEN client ELSE ?6 END"
              " WHERE tenant = ?2 AND id = ?3 AND partner = '' RETURNING unallocated, remitted"};
  query.bind(sum, at.tenant, f.payment_id, f.rule, f.explanation, f.client,
             "remittance-taken-back");
  bool const known = query.next();
  if (!known || query.take<std::int64_t>() < 0 || query.take<std::int64_t>() < 0)
    throw std::logic_error{fmt::format("payment {} has no {} that wait", f.payment_id, sum)};
}

void project(Transaction& tx, Happening const& at, DayRun const& f) {
  Query query{tx.connection(),
              "INSERT INTO day_runs (tenant, as_of, began) VALUES (?1,?2,?3)"
              " ON CONFLICT (tenant, as_of) DO UPDATE SET began = coalesce(?3, day_runs.began)"};
  query.bind(at.tenant, f.as_of, f.began).run();
}

}  // namespace airut::ledger
