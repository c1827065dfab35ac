#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/open_days.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivable_rows.hpp"

namespace airut::ledger {

void take_from_balance(Transaction& tx, std::int64_t receivable, std::int64_t amount) {
  Query query{tx.connection(),
              "UPDATE receivables SET credit_balance = credit_balance - ?1, version = version + 1"
              " WHERE key = ?2 RETURNING credit_balance"};
  if (!query.bind(amount, receivable).next() || query.take<std::int64_t>() < 0)
    throw std::logic_error{fmt::format("a credit balance has no {} to give", amount)};
}

void project(Transaction& tx, Happening const& at, MoneyReturned const& f) {
  if (f.payment_id.empty()) {
    take_from_balance(tx, receivable_key(tx, at, f.receivable_id), f.amount.minor());
  } else {
    Query query{tx.connection(),
                "UPDATE payments SET unallocated = unallocated - ?1, returned = returned + ?1,"
                " unallocated_reason = CASE unallocated WHEN ?1 THEN '' ELSE unallocated_reason END"
                " WHERE tenant = ?2 AND id = ?3 RETURNING unallocated"};
    query.bind(f.amount.minor(), at.tenant, f.payment_id);
    if (!query.next() || query.take<std::int64_t>() < 0)
      throw std::logic_error{fmt::format("payment {} has no such sum that waits", f.payment_id)};
  }
  Query query{tx.connection(),
              "INSERT INTO returns (key, tenant, id, client, payment_id, receivable_id, currency,"
              " amount, day, method, reason) VALUES (?,?,?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.return_id, f.client, f.payment_id, f.receivable_id,
            f.amount.currency().code(), f.amount.minor(), f.day, f.method, f.reason)
      .run();
}

void project(Transaction& tx, Happening const& at, CreditLaid const& f) {
  std::int64_t sum = 0;
  int index = 0;
  for (auto const& part : f.parts) {
    auto const key = receivable_key(tx, at, part.receivable_id);
    sum += part.amount.minor();
    add_to_component(tx, key, part.component, -part.amount.minor());
    {
      Query query{tx.connection(), "UPDATE receivables SET paid = paid + ? WHERE key = ?"};
      query.bind(part.amount.minor(), key).run();
    }
    add_entry(tx, at,
              {key, index++, "payment", part.component, -part.amount.minor(),
               model::day_of(at.booked), f.receivable_id});
    refresh_status(tx, key);
  }
  take_from_balance(tx, receivable_key(tx, at, f.receivable_id), sum);
}

void project(Transaction& tx, Happening const& at, MoneySettled const& f) {
  Query query{tx.connection(),
              "INSERT INTO settlements (key, tenant, id, client, day, currency, amount, until_seq,"
              " items, digest) VALUES (?,?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.settlement_id, f.client, f.day, f.amount.currency().code(),
            f.amount.minor(), f.until_seq, f.items, f.digest)
      .run();
}

void project(Transaction& tx, Happening const& at, DueDateChanged const& f) {
  auto const receivable = receivable_key(tx, at, f.receivable_id);
  {
    ItemAfter item;
    model::Date before{};
    {
      Query was{tx.connection(), "SELECT due_date FROM receivables WHERE key = ?"};
      was.bind(receivable).next();
      was.take(before);
    }
    Query query{tx.connection(),
                "UPDATE receivables SET due_date = ?, version = version + 1 WHERE key = ?"
                " RETURNING subledger, due_date, principal + interest + fee + cost"};
    query.bind(f.due_date, receivable).next();
    query.take(item.subledger, item.due_date, item.open);
    note_due_date(tx, item, before);
  }
  Query query{tx.connection(),
              "INSERT INTO due_changes (key, receivable, was, due_date, booked)"
              " VALUES (?,?,?,?,?)"};
  query.bind(at.key, receivable, f.was, f.due_date, at.booked).run();
}

void project(Transaction& tx, Happening const& at, FeedItemTaken const& f) {
  Query query{tx.connection(),
              "INSERT INTO feed_items (key, tenant, client, item_id, digest, kind, invoice_number,"
              " receivable_id, result) VALUES (?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.client, f.item_id, f.digest, f.kind, f.invoice_number,
            f.receivable_id, f.result)
      .run();
}

void project(Transaction& tx, Happening const& at, LedgersCompared const& f) {
  Query query{tx.connection(),
              "INSERT INTO comparisons (key, tenant, id, client, day, whole, list_digest,"
              " report_digest, compared, differences, held, released)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.comparison_id, f.client, f.day, f.whole, f.list_digest,
            f.report_digest, f.compared, f.differences, f.held, f.released)
      .run();
}

void project(Transaction& tx, Happening const& at, PeriodClosed const& f) {
  Query query{tx.connection(),
              "INSERT INTO closed_periods (key, tenant, client, period, until_seq, digest)"
              " VALUES (?,?,?,?,?,?)"};
  query.bind(at.key, at.tenant, f.client, f.period, f.until_seq, f.digest).run();
}

}  // namespace airut::ledger
