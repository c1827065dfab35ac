#include "gateway/letters/open_interest.hpp"

#include <algorithm>

#include "gateway/letters/principal_history.hpp"

namespace airut::gateway {
namespace {

using model::Date;
using std::chrono::days;
using Spans = std::vector<model::InterestSpan>;

// What LetterDecided::interest_rates says.
Spans spans_of(std::string_view text) {
  Spans spans;
  constexpr std::size_t day = 10, percent = 22;  // YYYY-MM-DD/YYYY-MM-DD 9.5
  while (!text.empty()) {
    auto const one = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    if (one.size() <= percent) break;
    auto const first = model::parse_date(one.substr(0, day));
    auto const last = model::parse_date(one.substr(day + 1, day));
    auto const rate = model::Decimal::parse(one.substr(percent));
    if (first && last && rate) spans.push_back({*first, *last, *rate});
  }
  return spans;
}

config::RateTable table_of(Spans const& spans) {
  std::vector<config::RatePeriod> periods;
  constexpr int scale = 4;  // of a percent in millionths
  for (auto const& span : spans) {
    auto millionths = span.percent.coefficient();
    for (int i = span.percent.scale(); i < scale; ++i) millionths *= 10;
    for (int i = span.percent.scale(); i > scale; --i) millionths /= 10;
    periods.push_back({span.first, span.last, static_cast<std::int64_t>(millionths), "the letter"});
  }
  return {"letter", std::move(periods)};
}

// The last day from which on the interest of the spans is as much as this.
Date first_day_of(Spans const& spans, ledger::PrincipalHistory const& history,
                  model::Money const& open) {
  auto const rates = table_of(spans);
  auto const first = spans.front().first, last = spans.back().last;
  for (auto day = last; day > first; day -= days{1}) {
    auto const sum = ledger::interest(history, day, last, rates);
    if (!sum || sum->amount >= open) return sum ? day : first;
  }
  return first;
}

void add(Spans& spans, model::InterestSpan const& one) {
  bool const goes_on = !spans.empty() && spans.back().percent == one.percent &&
                       spans.back().last + days{1} == one.first;
  if (goes_on) {
    spans.back().last = one.last;
  } else {
    spans.push_back(one);
  }
}

// From the day on, without the days on which no principal was open.
Spans cut(Spans const& spans, Date from, ledger::PrincipalHistory const& history) {
  Spans left;
  for (auto const& span : spans) {
    for (auto day = std::max(span.first, from); day <= span.last; day += days{1}) {
      if (!history.on(day).is_zero()) add(left, {day, day, span.percent});
    }
  }
  return left;
}

}  // namespace

Spans open_interest(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                    ledger::LetterRow const& now) {
  auto const history = history_of(view, item);
  auto letters = ledger::list_letters(view, item.tenant, item.id);
  auto const same = std::find_if(letters.begin(), letters.end(),
                                 [&](auto const& one) { return one.id == now.id; });
  if (same != letters.end()) letters.erase(std::next(same), letters.end());
  auto open = item.interest;
  std::vector<Spans> newest_first;
  for (auto letter = letters.rbegin(); letter != letters.rend() && open.minor() > 0; ++letter) {
    auto const charged = letter->interest - letter->back_interest;
    auto const spans = spans_of(letter->interest_rates);
    if (letter->withdrawn || spans.empty() || charged.minor() <= 0) continue;
    auto const from = open < charged ? first_day_of(spans, history, open) : spans.front().first;
    newest_first.push_back(cut(spans, from, history));
    open -= std::min(open, charged);
  }
  Spans all;
  for (auto spans = newest_first.rbegin(); spans != newest_first.rend(); ++spans) {
    for (auto const& one : *spans) add(all, one);
  }
  return all;
}

}  // namespace airut::gateway
