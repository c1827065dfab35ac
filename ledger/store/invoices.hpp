#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// An invoice as lists and screens show it: what its facts say up to now.
struct InvoiceRow {
  std::string id, tenant, client, external_id, batch_id, number, type, seller_key;
  std::string status;  // accepted, sent, delivered, held, undeliverable, cancelled
  model::Money gross, due;
  model::Date issue_date{}, due_date{};
  std::string reference, account, customer_number, recipient_id, buyer_type, buyer_name, language;
  std::string syntax, original_digest, canonical_digest;
  std::string delivery_id;  // current delivery of the invoice itself, "" before routing
  std::string receivable_id;
  bool held = false;
  int version = 1;  // counts events about it: the ETag
  model::Instant created{};
};

struct InvoiceFilter {
  std::string q;  // number, reference, customer number or buyer name begins with
  std::string number, status, client, external_id, batch_id, channel, customer_number;
  std::optional<model::Date> due_before;
};

std::optional<InvoiceRow> find_invoice(Snapshot& view, std::string_view tenant,
                                       std::string_view id);
// Name of the document of its completed submission; "" when no invoice has that key.
std::string canonical_digest(Snapshot& view, std::int64_t invoice);

// The invoice that already has this client, seller, type and number. A cancelled one frees it.
std::optional<InvoiceRow> find_duplicate(Snapshot& view, std::string_view tenant,
                                         InvoiceAccepted const& candidate);

// Whether the client has an invoice of this number whose money is not followed here.
bool is_untracked(Snapshot& view, std::string_view tenant, std::string_view client,
                  std::string_view number);

Listed<InvoiceRow> list_invoices(Snapshot& view, std::string_view tenant,
                                 InvoiceFilter const& filter, Page const& page);

// Those of which the text is the number, or the payment reference in any of its forms; newest
// first.
std::vector<InvoiceRow> invoices_named(Snapshot& view, std::string_view tenant,
                                       std::string_view text, int most);

// Highest running number used in a client's reference series, to go on from after a start:
// that of the largest reference whose digits begin with prefix and go on with a number of at most
// digits_max (12 or fewer). 0 when none.
std::int64_t last_series_number(Snapshot& view, std::string_view tenant, std::string_view client,
                                std::string_view prefix, int digits_max);

}  // namespace airut::ledger
