#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/clock_days.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/open_days.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivable_rows.hpp"
#include "ledger/store/standing.hpp"

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
              "INSERT INTO postings (receivable, event, part, kind, component, amount, effective,"
              " booked, source) VALUES (?,?,?,?,?,?,?,?,?)"};
  query
      .bind(posting.receivable, at.key, posting.part, posting.kind, posting.component,
            posting.amount, posting.effective, at.booked, posting.source)
      .run();
}

namespace {

Standing read_standing(Query& query, std::string_view id) {
  if (!query.next()) throw std::logic_error{fmt::format("there is no receivable {}", id)};
  return take_standing(query);
}

Standing standing_of(Transaction& tx, Happening const& at, std::string_view id) {
  static auto const text =
      fmt::format("SELECT {} FROM receivables r WHERE r.tenant = ? AND r.id = ?", standing_columns);
  Query query{tx.connection(), text};
  return read_standing(query.bind(at.tenant, id), id);
}

Standing standing_at(Transaction& tx, std::int64_t key) {
  static auto const text =
      fmt::format("SELECT {} FROM receivables r WHERE r.key = ?", standing_columns);
  Query query{tx.connection(), text};
  return read_standing(query.bind(key), std::to_string(key));
}

// As it is before its first part of a payment it was read with its invoice.
Standing standing_to_pay(Transaction& tx, Happening const& at, std::string_view id) {
  auto& read = Heads::of(tx)->item;
  if (!read || read->id != id) return standing_of(tx, at, id);
  auto item = *std::move(read);
  read.reset();
  return item;
}

void change(Transaction& tx, Standing& item, std::string_view component, std::int64_t amount) {
  auto& open = item.of(component);
  open += amount;
  if (open < 0)
    throw std::logic_error{fmt::format("the {} of a receivable would fall below zero", component)};
  note_open(tx, {item.subledger, item.due_date, item.open()}, amount);
}

}  // namespace

void add_to_component(Transaction& tx, std::int64_t receivable, std::string_view component,
                      std::int64_t amount) {
  auto item = standing_at(tx, receivable);
  change(tx, item, component, amount);
  Query query{
      tx.connection(),
      fmt::format("UPDATE receivables SET {} = ?, version = version + 1 WHERE key = ?", component)};
  query.bind(item.of(component), item.key).run();
}

std::int64_t pay_component(Transaction& tx, Happening const& at, AllocatedPart const& part) {
  auto item = standing_to_pay(tx, at, part.receivable_id);
  change(tx, item, part.component, -part.amount.minor());
  item.paid += part.amount.minor();
  if (counts_version(tx, item.key)) ++item.payments;
  Query query{tx.connection(), fmt::format("UPDATE receivables SET {} = ?, paid = ?, status = ?,"
                                           " payments = ?, version = version + 1 WHERE key = ?",
                                           part.component)};
  query.bind(item.of(part.component), item.paid, item.status(), item.payments, item.key).run();
  return item.key;
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
  auto const subledger = subledger_of(tx, at, f.client, f.due.currency());
  {
    Query query{tx.connection(),
                "INSERT INTO receivables (key, tenant, id, status, stage, principal, interest, fee,"
                " cost, paid, credited, due_date, policy, reminders, collection, hold_reason,"
                " disputed, approved, letters, fees_charged, version, delivery_assumed,"
                " credit_balance, subledger)"
                " VALUES (?,?,?,'open','none',?,0,0,0,0,0,?,?,?,?,'',0,0,0,0,1,0,0,?)"};
    query
        .bind(at.key, at.tenant, f.receivable_id, f.due.minor(), f.due_date, f.policy, f.reminders,
              f.collection, subledger)
        .run();
  }
  for (auto const& reference : f.more_references) {
    Query query{tx.connection(),
                "INSERT INTO more_references (tenant, reference_key, receivable) VALUES (?,?,?)"
                " ON CONFLICT DO NOTHING"};
    query.bind(at.tenant, reference, at.key).run();
  }
  note_open(tx, {subledger, f.due_date, f.due.minor()}, f.due.minor());
  if (f.due.is_zero()) refresh_status(tx, at.key);
}

