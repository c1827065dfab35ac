#include "gateway/claim/credit_hold.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

// The last so many paid invoices against the same number before them.
constexpr std::size_t compared = 4;
constexpr int later_days = 7;
constexpr std::chrono::days alert_rest{30};

bool told_lately(ledger::Snapshot& view, DayContext const& context,
                 ledger::CustomerRow const& customer, std::string_view kind) {
  constexpr int looked_at = 20;
  for (auto const& alert : ledger::list_alerts(view, context.tenant, customer.client,
                                               customer.customer_number, looked_at)) {
    if (alert.kind == kind && alert.day + alert_rest > context.as_of) return true;
  }
  return false;
}

void alert(ledger::Transaction& tx, DayContext const& context, ledger::CustomerRow const& customer,
           std::string kind, std::string text) {
  if (told_lately(tx, context, customer, kind)) return;
  tx.append(context.tenant, context.actor, context.now,
            ledger::CreditAlert{customer.client, customer.customer_number, std::move(kind),
                                context.as_of, std::move(text)});
}

void watch_limit(ledger::Transaction& tx, DayContext const& context,
                 ledger::CustomerRow const& customer) {
  if (!customer.credit_limit) return;
  auto const& limit = *customer.credit_limit;
  auto const open = ledger::open_of_customer(tx, context.tenant, customer.client,
                                             customer.customer_number, limit.currency());
  if (open <= limit) return;
  alert(tx, context, customer, "over-limit",
        fmt::format("Open is {}, the limit is {}.", open.text(), limit.text()));
}

int mean(std::vector<int>::const_iterator from, std::vector<int>::const_iterator to) {
  int sum = 0;
  for (auto at = from; at != to; ++at) sum += *at;
  return sum / static_cast<int>(to - from);
}

void watch_lateness(ledger::Transaction& tx, DayContext const& context,
                    ledger::CustomerRow const& customer) {
  auto const days = ledger::lateness_of_customer(tx, context.tenant, customer.client,
                                                 customer.customer_number, 2 * compared);
  if (days.size() < 2 * compared) return;
  auto const half = days.begin() + static_cast<std::ptrdiff_t>(compared);
  auto const now = mean(days.begin(), half), before = mean(half, days.end());
  if (now < before + later_days) return;
  alert(tx, context, customer, "later-than-before",
        fmt::format("The last {} invoices were paid {} days late on average, those before {}.",
                    compared, now, before));
}

}  // namespace

std::string credit_hold(ledger::Snapshot& view, std::string_view tenant,
                        ledger::InvoiceAccepted const& invoice) {
  if (invoice.customer_number.empty() || invoice.type == "credit_note") return {};
  auto const customer =
      ledger::find_customer(view, tenant, invoice.client, invoice.customer_number);
  if (!customer) return {};
  if (customer->blocked) return "credit.customer_blocked";
  auto const& limit = customer->credit_limit;
  if (!limit || limit->currency() != invoice.due.currency()) return {};
  auto const open = ledger::open_of_customer(view, tenant, invoice.client, invoice.customer_number,
                                             limit->currency());
  return open > *limit ? "credit.limit_exceeded" : "";
}

std::function<std::int64_t(std::string_view, std::string_view)> agreed_terms(ledger::Store& store,
                                                                             std::string tenant) {
  return [&store, tenant = std::move(tenant)](std::string_view client, std::string_view customer) {
    auto const row = store.look([&](ledger::Snapshot& view) {
      return ledger::find_customer(view, tenant, client, customer);
    });
    return row ? row->payment_terms_days : 0;
  };
}

void watch_credit(ledger::Transaction& tx, DayContext const& context) {
  for (auto const& customer : ledger::list_customers(tx, context.tenant, "")) {
    watch_limit(tx, context, customer);
    watch_lateness(tx, context, customer);
  }
}

}  // namespace airut::gateway
