#include "formats/csv/gathering.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace airut::csv {
namespace {

model::Finding at(int line, std::size_t column, std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  one.line = line;
  one.column = static_cast<int>(column) + 1;
  return one;
}

std::optional<std::size_t> place_in_plan(Plan const& plan, std::string const& column,
                                         bool headings) {
  if (!column.empty() && column.front() == '#') {
    auto const place = std::strtoul(column.c_str() + 1, nullptr, 10);
    if (place >= 1 && place <= plan.members.size()) return place - 1;
  }
  if (!headings) return std::nullopt;
  auto const found = std::find(plan.headings.begin(), plan.headings.end(), column);
  if (found == plan.headings.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plan.headings.begin());
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

// A rate alone says the category.
void complete(model::VatCategory& vat) {
  if (vat.code.empty() && vat.rate) vat.code = vat.rate->is_zero() ? "Z" : "S";
}

// A reason or a category without a sum is nothing; a sum without a reason is a plain discount or
// charge (UNTDID 5189 and 7161), as one is needed (BR-33, BR-38, BR-42).
void complete(std::vector<model::AllowanceCharge>& all) {
  std::erase_if(all, [](auto const& one) { return one.amount.is_zero(); });
  for (auto& one : all) {
    if (one.reason.empty() && one.reason_code.empty())
      one.reason_code = one.is_charge ? "ZZZ" : "95";
  }
}

// An amount alone says the price.
void complete(model::Line& line) {
  complete(line.vat);
  for (auto& discount : line.adjustments) {
    if (discount.amount.is_negative()) discount.amount = -discount.amount;
  }
  complete(line.adjustments);
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

// Where all lines have one VAT, what is taken off the whole or laid on it has the same.
void complete(model::Invoice& invoice) {
  complete(invoice.adjustments);
  auto const& lines = invoice.lines;
  bool const alike =
      !lines.empty() && std::all_of(lines.begin(), lines.end(), [&](model::Line const& line) {
        return line.vat.code == lines.front().vat.code && line.vat.rate == lines.front().vat.rate;
      });
  for (auto& one : invoice.adjustments) {
    complete(one.vat);
    if (alike && one.vat == model::VatCategory{}) {
      one.vat.code = lines.front().vat.code;
      one.vat.rate = lines.front().vat.rate;
    }
  }
}

}  // namespace

Plan plan_of(Row const& first, std::size_t width, Profile const& profile,
             model::Findings& findings) {
  Plan plan;
  plan.members.assign(width, nullptr);
  plan.named.assign(width, false);
  if (profile.headings) plan.headings = first.cells;
  plan.headings.resize(width);
  for (auto const& one : profile.columns) {
    auto const place = place_in_plan(plan, one.column, profile.headings);
    if (!place) {
      findings.push_back(at(first.line, 0, "csv-column-missing",
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

model::Finding unnamed_column(Plan const& plan, std::size_t column, int line, std::string cell) {
  auto one = at(line, column, "not-carried-over",
                fmt::format("The profile does not say what column {} \"{}\" is; it was left out.",
                            column + 1, plan.headings[column]));
  one.severity = model::Severity::warning;
  one.actual = std::move(cell);
  return one;
}

Gathering::Gathering(Plan const& plan, Profile const& profile, Row const& first)
    : plan_(plan), profile_(profile), first_(first), told_(plan.named.size()) {
  model::Line none;
  fill_from(first, none, false);
  auto const number = column_of(plan, "number");
  if (cell_of(first, number).empty()) {
    findings_.push_back(
        at(first.line, number, "required", "The row has no invoice number (BT-1)."));
  }
}

void Gathering::add(Row const& row) {
  if (row.at != first_.at) compare(row);
  note_unnamed(row);
  model::Line line;
  line.quantity = model::Decimal{1, 0};
  bool any = false;
  for (std::size_t i = 0; i < plan_.members.size(); ++i) {
    any = any ||
          (plan_.members[i] != nullptr && plan_.members[i]->of_line && !cell_of(row, i).empty());
  }
  if (!any) return;
  fill_from(row, line, true);
  complete(line);
  submission_.invoice.lines.push_back(std::move(line));
}

Item Gathering::finish(std::string number) && {
  if (!findings_.empty()) {
    return {std::move(number), first_.line, tl::unexpected{std::move(findings_)}, {}};
  }
  complete(submission_.invoice);
  return {std::move(number), first_.line, std::move(submission_), std::move(notes_)};
}

void Gathering::fill_from(Row const& row, model::Line& line, bool of_line) {
  Target const target{submission_, line};
  auto const given = [&](Member const* member) {
    return !cell_of(row, column_of(plan_, member->name)).empty();
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

void Gathering::fill_column(Row const& row, std::size_t column, Target const& target) {
  fill(*plan_.members[column], target, cell_of(row, column), profile_, row.line, column, findings_);
}

// A later row may leave the invoice's members out but not say something else.
void Gathering::compare(Row const& row) {
  for (std::size_t i = 0; i < plan_.members.size(); ++i) {
    auto const* member = plan_.members[i];
    if (member == nullptr || member->of_line) continue;
    auto const text = cell_of(row, i), before = cell_of(first_, i);
    if (text.empty() || text == before) continue;
    auto one = at(row.line, i, "csv-differs",
                  fmt::format("The row says \"{}\" where line {} of the same invoice says \"{}\".",
                              text, first_.line, before));
    one.term = std::string{member->term};
    one.expected = before;
    one.actual = text;
    findings_.push_back(std::move(one));
  }
}

// Each column once an invoice.
void Gathering::note_unnamed(Row const& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (plan_.named[i] || told_[i] || row.cells[i].empty()) continue;
    told_[i] = true;
    notes_.push_back(unnamed_column(plan_, i, row.line, row.cells[i]));
  }
}

}  // namespace airut::csv
