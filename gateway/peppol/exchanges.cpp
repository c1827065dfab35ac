#include "gateway/peppol/exchanges.hpp"

#include <algorithm>

#include "formats/as4/signal.hpp"
#include "formats/sbdh/envelope.hpp"
#include "gateway/dispatch/seal.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/received.hpp"

namespace airut::gateway {
namespace {

using peppol_reports::Exchange;
using peppol_reports::Period;

constexpr int page_size = 200;

bool is_within(model::Instant moment, Period const& period) {
  auto const day = model::day_of(moment);
  return period.first <= day && day <= period.last;
}

// Walks a list page by page while its rows are not before the period; newest first.
template <class Row, class Read, class Take>
void walk(Read read, model::Instant Row::* when, Period const& period, Take take) {
  ledger::Page page{page_size, ""};
  for (;;) {
    auto const listed = read(page);
    for (auto const& row : listed.rows) {
      if (model::day_of(row.*when) < period.first) return;
      if (is_within(row.*when, period)) take(row);
    }
    if (!listed.has_more) return;
    page.cursor = listed.next_cursor;
  }
}

// Who signed for it: the access point that has the document.
std::string signer_of(ledger::Snapshot& view, ledger::DeliveryRow const& row) {
  for (auto const& attempt : ledger::list_attempts(view, row.tenant, row.id)) {
    if (attempt.receipt_digest.empty()) continue;
    auto const receipt = ledger::find_document(view, attempt.receipt_digest);
    auto const signal =
        as4::read_signal("application/soap+xml", receipt ? receipt->bytes : std::string{});
    if (signal && signal->signer) return signal->signer->common_name();
  }
  return {};
}

void add_sent(ledger::Snapshot& view, ledger::DeliveryRow const& row,
              std::vector<Exchange>& found) {
  if (row.evidence == "none" || row.payload_digest.empty()) return;
  auto const parcel = sealed_parcel(view, row);
  auto const header = sbdh::read(parcel.files.front().bytes);
  auto signer = signer_of(view, row);
  if (!header || signer.empty()) return;
  found.push_back({false,
                   std::move(signer),
                   header->document_type,
                   header->process,
                   header->country_c1,
                   {},
                   header->sender.value});
}

template <class Id>
Id split(std::string const& joined_id) {
  auto const gap = joined_id.find("::");
  if (gap == std::string::npos) return Id{joined_id};
  return Id{joined_id.substr(gap + 2), joined_id.substr(0, gap)};
}

void add_received(Billers const& billers, ledger::ReceivedRow const& row,
                  std::vector<Exchange>& found) {
  auto const* client = billers.client(row.tenant, row.client);
  auto const* tenant = billers.tenant(row.tenant);
  auto const country = client ? client->seller.address.country : tenant ? tenant->country : "ZZ";
  found.push_back({true, row.access_point, split<sbdh::DocumentType>(row.document_type),
                   split<sbdh::ProcessId>(row.process), row.country, country, row.receiver});
}

}  // namespace

std::vector<Exchange> exchanges_of(ledger::Snapshot& view, Billers const& billers,
                                   std::string_view channel, Period const& period) {
  std::vector<Exchange> found;
  for (auto const& tenant : billers.tenants()) {
    ledger::DeliveryFilter filter;
    filter.channel = channel;
    walk<ledger::DeliveryRow>(
        [&](ledger::Page const& page) {
          return ledger::list_deliveries(view, tenant.id, filter, page);
        },
        &ledger::DeliveryRow::created, period,
        [&](ledger::DeliveryRow const& row) { add_sent(view, row, found); });
    walk<ledger::ReceivedRow>(
        [&](ledger::Page const& page) { return ledger::list_received(view, tenant.id, page); },
        &ledger::ReceivedRow::received, period,
        [&](ledger::ReceivedRow const& row) {
          if (row.channel == channel) add_received(billers, row, found);
        });
  }
  return found;
}

}  // namespace airut::gateway
