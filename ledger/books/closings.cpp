#include "ledger/books/closings.hpp"

#include <fmt/format.h>

namespace airut::ledger::books {

Closings::Closings(std::map<std::string, std::vector<ClosedMonth>> const& by_client) {
  for (auto const& [client, months] : by_client) {
    auto& own = clients_[client];
    for (auto const& one : months) {
      own.closed[one.period] = one.until_seq;
      own.digests[one.period] = one.digest;
    }
  }
}

void Closings::take(Entry const& entry, std::int64_t seq, std::string const& event_id) {
  for (auto const& line : entry.lines) {
    if (side_of(line.account) == Side::memo) continue;
    auto const found = clients_.find(line.client);
    if (found == clients_.end()) continue;
    auto& own = found->second;
    auto const period = counts_for(own.closed, entry.effective, seq);
    if (!is_closed(own.closed, period)) continue;
    auto& month = own.months[period];
    if (month.events.empty() || month.events.back() != event_id) month.events.push_back(event_id);
    auto& sums = month.sums[{line.account, line.amount.currency()}];
    (line.amount.is_negative() ? sums.credit : sums.debit) +=
        line.amount.is_negative() ? -line.amount.minor() : line.amount.minor();
  }
}

Basis Closings::basis_of(std::string const& client, Period period, Month const& month,
                         std::map<Key, std::int64_t> const& opening) {
  Basis basis;
  basis.client = client;
  basis.period = period;
  for (auto const& event : month.events) basis.vouchers.push_back({event, 0, {}, false});
  for (auto const& [key, stood] : opening) {
    auto const found = month.sums.find(key);
    auto const sums = found == month.sums.end() ? Sums{} : found->second;
    auto const money = [&](std::int64_t minor) { return model::Money{minor, key.second}; };
    BasisLine line;
    line.account = key.first;
    line.currency = key.second;
    line.debit = money(sums.debit);
    line.credit = money(sums.credit);
    line.earlier_years = money(0);  // in the two
    line.opening = money(stood);
    line.closing = money(stood + sums.debit - sums.credit);
    basis.lines.push_back(std::move(line));
  }
  return basis;
}

std::vector<std::string> Closings::changed() const {
  std::vector<std::string> all;
  Month const nothing;
  for (auto const& [client, own] : clients_) {
    std::map<Key, std::int64_t> stood;
    auto month = own.months.begin();
    auto const add = [&](Month const& one) {
      for (auto const& [key, sums] : one.sums) stood[key] += sums.debit - sums.credit;
    };
    for (auto const& [period, digest] : own.digests) {
      for (; month != own.months.end() && month->first < period; ++month) add(month->second);
      bool const moves = month != own.months.end() && month->first == period;
      auto const& now = moves ? month->second : nothing;
      for (auto const& [key, sums] : now.sums) stood.try_emplace(key);
      if (digest_of(basis_of(client, period, now, stood)) == digest) continue;
      all.push_back(fmt::format("client {}: {} no longer says what it said when it was closed",
                                client, period_text(period)));
    }
  }
  return all;
}

}  // namespace airut::ledger::books
