#include "gateway/feedback/spoken_of.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

constexpr int most = 50;

bool is_out(ledger::DeliveryRow const& row) {
  return row.state == "sent" || row.state == "delivered" || row.state == "dispatching";
}

// Whether the printer has or had it, or may have.
bool had_left(ledger::DeliveryRow const& row) {
  return is_out(row) || row.doubtful || row.evidence != "none";
}

// Stays said when it goes again.
bool came_back(ledger::DeliveryRow const& row) {
  return row.last_code.starts_with("print.returned_");
}

// The letters of the invoice that left, those of its reminders too: they carry the same reference.
std::vector<ledger::DeliveryRow> letters_of(ledger::Snapshot& view, std::string const& channel,
                                            ledger::InvoiceRow const& invoice) {
  ledger::DeliveryFilter filter;
  filter.channel = channel;
  filter.invoice_id = invoice.id;
  auto listed = ledger::list_deliveries(view, invoice.tenant, filter, {most, ""});
  std::erase_if(listed.rows, [](auto const& row) { return !had_left(row); });
  return std::move(listed.rows);
}

// The newest of them; none when one came back: it may be told of once more.
std::optional<ledger::DeliveryRow> newest(std::vector<ledger::DeliveryRow> letters) {
  if (std::any_of(letters.begin(), letters.end(), came_back)) return std::nullopt;
  auto const last =
      std::max_element(letters.begin(), letters.end(),
                       [](auto const& a, auto const& b) { return a.created < b.created; });
  if (last == letters.end() || !is_out(*last)) return std::nullopt;
  return std::move(*last);
}

}  // namespace

std::optional<ledger::DeliveryRow> spoken_of(ledger::Snapshot& view, Billers const& billers,
                                             Spoken const& spoken) {
  auto const* channel = billers.channel(spoken.channel);
  bool const paper =
      channel != nullptr && std::holds_alternative<config::PrintSettings>(channel->transport);
  std::vector<std::vector<ledger::DeliveryRow>> meant;  // letters by invoice
  for (auto const& tenant : billers.tenants()) {
    if (!spoken.tenant.empty() && spoken.tenant != tenant.id) continue;
    auto row = ledger::find_delivery(view, tenant.id, spoken.name);
    if (row && row->channel == spoken.channel) return row;
    if (!paper || model::is_id("dlv", spoken.name)) continue;
    for (auto const& invoice : ledger::invoices_named(view, tenant.id, spoken.name, most)) {
      auto letters = letters_of(view, spoken.channel, invoice);
      if (!letters.empty()) meant.push_back(std::move(letters));
    }
  }
  if (meant.size() != 1) return std::nullopt;
  return newest(std::move(meant.front()));
}

}  // namespace airut::gateway
