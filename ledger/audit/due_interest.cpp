#include "ledger/audit/due_interest.hpp"

#include <algorithm>

#include <fmt/format.h>

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

// Rounded once, in minor units; zero when the last day is before the first.
tl::expected<std::int64_t, std::string> rounded(Claim const& claim, LetterDecided const& letter,
                                                config::Law const& law, model::Date first,
                                                model::Date last) {
  model::Int128 whole = 0;
  auto const after = last + days{1};
  for (auto day = first; day < after;) {
    auto const end = std::min(span_end(claim, day), after);
    auto const rate = rate_on(letter, law, day);
    if (!rate) return tl::unexpected{rate.error()};
    whole += static_cast<model::Int128>(principal_on(claim, day)) * *rate * (end - day).count();
    day = end;
  }
  constexpr std::int64_t year = 365'000'000;  // days x millionths
  return static_cast<std::int64_t>((2 * whole + year) / (2 * year));
}

}  // namespace

tl::expected<model::Date, std::string> free_until(Claim const& claim, LetterDecided const& letter,
                                                  config::Law const& law) {
  auto earliest = law.banking_day_from(letter.country, claim.invoice.due_date);
  if (!earliest) return tl::unexpected{earliest.error()};
  if (!claim.sent_on || *claim.sent_on <= claim.invoice.due_date) return *earliest;
  auto const rules = law.reminders(letter.country, config::debtor_of(letter.debtor), letter.day);
  if (!rules) return tl::unexpected{rules.error()};
  return std::max(*earliest, *claim.sent_on + days{rules->interest_wait_days});
}

tl::expected<DueInterest, std::string> due_interest(Claim const& claim, LetterDecided const& letter,
                                                    config::Law const& law) {
  if (!letter.interest_from || !letter.interest_until) return DueInterest{};
  auto const from = *letter.interest_from, until = *letter.interest_until;
  auto const alone = rounded(claim, letter, law, from, until);
  if (!alone) return tl::unexpected{alone.error()};
  auto const free = free_until(claim, letter, law);
  if (!free) return tl::unexpected{free.error()};
  auto const begins = *free + days{1};
  if (begins >= from) return DueInterest{*alone, *alone};
  auto const before = rounded(claim, letter, law, begins, from - days{1});
  auto const whole = rounded(claim, letter, law, begins, until);
  if (!before) return tl::unexpected{before.error()};
  if (!whole) return tl::unexpected{whole.error()};
  return DueInterest{*whole - *before, *alone};
}

std::string interest_breach(DueInterest const& due, LetterDecided const& letter) {
  bool const goes_on = letter.proof.find("\"rule\":\"interest-so-far\"") != std::string::npos;
  auto const right = goes_on ? due.added : due.alone;
  if (letter.interest.minor() == right) return {};
  return fmt::format("Interest {}, it should be {} (minor units).", letter.interest.minor(), right);
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
