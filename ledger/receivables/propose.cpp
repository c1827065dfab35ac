#include "ledger/receivables/propose.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "ledger/receivables/clues.hpp"

namespace airut::ledger {
namespace {

constexpr std::size_t items_most = 5;       // in one payment
constexpr std::size_t suspects_most = 200;  // the oldest
constexpr std::size_t ways_most = 10;       // more are not counted
constexpr int window_days = 60;

// An item and what it counts with.
struct Counted {
  OpenItem const* item = nullptr;
  std::int64_t owed = 0;
};
using Items = std::vector<Counted>;

enum class Owing { on_payment_day, today };

model::Money owed_by(Suspect const& suspect, Owing when) {
  auto const today = suspect.item.owed.total();
  return when == Owing::today ? today : suspect.owed_then.value_or(today);
}

using Fits = std::function<bool(Suspect const&)>;

Items with(std::vector<Suspect> const& suspects, model::Money const& amount, Owing when,
           Fits const& fits) {
  Items items;
  for (auto const& suspect : suspects) {
    auto const owed = owed_by(suspect, when);
    bool const useful =
        owed.currency() == amount.currency() && owed.minor() > 0 && owed.minor() <= amount.minor();
    if (useful && fits(suspect)) items.push_back({&suspect.item, owed.minor()});
  }
  std::sort(items.begin(), items.end(), [](Counted const& a, Counted const& b) {
    return std::tie(a.item->due_date, a.item->receivable_id) <
           std::tie(b.item->due_date, b.item->receivable_id);
  });
  if (items.size() > suspects_most) items.resize(suspects_most);
  return items;
}

// Groups of so many items whose sum is exact: the first of them, and how many there are. The last
// two of a group are looked up by their sum, so that five of two hundred are found in time.
class Groups {
 public:
  Groups(Items const& items, model::Money amount) : items_(items), left_(amount.minor()) {
    for (auto const& one : items_) {
      least_ = std::min(least_, one.owed);
      most_ = std::max(most_, one.owed);
    }
  }

  std::size_t find(std::size_t size) {
    ways_.clear();
    if (size >= 2 && pairs_.empty()) pair_up();
    choose(0, size);
    return ways_.size();
  }
  std::vector<Items> const& ways() const { return ways_; }

 private:
  struct Pair {
    std::int64_t sum = 0;
    std::size_t first = 0, second = 0;
    auto operator<=>(Pair const&) const = default;
  };

  void pair_up() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (auto j = i + 1; j < items_.size(); ++j)
        pairs_.push_back({items_[i].owed + items_[j].owed, i, j});
    }
    std::sort(pairs_.begin(), pairs_.end());
  }

  void found(std::initializer_list<std::size_t> last) {
    auto way = chosen_;
    for (auto const at : last) way.push_back(items_[at]);
    ways_.push_back(std::move(way));
  }

  void choose_pair(std::size_t from) {
    auto pair = std::lower_bound(pairs_.begin(), pairs_.end(), Pair{left_, from, 0});
    for (; pair != pairs_.end() && pair->sum == left_ && ways_.size() < ways_most; ++pair)
      found({pair->first, pair->second});
  }

  void choose(std::size_t from, std::size_t size) {
    auto const count = static_cast<std::int64_t>(size);
    if (left_ < count * least_ || left_ > count * most_) return;
    if (size == 2) return choose_pair(from);
    for (auto at = from; at + size <= items_.size() && ways_.size() < ways_most; ++at) {
      auto const owed = items_[at].owed;
      if (size == 1) {
        if (owed == left_) found({at});
        continue;
      }
      left_ -= owed;
      chosen_.push_back(items_[at]);
      choose(at + 1, size - 1);
      chosen_.pop_back();
      left_ += owed;
    }
  }

  Items const& items_;
  std::int64_t left_, least_ = std::numeric_limits<std::int64_t>::max() / 8, most_ = 0;
  std::vector<Pair> pairs_;  // by sum, then by their places
  Items chosen_;
  std::vector<Items> ways_;
};

// The ways with the fewest items that make the sum; at most ten.
std::vector<Items> exact_ways(Items const& items, model::Money const& amount, std::size_t most) {
  Groups groups{items, amount};
  for (std::size_t size = 1; size <= std::min(most, items.size()); ++size) {
    if (groups.find(size) > 0) return groups.ways();
  }
  return {};
}

// A step of the ladder: which suspects it looks at, and what it says of them.
struct Step {
  std::string_view rule, clue;
  std::size_t most = items_most;
  bool may_be_certain = false;
  bool by_debtor = false;  // a way is of one debtor's items
};

std::string numbers_of(Items const& items) {
  std::string text;
  for (auto const& one : items) text += (text.empty() ? "" : ", ") + one.item->invoice_number;
  return text;
}

