#include "formats/csv/read.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <fmt/format.h>

#include "formats/csv/members.hpp"

namespace airut::csv {
namespace {

// The columns of one file: what each fills, and what no column fills.
struct Plan {
  std::vector<std::string> headings;
  std::vector<Member const*> members;  // a column each; null: ignored or not named
  std::vector<bool> named;             // by the profile, "ignore" too
  std::vector<std::pair<Member const*, std::string>> defaults;
};

model::Finding at(int line, std::size_t column, std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  one.line = line;
  one.column = static_cast<int>(column) + 1;
  return one;
}

std::optional<std::size_t> place_of(Plan const& plan, std::string const& column, bool headings) {
  if (!column.empty() && column.front() == '#') {
    auto const place = std::strtoul(column.c_str() + 1, nullptr, 10);
    if (place >= 1 && place <= plan.members.size()) return place - 1;
  }
  if (!headings) return std::nullopt;
  auto const found = std::find(plan.headings.begin(), plan.headings.end(), column);
  if (found == plan.headings.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plan.headings.begin());
}

Plan plan_of(Table const& table, Profile const& profile, model::Findings& findings) {
  Plan plan;
  std::size_t width = 0;
  for (auto const& row : table.rows) width = std::max(width, row.cells.size());
  plan.members.assign(width, nullptr);
  plan.named.assign(width, false);
  if (profile.headings) plan.headings = table.rows.front().cells;
  plan.headings.resize(width);
  for (auto const& one : profile.columns) {
    auto const place = place_of(plan, one.column, profile.headings);
    if (!place) {
      findings.push_back(at(table.rows.front().line, 0, "csv-column-missing",
                            fmt::format("The file has no column \"{}\".", one.column)));
      findings.back().column = 0;
      continue;
    }
    plan.named[*place] = true;
    plan.members[*place] = find_member(one.member);
  }
  for (auto const& one : profile.defaults) {
    plan.defaults.emplace_back(find_member(one.member), one.value);
  }
  // The currency must be known before an amount is read.
  auto const currency = std::find_if(plan.defaults.begin(), plan.defaults.end(),
                                     [](auto const& one) { return one.first->name == "currency"; });
  if (currency != plan.defaults.end()) std::rotate(plan.defaults.begin(), currency, currency + 1);
  return plan;
}

std::size_t column_of(Plan const& plan, std::string_view member) {
  for (std::size_t i = 0; i < plan.members.size(); ++i) {
    if (plan.members[i] != nullptr && plan.members[i]->name == member) return i;
  }
  return plan.members.size();
}

std::string cell_of(Row const& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string{};
}

// Fills one member and says what was wrong with the cell.
void fill(Member const& member, Target const& target, std::string text, Profile const& profile,
          int line, std::size_t column, model::Findings& findings) {
  if (text.empty()) return;
  Cell cell{std::move(text), profile.decimal_sign, profile.date_format};
  member.fill(target, cell);
  if (cell.code().empty()) return;
  auto one = at(line, column, cell.code(), cell.detail());
  one.pointer = "/" + std::string{member.name};
  std::replace(one.pointer.begin(), one.pointer.end(), '.', '/');
  one.term = std::string{member.term};
  one.actual = cell.text();
  findings.push_back(std::move(one));
}

// An invoice while its rows are gathered.
class Gathering {
 public:
  Gathering(Plan const& plan, Profile const& profile, Row const& first)
      : plan_(plan), profile_(profile), first_(first) {
    fill_all(first, false);
  }

  void add(Row const& row) {
    if (&row != &first_) compare(row);
    model::Line line;
    line.quantity = model::Decimal{1, 0};
    bool any = false;
    for (std::size_t i = 0; i < plan_.members.size(); ++i) {
      any = any ||
            (plan_.members[i] != nullptr && plan_.members[i]->of_line && !cell_of(row, i).empty());
    }
    if (!any) return;
    fill_line(row, line);
    complete(line);
    submission_.invoice.lines.push_back(std::move(line));
  }

  Item finish(std::string number) && {
    if (!findings_.empty()) return {std::move(number), first_.line, tl::unexpected{findings_}};
    return {std::move(number), first_.line, std::move(submission_)};
  }
  model::Findings& findings() { return findings_; }

 private:
  void fill_all(Row const& row, bool of_line) {
    model::Line none;
    fill_from(row, none, of_line);
  }
  void fill_line(Row const& row, model::Line& line) { fill_from(row, line, true); }

  void fill_from(Row const& row, model::Line& line, bool of_line) {
    Target const target{submission_, line};
    auto const given = [&](Member const* member) {
      auto const column = column_of(plan_, member->name);
      return !cell_of(row, column).empty();
    };
    for (auto const& [member, value] : plan_.defaults) {
      if (member->of_line == of_line && !given(member)) {
        fill(*member, target, value, profile_, row.line, 0, findings_);
      }
    }
    auto const currency = column_of(plan_, "currency");
    if (!of_line && currency < plan_.members.size()) fill_column(row, currency, target);
    for (std::size_t i = 0; i < plan_.members.size(); ++i) {
      auto const* member = plan_.members[i];
      if (member != nullptr && member->of_line == of_line && i != currency) {
        fill_column(row, i, target);
      }
    }
  }

