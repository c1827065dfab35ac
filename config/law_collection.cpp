#include <fmt/format.h>

#include "config/law.hpp"

// What the tables say of collection and of changes of the law.
namespace airut::config {
namespace {

std::string missing(std::string_view table, std::string_view what, Day day) {
  std::chrono::year_month_day const date{day};
  return fmt::format("{} has no row for {} on {:04}-{:02}-{:02}.", table, what,
                     static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

Found<FeeCap> Law::cost_cap(std::string_view country, Debtor debtor, std::string_view kind, Day day,
                            std::int64_t principal) const {
  FeeCap const* best = nullptr;
  auto const rows = costs_.find(std::string{kind});
  if (rows != costs_.end()) {
    for (auto const& [key, cap] : rows->second) {
      bool const mine = key.country == country && key.debtor == debtor_text(debtor);
      if (!mine || key.valid_from > day || key.extra < principal) continue;
      // Rows come by day, then by size: the first that holds the principal, of the latest day.
      if (best == nullptr || cap.valid_from > best->valid_from) best = &cap;
    }
  }
  if (best != nullptr) return *best;
  return tl::unexpected{missing("collection_costs.tsv",
                                fmt::format("{} {} {}", country, debtor_text(debtor), kind), day)};
}

Found<CollectionLaw> Law::collection(std::string_view country, Debtor debtor, Day day) const {
  CollectionLaw const* best = nullptr;
  for (auto const& [key, row] : collections_) {
    bool const mine = key.country == country && key.debtor == debtor_text(debtor);
    if (mine && key.valid_from <= day) best = &row;
  }
  if (best != nullptr) return *best;
  return tl::unexpected{
      missing("collection_law.tsv", fmt::format("{} {}", country, debtor_text(debtor)), day)};
}

std::optional<Day> Law::day_of(Change change) const {
  auto const found = changes_.find(change);
  return found == changes_.end() ? std::nullopt : std::optional{found->second};
}

EInvoiceDuty const* Law::e_invoice_duty(std::string_view seller_country,
                                        std::string_view buyer_country, std::string_view buyer_type,
                                        Day day) const {
  EInvoiceDuty const* found = nullptr;
  for (auto const& [name, duty] : duties_) {
    bool const theirs = duty.seller_country == seller_country &&
                        duty.buyer_country == buyer_country && duty.buyer_type == buyer_type;
    if (!theirs || day < duty.from) continue;
    if (found == nullptr || found->from < duty.from) found = &duty;
  }
  return found;
}

bool Law::in_force(Change change, Day day) const {
  auto const from = day_of(change);
  return from && day >= *from;
}

}  // namespace airut::config