Proposal proposal(Step const& step, Items const& way, std::size_t ways) {
  Proposal one;
  one.rule = step.rule;
  one.rivals = ways - 1;
  one.is_certain = step.may_be_certain && ways == 1;
  for (auto const& [item, owed] : way) {
    one.shares.push_back({item->receivable_id,
                          item->invoice_id,
                          item->invoice_number,
                          {owed, item->owed.principal.currency()}});
  }
  one.explanation = fmt::format("{} owe{} exactly this sum; {}.",
                                (way.size() == 1 ? "Invoice " : "Invoices ") + numbers_of(way),
                                way.size() == 1 ? "s" : "", step.clue);
  if (one.rivals > 0)
    one.explanation +=
        fmt::format(" There {} {} other way{} to make it.", one.rivals == 1 ? "is" : "are",
                    one.rivals, one.rivals == 1 ? "" : "s");
  return one;
}

// What the ways have that the first has not.
std::vector<std::string> rival_items(std::vector<Items> const& ways) {
  std::set<std::string> items;
  for (auto const& way : ways) {
    for (auto const& one : way) items.insert(one.item->receivable_id);
  }
  for (auto const& one : ways.front()) items.erase(one.item->receivable_id);
  return {items.begin(), items.end()};
}

bool is_near(OpenItem const& item, std::optional<model::Date> day) {
  if (!day) return true;
  auto const days = (*day - item.due_date).count();
  return days >= -window_days && days <= window_days;
}

class Proposing {
 public:
  Proposing(model::Money amount, std::string_view payer_name, std::vector<Suspect> const& suspects)
      : amount_(amount), payer_name_(payer_name), suspects_(suspects) {}

  void add(Step const& step, Fits const& fits) {
    if (add(step, fits, Owing::on_payment_day)) return;
    bool const charged_since = std::any_of(suspects_.begin(), suspects_.end(), [](auto const& one) {
      return one.owed_then.has_value();
    });
    if (charged_since) add(step, fits, Owing::today);
  }

  std::vector<Proposal> found() && { return std::move(all_); }

 private:
  // The ways of one debtor, or of all together.
  struct Of {
    int likeness = 0;
    std::vector<Items> ways;
  };

  bool add(Step const& step, Fits const& fits, Owing when) {
    std::vector<Of> candidates;
    for (auto const& debtor : debtors(step, fits)) {
      auto const his = [&](Suspect const& one) {
        return fits(one) && (!step.by_debtor || key_of(one) == debtor.first);
      };
      auto ways = exact_ways(with(suspects_, amount_, when, his), amount_, step.most);
      if (!ways.empty()) candidates.push_back({debtor.second, std::move(ways)});
    }
    std::sort(candidates.begin(), candidates.end(), [](Of const& a, Of const& b) {
      auto const &way = a.ways.front(), &other = b.ways.front();
      return std::tuple{-a.likeness, way.size(), way.front().item->receivable_id} <
             std::tuple{-b.likeness, other.size(), other.front().item->receivable_id};
    });
    std::size_t ways = 0;
    for (auto const& one : candidates) ways += one.ways.size();
    for (auto const& one : candidates) {
      all_.push_back(proposal(step, one.ways.front(), ways));
      all_.back().rival_items = rival_items(one.ways);
    }
    return !candidates.empty();
  }

  static std::string key_of(Suspect const& one) {
    return one.customer.empty() ? "name " + one.buyer_name : "number " + one.customer;
  }

  // Whose items the step looks at, each with how like his name is to the payer's.
  std::map<std::string, int> debtors(Step const& step, Fits const& fits) const {
    if (!step.by_debtor) return {{"", 0}};
    std::map<std::string, int> found;
    for (auto const& one : suspects_) {
      if (!fits(one)) continue;
      auto& like = found[key_of(one)];
      like = std::max(like, likeness(one.buyer_name, payer_name_));
    }
    return found;
  }

  model::Money amount_;
  std::string_view payer_name_;
  std::vector<Suspect> const& suspects_;
  std::vector<Proposal> all_;
};

}  // namespace

std::vector<Proposal> propose(model::Money amount, std::optional<model::Date> paid_on,
                              std::string_view payer_name, std::vector<Suspect> const& suspects) {
  if (amount.minor() <= 0) return {};
  auto const has = [](Clue clue) {
    return [clue](Suspect const& one) { return one.clues.count(clue) > 0; };
  };
  auto const is_alike = [&](Suspect const& one) {
    return likeness(one.buyer_name, payer_name) >= likeness_of_one;
  };
  Proposing all{amount, payer_name, suspects};
  all.add({"2d", "its reference is of the same debtor", items_most, false, true},
          has(Clue::reference_owner));
  all.add({"3", "its reference is one slip away and the payer is known", 1}, [&](auto const& one) {
    return one.clues.count(Clue::reference_slip) > 0 &&
           (one.clues.count(Clue::payer_account) > 0 || is_alike(one));
  });
  all.add({"4", "the payer's text names it", items_most, true}, has(Clue::number_in_text));
  all.add({"5", "the account has paid for this customer before", items_most, true},
          has(Clue::payer_account));
  all.add({"6", "the payer has the buyer's name", items_most, false, true},
          [&](auto const& one) { return is_alike(one) && is_near(one.item, paid_on); });
  return std::move(all).found();
}

}  // namespace airut::ledger