namespace {

bool left_the_house(DeliveryChanged const& f) {
  bool const arrived = f.to == "sent" || f.to == "delivered";
  return arrived && f.evidence != "none" && (!f.evidence.empty() || f.assumed);
}

}  // namespace

void note_delivery(Transaction& tx, Happening const& at, DeliveryChanged const& f) {
  auto const invoice = invoice_key(tx, at.tenant, f.invoice_id);
  if (f.event == "negative_feedback" || f.event == "claim_changed") {
    Query query{tx.connection(),
                "UPDATE receivables SET sent_on = NULL, delivered_on = NULL, delivery_assumed = 0"
                " WHERE key = ?"};
    query.bind(invoice).run();
    return;
  }
  if (!left_the_house(f)) return;
  auto const day = model::day_there(at.booked);
  std::optional<model::Date> delivered;
  if (f.to == "delivered") delivered = day;
  Query query{tx.connection(),
              "UPDATE receivables SET sent_on = coalesce(sent_on, ?1),"
              " delivery_assumed = CASE WHEN ?2 IS NULL THEN delivery_assumed ELSE ?3 END,"
              " delivered_on = coalesce(delivered_on, ?2) WHERE key = ?4"};
  query.bind(day, delivered, f.assumed, invoice).run();
}

void note_letter_delivery(Transaction& tx, Happening const& at, DeliveryChanged const& f) {
  bool const returned = f.event == "negative_feedback";
  if (!returned && !left_the_house(f)) return;
  std::optional<model::Date> day;
  if (!returned) day = model::day_there(at.booked);
  Query query{tx.connection(),
              "UPDATE letters SET sent_on = CASE WHEN ?1 IS NULL THEN NULL"
              " ELSE coalesce(sent_on, ?1) END"
              " WHERE tenant = ?2"
              " AND (id = (SELECT document_id FROM deliveries WHERE tenant = ?2 AND id = ?3)"
              " OR (sheet_id <> '' AND sheet_id ="
              "   (SELECT document_id FROM deliveries WHERE tenant = ?2 AND id = ?3)))"};
  query.bind(day, at.tenant, f.delivery_id).run();
}

void project(Transaction& tx, Happening const& at, ReceivableCredited const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  add_to_component(tx, key, "principal", -f.amount.minor());
  {
    Query query{
        tx.connection(),
        "UPDATE receivables SET credited = credited + ?, credit_balance = credit_balance + ?"
        " WHERE key = ?"};
    query.bind(f.amount.minor(), f.beyond.minor(), key).run();
  }
  add_entry(tx, at,
            {key, 0, "credit", "principal", -f.amount.minor(), model::day_of(at.booked),
             f.credit_note_id});
  refresh_status(tx, key);
  if (f.kept_in.empty()) return;
  take_from_balance(tx, receivable_key(tx, at, f.kept_in), f.amount.minor());
}

