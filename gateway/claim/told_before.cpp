#include "gateway/claim/told_before.hpp"

#include <utility>

namespace airut::gateway {

ToldBefore::ToldBefore(ledger::Snapshot& view, std::string_view tenant, std::string format)
    : view_(view),
      tenant_(tenant),
      format_(std::move(format)),
      reversal_waits_(ledger::has_waiting_reversal(view, tenant)) {}

bool ToldBefore::has_day(std::optional<model::Date> const& booked) {
  auto const [day, fresh] = days_.try_emplace(booked, false);
  if (fresh) day->second = ledger::has_payments_booked(view_, tenant_, booked);
  return day->second;
}

std::int64_t ToldBefore::equal_entries(std::optional<model::Date> const& booked,
                                       std::string_view fingerprint) {
  if (!has_day(booked)) return 0;
  return ledger::count_fingerprint(view_, tenant_, booked, fingerprint);
}

ToldBefore::SamePayments ToldBefore::same(ledger::PaymentReceived const& payment) {
  SamePayments same;
  if (has_day(payment.booked)) {
    asked_.emplace_back(payment.account, payment.booked, payment.amount.minor(),
                        payment.reference_key);
    same.occurrence = ++seen_[asked_.back()];
    same.elsewhere = ledger::count_told_elsewhere(view_, tenant_, payment, format_);
  }
  if (!reversal_waits_) return same;
  if (auto const back = ledger::waiting_reversal(view_, tenant_, payment)) {
    same.taken_back_by = back->id;
  }
  return same;
}

void ToldBefore::undo() {
  for (auto const& one : asked_) --seen_[one];
  asked_.clear();
}

void ToldBefore::keep(ledger::PaymentReceived const& payment) {
  reversal_waits_ = reversal_waits_ || (payment.is_reversal && payment.reverses.empty());
}

}  // namespace airut::gateway
