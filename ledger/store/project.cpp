#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// The invoices that a fact is about: most name one, a payment those that it pays.
template <class F>
std::set<std::string_view> invoices_of(F const& fact) {
  if constexpr (requires { fact.invoice_id; }) {
    if (!fact.invoice_id.empty()) return {fact.invoice_id};
  } else if constexpr (requires { fact.parts; }) {
    std::set<std::string_view> ids;
    for (auto const& part : fact.parts) {
      if (!part.invoice_id.empty()) ids.insert(part.invoice_id);
    }
    return ids;
  }
  return {};
}

// Raises the version of the invoice that was named last; its row gets it with what else the fact
// changes there.
std::int64_t next_sequence(Transaction& tx) {
  auto& heads = *Heads::of(tx);
  heads.version_waits = true;
  return ++heads.invoice_version;
}

void write_version(Transaction& tx) {
  auto& heads = *Heads::of(tx);
  if (!heads.version_waits) return;
  Query query{tx.connection(), "UPDATE invoices SET version = ? WHERE key = ?"};
  query.bind(heads.invoice_version - heads.invoice_payments, heads.invoice).run();
  heads.version_waits = false;
}

// An event about one invoice names it in its own row.
void put_on_timeline(Transaction& tx, std::int64_t event, Place const& place) {
  Query query{tx.connection(), "INSERT INTO timeline (invoice, event, sequence) VALUES (?,?,?)"};
  query.bind(place.invoice, event, place.sequence).run();
}

enum class With { invoice, item };

std::string name_text(std::string_view more) {
  return fmt::format(
      "SELECT i.key, i.version, coalesce(r.payments, 0){} FROM invoices i"
      " LEFT JOIN receivables r ON r.key = i.key WHERE i.tenant = ? AND i.id = ?",
      more);
}

// Its key, 0 when the tenant has none of that id. With its item: of which money is about to change.
std::int64_t name_invoice(Transaction& tx, std::int64_t tenant, std::string_view id, With with) {
  auto& heads = *Heads::of(tx);
  if (heads.invoice_tenant == tenant && heads.invoice_id == id) return heads.invoice;
  write_version(tx);
  static auto const alone = name_text(""), both = name_text(fmt::format(", {}", standing_columns));
  Query query{tx.connection(), with == With::item ? both : alone};
  if (!query.bind(tenant, id).next()) return 0;
  heads.invoice_tenant = tenant;
  heads.invoice_id = id;
  query.take(heads.invoice, heads.invoice_version, heads.invoice_payments);
  heads.invoice_version += heads.invoice_payments;
  heads.item.reset();
  if (with == With::item) heads.item = take_standing(query);
  if (heads.item && heads.item->key == 0) heads.item.reset();  // the ledger does not follow it
  return heads.invoice;
}

}  // namespace

std::int64_t invoice_key(Transaction& tx, std::int64_t tenant, std::string_view id) {
  return name_invoice(tx, tenant, id, With::invoice);
}

std::int64_t version_to_write(Transaction& tx, std::int64_t invoice) {
  auto& heads = *Heads::of(tx);
  if (heads.invoice != invoice) throw std::logic_error{"another invoice was named since"};
  heads.version_waits = false;
  return heads.invoice_version - heads.invoice_payments;
}

bool counts_version(Transaction& tx, std::int64_t receivable) {
  auto& heads = *Heads::of(tx);
  if (!heads.version_waits || heads.invoice != receivable) return false;
  heads.version_waits = false;
  ++heads.invoice_payments;
  return true;
}

Place place(Transaction& tx, Happening const& at, FactView fact) {
  if (auto const* accepted = fact.as<InvoiceAccepted>()) {
    auto& heads = *Heads::of(tx);
    heads.invoice_tenant = at.tenant;
    heads.invoice_id = accepted->invoice_id;
    heads.invoice = at.key;
    heads.invoice_version = 1;
    heads.invoice_payments = 0;
    return {at.key, 1};
  }
  auto const ids = fact.visit([](auto const& f) { return invoices_of(f); });
  auto const with = fact.as<PaymentReceived>() != nullptr ? With::item : With::invoice;
  Place last;
  for (auto const id : ids) {
    auto const invoice = name_invoice(tx, at.tenant, id, with);
    if (invoice == 0) continue;
    last = {invoice, next_sequence(tx)};
    if (ids.size() > 1) put_on_timeline(tx, at.key, last);
  }
  if (ids.size() == 1) return last;
  write_version(tx);
  return {};
}

void project_fact(Transaction& tx, Happening const& at, FactView fact) {
  fact.visit([&](auto const& f) { project(tx, at, f); });
  write_version(tx);
  Heads::of(tx)->item.reset();
}

}  // namespace airut::ledger