  void fill_column(Row const& row, std::size_t column, Target const& target) {
    fill(*plan_.members[column], target, cell_of(row, column), profile_, row.line, column,
         findings_);
  }

  // A later row may leave the invoice's members out but not say something else.
  void compare(Row const& row) {
    for (std::size_t i = 0; i < plan_.members.size(); ++i) {
      auto const* member = plan_.members[i];
      if (member == nullptr || member->of_line) continue;
      auto const text = cell_of(row, i), before = cell_of(first_, i);
      if (text.empty() || text == before) continue;
      auto one = at(row.line, i, "csv-differs",
                    fmt::format("The row says \"{}\" where line {} of the same invoice says "
                                "\"{}\".",
                                text, first_.line, before));
      one.term = std::string{member->term};
      one.expected = before;
      one.actual = text;
      findings_.push_back(std::move(one));
    }
  }

  // A rate alone says the category; an amount alone says the price.
  static void complete(model::Line& line) {
    auto& vat = line.vat;
    if (vat.code.empty() && vat.rate) vat.code = vat.rate->is_zero() ? "Z" : "S";
    for (auto& discount : line.adjustments) {
      if (discount.amount.is_negative()) discount.amount = -discount.amount;
    }
    bool const priced = !line.net_price.is_zero() || line.gross_price;
    if (!priced && line.net_amount && line.adjustments.empty()) {
      line.net_price = *model::Decimal::parse(line.net_amount->text());
      if (!line.quantity.is_zero() && !line.quantity.is_negative()) {
        line.price_base_quantity = line.quantity;
      } else {
        line.quantity = model::Decimal{1, 0};
      }
    } else if (line.net_price.is_zero() && line.gross_price) {
      line.net_price = *line.gross_price;
    }
  }

  Plan const& plan_;
  Profile const& profile_;
  Row const& first_;
  model::Submission submission_;
  model::Findings findings_;
};

void note_unnamed(Plan const& plan, Table const& table, bool headings, model::Findings& notes) {
  for (std::size_t i = 0; i < plan.named.size(); ++i) {
    if (plan.named[i]) continue;
    auto const first = table.rows.begin() + (headings ? 1 : 0);
    auto const filled = std::find_if(first, table.rows.end(),
                                     [&](Row const& row) { return !cell_of(row, i).empty(); });
    if (filled == table.rows.end()) continue;
    auto one = at(filled->line, i, "not-carried-over",
                  fmt::format("The profile does not say what column {} \"{}\" is; it was left out.",
                              i + 1, plan.headings[i]));
    one.severity = model::Severity::warning;
    one.actual = cell_of(*filled, i);
    notes.push_back(std::move(one));
  }
}

}  // namespace

tl::expected<Read, model::Findings> read(std::string_view bytes, Profile const& profile) {
  auto table = read_table(bytes, profile.layout);
  if (!table) return tl::unexpected{std::move(table.error())};
  model::Findings findings;
  auto const plan = plan_of(*table, profile, findings);
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  Read result;
  note_unnamed(plan, *table, profile.headings, result.notes);
  auto const number = column_of(plan, "number");
  std::map<std::string, std::size_t> by_number;
  std::vector<std::pair<std::string, Gathering>> gathered;
  for (std::size_t i = profile.headings ? 1 : 0; i < table->rows.size(); ++i) {
    auto const& row = table->rows[i];
    auto const text = cell_of(row, number);
    auto const known = text.empty() ? by_number.end() : by_number.find(text);
    auto const place = known == by_number.end() ? gathered.size() : known->second;
    if (known == by_number.end()) {
      gathered.emplace_back(text, Gathering{plan, profile, row});
      if (text.empty()) {
        gathered.back().second.findings().push_back(
            at(row.line, number, "required", "The row has no invoice number (BT-1)."));
      } else {
        by_number.emplace(text, place);
      }
    }
    gathered[place].second.add(row);
  }
  for (auto& [text, one] : gathered) result.items.push_back(std::move(one).finish(text));
  return result;
}

Preview preview(std::string_view bytes, Profile const& profile, std::size_t rows) {
  Preview shown;
  auto table = read_table(bytes, profile.layout, rows + (profile.headings ? 1 : 0));
  if (!table) {
    shown.findings = std::move(table.error());
    return shown;
  }
  shown.layout = table->layout;
  auto const plan = plan_of(*table, profile, shown.findings);
  shown.headings = plan.headings;
  for (auto const* member : plan.members) {
    shown.members.emplace_back(member == nullptr ? std::string_view{} : member->name);
  }
  note_unnamed(plan, *table, profile.headings, shown.findings);
  for (std::size_t i = profile.headings ? 1 : 0; i < table->rows.size(); ++i) {
    auto const& row = table->rows[i];
    Gathering alone{plan, profile, row};
    alone.add(row);
    shown.rows.push_back({row.line, row.cells, std::move(alone.findings())});
  }
  return shown;
}

}  // namespace airut::csv
