#include "config/law.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "config/table.hpp"

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

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "9.5" -> 95'000; at most four decimals.
std::optional<std::int64_t> millionths(std::string_view text) {
  constexpr int decimals = 4;
  auto const dot = text.find('.');
  auto digits = std::string{text.substr(0, dot)};
  auto const rest = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  if (rest.size() > decimals) return std::nullopt;
  digits.append(rest);
  digits.append(decimals - rest.size(), '0');
  return whole(digits);
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
  for (auto const& period : periods_) {
    if (day >= period.first && day <= period.last) return period;
  }
  std::chrono::year_month_day const date{day};
  bool const second = date.month() >= std::chrono::July;
  return tl::unexpected{
      fmt::format("The interest rate {} of the {} half of {} is not in the table.", name_,
                  second ? "second" : "first", static_cast<int>(date.year()))};
}

RateTable RateTable::capped(std::int64_t rate) const {
  auto periods = periods_;
  for (auto& period : periods) period.millionths = std::min(period.millionths, rate);
  return {name_, std::move(periods)};
}

// Fills a Law from its files; what is wrong comes back as a sentence.
class LawTables {
 public:
  explicit LawTables(Law& law) : law_(law) {}

  std::string read(std::filesystem::path const& directory, bool needed) {
    struct File {
      std::string_view name;
      std::string (LawTables::*take)(TableRow const&);
    };
    constexpr std::array<File, 6> files{{{"interest_rates.tsv", &LawTables::take_rate},
                                         {"interest_margins.tsv", &LawTables::take_margin},
                                         {"reminder_law.tsv", &LawTables::take_reminders},
                                         {"fee_caps.tsv", &LawTables::take_cap},
                                         {"allocation.tsv", &LawTables::take_allocation},
                                         {"holidays.tsv", &LawTables::take_holiday}}};
    for (auto const& file : files) {
      auto const path = directory / file.name;
      if (!needed && !std::filesystem::exists(path)) continue;
      auto const wrong =
          read_table(path, [&](TableRow const& row) { return (this->*file.take)(row); });
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  static std::string const& cell(TableRow const& row, std::string_view name) {
    static std::string const none;
    auto const found = row.find(name);
    return found == row.end() ? none : found->second;
  }

  std::optional<Law::Key> key(TableRow const& row) {
    auto const from = parse_day(cell(row, "from"));
    if (!from || cell(row, "country").size() != 2) return std::nullopt;
    return Law::Key{cell(row, "country"), cell(row, "debtor"), *from, 0};
  }

  // The cell as a number of days or letters; a sentence in wrong_ when it is none.
  int number(TableRow const& row, std::string_view name) {
    auto const value = whole(cell(row, name));
    if (!value || *value < 0 || *value > 1000) wrong_ = fmt::format("{} is no small number", name);
    return static_cast<int>(value.value_or(0));
  }

  std::string take_rate(TableRow const& row) {
    auto const first = parse_day(cell(row, "from")), last = parse_day(cell(row, "to"));
    auto const rate = millionths(cell(row, "percent"));
    if (!first || !last || !rate || *last < *first) return "from, to or percent is wrong";
    law_.references_[{cell(row, "country"), "", *first, 0}] = {*last, *rate, cell(row, "source")};
    return {};
  }

  std::string take_margin(TableRow const& row) {
    auto const at = key(row);
    auto const rate = millionths(cell(row, "percent"));
    if (!at || !rate) return "country, from or percent is wrong";
    law_.margins_[*at] = *rate;
    return {};
  }

  std::string take_reminders(TableRow const& row) {
    auto const at = key(row);
    if (!at) return "country or from is wrong";
    wrong_.clear();
    ReminderLaw law;
    law.valid_from = at->valid_from;
    law.fee_wait_days = number(row, "fee_wait");
    law.fee_gap_days = number(row, "fee_gap");
    law.fee_deadline_days = number(row, "fee_deadline");
    law.fees_max = number(row, "fees_max");
    law.fee_reset_months = number(row, "fee_reset_months");
    law.invoice_lead_days = number(row, "invoice_lead");
    law.deadline_days = number(row, "deadline");
    law.collection_gap_days = number(row, "collection_gap");
    law.source = cell(row, "source");
    law_.reminders_[*at] = law;
    return wrong_;
  }

  std::string take_cap(TableRow const& row) {
    auto at = key(row);
    auto const due_from = parse_day(cell(row, "claim_due_from"));
    auto const minor = whole(cell(row, "minor"));
    if (!at || !due_from || !minor) return "country, from, claim_due_from or minor is wrong";
    at->extra = due_from->time_since_epoch().count();
    law_.fee_caps_[*at] = {at->valid_from, *minor, cell(row, "currency"), cell(row, "source")};
    return {};
  }

  std::string take_allocation(TableRow const& row) {
    auto const at = key(row);
    if (!at) return "country or from is wrong";
    AllocationOrder order;
    order.source = cell(row, "source");
    std::string_view rest = cell(row, "order");
    while (!rest.empty()) {
      auto const comma = rest.find(',');
      auto const component = parse_component(rest.substr(0, comma));
      if (!component) return "order names no component";
      order.order.push_back(*component);
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    if (order.order.size() != component_words.size()) return "order must name all four components";
    law_.allocations_[*at] = std::move(order);
    return {};
  }

  std::string take_holiday(TableRow const& row) {
    auto const day = parse_day(cell(row, "day"));
    if (!day) return "day is wrong";
    law_.holidays_.insert({cell(row, "country"), *day});
    return {};
  }

  Law& law_;
  std::string wrong_;
};

tl::expected<Law, std::string> Law::load(std::filesystem::path const& shipped,
                                         std::filesystem::path const& overlay) {
  Law law;
  LawTables tables{law};
  if (auto wrong = tables.read(shipped, true); !wrong.empty()) return tl::unexpected{wrong};
  if (!overlay.empty()) {
    if (auto wrong = tables.read(overlay, false); !wrong.empty()) return tl::unexpected{wrong};
  }
  return law;
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
