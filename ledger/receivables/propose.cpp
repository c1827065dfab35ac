#include "ledger/receivables/propose.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "ledger/receivables/clues.hpp"

namespace airut::ledger {
namespace {

constexpr std::size_t items_most = 5;       // in one payment
constexpr std::size_t suspects_most = 200;  // the oldest
constexpr std::size_t many_suspects = 40;   // above: groups of two at most
constexpr int alike = 80;
constexpr int window_days = 60;

using Items = std::vector<OpenItem const*>;

Items with(std::vector<Suspect> const& suspects, model::Money const& amount,
           std::function<bool(Suspect const&)> const& fits) {
  Items items;
  for (auto const& suspect : suspects) {
    auto const total = suspect.item.owed.total();
    bool const useful = total.currency() == amount.currency() && total.minor() > 0 &&
                        total.minor() <= amount.minor();
    if (useful && fits(suspect)) items.push_back(&suspect.item);
  }
  std::sort(items.begin(), items.end(), [](OpenItem const* a, OpenItem const* b) {
    return std::tie(a->due_date, a->receivable_id) < std::tie(b->due_date, b->receivable_id);
  });
  if (items.size() > suspects_most) items.resize(suspects_most);
  return items;
}

// Groups of so many items whose sum is exact; the first that was met, and how many there are.
class Groups {
 public:
  Groups(Items const& items, model::Money amount) : items_(items), left_(amount.minor()) {}

  std::size_t find(std::size_t size) {
    count_ = 0;
    first_.clear();
    choose(0, size);
    return count_;
  }
  Items const& first() const { return first_; }

 private:
  void choose(std::size_t from, std::size_t size) {
    if (size == 0) {
      if (left_ != 0) return;
      if (++count_ == 1) first_ = chosen_;
      return;
    }
    for (auto at = from; at + size <= items_.size() && count_ < 10; ++at) {
      auto const owed = items_[at]->owed.total().minor();
      if (owed > left_) continue;
      left_ -= owed;
      chosen_.push_back(items_[at]);
      choose(at + 1, size - 1);
      chosen_.pop_back();
      left_ += owed;
    }
  }

  Items const& items_;
  std::int64_t left_;
  Items chosen_, first_;
  std::size_t count_ = 0;
};

std::string numbers_of(Items const& items) {
  std::string text;
  for (auto const* item : items) text += (text.empty() ? "" : ", ") + item->invoice_number;
  return text;
}

Proposal proposal(std::string rule, Items const& items, std::size_t ways, bool may_be_certain,
                  std::string_view clue) {
  Proposal one;
  one.rule = std::move(rule);
  one.rivals = ways - 1;
  one.is_certain = may_be_certain && ways == 1;
  for (auto const* item : items)
    one.shares.push_back(
        {item->receivable_id, item->invoice_id, item->invoice_number, item->owed.total()});
  one.explanation = fmt::format("{} owe{} exactly this sum; {}.",
                                (items.size() == 1 ? "Invoice " : "Invoices ") + numbers_of(items),
                                items.size() == 1 ? "s" : "", clue);
  if (one.rivals > 0)
    one.explanation +=
        fmt::format(" There {} {} other way{} to make it.", one.rivals == 1 ? "is" : "are",
                    one.rivals, one.rivals == 1 ? "" : "s");
  return one;
}

// The fewest items that make the sum.
void add_exact(std::vector<Proposal>& all, std::string const& rule, Items const& items,
               model::Money const& amount, bool may_be_certain, std::string_view clue,
               std::size_t most = items_most) {
  Groups groups{items, amount};
  auto const largest = items.size() > many_suspects ? std::min<std::size_t>(most, 2) : most;
  for (std::size_t size = 1; size <= std::min(largest, items.size()); ++size) {
    auto const ways = groups.find(size);
    if (ways == 0) continue;
    all.push_back(proposal(rule, groups.first(), ways, may_be_certain, clue));
    return;
  }
}

bool is_near(OpenItem const& item, std::optional<model::Date> day) {
  if (!day) return true;
  auto const days = (*day - item.due_date).count();
  return days >= -window_days && days <= window_days;
}

}  // namespace

std::vector<Proposal> propose(model::Money amount, std::optional<model::Date> paid_on,
                              std::string_view payer_name, std::vector<Suspect> const& suspects) {
  std::vector<Proposal> all;
  if (amount.minor() <= 0) return all;
  auto const knows_payer = [&](Suspect const& one) {
    return one.clues.count(Clue::payer_account) > 0 ||
           likeness(one.buyer_name, payer_name) >= alike;
  };
  add_exact(all, "3",
            with(suspects, amount,
                 [&](auto const& one) {
                   return one.clues.count(Clue::reference_slip) > 0 && knows_payer(one);
                 }),
            amount, false, "its reference is one slip away and the payer is known", 1);
  add_exact(all, "4",
            with(suspects, amount,
                 [](auto const& one) { return one.clues.count(Clue::number_in_text) > 0; }),
            amount, true, "the payer's text names it");
  add_exact(all, "5",
            with(suspects, amount,
                 [](auto const& one) { return one.clues.count(Clue::payer_account) > 0; }),
            amount, true, "the account has paid for this customer before");
  add_exact(all, "6",
            with(suspects, amount,
                 [&](auto const& one) {
                   return likeness(one.buyer_name, payer_name) >= alike &&
                          is_near(one.item, paid_on);
                 }),
            amount, false, "the payer has the buyer's name", 1);
  return all;
}

}  // namespace airut::ledger
