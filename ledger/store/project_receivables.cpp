#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/receivable_rows.hpp"
#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

std::int64_t receivable_key(Transaction& tx, Happening const& at, std::string_view id) {
  Query query{tx.connection(), "SELECT key FROM receivables WHERE tenant = ? AND id = ?"};
  if (!query.bind(at.tenant, id).next())
    throw std::logic_error{fmt::format("there is no receivable {}", id)};
  return query.take<std::int64_t>();
}

void add_entry(Transaction& tx, Happening const& at, Posting const& posting) {
  if (posting.amount == 0) return;
  Query query{tx.connection(),
              "INSERT INTO entries (receivable, event, part, kind, component, amount, effective,"
              " booked, source) VALUES (?,?,?,?,?,?,?,?,?)"};
  query
      .bind(posting.receivable, at.key, posting.part, posting.kind, posting.component,
            posting.amount, posting.effective, at.booked, posting.source)
      .run();
}

void add_to_component(Transaction& tx, std::int64_t receivable, std::string_view component,
                      std::int64_t amount) {
  if (component != "principal" && component != "interest" && component != "fee" &&
      component != "cost")
    throw std::logic_error{fmt::format("'{}' is no component of a receivable", component)};
  auto const sql = fmt::format(
      "UPDATE receivables SET {0} = {0} + ?1, version = version + 1 WHERE key = ?2 RETURNING {0}",
      component);
  Query query{tx.connection(), sql};
  if (!query.bind(amount, receivable).next() || query.take<std::int64_t>() < 0)
    throw std::logic_error{fmt::format("the {} of a receivable would fall below zero", component)};
}

void refresh_status(Transaction& tx, std::int64_t receivable) {
  Query query{
      tx.connection(),
      "UPDATE receivables SET status = CASE"
      " WHEN principal + interest + fee + cost = 0 THEN"
      "   CASE WHEN paid > 0 THEN 'paid' WHEN credited > 0 THEN 'credited' ELSE 'closed' END"
      " WHEN paid > 0 OR credited > 0 THEN 'partly_paid' ELSE 'open' END WHERE key = ?"};
  query.bind(receivable).run();
}

void open_receivable(Transaction& tx, Happening const& at, InvoiceAccepted const& f) {
  {
    Query query{tx.connection(),
                "INSERT INTO receivables (key, tenant, id, status, stage, principal, interest, fee,"
                " cost, paid, credited, due_date, policy, reminders, collection, hold_reason,"
                " disputed, letters, fees_charged, version)"
                " VALUES (?,?,?,'open','none',?,0,0,0,0,0,?,?,?,?,'',0,0,0,1)"};
    query
        .bind(at.key, at.tenant, f.receivable_id, f.due.minor(), f.due_date, f.policy, f.reminders,
              f.collection)
        .run();
  }
  add_entry(tx, at, {at.key, 0, "charge", "principal", f.due.minor(), f.issue_date, f.invoice_id});
  if (f.due.is_zero()) refresh_status(tx, at.key);
}

void note_delivery(Transaction& tx, Happening const& at, DeliveryChanged const& f) {
  auto const invoice = invoice_key(tx, at.tenant, f.invoice_id);
  if (f.event == "negative_feedback") {
    Query query{tx.connection(), "UPDATE receivables SET delivered_on = NULL WHERE key = ?"};
    query.bind(invoice).run();
    return;
  }
  bool const arrived = f.to == "sent" || f.to == "delivered";
  if (!arrived || (f.evidence.empty() && !f.assumed) || f.evidence == "none") return;
  Query query{tx.connection(),
              "UPDATE receivables SET delivered_on = coalesce(delivered_on, ?) WHERE key = ?"};
  query.bind(model::day_of(at.booked), invoice).run();
}

void project(Transaction& tx, Happening const& at, ReceivableCredited const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  add_to_component(tx, key, "principal", -f.amount.minor());
  {
    Query query{tx.connection(), "UPDATE receivables SET credited = credited + ? WHERE key = ?"};
    query.bind(f.amount.minor(), key).run();
  }
  add_entry(tx, at,
            {key, 0, "credit", "principal", -f.amount.minor(), model::day_of(at.booked),
             f.credit_note_id});
  refresh_status(tx, key);
}

namespace {

std::string_view stage_of(std::string_view kind) {
  if (kind == "first_reminder") return "reminder_1";
  if (kind == "second_reminder") return "reminder_2";
  if (kind == "collection_order") return "in_collection";
  throw std::logic_error{fmt::format("'{}' is no kind of letter", kind)};
}

void insert_letter(Transaction& tx, Happening const& at, std::int64_t receivable,
                   LetterDecided const& f) {
  Query query{tx.connection(),
              "INSERT INTO letters (key, tenant, id, receivable, kind, round, day, deadline,"
              " currency, principal_open, fee, interest, interest_from, interest_until,"
              " interest_percent, proof, delivery_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')"};
  query
      .bind(at.key, at.tenant, f.letter_id, receivable, f.kind, f.round, f.day, f.deadline,
            f.principal_open.currency().code(), f.principal_open.minor(), f.fee.minor(),
            f.interest.minor(), f.interest_from, f.interest_until, f.interest_percent, f.proof)
      .run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, LetterDecided const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  insert_letter(tx, at, key, f);
  add_to_component(tx, key, "fee", f.fee.minor());
  add_to_component(tx, key, "interest", f.interest.minor());
  add_entry(tx, at, {key, 0, "fee", "fee", f.fee.minor(), f.day, f.letter_id});
  add_entry(tx, at, {key, 1, "interest", "interest", f.interest.minor(), f.day, f.letter_id});
  Query query{tx.connection(),
              "UPDATE receivables SET stage = ?1, letters = letters + 1,"
              " fees_charged = fees_charged + (?2 > 0), last_letter_day = ?3,"
              " last_letter_deadline = ?4,"
              " first_fee_day = iif(?2 > 0, coalesce(first_fee_day, ?3), first_fee_day),"
              " interest_until = coalesce(?5, interest_until) WHERE key = ?6"};
  query.bind(stage_of(f.kind), f.fee.minor(), f.day, f.deadline, f.interest_until, key).run();
}

void project(Transaction& tx, Happening const& at, ReceivablePaused const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  bool const resumes = f.action == "resume";
  if (!resumes && f.action != "pause" && f.action != "dispute")
    throw std::logic_error{fmt::format("a receivable cannot be put on '{}'", f.action)};
  std::optional<model::Date> until;
  if (!resumes) until = f.until;
  auto const reason = resumes ? std::string{} : f.reason.empty() ? f.action : f.reason;
  Query query{tx.connection(),
              "UPDATE receivables SET hold_reason = ?, hold_until = ?, disputed = ?,"
              " version = version + 1 WHERE key = ?"};
  query.bind(reason, until, f.action == "dispute", key).run();
}

}  // namespace airut::ledger
