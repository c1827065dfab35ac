#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/receivable_rows.hpp"
#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

namespace {

void insert_payment(Transaction& tx, Happening const& at, PaymentReceived const& f) {
  auto const parts = list_text(f.parts);
  Query query{tx.connection(),
              "INSERT INTO payments (key, tenant, id, client, file_id, account, archive_id,"
              " fingerprint, occurrence, reference_key, currency, amount, unallocated,"
              " unallocated_reason, rule, explanation, is_reversal, reverses, reversed_by, booked,"
              " value_date, parts, payer_name, payer_account)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'',?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.payment_id, f.client, f.file_id, f.account, f.archive_id,
            f.fingerprint, f.occurrence, f.reference_key, f.amount.currency().code(),
            f.amount.minor(), f.unallocated.minor(), f.unallocated_reason, f.rule, f.explanation,
            f.is_reversal, f.reverses, f.booked, f.value_date, parts, f.personal_payer,
            f.personal_payer_account)
      .run();
}

void post_part(Transaction& tx, Happening const& at, PaymentReceived const& f, std::size_t index) {
  auto const& part = f.parts[index];
  auto const key = receivable_key(tx, at, part.receivable_id);
  add_to_component(tx, key, part.component, -part.amount.minor());
  {
    Query query{tx.connection(), "UPDATE receivables SET paid = paid + ? WHERE key = ?"};
    query.bind(part.amount.minor(), key).run();
  }
  auto const effective = f.value_date.value_or(f.booked.value_or(model::day_of(at.booked)));
  add_entry(tx, at,
            {key, static_cast<int>(index), f.is_reversal ? "reversal" : "payment", part.component,
             -part.amount.minor(), effective, f.payment_id});
  refresh_status(tx, key);
}

}  // namespace

void project(Transaction& tx, Happening const& at, PaymentReceived const& f) {
  insert_payment(tx, at, f);
  for (std::size_t i = 0; i < f.parts.size(); ++i) post_part(tx, at, f, i);
  if (f.reverses.empty()) return;
  Query query{tx.connection(), "UPDATE payments SET reversed_by = ? WHERE tenant = ? AND id = ?"};
  query.bind(f.payment_id, at.tenant, f.reverses).run();
}

void project(Transaction& tx, Happening const& at, PaymentFileImported const& f) {
  {
    Query query{tx.connection(),
                "INSERT INTO payment_files (key, tenant, id, digest) VALUES (?,?,?,?)"};
    query.bind(at.key, at.tenant, f.file_id, f.digest).run();
  }
  if (!f.covers_until) return;
  for (auto const& account : f.accounts) {
    Query query{tx.connection(),
                "INSERT INTO bank_accounts (tenant, account, covers_until) VALUES (?1,?2,?3)"
                " ON CONFLICT DO UPDATE SET covers_until = max(covers_until, ?3)"};
    query.bind(at.tenant, account, *f.covers_until).run();
  }
}

void project(Transaction& tx, Happening const& at, DayRun const& f) {
  Query query{tx.connection(), "INSERT OR IGNORE INTO day_runs (tenant, as_of) VALUES (?,?)"};
  query.bind(at.tenant, f.as_of).run();
}

}  // namespace airut::ledger
