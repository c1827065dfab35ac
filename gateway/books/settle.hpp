#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/book_rows.hpp"

// What the service collected on its own accounts goes on to the biller, invoice by invoice.
namespace airut::gateway {

struct SettledItem {
  std::string invoice_number, receivable_id;
  model::Money principal, interest, fee, cost;  // laid on it since the last settlement
  model::Money total() const { return principal + interest + fee + cost; }
};

struct Settlement {
  std::vector<SettledItem> items;             // by invoice number
  model::Money amount;                        // may be negative: more was taken back than came in
  std::int64_t since_seq = 0, until_seq = 0;  // of the journal
};

// What came in and was laid after the last settlement of the client: one for each currency, first
// the client's own, which may be of nothing. Never more than the service holds for the client:
// where money is missing (taken_back.hpp), what was laid last waits for the next one.
std::vector<Settlement> unsettled(ledger::Snapshot& view, std::string const& tenant,
                                  config::Client const& client);

// The settlement file: CSV, a row an invoice with its components, a row with the total.
std::string settlement_csv(Settlement const& settlement, std::string const& client,
                           model::Date day);

// Keeps what was unsettled() with its file; nullopt when there is nothing to pay out, or when
// another settlement was made since it was looked at.
std::optional<ledger::MoneySettled> settle(ledger::Transaction& tx, ClaimContext const& context,
                                           config::Client const& client, model::Date day,
                                           Settlement const& settlement);

}  // namespace airut::gateway
