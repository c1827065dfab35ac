#pragma once

#include <algorithm>

#include "gateway/intake/prepare.hpp"
#include "ledger/journal/register_facts.hpp"

namespace airut::gateway {

// Counts and sums of a batch while a transaction runs.
struct Tally {
  ledger::BatchAdvanced fact;
  bool queued = false;

  // One more that was accepted.
  void add(Prepared const& prepared) {
    auto const& invoice = prepared.submission.invoice;
    auto const gross = invoice.totals.gross.value_or(model::Money{0, invoice.currency});
    auto const is_credit = invoice.type == model::InvoiceType::credit_note;
    auto total = std::find_if(fact.totals.begin(), fact.totals.end(), [&](auto const& one) {
      return one.gross.currency() == invoice.currency;
    });
    if (total == fact.totals.end()) {
      model::Money const zero{0, invoice.currency};
      total = fact.totals.insert(total, ledger::BatchTotal{0, 0, zero, zero});
    }
    ++(is_credit ? total->credit_notes : total->invoices);
    (is_credit ? total->credited : total->gross) += gross;
    ++fact.accepted;
  }
};

}  // namespace airut::gateway
