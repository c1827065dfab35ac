#include <stdexcept>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/folding.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// What the invoice's own delivery makes of its status; "" when the state says nothing about it: a
// rerouted one leaves it to the next, a cancelled one to what cancelled it.
std::string_view status_of(std::string_view state) {
  if (state == "sent" || state == "delivered" || state == "held") return state;
  if (state == "failed") return "undeliverable";
  if (state == "rerouted" || state == "cancelled") return "";
  return "accepted";
}

void set_delivery_status(Transaction& tx, std::int64_t invoice, std::string_view status) {
  Query query{tx.connection(),
              "UPDATE invoices SET version = ?1, delivery_status = ?2, status = CASE"
              " WHEN status = 'cancelled' THEN 'cancelled' WHEN held <> 0 THEN 'held' ELSE ?2 END"
              " WHERE key = ?3"};
  query.bind(version_to_write(tx, invoice), status, invoice).run();
}

void insert_invoice(Transaction& tx, Happening const& at, InvoiceAccepted const& f) {
  Query query{tx.connection(),
              "INSERT INTO invoices (key, tenant, id, client, external_id, batch_id, number, type,"
              " seller_key, status, delivery_status, currency, gross, due, issue_date, due_date,"
              " reference, reference_key, account, customer_number, recipient_id, buyer_type,"
              " buyer_country, buyer_name, language, syntax, original_digest, canonical_digest,"
              " delivery_id, receivable_id, held, freed, version, created, more_accounts)"
              " VALUES (?,?,?,?,?,?,?,?,?,'accepted','accepted',?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
              "'',?,0,0,1,?,?)"};
  query
      .bind(at.key, at.tenant, f.invoice_id, f.client, f.external_id, f.batch_id, f.number, f.type,
            f.seller_key, f.gross.currency().code(), f.gross.minor(), f.due.minor(), f.issue_date,
            f.due_date, f.reference, f.reference_key, f.account, f.customer_number, f.recipient_id,
            f.buyer_type, f.buyer_country, f.personal_buyer_name, f.language, f.syntax,
            f.original_digest, f.canonical_digest, f.receivable_id, at.booked,
            list_text(f.more_accounts))
      .run();
}

// Most invoices go to a customer who is known by this name already: that costs a look.
void note_buyer(Transaction& tx, Happening const& at, InvoiceAccepted const& f) {
  if (f.customer_number.empty() || f.personal_buyer_name.empty()) return;
  Query query{tx.connection(),
              "INSERT INTO buyers (tenant, name, customer_number) VALUES (?,?,?)"
              " ON CONFLICT DO NOTHING"};
  auto const name = folded(f.personal_buyer_name);
  query.bind(at.tenant, name, f.customer_number).run();
}

void note_batch_item(Transaction& tx, Happening const& at, InvoiceAccepted const& f) {
  Query query{tx.connection(),
              "INSERT INTO batch_items (tenant, batch_id, position, name, outcome, invoice_id,"
              " problem, number) VALUES (?,?,?,?,'accepted',?,'',?)"};
  query.bind(at.tenant, f.batch_id, f.batch_position, f.batch_item, f.invoice_id, f.number).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, InvoiceAccepted const& fact) {
  if (fact.gross.currency() != fact.due.currency()) {
    throw std::logic_error{"an invoice has one currency"};
  }
  insert_invoice(tx, at, fact);
  note_buyer(tx, at, fact);
  if (fact.batch_position > 0) note_batch_item(tx, at, fact);
  if (fact.track && fact.type != "credit_note") open_receivable(tx, at, fact);
}

void begin_delivery(Transaction& tx, Happening const& at, DeliveryRouted const& fact) {
  auto const invoice = invoice_key(tx, at.tenant, fact.invoice_id);
  Query query{tx.connection(),
              "UPDATE invoices SET version = ?1, delivery_id = ?2, delivery_status = ?3,"
              " status = CASE WHEN status = 'cancelled' THEN 'cancelled' WHEN held <> 0 THEN 'held'"
              " ELSE ?3 END WHERE key = ?4"};
  query.bind(version_to_write(tx, invoice), fact.delivery_id, status_of(fact.state), invoice).run();
}

// Another delivery of it than its own changes nothing but the version.
void follow_delivery(Transaction& tx, Happening const& at, std::string_view invoice_id,
                     std::string_view delivery_id, std::string_view state) {
  auto const status = status_of(state);
  if (status.empty()) return;
  auto const invoice = invoice_key(tx, at.tenant, invoice_id);
  if (invoice == 0) return;
  Query query{tx.connection(),
              "UPDATE invoices SET version = ?1,"
              " delivery_status = CASE WHEN delivery_id = ?4 THEN ?2 ELSE delivery_status END,"
              " status = CASE WHEN delivery_id <> ?4 OR status = 'cancelled' THEN status"
              " WHEN held <> 0 THEN 'held' ELSE ?2 END WHERE key = ?3"};
  query.bind(version_to_write(tx, invoice), status, invoice, delivery_id).run();
}

void project(Transaction& tx, Happening const& at, RouteMissing const& fact) {
  if (fact.document_kind != "invoice") return;
  set_delivery_status(tx, invoice_key(tx, at.tenant, fact.invoice_id), "undeliverable");
}

void project(Transaction& tx, Happening const& at, InvoiceHeld const& fact) {
  auto const invoice = invoice_key(tx, at.tenant, fact.invoice_id);
  std::string_view sql;
  if (fact.action == "hold") {
    sql =
        "UPDATE invoices SET held = 1, status = CASE status WHEN 'cancelled' THEN status"
        " ELSE 'held' END WHERE key = ?";
  } else if (fact.action == "release") {
    sql =
        "UPDATE invoices SET held = 0, status = CASE status WHEN 'cancelled' THEN status"
        " ELSE delivery_status END WHERE key = ?";
  } else if (fact.action == "cancel") {
    sql = "UPDATE invoices SET held = 0, status = 'cancelled', freed = key WHERE key = ?";
  } else {
    throw std::logic_error{fmt::format("an invoice cannot be put on '{}'", fact.action)};
  }
  Query query{tx.connection(), sql};
  query.bind(invoice).run();
}

void project(Transaction& tx, Happening const& at, InvoiceCorrected const& fact) {
  Query query{tx.connection(), "UPDATE invoices SET canonical_digest = ? WHERE key = ?"};
  query.bind(fact.canonical_digest, invoice_key(tx, at.tenant, fact.invoice_id)).run();
}

}  // namespace airut::ledger
