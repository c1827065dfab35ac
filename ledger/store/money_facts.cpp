#include "ledger/store/money_facts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/books/book.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// Not their personal parts: a book knows nobody by name.
std::string const& select_text() {
  static auto const text = [] {
    std::string kinds;
    for (auto const kind : books::money_kinds())
      kinds += fmt::format("{}'{}'", kinds.empty() ? "" : ", ", kind);
    return fmt::format(
        "SELECT key, id, booked, kind, body FROM events WHERE key > ? AND key <= ?"
        " AND kind IN ({}) ORDER BY key",
        kinds);
  }();
  return text;
}

}  // namespace

namespace {

// So many events at a time: no statement takes long, however long the journal is.
constexpr std::int64_t events_folded_at_once = 200'000;

// Whether take() wants more.
bool each_in_stretch(Snapshot& view, std::int64_t after, std::int64_t last,
                     std::function<bool(MoneyFact const&)> const& take) {
  Query query{view.connection(), select_text()};
  query.bind(after, last);
  MoneyFact one;
  std::string kind, body;
  while (query.next()) {
    one.seq = seq_of_key(query.take<std::int64_t>());
    query.take(one.event_id, one.booked, kind, body);
    auto fact = decode(kind, body, {});
    if (!fact)
      throw StoreDamaged{
          fmt::format("event {} cannot be understood: {}", one.event_id, fact.error().text)};
    one.fact = *std::move(fact);
    if (!take(one)) return false;
  }
  return true;
}

}  // namespace

void each_money_fact(Snapshot& view, std::string_view tenant, std::int64_t after_seq,
                     std::function<bool(MoneyFact const&)> const& take) {
  auto const number = tenant_number(view, tenant);
  auto const end = last_event_key(view, number);
  for (auto after = event_key(number, after_seq); after < end;) {
    auto const last = std::min(after + events_folded_at_once, end);
    if (!each_in_stretch(view, after, last, take)) return;
    after = last;
  }
}

std::optional<PaymentReceived> payment_as_received(Snapshot& view, std::string_view tenant,
                                                   std::string_view payment_id) {
  Query query{view.connection(),
              "SELECT e.kind, e.body FROM payments p JOIN events e ON e.key = p.key"
              " WHERE p.tenant = ? AND p.id = ?"};
  if (!query.bind(tenant_number(view, tenant), payment_id).next()) return std::nullopt;
  std::string kind, body;
  query.take(kind, body);
  auto const fact = decode(kind, body, {});
  auto const* payment = fact ? std::get_if<PaymentReceived>(&*fact) : nullptr;
  return payment == nullptr ? std::nullopt : std::optional{*payment};
}

}  // namespace airut::ledger
