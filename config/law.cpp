#include "config/law.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace airut::config {
namespace {

using std::chrono::days;

constexpr std::array<std::pair<Debtor, std::string_view>, 3> debtor_words{
    {{Debtor::consumer, "consumer"},
     {Debtor::business, "business"},
     {Debtor::public_body, "public_body"}}};
constexpr std::array<std::pair<Component, std::string_view>, 4> component_words{
    {{Component::principal, "principal"},
     {Component::interest, "interest"},
     {Component::fee, "fee"},
     {Component::cost, "cost"}}};

std::string day_text(Day day) {
  std::chrono::year_month_day const date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace

Debtor debtor_of(std::string_view buyer_type) {
  if (buyer_type == "business") return Debtor::business;
  if (buyer_type == "public" || buyer_type == "public_body") return Debtor::public_body;
  return Debtor::consumer;
}

std::string_view debtor_text(Debtor debtor) {
  for (auto const& [one, word] : debtor_words) {
    if (one == debtor) return word;
  }
  return "consumer";
}

std::string_view component_text(Component component) {
  for (auto const& [one, word] : component_words) {
    if (one == component) return word;
  }
  return "";
}

std::optional<Component> parse_component(std::string_view text) {
  for (auto const& [one, word] : component_words) {
    if (word == text) return one;
  }
  return std::nullopt;
}

Found<RatePeriod> RateTable::on(Day day) const {
  auto const after =
      std::upper_bound(periods_->begin(), periods_->end(), day,
                       [](Day asked, RatePeriod const& period) { return asked < period.first; });
  if (after != periods_->begin() && day <= std::prev(after)->last) return *std::prev(after);
  std::chrono::year_month_day const date{day};
  bool const second = date.month() >= std::chrono::July;
  return tl::unexpected{
      fmt::format("The interest rate {} of the {} half of {} is not in the table.", name_,
                  second ? "second" : "first", static_cast<int>(date.year()))};
}

RateTable RateTable::capped(std::int64_t rate) const {
  auto periods = *periods_;
  for (auto& period : periods) period.millionths = std::min(period.millionths, rate);
  return {name_, std::move(periods)};
}

namespace {

// The row with the same country and debtor whose day is the latest not after the given one.
template <class Rows, class KeyType>
auto latest(Rows const& rows, KeyType const& key) -> decltype(&rows.begin()->second) {
  auto after = rows.upper_bound(key);
  if (after == rows.begin()) return nullptr;
  --after;
  if (after->first.country != key.country || after->first.debtor != key.debtor) return nullptr;
  return &after->second;
}

}  // namespace

RateTable Law::rates(std::string_view country, Debtor debtor) const {
  auto const known = rates_.find({std::string{country}, debtor});
  return known != rates_.end() ? known->second : made_rates(country, debtor);
}

void Law::make_rates() {
  for (auto const* country : {"FI", "NO"}) {
    for (auto const debtor : {Debtor::consumer, Debtor::business, Debtor::public_body}) {
      rates_.insert_or_assign({country, debtor}, made_rates(country, debtor));
    }
  }
}

RateTable Law::made_rates(std::string_view country, Debtor debtor) const {
  std::vector<RatePeriod> periods;
  for (auto const& [key, reference] : references_) {
    if (key.country != country) continue;
    // The margin may change within a half-year: each of its days is looked at once.
    for (auto first = key.valid_from; first <= reference.last;) {
      auto const* margin =
          latest(margins_, Key{std::string{country}, std::string{debtor_text(debtor)}, first, 0});
      auto last = reference.last;
      for (auto const& [other, rate] : margins_) {
        if (other.country == country && other.debtor == debtor_text(debtor) &&
            other.valid_from > first && other.valid_from <= last) {
          last = other.valid_from - days{1};
        }
      }
      if (margin) {
        periods.push_back({first, last, reference.millionths + *margin, reference.source});
      }
      first = last + days{1};
    }
  }
  return {fmt::format("{} {}", country, debtor_text(debtor)), std::move(periods)};
}

Found<ReminderLaw> Law::reminders(std::string_view country, Debtor debtor, Day sent) const {
  auto const* row =
      latest(reminders_, Key{std::string{country}, std::string{debtor_text(debtor)}, sent, 0});
  if (row) return *row;
  return tl::unexpected{fmt::format("reminder_law.tsv has no row for {} {} on {}.", country,
                                    debtor_text(debtor), day_text(sent))};
}

Found<FeeCap> Law::fee_cap(std::string_view country, Debtor debtor, Day sent, Day due) const {
  FeeCap const* best = nullptr;
  for (auto const& [key, cap] : fee_caps_) {
    bool const mine = key.country == country && key.debtor == debtor_text(debtor);
    if (mine && key.valid_from <= sent && Day{days{key.extra}} <= due) best = &cap;
  }
  if (best) return *best;
  return tl::unexpected{fmt::format("fee_caps.tsv has no row for {} {} on {}.", country,
                                    debtor_text(debtor), day_text(sent))};
}

Found<FeeCap> Law::compensation(std::string_view country, Debtor debtor, Day due) const {
  if (debtor == Debtor::consumer) return FeeCap{};
  auto const* row =
      latest(compensations_, Key{std::string{country}, std::string{debtor_text(debtor)}, due, 0});
  if (row && due <= row->last) return row->amount;
  return tl::unexpected{fmt::format("compensation.tsv has no row for {} {} on {}.", country,
                                    debtor_text(debtor), day_text(due))};
}

std::optional<std::int64_t> Law::cost_ceiling(std::string_view country, Debtor debtor, Day sent,
                                              std::int64_t principal, bool enforceable) const {
  auto const of = [&](std::string const& whose) {
    std::optional<std::int64_t> ceiling;
    Day from{};
    for (auto const& [key, minor] : ceilings_) {
      bool const mine = key.country == country && key.debtor == whose;
      if (!mine || key.valid_from > sent || key.extra < principal) continue;
      // Rows come by day, then by size: the first that holds the principal, of the latest day.
      if (ceiling && key.valid_from == from) continue;
      ceiling = minor;
      from = key.valid_from;
    }
    return ceiling;
  };
  std::string const whose{debtor_text(debtor)};
  auto const usual = of(whose);
  auto const lower = enforceable ? of(whose + "-enforceable") : std::nullopt;
  return usual && lower ? std::min(*usual, *lower) : lower ? lower : usual;
}

Found<AllocationOrder> Law::allocation(std::string_view country, Debtor debtor, Day paid) const {
  auto const* row =
      latest(allocations_, Key{std::string{country}, std::string{debtor_text(debtor)}, paid, 0});
  if (row) return *row;
  return tl::unexpected{fmt::format("allocation.tsv has no row for {} {} on {}.", country,
                                    debtor_text(debtor), day_text(paid))};
}

Found<bool> Law::is_banking_day(std::string_view country, Day day) const {
  std::chrono::year_month_day const date{day};
  Day const first{date.year() / 1 / 1}, last{date.year() / 12 / 31};
  auto const known = holidays_.lower_bound({std::string{country}, first});
  if (known == holidays_.end() || known->first != country || known->second > last) {
    return tl::unexpected{fmt::format("holidays.tsv has no days of {} for {}.",
                                      static_cast<int>(date.year()), country)};
  }
  std::chrono::weekday const weekday{day};
  bool const weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
  return !weekend && holidays_.count({std::string{country}, day}) == 0;
}

Found<Day> Law::banking_day_from(std::string_view country, Day day) const {
  for (;; day += days{1}) {
    auto const open = is_banking_day(country, day);
    if (!open) return tl::unexpected{open.error()};
    if (*open) return day;
  }
}

Found<int> Law::banking_days(std::string_view country, Day after, Day until) const {
  int count = 0;
  for (auto day = after + days{1}; day <= until; day += days{1}) {
    auto const open = is_banking_day(country, day);
    if (!open) return tl::unexpected{open.error()};
    count += *open;
  }
  return count;
}

}  // namespace airut::config
