#include "ledger/store/other_uses.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "ledger/store/folding.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr int rows_at_once = 1000;

// Where rows are looked through, and whether for long yet.
struct Look {
  Snapshot& view;
  GoOn const& go_on;
};

// Walks rows by their key, which stands first in them. take(row) returns false to end.
template <class Take>
void each_row(Look const& look, std::string_view sql, std::int64_t after, std::int64_t until,
              Take take) {
  for (bool more = true; more && look.go_on();) {
    Query query{look.view.connection(), sql};
    query.bind(after, until, rows_at_once);
    more = false;
    while (query.next()) {
      more = true;
      query.take(after);
      if (!take(query)) return;
    }
  }
}

class Others {
 public:
  Others(Look const& look, Leaving const& leaving, PartsOf const& parts_of)
      : look_(look), view_(look.view), leaving_(leaving), parts_of_(parts_of) {}

  Ids run() {
    if (leaving_.documents.empty()) return {};
    look_at(
        "SELECT key, id, original_digest, canonical_digest, tenant, id, '' FROM invoices"
        " WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
        leaving_.invoices, false);
    look_at(
        "SELECT a.key, d.id, a.payload_digest, a.receipt_digest, d.tenant, d.invoice_id,"
        " d.payload_digest FROM attempts a JOIN deliveries d ON d.key = a.delivery"
        " WHERE a.key > ? AND a.key < ? ORDER BY a.key LIMIT ?",
        leaving_.deliveries, true);
    look_at(
        "SELECT r.key, d.id, r.digest, '', d.tenant, d.invoice_id, d.payload_digest"
        " FROM receipts r JOIN deliveries d ON d.key = r.delivery"
        " WHERE r.key > ? AND r.key < ? ORDER BY r.key LIMIT ?",
        leaving_.deliveries, false);
    return std::move(needed_);
  }

 private:
  // sql: key, whose, two digests, the first of a parcel or not, and by what it is known whether
  // they are needed still: tenant and invoice, and the delivery's parcel.
  void look_at(std::string_view sql, Ids const& going, bool parcels) {
    each_row(look_, sql, 0, std::numeric_limits<std::int64_t>::max(), [&](Query& row) {
      auto const whose = row.take<std::string>();
      if (going.contains(whose)) return true;
      auto const first = row.take<std::string>(), second = row.take<std::string>();
      if ((is_asked(first) || is_asked(second)) && !is_kept(row)) return true;
      see(first);
      see(second);
      if (parcels && !leaving_.files.empty()) look_into(first);
      return true;
    });
  }

  bool is_asked(std::string const& digest) const {
    return leaving_.documents.contains(digest) && !needed_.contains(digest);
  }

  void see(std::string const& digest) {
    if (leaving_.documents.contains(digest)) needed_.insert(digest);
  }

  // Of an invoice that was erased the rows stay, and need nothing. The parcel of its letter may
  // stay for the letter's other invoices.
  bool is_kept(Query& row) {
    auto const tenant = row.take<std::int64_t>();
    auto const invoice = row.take<std::string>(), parcel = row.take<std::string>();
    if (!leaving_.documents.contains(parcel) && find_document(view_, parcel)) return true;
    Query query{view_.connection(),
                "SELECT canonical_digest FROM invoices WHERE tenant = ? AND id = ?"};
    if (!query.bind(tenant, invoice).next()) return true;
    return find_document(view_, query.take<std::string>()).has_value();
  }

  // Attempts of a delivery have the same parcel, one after the other.
  void look_into(std::string const& parcel) {
    if (parcel == last_) return;
    last_ = parcel;
    auto const document = find_document(view_, parcel);
    if (!document) return;
    for (auto& part : parts_of_(*document))
      if (leaving_.files.contains(part)) needed_.insert(std::move(part));
  }

  Look const look_;
  Snapshot& view_;
  Leaving const& leaving_;
  PartsOf const& parts_of_;
  std::string last_;
  Ids needed_;
};

}  // namespace

Ids needed_elsewhere(Snapshot& view, Leaving const& leaving, PartsOf const& parts_of,
                     GoOn const& go_on) {
  return Others{{view, go_on}, leaving, parts_of}.run();
}