namespace {

// A credit note has no item of its own until a credit of it is kept: nothing is owed on it, and
// nothing is reminded of.
void open_credit_item(Transaction& tx, Happening const& at, std::int64_t key, CreditKept const& f) {
  Query there{tx.connection(), "SELECT 1 FROM receivables WHERE key = ?"};
  if (there.bind(key).next()) return;
  auto const subledger = subledger_of(tx, at, f.client, f.amount.currency());
  Query query{tx.connection(),
              "INSERT INTO receivables (key, tenant, id, status, stage, principal, interest, fee,"
              " cost, paid, credited, due_date, policy, reminders, collection, hold_reason,"
              " disputed, approved, letters, fees_charged, version, delivery_assumed,"
              " credit_balance, subledger)"
              " SELECT key, tenant, ?, 'closed', 'none', 0, 0, 0, 0, 0, 0, due_date, '', 'never',"
              " 'never', '', 0, 0, 0, 0, 1, 0, 0, ? FROM invoices WHERE key = ?"};
  query.bind(f.receivable_id, subledger, key).run();
  Query named{tx.connection(), "UPDATE invoices SET receivable_id = ? WHERE key = ?"};
  named.bind(f.receivable_id, key).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, CreditKept const& f) {
  auto const key = invoice_key(tx, at.tenant, f.invoice_id);
  open_credit_item(tx, at, key, f);
  Query raise{tx.connection(),
              "UPDATE receivables SET credit_balance = credit_balance + ?,"
              " version = version + 1 WHERE key = ?"};
  raise.bind(f.amount.minor(), key).run();
  for (auto const& number : f.awaits) {
    Query query{tx.connection(),
                "INSERT INTO awaited_invoices (tenant, client, number, receivable)"
                " VALUES (?,?,?,?) ON CONFLICT DO NOTHING"};
    query.bind(at.tenant, f.client, number, key).run();
  }
}

void project(Transaction& tx, Happening const& at, ReceivableAdjusted const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  auto const effective = f.effective.value_or(model::day_of(at.booked));
  int index = 0;
  for (auto const& part : f.parts) {
    add_to_component(tx, key, part.component, -part.amount.minor());
    add_entry(
        tx, at,
        {key, index++, f.kind, part.component, -part.amount.minor(), effective, f.adjustment_id});
  }
  if (f.interest_until) {
    Query query{tx.connection(),
                "UPDATE receivables SET interest_until = ?1, interest_fixed_until = ?1"
                " WHERE key = ?2"};
    query.bind(f.interest_until, key).run();
  }
  refresh_status(tx, key);
}

std::string_view stage_of(std::string_view kind) {
  if (kind == "first_reminder") return "reminder_1";
  if (kind == "second_reminder") return "reminder_2";
  if (kind == "payment_demand") return "demand";
  if (kind == "collection_order") return "in_collection";
  throw std::logic_error{fmt::format("'{}' is no kind of letter", kind)};
}

namespace {

void insert_letter(Transaction& tx, Happening const& at, std::int64_t receivable,
                   LetterDecided const& f) {
  Query query{tx.connection(),
              "INSERT INTO letters (key, tenant, id, receivable, kind, round, day, deadline,"
              " currency, principal_open, fee, interest, interest_from, interest_until,"
              " interest_percent, proof, cost, interest_rates, policy, policy_version, sheet_id,"
              " plan_id, announces_collection, delivery_id, withdrawn, back_fee, back_interest,"
              " back_cost) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'',0,0,0,0)"};
  query
      .bind(at.key, at.tenant, f.letter_id, receivable, f.kind, f.round, f.day, f.deadline,
            f.principal_open.currency().code(), f.principal_open.minor(), f.fee.minor(),
            f.interest.minor(), f.interest_from, f.interest_until, f.interest_percent, f.proof,
            f.cost.minor(), f.interest_rates, f.policy, f.policy_version, f.sheet_id, f.plan_id,
            announces_collection(f))
      .run();
}

// What a letter makes of its item. A plan's letter is no step of dunning: the counts and the stage
// stay.
std::int64_t charge_letter(Transaction& tx, Happening const& at, LetterDecided const& f) {
  auto item = standing_of(tx, at, f.receivable_id);
  change(tx, item, "fee", f.fee.minor());
  change(tx, item, "interest", f.interest.minor());
  change(tx, item, "cost", f.cost.minor());
  bool const is_step = f.plan_id.empty();
  Query query{tx.connection(),
              is_step ? "UPDATE receivables SET fee = ?1, interest = ?2, cost = ?3,"
                        " interest_until = coalesce(?4, interest_until), version = version + 3,"
                        " stage = ?6, letters = letters + 1, approved = 0,"
                        " fees_charged = fees_charged + ?7, last_letter_day = ?8,"
                        " last_letter_deadline = ?9, first_fee_day = CASE WHEN ?7 > 0"
                        " THEN coalesce(first_fee_day, ?8) ELSE first_fee_day END WHERE key = ?5"
                      : "UPDATE receivables SET fee = ?1, interest = ?2, cost = ?3,"
                        " interest_until = coalesce(?4, interest_until), version = version + 4"
                        " WHERE key = ?5"};
  query.bind(item.fee, item.interest, item.cost, f.interest_until, item.key);
  if (is_step) query.bind(stage_of(f.kind), f.fee.minor() > 0 ? 1 : 0, f.day, f.deadline);
  query.run();
  return item.key;
}

}  // namespace

void project(Transaction& tx, Happening const& at, LetterDecided const& f) {
  auto const key = charge_letter(tx, at, f);
  insert_letter(tx, at, key, f);
  add_entry(tx, at, {key, 0, "fee", "fee", f.fee.minor(), f.day, f.letter_id});
  add_entry(tx, at, {key, 1, "interest", "interest", f.interest.minor(), f.day, f.letter_id});
  add_entry(tx, at, {key, 2, "cost", "cost", f.cost.minor(), f.day, f.letter_id});
}

namespace {

void mark_letter(Transaction& tx, Happening const& at, LetterCorrected const& f) {
  Query query{tx.connection(),
              "UPDATE letters SET withdrawn = CASE WHEN ? <> 0 THEN 1 ELSE withdrawn END,"
              " back_fee = back_fee + ?,"
              " back_interest = back_interest + ?, back_cost = back_cost + ?,"
              " interest_until = coalesce(?, interest_until) WHERE tenant = ? AND id = ?"};
  query
      .bind(f.withdrawn, f.fee.minor(), f.interest.minor(), f.cost.minor(), f.interest_until,
            at.tenant, f.letter_id)
      .run();
}

// What the receivable tells about its letters, told again by those that still count.
void recount_letters(Transaction& tx, std::int64_t key) {
  Query query{
      tx.connection(),
      "UPDATE receivables SET (letters, fees_charged, first_fee_day, last_letter_day,"
      " last_letter_deadline) = (SELECT count(*),"
      " count(*) FILTER (WHERE fee > back_fee), min(day) FILTER (WHERE fee > back_fee), max(day),"
      " max(deadline) FROM letters WHERE receivable = ?1 AND withdrawn = 0 AND plan_id = ''),"
      " interest_until = (SELECT max(until) FROM (SELECT interest_until AS until FROM letters"
      "   WHERE receivable = ?1 AND withdrawn = 0 UNION ALL"
      "   SELECT r.interest_fixed_until FROM receivables r WHERE r.key = ?1) charged)"
      " WHERE key = ?1"};
  query.bind(key).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, LetterCorrected const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  mark_letter(tx, at, f);
  int part = 0;
  for (auto const& [component, amount] :
       {std::pair{"fee", f.fee}, {"interest", f.interest}, {"cost", f.cost}}) {
    if (amount.is_zero()) continue;
    add_to_component(tx, key, component, -amount.minor());
    add_entry(tx, at,
              {key, part++, "correction", component, -amount.minor(), model::day_of(at.booked),
               f.letter_id});
  }
  recount_letters(tx, key);
  follow_letters(tx, key);
  refresh_status(tx, key);
}

void follow_letters(Transaction& tx, std::int64_t receivable) {
  Query query{tx.connection(),
              "UPDATE receivables SET stage ="
              " coalesce((SELECT CASE kind WHEN 'first_reminder' THEN 'reminder_1'"
              "   WHEN 'second_reminder' THEN 'reminder_2' WHEN 'payment_demand' THEN 'demand'"
              "   ELSE 'in_collection' END FROM letters l WHERE l.receivable = ?1"
              "   AND l.withdrawn = 0 AND l.plan_id = '' AND NOT (l.kind = 'collection_order'"
              "   AND EXISTS (SELECT 1 FROM collection_cases c WHERE c.receivable = ?1"
              "     AND c.ordered > l.key AND (c.state = 'rejected' OR c.state LIKE 'closed%')))"
              "   ORDER BY l.key DESC LIMIT 1), 'none') WHERE key = ?1"};
  query.bind(receivable).run();
}

}  // namespace airut::ledger
