#include "gateway/peppol/exchanges.hpp"

#include <optional>

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

// The signature of the access point that has the document.
struct Signed {
  std::string signer;
  model::Instant moment{};
};

std::optional<Signed> signed_receipt(ledger::Snapshot& view, ledger::DeliveryRow const& row) {
  for (auto const& attempt : ledger::list_attempts(view, row.tenant, row.id)) {
    if (attempt.receipt_digest.empty() || !attempt.ended) continue;
    auto const receipt = ledger::find_document(view, attempt.receipt_digest);
    auto const signal =
        as4::read_signal("application/soap+xml", receipt ? receipt->bytes : std::string{});
    if (signal && signal->signer) return Signed{signal->signer->common_name(), *attempt.ended};
  }
  return std::nullopt;
}

void add_sent(ledger::Snapshot& view, ledger::DeliveryRow const& row, Period const& period,
              std::vector<Exchange>& found) {
  if (row.evidence == "none" || row.payload_digest.empty()) return;
  auto proof = signed_receipt(view, row);
  if (!proof || !is_within(proof->moment, period)) return;
  auto const parcel = sealed_parcel(view, row);
  auto const header = sbdh::read(parcel.files.front().bytes);
  if (!header) return;
  found.push_back({false,
                   std::move(proof->signer),
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

template <class Read, class Take>
void each_page(Read read, Take take) {
  ledger::Page page{page_size, ""};
  for (;;) {
    auto const listed = read(page);
    if (!take(listed.rows) || !listed.has_more) return;
    page.cursor = listed.next_cursor;
  }
}

}  // namespace

std::vector<Exchange> exchanges_of(ledger::Snapshot& view, Billers const& billers,
                                   std::string_view channel, Period const& period) {
  std::vector<Exchange> found;
  ledger::ReceiptQuestion const sent{channel, model::Instant{period.first},
                                     model::Instant{period.last + std::chrono::days{1}}};
  for (auto const& tenant : billers.tenants()) {
    each_page(
        [&](ledger::Page const& page) {
          return ledger::receipted_deliveries(view, tenant.id, sent, page);
        },
        [&](std::vector<ledger::DeliveryRow> const& rows) {
          for (auto const& row : rows) add_sent(view, row, period, found);
          return true;
        });
    // Newest first: they are listed in the order in which they came.
    each_page(
        [&](ledger::Page const& page) { return ledger::list_received(view, tenant.id, page); },
        [&](std::vector<ledger::ReceivedRow> const& rows) {
          for (auto const& row : rows) {
            if (model::day_of(row.received) < period.first) return false;
            if (row.channel == channel && is_within(row.received, period))
              add_received(billers, row, found);
          }
          return true;
        });
  }
  return found;
}

}  // namespace airut::gateway
