#include "formats/bank_csv/read.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "formats/csv/members.hpp"
#include "formats/model/lines.hpp"

namespace airut::bank_csv {
namespace {

constexpr std::array<std::string_view, 13> members{
    "booked",     "value_date",    "amount",     "credit",  "debit",    "reference", "text",
    "payer_name", "payer_account", "archive_id", "account", "currency", "ignore"};

bool is_member(std::string_view name) {
  return std::find(members.begin(), members.end(), name) != members.end();
}

bool fills(csv::Profile const& profile, std::string_view member) {
  auto const names = [&](auto const& one) { return one.member == member; };
  return std::any_of(profile.columns.begin(), profile.columns.end(), names) ||
         std::any_of(profile.defaults.begin(), profile.defaults.end(), names);
}

class Reader {
 public:
  explicit Reader(csv::Profile const& profile) : profile_(profile) {
    file_.format = "csv";
    file_.version = profile.name;
  }

  tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
    auto rows = csv::Rows::open(bytes, profile_.layout);
    if (!rows) return tl::unexpected(std::move(rows.error()));
    bool header = profile_.headings;
    for (;;) {
      auto row = rows->next();
      if (!row) return tl::unexpected(std::move(row.error()));
      if (!*row) break;
      line_ = (*row)->line;
      if (std::exchange(header, false)) {
        headings_ = (*row)->cells;
        continue;
      }
      take((*row)->cells);
    }
    if (file_.entries.empty() && findings_.empty()) wrong("bank-file-empty", "There is no entry.");
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    cover();
    return std::move(file_);
  }

 private:
  using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  // The column's place: "#3", or that of its heading.
  std::optional<std::size_t> place_of(std::string const& column) {
    if (column.starts_with('#')) {
      std::size_t number = 0;
      std::from_chars(column.data() + 1, column.data() + column.size(), number);
      return number > 0 ? std::optional{number - 1} : std::nullopt;
    }
    auto const found = std::find(headings_.begin(), headings_.end(), column);
    if (found != headings_.end()) return static_cast<std::size_t>(found - headings_.begin());
    return std::nullopt;
  }

  Values values_of(std::vector<std::string> const& cells) {
    Values values;
    for (auto const& one : profile_.columns) {
      auto const place = place_of(one.column);
      if (!place) {
        wrong("column-missing", fmt::format("There is no column \"{}\".", one.column));
        continue;
      }
      if (*place < cells.size() && !cells[*place].empty())
        values[one.member].push_back(cells[*place]);
    }
    for (auto const& one : profile_.defaults) {
      if (!values.contains(one.member)) values[one.member] = {one.value};
    }
    return values;
  }

  static std::string first(Values const& values, std::string_view member) {
    auto const found = values.find(member);
    return found == values.end() ? std::string{} : found->second.front();
  }

  csv::Cell cell(Values const& values, std::string_view member) const {
    return {first(values, member), profile_.decimal_sign, profile_.date_format};
  }

  void judge(csv::Cell const& cell) {
    if (!cell.code().empty()) wrong(cell.code(), cell.detail());
  }

  std::optional<model::Date> day(Values const& values, std::string_view member) {
    auto one = cell(values, member);
    auto const date = one.date();
    judge(one);
    return date;
  }

  // Signed; two columns tell the direction by where the sum stands.
  std::optional<model::Money> amount(Values const& values, model::Currency currency) {
    auto const sum = [&](std::string_view member) {
      auto one = cell(values, member);
      auto const money = one.money(currency);
      judge(one);
      return money;
    };
    if (auto const money = sum("amount")) return money;
    if (auto const money = sum("credit"); money && !money->is_zero())
      return money->is_negative() ? -*money : *money;
    if (auto const money = sum("debit")) return money->is_negative() ? *money : -*money;
    return std::nullopt;
  }

  void take(std::vector<std::string> const& cells) {
    auto const before = findings_.size();
    auto const values = values_of(cells);
    auto const currency = model::Currency::parse(first(values, "currency"));
    if (!currency) return wrong("currency-unknown", "The row has no currency that is one.");
    auto const money = amount(values, *currency);
    model::BankEntry entry;
    entry.account = first(values, "account");
    entry.booked = day(values, "booked");
    entry.value_date = day(values, "value_date");
    if (!entry.value_date) entry.value_date = entry.booked;
    if (!money && findings_.size() == before) wrong("amount-format", "The row has no amount.");
    if (!entry.booked && findings_.size() == before)
      wrong("date-format", "The row has no booking day.");
    if (findings_.size() != before || money->is_zero()) return;
    entry.is_credit = !money->is_negative();
    entry.amount = entry.is_credit ? *money : -*money;
    entry.reference = first(values, "reference");
    entry.payer_name = first(values, "payer_name");
    entry.payer_account = first(values, "payer_account");
    entry.archive_id = first(values, "archive_id");
    if (auto const texts = values.find("text"); texts != values.end()) entry.texts = texts->second;
    entry.line = line_;
    keep(std::move(entry));
  }

  void keep(model::BankEntry entry) {
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), entry.account) == known.end())
      known.push_back(entry.account);
    auto& newest = newest_.try_emplace(entry.account, *entry.booked).first->second;
    newest = std::max(newest, *entry.booked);
    file_.entries.push_back(std::move(entry));
  }

  // The newest day may go on after the file was made.
  void cover() {
    for (auto const& [account, day] : newest_) {
      auto const until = day - std::chrono::days{1};
      file_.covered[account] = until;
      file_.covers_until = std::max(file_.covers_until.value_or(until), until);
    }
  }

  csv::Profile const& profile_;
  model::BankFile file_;
  model::Findings findings_;
  std::vector<std::string> headings_;
  std::map<std::string, model::Date> newest_;
  int line_ = 0;
};

}  // namespace

std::vector<csv::Complaint> complaints(csv::Profile const& profile) {
  std::vector<csv::Complaint> found;
  for (auto const& one : profile.columns) {
    if (!is_member(one.member))
      found.push_back({one.column, fmt::format("\"{}\" is no member of an entry", one.member)});
  }
  for (auto const& one : profile.defaults) {
    if (one.member != "account" && one.member != "currency")
      found.push_back({one.member, "only account and currency may have a default"});
  }
  if (!csv::is_date_format(profile.date_format))
    found.push_back({"", fmt::format("\"{}\" is no date format", profile.date_format)});
  for (auto const* needed : {"booked", "account", "currency"}) {
    if (!fills(profile, needed))
      found.push_back({"", fmt::format("{} is filled by no column and has no default", needed)});
  }
  bool const has_sum = fills(profile, "amount") || fills(profile, "credit");
  if (!has_sum) found.push_back({"", "amount, or credit and debit, is filled by no column"});
  return found;
}

tl::expected<model::BankFile, model::Findings> read(std::string_view bytes,
                                                    csv::Profile const& profile) {
  return Reader{profile}.read(bytes);
}

}  // namespace airut::bank_csv
