#pragma once

#include <string>

#include "ledger/receivables/dunning.hpp"

// What a letter adds to the claim, as far as the law allows on its day.
namespace airut::ledger::dunning {

struct Draft {
  Decision decision;
  ItemFacts const& item;
  CustomerFacts const& customer;
  config::DunningPolicy const& policy;
  config::DunningStep const& step;
  config::ReminderLaw const& rules;
  config::Law const& law;
  model::Date due{};  // due_day()

  void prove(std::string rule, std::string text) {
    decision.proof.push_back({std::move(rule), std::move(text)});
  }
  model::Money nothing() const { return {0, item.owed.principal.currency()}; }
};

// Each fills the draft's sums and proof; a sentence when a row of the law is missing, else "".
std::string add_compensation(Draft& draft);
std::string add_fee(Draft& draft);
std::string add_interest(Draft& draft);

// That interest goes on from days which were charged before.
Proof rounded_together(model::Date begins);

}  // namespace airut::ledger::dunning
