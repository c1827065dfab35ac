#include "gateway/claim/bank_data.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "gateway/deviations/trouble.hpp"
#include "ledger/receivables/open_item.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::days silence{14};

bool is_silent(std::optional<model::Date> const& until, model::Date as_of) {
  return !until || *until + silence < as_of;
}

ChannelTrouble silence_trouble(DayContext const& context, std::string const& account) {
  return {context.tenant, {}, ledger::account_key(account), "bank.silent", {}, {}};
}

bool waits_for_bank(DayDecision const& one) {
  auto const& reason = one.decision.reason_code;
  return reason == "bank-data-missing" || reason == "bank-data-stale";
}

}  // namespace

std::vector<std::string> accounts_asked(ledger::ReceivableRow const& row,
                                        config::Client const& client) {
  auto const is_his = [&](std::string const& account) {
    return std::any_of(client.accounts.begin(), client.accounts.end(),
                       [&](auto const& own) { return ledger::same_account(own.iban, account); });
  };
  std::vector<std::string> asked;
  if (is_his(row.account)) asked.push_back(row.account);
  std::copy_if(row.more_accounts.begin(), row.more_accounts.end(), std::back_inserter(asked),
               is_his);
  if (asked.empty()) asked.push_back(row.account);
  return asked;
}

BankCoverage bank_coverage(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                           config::Client const& client) {
  BankCoverage least;
  for (auto const& account : accounts_asked(row, client)) {
    auto const until = ledger::bank_data_until(view, row.tenant, account);
    if (!until) return {account, std::nullopt};
    if (!least.until || *until < *least.until) least = {account, until};
  }
  return least;
}

void tell_silent_accounts(ledger::Transaction& tx, DayContext const& context,
                          std::vector<DayDecision> const& decisions) {
  std::set<std::string> told;
  for (auto const& one : decisions) {
    auto const* client = context.billers.client(context.tenant, one.item.client);
    if (client == nullptr || !waits_for_bank(one)) continue;
    for (auto const& account : accounts_asked(one.item, *client)) {
      if (!told.insert(ledger::account_key(account)).second) continue;
      auto const until = ledger::bank_data_until(tx, context.tenant, account);
      if (!is_silent(until, context.as_of)) continue;
      auto trouble = silence_trouble(context, account);
      trouble.text = fmt::format(
          "Bank files tell of the account {} {}; no claim whose invoice shows it is reminded of.",
          account, until ? "until " + model::date_text(*until) + " only" : "nothing");
      raise(tx, trouble, context.codes, context.now);
    }
  }
}

void watch_accounts(ledger::Transaction& tx, DayContext const& context) {
  auto const* tenant = context.billers.tenant(context.tenant);
  if (tenant == nullptr) return;
  for (auto const& client : tenant->clients) {
    for (auto const& account : client.accounts) {
      auto const until = ledger::bank_data_until(tx, context.tenant, account.iban);
      if (!is_silent(until, context.as_of))
        settle(tx, silence_trouble(context, account.iban), "passed", context.now);
    }
  }
}

}  // namespace airut::gateway
