#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "formats/model/submission.hpp"

namespace airut::csv {

// The text of one cell, and how the profile spells values. Each reading gives nothing for an empty
// cell and remembers the first complaint about one that is wrong.
class Cell {
 public:
  Cell(std::string text, char decimal_sign, std::string_view date_format)
      : text_(std::move(text)), decimal_sign_(decimal_sign), date_format_(date_format) {}

  std::string const& text() const { return text_; }
  std::optional<model::Decimal> decimal();  // "1 234,50", "25,5 %"
  std::optional<model::Money> money(model::Currency currency);
  std::optional<model::Date> date();
  std::optional<int> word(std::span<std::string_view const> words);  // its place among the words
  void wrong(std::string code, std::string detail);

  std::string const& code() const { return code_; }  // empty: nothing was wrong
  std::string const& detail() const { return detail_; }

 private:
  std::string text_;
  char decimal_sign_;
  std::string_view date_format_;
  std::string code_, detail_;
};

// What one row fills: the submission of its invoice, and its line.
struct Target {
  model::Submission& submission;
  model::Line& line;
};

// A member that a column may fill, named as in the JSON shape of the API.
struct Member {
  std::string_view name;  // "buyer.name", "line.quantity"
  std::string_view term;  // "BT-44"; a profile may use it instead of the name
  bool of_line = false;
  void (*fill)(Target const& target, Cell& cell) = nullptr;
};

std::span<Member const> members();
Member const* find_member(std::string_view name_or_term);

// Day by a format of Profile; nullopt when the text does not follow it or there is no such day.
std::optional<model::Date> parse_day(std::string_view text, std::string_view format);
// Whether the format names year, month and day once each.
bool is_date_format(std::string_view format);

}  // namespace airut::csv
