#include "ledger/store/named_since.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "ledger/journal/event.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr int events_looked_at_once = 1000;

std::vector<std::int64_t> tenant_numbers(Snapshot& view) {
  std::vector<std::int64_t> numbers;
  Query query{view.connection(), "SELECT tenant FROM tenants ORDER BY tenant"};
  while (query.next()) numbers.push_back(query.take<std::int64_t>());
  return numbers;
}

// Whether the fact's documents are sealed parcels, which hold files.
bool names_parcels(Fact const& fact) {
  return std::holds_alternative<AttemptStarted>(fact) ||
         std::holds_alternative<DebitClaimMade>(fact);
}

class Behind {
 public:
  Behind(Snapshot& view, Ids const& documents, PartsOf const& parts_of)
      : view_(view), documents_(documents), parts_of_(parts_of) {}

  // end: the key of the last event that was looked at.
  bool names_one(std::int64_t tenant, std::int64_t& end) {
    for (bool more = true; more;) {
      Query query{view_.connection(),
                  "SELECT key, kind, body FROM events WHERE key > ? AND key < ? ORDER BY key"
                  " LIMIT ?"};
      query.bind(end, event_key(tenant + 1, 0), events_looked_at_once);
      more = false;
      while (query.next()) {
        more = true;
        auto const key = query.take<std::int64_t>();
        if (names_one(key, query)) return true;
        end = key;
      }
    }
    return false;
  }

 private:
  // kind, body
  bool names_one(std::int64_t key, Query& row) {
    auto const kind = row.take<std::string>(), body = row.take<std::string>();
    auto const fact = decode(kind, body, "");
    if (!fact) throw StoreDamaged{fmt::format("event {}: {}", key, kind)};
    bool found = false;
    each_document(*fact, [&](std::string_view digest) {
      found = found || documents_.contains(digest) || (names_parcels(*fact) && holds_one(digest));
    });
    return found;
  }

  bool holds_one(std::string_view parcel) {
    auto const document = find_document(view_, parcel);
    if (!document) return false;
    auto const parts = parts_of_(*document);
    return std::any_of(parts.begin(), parts.end(),
                       [&](auto const& part) { return documents_.contains(part); });
  }

  Snapshot& view_;
  Ids const& documents_;
  PartsOf const& parts_of_;
};

}  // namespace

JournalEnds journal_ends(Snapshot& view) {
  JournalEnds ends;
  for (auto const tenant : tenant_numbers(view)) ends[tenant] = last_event_key(view, tenant);
  return ends;
}

bool are_named_since(Snapshot& view, JournalEnds& ends, Ids const& documents,
                     PartsOf const& parts_of) {
  Behind behind{view, documents, parts_of};
  auto const numbers = tenant_numbers(view);
  return std::any_of(numbers.begin(), numbers.end(), [&](std::int64_t tenant) {
    auto& end = ends[tenant];
    end = std::max(end, event_key(tenant, 0));
    return behind.names_one(tenant, end);
  });
}

}  // namespace airut::ledger
