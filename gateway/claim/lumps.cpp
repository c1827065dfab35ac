#include "gateway/claim/lumps.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "gateway/deviations/trouble.hpp"
#include "ledger/receivables/open_item.hpp"
#include "ledger/store/day_sums.hpp"

namespace airut::gateway {
namespace {

ChannelTrouble lump_trouble(ClaimContext const& context, std::string const& account,
                            model::Date day) {
  auto subject = fmt::format("{} {}", ledger::account_key(account), model::date_text(day));
  return {context.tenant, {}, std::move(subject), "bank.lump_differs", {}, {}};
}

// A payment or one that is taken back counts one by one.
bool is_payment(model::BankEntry const& entry) {
  if (entry.is_reversal) return !entry.is_credit;
  return entry.is_credit && !entry.is_lump;
}

}  // namespace

std::vector<ledger::DaySum> day_sums(
    model::BankFile const& file, std::function<std::string const&(std::string const&)> const& iban,
    model::Date otherwise) {
  std::map<std::tuple<std::string, model::Date, bool, model::Currency>, std::int64_t> sums;
  for (auto const& entry : file.entries) {
    if (is_payment(entry)) continue;
    auto const day = entry.booked.value_or(entry.value_date.value_or(otherwise));
    bool const lump = entry.is_credit && entry.is_lump && !entry.is_reversal;
    auto const minor = entry.is_credit ? entry.amount.minor() : -entry.amount.minor();
    sums[{iban(entry.account), day, lump, entry.amount.currency()}] += minor;
  }
  std::vector<ledger::DaySum> all;
  for (auto const& [of, minor] : sums) {
    auto const& [account, day, lump, currency] = of;
    if (minor != 0) all.push_back({account, day, {minor, currency}, lump});
  }
  return all;
}

void tell_lumps(ledger::Transaction& tx, std::vector<LumpDifference> const& lumps,
                AccountDays const& days, ClaimContext const& context, config::Codes const& codes) {
  for (auto const& one : lumps) {
    auto trouble = lump_trouble(context, one.account, one.day);
    trouble.text = fmt::format(
        "On {} the account {} tells of payments of {} {} in one sum; one by one {} are told.",
        model::date_text(one.day), one.account, one.lump.text(), one.lump.currency().code(),
        one.told.text());
    raise(tx, trouble, codes, context.now);
  }
  for (auto const& [account, day] : days) {
    auto const now = ledger::lumps_on(tx, context.tenant, account, day);
    bool const all_told =
        std::all_of(now.begin(), now.end(), [](auto const& one) { return one.lump == one.told; });
    if (all_told && !now.empty())
      settle(tx, lump_trouble(context, account, day), "passed", context.now);
  }
}

}  // namespace airut::gateway