namespace {

// A tenant's rows of one client, or of any.
class RowsOf {
 public:
  RowsOf(Look const& look, std::string_view tenant, std::string const& client)
      : look_(look), client_(client) {
    auto const number = tenant_number(look.view, tenant);
    first_ = event_key(number, 0);
    last_ = event_key(number + 1, 0);
  }

  // sql: key, client, and what has() looks at.
  template <class Has>
  bool any(std::string_view sql, Has has) {
    bool found = false;
    each_row(look_, sql, first_, last_, [&](Query& row) {
      auto const client = row.take<std::string>();
      found = (client_.empty() || client == client_) && has(row);
      return !found;
    });
    return found;
  }

 private:
  Look const look_;
  std::string const& client_;
  std::int64_t first_ = 0, last_ = 0;
};

constexpr std::string_view register_rows =
    "SELECT key, client, id, record FROM recipients WHERE key > ? AND key < ? ORDER BY key LIMIT ?";

bool is_among(std::vector<std::string> const& invoices, std::string const& id) {
  return std::find(invoices.begin(), invoices.end(), id) != invoices.end();
}

// Where somebody else's address may stand.
class Search {
 public:
  Search(Look const& look, RecipientRow const& recipient, AddressUse const& use)
      : rows_(look, recipient.tenant, use.client),
        recipient_(recipient),
        use_(use),
        address_(folded(use.address)) {}

  bool in_register() {
    return rows_.any(register_rows, [&](Query& row) {
      if (row.take<std::string>() == recipient_.id) return false;
      return folded(row.take_view()).find('"' + address_ + '"') != std::string::npos;
    });
  }

  bool among_dated() {
    return rows_.any(
        "SELECT key, client, recipient_id, channel, address FROM recipient_addresses"
        " WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
        [&](Query& row) { return row.take<std::string>() != recipient_.id && is_here(row); });
  }

  bool in_deliveries(std::vector<std::string> const& his) {
    return rows_.any(
        "SELECT key, client, invoice_id, channel, address FROM deliveries"
        " WHERE key > ? AND key < ? AND address <> '' ORDER BY key LIMIT ?",
        [&](Query& row) { return !is_among(his, row.take<std::string>()) && is_here(row); });
  }

 private:
  // channel, address. A mail to several has their addresses between commas; a longer one may end
  // with it.
  bool is_here(Query& row) const {
    if (row.take<std::string>() != use_.channel) return false;
    auto const all = ',' + folded(row.take_view()) + ',';
    constexpr std::string_view between = ", ";
    for (auto at = all.find(address_); at != std::string::npos; at = all.find(address_, at + 1)) {
      if (between.find(all[at - 1]) != between.npos &&
          between.find(all[at + address_.size()]) != between.npos)
        return true;
    }
    return false;
  }

  RowsOf rows_;
  RecipientRow const& recipient_;
  AddressUse const& use_;
  std::string const address_;
};

}  // namespace

bool is_address_of_others(Snapshot& view, RecipientRow const& recipient,
                          std::vector<std::string> const& invoices, AddressUse const& use,
                          GoOn const& go_on) {
  if (use.address.empty()) return false;
  Search search{{view, go_on}, recipient, use};
  return search.in_register() || search.among_dated() || search.in_deliveries(invoices);
}

bool is_postal_address_of_others(Snapshot& view, RecipientRow const& recipient,
                                 std::vector<std::string> const& invoices, PostalUse const& use,
                                 GoOn const& go_on) {
  RowsOf rows{{view, go_on}, recipient.tenant, use.client};
  if (rows.any(register_rows, [&](Query& row) {
        return row.take<std::string>() != recipient.id && use.is_his(row.take_view());
      }))
    return true;
  auto const name = folded(use.name);
  return rows.any(
      "SELECT key, client, id, buyer_name, client, customer_number, canonical_digest FROM invoices"
      " WHERE key > ? AND key < ? AND buyer_name <> '' ORDER BY key LIMIT ?",
      [&](Query& row) {
        if (is_among(invoices, row.take<std::string>())) return false;
        if (folded(row.take_view()) != name) return false;
        std::string client, number, digest;
        row.take(client, number, digest);
        auto const canonical = find_document(view, digest);
        return canonical && use.is_on_letter({client, number, *canonical});
      });
}

}  // namespace airut::ledger
