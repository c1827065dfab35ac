#pragma once

#include <array>
#include <string>
#include <vector>

#include "config/law.hpp"
#include "formats/model/submission.hpp"
#include "gateway/billers.hpp"
#include "gateway/letters/principal_history.hpp"
#include "ledger/receivables/correct.hpp"
#include "ledger/receivables/dunning.hpp"
#include "ledger/store/receivables.hpp"

// The store's rows as the rules of the ledger want their facts.
namespace airut::gateway {

// What is owed apart, in the order of the law's words.
inline constexpr std::array components{config::Component::principal, config::Component::interest,
                                       config::Component::fee, config::Component::cost};

struct ClaimContext {
  Billers const& billers;
  config::Law const& law;
  std::string tenant, actor;
  model::Instant now{};
};

// "client" for an account of the service that holds the client's money, else "".
std::string funds_of(config::Client const& client, std::string_view account);
ledger::OpenItem open_item(ledger::ReceivableRow const& row, config::Client const& client);
ledger::dunning::ItemFacts facts_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                                    config::Client const& client);
ledger::dunning::CustomerFacts customer_of(ledger::ReceivableRow const& row,
                                           config::Client const& client);
// With what was agreed with the customer.
ledger::dunning::CustomerFacts customer_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                                           config::Client const& client);
// The first day of late interest on the item, by the law of the day; none when a row is missing.
std::optional<model::Date> interest_begins(ledger::ReceivableRow const& row,
                                           config::Client const& client, config::Law const& law,
                                           model::Date day);
std::vector<ledger::ChargedLetter> charged_letters(ledger::Snapshot& view,
                                                   ledger::ReceivableRow const& row);

// Late interest that the invoice's own document names, in millionths; looked up only when asked.
std::optional<std::int64_t> agreed_rate(model::Submission const& submission);
std::optional<std::int64_t> agreed_rate(ledger::Snapshot& view, ledger::ReceivableRow const& row);

}  // namespace airut::gateway
