#include <stdexcept>

#include <fmt/format.h>

#include "formats/model/clock_days.hpp"
#include "ledger/journal/pause.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivable_rows.hpp"

namespace airut::ledger {
namespace {

// One change of one row, which must be there and still open.
void run_once(Query& query, std::string_view what, std::string_view id) {
  if (!query.next()) throw std::logic_error{fmt::format("{} {} is not open", what, id)};
}

}  // namespace

void project(Transaction& tx, Happening const& at, PolicyRecorded const& f) {
  Query query{tx.connection(),
              "INSERT INTO policies (key, tenant, name, version, valid_from, definition)"
              " VALUES (?,?,?,?,?,?)"};
  query.bind(at.key, at.tenant, f.policy, f.version, f.valid_from, f.definition).run();
}

namespace {

// Terms that are told replace those before: the hold that they had ends on the day before.
void note_hold(Transaction& tx, Happening const& at, CustomerTermsSet const& f) {
  auto const day = model::day_there(at.booked);
  {
    Query query{tx.connection(),
                "UPDATE customer_holds SET last = ? WHERE tenant = ? AND client = ?"
                " AND customer_number = ? AND (last IS NULL OR last >= ?)"};
    query.bind(day - std::chrono::days{1}, at.tenant, f.client, f.customer_number, day).run();
  }
  {
    Query query{tx.connection(),
                "DELETE FROM customer_holds WHERE tenant = ? AND client = ?"
                " AND customer_number = ? AND last < first"};
    query.bind(at.tenant, f.client, f.customer_number).run();
  }
  if (f.hold_reason.empty() && f.stopped.empty()) return;
  auto const last = f.stopped.empty() ? f.hold_until : std::nullopt;
  Query query{tx.connection(),
              "INSERT INTO customer_holds (key, tenant, client, customer_number, first, last)"
              " VALUES (?,?,?,?,?,?)"};
  query.bind(at.key, at.tenant, f.client, f.customer_number, day, last).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, CustomerTermsSet const& f) {
  std::optional<std::int64_t> limit;
  std::string currency;
  if (f.credit_limit) {
    limit = f.credit_limit->minor();
    currency = f.credit_limit->currency().code();
  }
  Query query{
      tx.connection(),
      "INSERT INTO customers (key, tenant, client, customer_number, policy, limit_minor,"
      " limit_currency, risk_class, payment_terms_days, blocked, hold_reason, hold_until, set_by,"
      " version, stopped)"
      " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,1,?14)"
      " ON CONFLICT (tenant, client, customer_number) DO UPDATE SET policy = ?5, limit_minor = ?6,"
      " limit_currency = ?7, risk_class = ?8, payment_terms_days = ?9, blocked = ?10,"
      " hold_reason = ?11, hold_until = ?12, set_by = ?13, stopped = ?14,"
      " version = customers.version + 1"};
  query
      .bind(at.key, at.tenant, f.client, f.customer_number, f.policy, limit, currency, f.risk_class,
            f.payment_terms_days, f.blocked, f.hold_reason, f.hold_until, at.actor, f.stopped)
      .run();
  note_hold(tx, at, f);
}

void project(Transaction& tx, Happening const& at, CreditAlert const& f) {
  Query query{tx.connection(),
              "INSERT INTO credit_alerts (key, tenant, client, customer_number, kind, day, text)"
              " VALUES (?,?,?,?,?,?,?)"};
  query.bind(at.key, at.tenant, f.client, f.customer_number, f.kind, f.day, f.text).run();
}

void project(Transaction& tx, Happening const& at, PromiseMade const& f) {
  auto const receivable = receivable_key(tx, at, f.receivable_id);
  Query query{tx.connection(),
              "INSERT INTO promises (key, tenant, id, receivable, amount, day, made_by, made,"
              " outcome) VALUES (?,?,?,?,?,?,?,?,'')"};
  query
      .bind(at.key, at.tenant, f.promise_id, receivable, f.amount.minor(), f.day, f.made_by,
            at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, PromiseEnded const& f) {
  if (f.outcome != "kept" && f.outcome != "broken" && f.outcome != "withdrawn")
    throw std::logic_error{fmt::format("a promise cannot end '{}'", f.outcome)};
  Query query{tx.connection(),
              "UPDATE promises SET outcome = ?, ended = ? WHERE tenant = ? AND id = ?"
              " AND outcome = '' RETURNING key"};
  run_once(query.bind(f.outcome, f.day, at.tenant, f.promise_id), "the promise", f.promise_id);
}

namespace {

// The claims of a plan, in the order in which they are paid.
void insert_claims(Transaction& tx, Happening const& at, PlanMade const& f) {
  auto claims = std::vector<PlanClaim>{{f.receivable_id, f.invoice_id, f.letter_id}};
  claims.insert(claims.end(), f.also.begin(), f.also.end());
  std::int64_t number = 0;
  for (auto const& one : claims) {
    auto const receivable = receivable_key(tx, at, one.receivable_id);
    Query query{tx.connection(),
                "INSERT INTO plan_claims (plan, number, receivable, letter_id) VALUES (?,?,?,?)"};
    query.bind(at.key, ++number, receivable, one.letter_id).run();
  }
}

}  // namespace

void project(Transaction& tx, Happening const& at, PlanMade const& f) {
  auto const receivable = receivable_key(tx, at, f.receivable_id);
  {
    Query query{tx.connection(),
                "INSERT INTO plans (key, tenant, id, receivable, letter_id, made_by, interest,"
                " tolerance, tolerance_days, missed_max, made, outcome, reason)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,'','')"};
    query
        .bind(at.key, at.tenant, f.plan_id, receivable, f.letter_id, f.made_by, f.interest,
              f.tolerance.minor(), f.tolerance_days, f.missed_max, at.booked)
        .run();
  }
  insert_claims(tx, at, f);
  std::int64_t number = 0;
  for (auto const& one : f.instalments) {
    Query query{tx.connection(),
                "INSERT INTO instalments (plan, number, due, amount) VALUES (?,?,?,?)"};
    query.bind(at.key, ++number, one.due, one.amount.minor()).run();
  }
}

void project(Transaction& tx, Happening const& at, PlanEnded const& f) {
  if (f.outcome != "completed" && f.outcome != "broken" && f.outcome != "cancelled")
    throw std::logic_error{fmt::format("a plan cannot end '{}'", f.outcome)};
  Query query{tx.connection(),
              "UPDATE plans SET outcome = ?, ended = ?, reason = ? WHERE tenant = ? AND id = ?"
              " AND outcome = '' RETURNING key"};
  run_once(query.bind(f.outcome, f.day, f.reason, at.tenant, f.plan_id), "the plan", f.plan_id);
}

namespace {

void open_case(Transaction& tx, Happening const& at, CollectionMoved const& f) {
  Query query{tx.connection(),
              "INSERT INTO collection_cases (key, tenant, id, receivable, client, partner, state,"
              " reason, agency_reference, entered, principal, interest, fee, cost, version)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,0,0,0,0,1)"};
  query
      .bind(at.key, at.tenant, f.case_id, receivable_key(tx, at, f.receivable_id), f.client,
            f.partner, f.to, f.reason, f.agency_reference, f.day)
      .run();
}

void move_case(Transaction& tx, Happening const& at, CollectionMoved const& f) {
  // A further order, after one that was taken back, begins its state anew.
  bool const moved = f.from != f.to || f.event == "order";
  Query query{tx.connection(),
              "UPDATE collection_cases SET state = ?1,"
              " entered = CASE WHEN ?2 <> 0 THEN ?3 ELSE entered END,"
              " reason = CASE WHEN ?2 <> 0 THEN ?4 ELSE reason END,"
              " agency_reference = CASE WHEN ?5 <> '' THEN ?5 ELSE agency_reference END,"
              " ban_until = CASE WHEN ?6 = 'ban' THEN ?7 WHEN ?6 = 'lift_ban' THEN NULL"
              "   ELSE ban_until END, version = version + 1"
              " WHERE tenant = ?8 AND id = ?9 AND state = ?10 RETURNING key"};
  query.bind(f.to, moved, f.day, f.reason, f.agency_reference, f.event, f.until, at.tenant,
             f.case_id, f.from);
  run_once(query, "the collection case", f.case_id);
}

// What the agency is asked to collect: what was open when the order left.
void note_claimed(Transaction& tx, Happening const& at, CollectionMoved const& f) {
  Query query{tx.connection(),
              "UPDATE collection_cases SET principal = ?, interest = ?, fee = ?, cost = ?,"
              " ordered = ? WHERE tenant = ? AND id = ?"};
  query
      .bind(f.principal.minor(), f.interest.minor(), f.fee.minor(), f.cost.minor(), at.key,
            at.tenant, f.case_id)
      .run();
}

// A closing that gives money up takes it off what is owed.
void write_off(Transaction& tx, Happening const& at, CollectionMoved const& f) {
  auto const receivable = receivable_key(tx, at, f.receivable_id);
  int part = 0;
  for (auto const& [component, amount] : {std::pair{"principal", f.principal},
                                          {"interest", f.interest},
                                          {"fee", f.fee},
                                          {"cost", f.cost}}) {
    if (amount.is_zero()) continue;
    add_to_component(tx, receivable, component, -amount.minor());
    add_entry(tx, at,
              {receivable, part++, "write_off", component, -amount.minor(), f.day, f.case_id});
  }
  refresh_status(tx, receivable);
}

}  // namespace

void project(Transaction& tx, Happening const& at, CollectionMoved const& f) {
  f.from.empty() ? open_case(tx, at, f) : move_case(tx, at, f);
  if (!f.report_id.empty()) {
    Query query{tx.connection(),
                "INSERT INTO collection_reports (tenant, case_id, report_id, event)"
                " VALUES (?,?,?,?)"};
    query.bind(at.tenant, f.case_id, f.report_id, at.key).run();
  }
  if (f.event == "order") note_claimed(tx, at, f);
  bool const closes = f.to.starts_with("closed");
  if (f.from == f.to || !(closes || f.to == "rejected")) return;
  if (closes) {
    write_off(tx, at, f);
    Query query{tx.connection(),
                "UPDATE collection_cases SET closed = ? WHERE tenant = ? AND id = ?"};
    query.bind(at.key, at.tenant, f.case_id).run();
  }
  follow_letters(tx, receivable_key(tx, at, f.receivable_id));
}

void project(Transaction& tx, Happening const& at, CollectionFileTaken const& f) {
  Query query{tx.connection(),
              "INSERT INTO collection_files (key, tenant, id, client, partner, name, digest,"
              " reports, taken, repeated, refused, problem, booked)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.file_id, f.client, f.partner, f.name, f.digest, f.reports, f.taken,
            f.repeated, f.refused, f.problem, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, MessageWritten const& f) {
  auto const invoice = invoice_key(tx, at.tenant, f.invoice_id);
  if (invoice == 0) throw std::logic_error{fmt::format("there is no invoice {}", f.invoice_id)};
  Query query{tx.connection(),
              "INSERT INTO messages (key, tenant, id, invoice, client, author, recipient, about,"
              " answers, needs_answer, answered, written, written_by, text)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,0,?,?,?)"};
  query
      .bind(at.key, at.tenant, f.message_id, invoice, f.client, f.author, f.recipient, f.about,
            f.answers, f.needs_answer, at.booked, at.actor, f.personal_text)
      .run();
  if (f.answers.empty()) return;
  Query answered{tx.connection(),
                 "UPDATE messages SET answered = 1 WHERE tenant = ? AND id = ? AND invoice = ?"};
  answered.bind(at.tenant, f.answers, invoice).run();
}

void project(Transaction& tx, Happening const& at, MessageRead const& f) {
  Query query{tx.connection(),
              "INSERT INTO message_reads (message, reader, at) VALUES"
              " ((SELECT key FROM messages WHERE tenant = ?1 AND id = ?2), ?3, ?4)"
              " ON CONFLICT (message, reader) DO NOTHING"};
  query.bind(at.tenant, f.message_id, f.reader, at.booked).run();
}

namespace {

std::optional<Pause> pause_of(Transaction& tx, std::int64_t receivable) {
  Query query{tx.connection(),
              "SELECT hold_reason, hold_until, disputed FROM receivables WHERE key = ?"};
  if (!query.bind(receivable).next()) return std::nullopt;
  Pause pause;
  query.take(pause.reason, pause.last, pause.disputed);
  return pause.reason.empty() ? std::nullopt : std::optional{std::move(pause)};
}

}  // namespace

void project(Transaction& tx, Happening const& at, ReceivablePaused const& f) {
  auto const key = receivable_key(tx, at, f.receivable_id);
  if (f.action == "approve") {
    Query query{tx.connection(),
                "UPDATE receivables SET approved = 1, version = version + 1 WHERE key = ?"};
    query.bind(key).run();
    return;
  }
  if (f.action != "resume" && f.action != "pause" && f.action != "dispute")
    throw std::logic_error{fmt::format("a receivable cannot be put on '{}'", f.action)};
  auto const now = paused_by(pause_of(tx, key), f, model::day_there(at.booked));
  Query query{tx.connection(),
              "UPDATE receivables SET hold_reason = ?, hold_until = ?, disputed = ?,"
              " version = version + 1 WHERE key = ?"};
  query
      .bind(now ? now->reason : std::string{}, now ? now->last : std::nullopt, now && now->disputed,
            key)
      .run();
}

}  // namespace airut::ledger
