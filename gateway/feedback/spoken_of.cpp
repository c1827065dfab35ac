#include "gateway/feedback/spoken_of.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "formats/model/reference.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

bool has_left(ledger::DeliveryRow const& row) {
  return row.state == "sent" || row.state == "delivered" || row.state == "dispatching";
}

// The newest letter of the invoice; its reminders carry the same reference.
std::optional<ledger::DeliveryRow> newest_letter(ledger::Snapshot& view, std::string const& tenant,
                                                 std::string const& channel,
                                                 std::string const& invoice) {
  ledger::DeliveryFilter filter;
  filter.channel = channel;
  filter.invoice_id = invoice;
  constexpr int most = 50;
  auto listed = ledger::list_deliveries(view, tenant, filter, {most, ""});
  std::erase_if(listed.rows, [](auto const& row) { return !has_left(row); });
  if (listed.rows.empty()) return std::nullopt;
  return *std::max_element(listed.rows.begin(), listed.rows.end(),
                           [](auto const& a, auto const& b) { return a.created < b.created; });
}

// Letters of invoices of which the text is the number or the reference.
std::vector<ledger::DeliveryRow> letters_named(ledger::Snapshot& view, std::string const& tenant,
                                               Spoken const& spoken) {
  ledger::InvoiceFilter filter;
  filter.q = spoken.name;
  auto const key = model::reference_match_key(spoken.name);
  constexpr int most = 50;
  std::vector<ledger::DeliveryRow> letters;
  for (auto const& invoice : ledger::list_invoices(view, tenant, filter, {most, ""}).rows) {
    bool const is_meant = invoice.number == spoken.name ||
                          (!key.empty() && model::reference_match_key(invoice.reference) == key);
    if (!is_meant) continue;
    if (auto letter = newest_letter(view, tenant, spoken.channel, invoice.id)) {
      letters.push_back(*std::move(letter));
    }
  }
  return letters;
}

}  // namespace

std::optional<ledger::DeliveryRow> spoken_of(ledger::Snapshot& view, Billers const& billers,
                                             Spoken const& spoken) {
  auto const* channel = billers.channel(spoken.channel);
  bool const paper =
      channel != nullptr && std::holds_alternative<config::PrintSettings>(channel->transport);
  std::vector<ledger::DeliveryRow> letters;
  for (auto const& tenant : billers.tenants()) {
    if (!spoken.tenant.empty() && spoken.tenant != tenant.id) continue;
    auto row = ledger::find_delivery(view, tenant.id, spoken.name);
    if (row && row->channel == spoken.channel) return row;
    if (!paper || model::is_id("dlv", spoken.name)) continue;
    for (auto& one : letters_named(view, tenant.id, spoken)) letters.push_back(std::move(one));
  }
  if (letters.size() != 1) return std::nullopt;
  return std::move(letters.front());
}

}  // namespace airut::gateway
