#include "ledger/store/open_days.hpp"

#include "ledger/store/heads.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::int64_t subledger_of(Transaction& tx, Happening const& at, std::string_view client,
                          model::Currency currency) {
  auto& known = Heads::of(tx)->subledgers;
  auto const code = currency.code();
  auto const found = known.find(std::tuple{at.tenant, client, std::string_view{code}});
  if (found != known.end()) return found->second;
  Query query{tx.connection(),
              "INSERT INTO subledgers (key, tenant, client, currency) VALUES (?,?,?,?)"
              " ON CONFLICT (tenant, client, currency) DO UPDATE SET client = excluded.client"
              " RETURNING key"};
  query.bind(at.key, at.tenant, client, code).next();
  auto const key = query.take<std::int64_t>();
  known.emplace(std::tuple{at.tenant, std::string{client}, std::string{code}}, key);
  return key;
}

void note_open(Transaction& tx, ItemAfter const& item, std::int64_t changed) {
  if (changed == 0) return;
  auto const before = item.open - changed;
  auto const items = (item.open > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  Heads::of(tx)->open_changes.push_back({item.subledger, item.due_date, items, changed});
}

void note_due_date(Transaction& tx, ItemAfter const& item, model::Date before) {
  if (item.open <= 0) return;
  auto& changes = Heads::of(tx)->open_changes;
  changes.push_back({item.subledger, before, -1, -item.open});
  changes.push_back({item.subledger, item.due_date, 1, item.open});
}

}  // namespace airut::ledger
