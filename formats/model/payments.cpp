#include "formats/model/payments.hpp"

#include <iterator>
#include <optional>
#include <utility>

namespace airut::model {

namespace {

std::optional<Reference> known_reference(std::string_view text, std::string_view country) {
  if (auto rf = Reference::parse(ReferenceKind::rf, text)) return rf;
  if (country == "NO") return Reference::parse(ReferenceKind::no_kid, text);
  if (country == "FI" || country == "AX") return Reference::parse(ReferenceKind::fi_viite, text);
  return std::nullopt;
}

bool differ_in_account_only(Payment const& a, Payment const& b) {
  auto one = a;
  one.accounts = b.accounts;
  return one == b;
}

}  // namespace

void set_reference(Payment& payment, std::string_view text, std::string_view country) {
  if (text.empty()) return;
  auto const known = known_reference(text, country);
  payment.reference_kind = known ? known->kind() : ReferenceKind::free;
  payment.reference = known ? known->text() : std::string{text};
}

void add_group(std::vector<Payment>& groups, Payment&& one) {
  bool const another = groups.empty() || groups.back().accounts.empty() || one.accounts.empty() ||
                       !differ_in_account_only(groups.back(), one);
  if (another) return groups.push_back(std::move(one));
  groups.back().accounts.push_back(std::move(one.accounts.front()));
}

void set_groups(Invoice& invoice, std::vector<Payment>&& groups) {
  invoice.payment.emplace();
  invoice.payment->means = PaymentMeans::unstated;
  if (groups.empty()) return;
  invoice.payment = std::move(groups.front());
  invoice.further_payments.assign(std::make_move_iterator(groups.begin() + 1),
                                  std::make_move_iterator(groups.end()));
}

bool has_means(Payment const& payment) {
  return payment.means != PaymentMeans::unstated || !payment.means_text.empty() ||
         !payment.accounts.empty() || !payment.debited_account.empty() ||
         !payment.card_number.empty() || !payment.card_holder.empty();
}

}  // namespace airut::model
