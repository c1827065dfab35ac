#include "ledger/audit/due_interest.hpp"

#include <algorithm>

#include "formats/model/decimal.hpp"

namespace airut::ledger::audit {
namespace {

using std::chrono::days;

// Where a rate may begin: the half-years, and the day on which Finnish margins parted.
model::Date next_border(model::Date day) {
  std::chrono::year_month_day const date{day};
  model::Date const july{date.year() / 7 / 1},
      new_year{(date.year() + std::chrono::years{1}) / 1 / 1};
  model::Date const margins{std::chrono::year{2013} / 3 / 16};
  auto next = day < july ? july : new_year;
  if (day < margins && margins < next) next = margins;
  return next;
}

std::int64_t principal_on(Claim const& claim, model::Date day) {
  auto sum = claim.invoice.due.minor();
  for (auto const& [from, amount] : claim.moves) {
    if (from < day) sum += amount;
  }
  return std::max<std::int64_t>(sum, 0);
}

// The first day after `day` on which rate or principal may be another.
model::Date span_end(Claim const& claim, model::Date day) {
  auto end = next_border(day);
  for (auto const& [from, amount] : claim.moves) {
    if (from >= day && from + days{1} < end) end = from + days{1};
  }
  return end;
}

tl::expected<std::int64_t, std::string> rate_on(LetterDecided const& letter, config::Law const& law,
                                                model::Date day) {
  auto const debtor = config::debtor_of(letter.debtor);
  std::optional<std::int64_t> agreed;
  if (!letter.agreed_percent.empty()) {
    auto const percent = model::Decimal::parse(letter.agreed_percent);
    if (!percent || percent->scale() > 4) return tl::unexpected{std::string{"no agreed rate"}};
    agreed = static_cast<std::int64_t>(percent->coefficient());
    for (int i = percent->scale(); i < 4; ++i) *agreed *= 10;
  }
  if (agreed && debtor != config::Debtor::consumer) return *agreed;
  auto const statutory = law.rates(letter.country, debtor).on(day);
  if (!statutory) return tl::unexpected{statutory.error()};
  return agreed ? std::min(*agreed, statutory->millionths) : statutory->millionths;
}

}  // namespace

tl::expected<std::int64_t, std::string> due_interest(Claim const& claim,
                                                     LetterDecided const& letter,
                                                     config::Law const& law) {
  if (!letter.interest_from || !letter.interest_until) return 0;
  model::Int128 whole = 0;
  auto const after = *letter.interest_until + days{1};
  for (auto day = *letter.interest_from; day < after;) {
    auto const end = std::min(span_end(claim, day), after);
    auto const rate = rate_on(letter, law, day);
    if (!rate) return tl::unexpected{rate.error()};
    whole += static_cast<model::Int128>(principal_on(claim, day)) * *rate * (end - day).count();
    day = end;
  }
  constexpr std::int64_t year = 365'000'000;  // days x millionths
  return static_cast<std::int64_t>((2 * whole + year) / (2 * year));
}

namespace {

struct ToldRate {
  model::Date first{}, last{};
  std::string percent;
};

// "2026-01-01/2026-01-20 9.5;2026-01-21/..."; nullopt when it is something else.
std::optional<std::vector<ToldRate>> told_rates(std::string_view text) {
  constexpr std::size_t day = 10, percent = 22;
  std::vector<ToldRate> all;
  while (!text.empty()) {
    auto const one = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    auto const first = model::parse_date(one.substr(0, day));
    auto const last = one.size() > percent ? model::parse_date(one.substr(day + 1, day)) : first;
    if (!first || !last || one.size() <= percent) return std::nullopt;
    all.push_back({*first, *last, std::string{one.substr(percent)}});
  }
  return all;
}

}  // namespace

std::vector<std::string> told_rates_breaches(LetterDecided const& letter, config::Law const& law) {
  if (letter.interest_rates.empty() || !letter.interest_from || !letter.interest_until) return {};
  auto const told = told_rates(letter.interest_rates);
  if (!told) return {"The rates of the letter cannot be read."};
  std::vector<std::string> found;
  auto next = *letter.interest_from;
  for (auto const& one : *told) {
    if (one.first != next || one.last < one.first) found.emplace_back("Its rates leave a gap.");
    next = one.last + days{1};
    for (auto const day : {one.first, one.last}) {
      auto const right = rate_on(letter, law, day);
      auto const text = right ? model::Decimal{*right, 4}.text_shortest() : std::string{};
      if (right && text == one.percent) continue;
      found.push_back("The letter tells " + one.percent + " % for " + model::date_text(day) +
                      ", it should be " + (right ? text : right.error()) + ".");
    }
  }
  if (next != *letter.interest_until + days{1}) found.emplace_back("Its rates end elsewhere.");
  return found;
}

}  // namespace airut::ledger::audit
