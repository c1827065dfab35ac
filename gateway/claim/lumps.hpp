#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "config/codes.hpp"
#include "formats/model/bank_entry.hpp"
#include "gateway/claim/claim_facts.hpp"

// What a bank file tells of an account's day in one sum, beside the payments that it tells one by
// one.
namespace airut::gateway {

// A day's lump sum on an account that is not what another file told one by one: payments are
// missing here, or are told twice.
struct LumpDifference {
  std::string account;
  model::Date day{};
  model::Money lump, told;
};

// Accounts, as airut.toml spells them, and booking days.
using AccountDays = std::set<std::pair<std::string, model::Date>>;

// Sums of the file's entries that are no payments of their own, by account, day and currency. An
// entry without a booking day counts for its value day, or else for the day given.
std::vector<ledger::DaySum> day_sums(
    model::BankFile const& file, std::function<std::string const&(std::string const&)> const& iban,
    model::Date otherwise);

// Opens a deviation for each of the lump sums that differ, and closes those about days of which the
// newest lump sum is what is told one by one now.
void tell_lumps(ledger::Transaction& tx, std::vector<LumpDifference> const& lumps,
                AccountDays const& days, ClaimContext const& context, config::Codes const& codes);

}  // namespace airut::gateway
