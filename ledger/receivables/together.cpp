#include <fmt/format.h>

#include "ledger/receivables/clues.hpp"
#include "ledger/receivables/propose.hpp"

namespace airut::ledger {
namespace {

constexpr std::size_t looked_at_most = 50;

class Together {
 public:
  Together(model::Money amount, std::vector<CreditBalance> const& credits,
           std::vector<WaitingPayment> const& waiting)
      : amount_(amount), credits_(credits), waiting_(waiting) {}

  void look_at(OpenItem const& item) {
    auto const total = item.owed.total();
    if (total.currency() != amount_.currency() || total <= amount_) return;
    auto const missing = total - amount_;
    for (std::size_t i = 0; i < credits_.size() && i < looked_at_most; ++i)
      look_at_credit(item, credits_[i], missing);
    for (std::size_t i = 0; i < waiting_.size() && i < looked_at_most; ++i) {
      if (!fits(waiting_[i].amount)) continue;
      if (waiting_[i].amount == missing) add_payments(item, {&waiting_[i]});
      for (std::size_t j = i + 1; j < waiting_.size() && j < looked_at_most; ++j) {
        if (fits(waiting_[j].amount) && waiting_[i].amount + waiting_[j].amount == missing)
          add_payments(item, {&waiting_[i], &waiting_[j]});
      }
    }
  }

  std::vector<Proposal> found() && {
    for (auto& one : found_) one.rivals = found_.size() - 1;
    return std::move(found_);
  }

 private:
  bool fits(model::Money const& money) const { return money.currency() == amount_.currency(); }

  Proposal begin(OpenItem const& item) const {
    Proposal one;
    one.rule = "7";
    one.shares = {{item.receivable_id, item.invoice_id, item.invoice_number, amount_}};
    return one;
  }

  // A credit note names its own invoice; what is left of it may pay another.
  void look_at_credit(OpenItem const& item, CreditBalance const& credit,
                      model::Money const& missing) {
    if (!fits(credit.amount) || credit.receivable_id == item.receivable_id) return;
    if (credit.amount < missing) return;
    auto one = begin(item);
    one.credits = {{credit.receivable_id, credit.invoice_id, credit.invoice_number, missing}};
    one.explanation = fmt::format("It pays invoice {} less {} of the credit balance of invoice {}.",
                                  item.invoice_number, missing.text(), credit.invoice_number);
    // A whole balance first: that a part of one fits says less.
    auto const place = credit.amount == missing ? found_.begin() : found_.end();
    found_.insert(place, std::move(one));
  }

  void add_payments(OpenItem const& item, std::vector<WaitingPayment const*> const& others) {
    auto one = begin(item);
    for (auto const* other : others) one.with_payments.push_back(other->payment_id);
    one.explanation = fmt::format("It pays invoice {} together with {}.", item.invoice_number,
                                  fmt::join(one.with_payments, " and "));
    found_.push_back(std::move(one));
  }

  model::Money amount_;
  std::vector<CreditBalance> const& credits_;
  std::vector<WaitingPayment> const& waiting_;
  std::vector<Proposal> found_;
};

}  // namespace

std::vector<Proposal> propose_together(model::Money amount, std::string_view payer_name,
                                       std::vector<Suspect> const& suspects,
                                       std::vector<CreditBalance> const& credits,
                                       std::vector<WaitingPayment> const& waiting) {
  if (amount.minor() <= 0) return {};
  Together together{amount, credits, waiting};
  for (auto const& suspect : suspects) {
    bool const knows_payer = suspect.clues.contains(Clue::payer_account) ||
                             suspect.clues.contains(Clue::number_in_text) ||
                             likeness(suspect.buyer_name, payer_name) >= likeness_of_one;
    if (knows_payer) together.look_at(suspect.item);
  }
  return std::move(together).found();
}

}  // namespace airut::ledger
