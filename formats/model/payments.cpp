#include "formats/model/payments.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "formats/model/untdid.hpp"

namespace airut::model {

namespace {

std::optional<Reference> known_reference(std::string_view text, std::string_view country) {
  if (auto rf = Reference::parse(ReferenceKind::rf, text)) return rf;
  if (country == "NO") return Reference::parse(ReferenceKind::no_kid, text);
  if (country == "FI" || country == "AX") return Reference::parse(ReferenceKind::fi_viite, text);
  return std::nullopt;
}

bool is_transfer(std::string_view code) { return code == "30" || code == "58"; }

// What stands once in a document is not repeated with each account.
bool adds_an_account_only(Payment const& first, Payment const& other) {
  auto one = other;
  one.accounts = first.accounts;
  auto const take_over = [&](std::string Payment::* member) {
    if ((one.*member).empty()) one.*member = first.*member;
  };
  for (auto const member : {&Payment::means_text, &Payment::mandate_id, &Payment::debited_account,
                            &Payment::card_number, &Payment::card_holder})
    take_over(member);
  return one == first;
}

// A transfer to nowhere, as credit notes have it: it names neither account nor anything else.
bool says_nothing(Payment const& payment) {
  Payment bare;
  bare.means_code = payment.means_code;
  bare.terms_text = payment.terms_text;
  bare.creditor_id = payment.creditor_id;
  bare.late_interest_percent = payment.late_interest_percent;
  bare.reference_kind = payment.reference_kind;
  return bare == payment && is_transfer(means_code_of(payment));
}

// Puts the groups of one payment behind those that stand already.
class Grouping {
 public:
  void add(Payment const& payment) {
    if (!has_means(payment) && payment.reference.empty() && payment.mandate_id.empty()) return;
    if (!fits(payment)) return leave_out("A further means of payment");
    auto const first = made_.groups.size();
    if (payment.accounts.empty()) made_.groups.push_back({&payment});
    for (auto const& account : payment.accounts) {
      // Each group of a direct debit needs the mandate, which stands once (PEPPOL-EN16931-R061).
      bool const again = payment.means == PaymentMeans::direct_debit && made_.groups.size() > first;
      if (again) {
        leave_out("A second account of a direct debit");
      } else {
        made_.groups.push_back({&payment, &account});
      }
    }
    give_what_stands_once(made_.groups[first]);
  }
  MeansGroups made() && { return std::move(made_); }

 private:
  bool fits(Payment const& payment) const {
    if (made_.groups.empty()) return true;
    auto const& main = *made_.groups.front().payment;
    bool const stated = payment.means != PaymentMeans::unstated;
    if (stated != (main.means != PaymentMeans::unstated)) return false;
    if (stated && means_code_of(payment) != means_code_of(main)) return false;
    if (payment.means == PaymentMeans::direct_debit) return false;
    return payment.reference.empty() || payment.reference == main.reference;
  }

  void give_what_stands_once(MeansGroup& group) {
    auto const& payment = *group.payment;
    auto const give = [&](bool there, bool MeansGroup::* part, std::string_view what) {
      if (!there) return;
      auto const& all = made_.groups;
      bool const taken =
          std::any_of(all.begin(), all.end(), [&](MeansGroup const& one) { return one.*part; });
      if (taken) return leave_out(what);
      group.*part = true;
    };
    give(!payment.means_text.empty(), &MeansGroup::text, "A second text of the means of payment");
    give(!payment.card_number.empty() || !payment.card_holder.empty(), &MeansGroup::card,
         "A second card");
    give(!payment.mandate_id.empty() || !payment.debited_account.empty(), &MeansGroup::mandate,
         "A second mandate");
  }

  void leave_out(std::string_view what) {
    auto& all = made_.left_out;
    if (std::find(all.begin(), all.end(), what) == all.end()) all.push_back(what);
  }

  MeansGroups made_;
};

}  // namespace

void set_reference(Payment& payment, std::string_view text, std::string_view country) {
  if (text.empty()) return;
  auto const known = known_reference(text, country);
  payment.reference_kind = known ? known->kind() : ReferenceKind::free;
  payment.reference = known ? known->text() : std::string{text};
}

void add_group(std::vector<Payment>& groups, Payment&& one) {
  bool const another = groups.empty() || groups.back().accounts.empty() || one.accounts.empty() ||
                       !adds_an_account_only(groups.back(), one);
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

MeansGroups means_groups(Invoice const& invoice) {
  Grouping grouping;
  // UBL has the due date of a credit note with its means of payment, and within Germany there is
  // one always (DE-R-001).
  bool const dated = invoice.type == InvoiceType::credit_note && invoice.due_date;
  bool const german = invoice.seller.address.country == "DE";
  bool const wanted = dated || german;
  if (invoice.payment && (wanted || !says_nothing(*invoice.payment)))
    grouping.add(*invoice.payment);
  for (auto const& one : invoice.further_payments) grouping.add(one);
  return std::move(grouping).made();
}

std::string_view means_code_of(MeansGroup const& group) {
  auto const code = means_code_of(*group.payment);
  return !group.account && is_transfer(code) ? "1" : code;
}

bool has_means(Payment const& payment) {
  return payment.means != PaymentMeans::unstated || !payment.means_text.empty() ||
         !payment.accounts.empty() || !payment.debited_account.empty() ||
         !payment.card_number.empty() || !payment.card_holder.empty();
}

}  // namespace airut::model
