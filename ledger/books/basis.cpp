#include "ledger/books/basis.hpp"

#include <utility>

#include <fmt/format.h>

#include "formats/model/sha256.hpp"

namespace airut::ledger::books {

std::string period_text(Period period) {
  return fmt::format("{:04}-{:02}", static_cast<int>(period.year()),
                     static_cast<unsigned>(period.month()));
}

std::optional<Period> parse_period(std::string_view text) {
  auto const day = model::parse_date(std::string{text} + "-01");
  if (!day) return std::nullopt;
  return period_of(*day);
}

model::Date first_day(Period period) { return model::Date{period / 1}; }
model::Date last_day(Period period) { return model::Date{period / std::chrono::last}; }

Period period_of(model::Date day) {
  std::chrono::year_month_day const date{day};
  return date.year() / date.month();
}

BasisMaker::BasisMaker(std::string client, Period period, Closed closed)
    : closed_(std::move(closed)) {
  basis_.client = std::move(client);
  basis_.period = period;
}

namespace {

bool begins_each_year(Account account) {
  return side_of(account) == Side::income || side_of(account) == Side::expenses;
}

}  // namespace

bool is_closed(Closed const& closed, Period period) {
  return !closed.empty() && closed.rbegin()->first >= period;
}

Period counts_for(Closed const& closed, model::Date effective, std::int64_t seq) {
  auto const period = period_of(effective);
  for (auto at = closed.rbegin(); at != closed.rend() && at->first >= period; ++at) {
    if (at->second < seq) return at->first + std::chrono::months{1};
  }
  return period;
}

std::string digest_of(Basis const& basis) {
  std::string text = basis.client + " " + period_text(basis.period) + "\n";
  for (auto const& voucher : basis.vouchers) text += voucher.event_id + "\n";
  // With earlier years, as months were closed before they were told apart.
  for (auto const& line : basis.lines)
    text += fmt::format("{} {} {} {} {} {}\n", account_text(line.account), line.currency.code(),
                        (line.opening + line.earlier_years).text(), line.debit.text(),
                        line.credit.text(), (line.closing + line.earlier_years).text());
  return model::sha256_hex(text);
}

void BasisMaker::add(Line const& line, std::string const& event_id, Period period) {
  auto const currency = line.amount.currency();
  auto [found, fresh] = lines_.try_emplace({line.account, currency});
  auto& sums = found->second;
  if (fresh) {
    sums.account = line.account;
    sums.currency = currency;
    sums.debit = sums.credit = sums.opening = sums.closing = sums.earlier_years =
        model::Money{0, currency};
  }
  bool const before = period < basis_.period;
  if (is_receivable(line.account)) {
    auto& item = basis_.items[{line.receivable_id, line.account}];
    item.currency = currency;
    item.closing += line.amount.minor();
    if (before) item.opening += line.amount.minor();
    item.moves = item.moves || !before;
  }
  if (begins_each_year(line.account) && period.year() < basis_.period.year()) {
    sums.earlier_years += line.amount;
    return;
  }
  sums.closing += line.amount;
  if (before) {
    sums.opening += line.amount;
    return;
  }
  if (line.amount.is_negative()) {
    sums.credit -= line.amount;
  } else {
    sums.debit += line.amount;
  }
  if (sums.events.empty() || sums.events.back() != event_id) sums.events.push_back(event_id);
}

void BasisMaker::take(Fact const& fact, std::int64_t seq, std::string const& event_id,
                      model::Instant booked) {
  basis_.until_seq = seq;
  auto entry = book_.take(fact, booked);
  std::erase_if(entry.lines, [&](Line const& line) {
    return line.client != basis_.client || side_of(line.account) == Side::memo;
  });
  if (entry.lines.empty()) return;
  auto const period = counts_for(closed_, entry.effective, seq);
  if (!basis_.earliest || period < *basis_.earliest) basis_.earliest = period;
  if (period > basis_.period) return;
  for (auto const& line : entry.lines) add(line, event_id, period);
  if (period < basis_.period) return;
  bool const correction = period_of(entry.effective) != period;
  basis_.vouchers.push_back({event_id, seq, std::move(entry), correction});
}

Basis BasisMaker::finish() {
  basis_.is_closed = is_closed(closed_, basis_.period);
  basis_.lines.clear();
  for (auto& [key, line] : lines_) basis_.lines.push_back(std::move(line));
  lines_.clear();
  std::erase_if(basis_.items, [](auto const& one) {
    auto const& item = one.second;
    return !item.moves && item.opening == 0 && item.closing == 0;
  });
  // The names of clients live in the book, which goes now.
  for (auto& voucher : basis_.vouchers) {
    for (auto& line : voucher.entry.lines) line.client = {};
  }
  return std::move(basis_);
}

}  // namespace airut::ledger::books
