#pragma once

#include <string>
#include <string_view>

#include "formats/model/untdid.hpp"
#include "formats/rules/report.hpp"

// The national rules inside Peppol BIS Billing, one file a country or two; check_national() asks
// those of the seller's country.
namespace airut::rules {

constexpr Rule national_value(std::string_view id, std::string_view term, std::string_view place,
                              std::string_view sentence) {
  return {id, term, "national-value", place, sentence, Weight::peppol};
}

constexpr Rule national_missing(std::string_view id, std::string_view term, std::string_view place,
                                std::string_view sentence) {
  return {id, term, "national-missing", place, sentence, Weight::peppol};
}

// What a country recommends.
constexpr Rule national_advice(std::string_view id, std::string_view term, std::string_view place,
                               std::string_view sentence) {
  return {id, term, "national-value", place, sentence, Weight::hint};
}

inline bool among(std::string_view code, std::string_view blank_separated) {
  auto const key = std::string{" "}.append(code).append(" ");
  return blank_separated.find(key) != blank_separated.npos;
}

// A payment with the code of its means (BT-81), as each_payment() finds it.
struct Paid {
  model::Payment const& payment;
  std::string_view code;
};

// Calls take(payment, code) for each payment of the invoice that names its means.
template <class Take>
void each_payment(model::Invoice const& invoice, Take const& take) {
  if (!invoice.payment) return;
  auto const one = [&](model::Payment const& payment) {
    if (payment.means != model::PaymentMeans::unstated || !payment.means_code.empty())
      take(payment, model::means_code_of(payment));
  };
  one(*invoice.payment);
  for (auto const& payment : invoice.further_payments) one(payment);
}

template <class Broken>
bool any_payment(model::Invoice const& invoice, Broken const& broken) {
  bool found = false;
  each_payment(invoice,
               [&](auto const& payment, auto code) { found = found || broken(payment, code); });
  return found;
}

inline bool has_payment(model::Invoice const& invoice) {
  return any_payment(invoice, [](auto const&, auto) { return true; });
}

void advise_nationally(Scope const& scope, Report& out);
void check_denmark(Scope const& scope, Report& out);
void check_germany(Scope const& scope, Report& out);
void check_greece(Scope const& scope, Report& out);
void check_iceland(Scope const& scope, Report& out);
void check_italy(Scope const& scope, Report& out);
void check_netherlands(Scope const& scope, Report& out);
void check_norway(Scope const& scope, Report& out);
void check_sweden(Scope const& scope, Report& out);

}  // namespace airut::rules
