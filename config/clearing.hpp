#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "config/found.hpp"

namespace airut::config {

class Law;

// A row of clearing_rules.tsv.
struct ClearingRule {
  enum class Unit { month_end, days, banking_days, months, percent };
  Unit unit = Unit::days;
  int value = 0;
  std::chrono::minutes cut_off{0};  // after local midnight; 0 where the rule has none
  std::string source;
};

// The last moment at which the clearing house may get something.
struct Deadline {
  Day day;
  std::chrono::minutes cut_off{0};  // after local midnight
};

// What clearing houses want, as dated rows. A missing row is an error that names it.
class ClearingRules {
 public:
  // clearing_rules.tsv of the shipped directory, then the overlay's. The error is
  // "file:line: what is wrong".
  static tl::expected<ClearingRules, std::string> load(std::filesystem::path const& shipped,
                                                       std::filesystem::path const& overlay);

  // The row that holds on the day.
  Found<ClearingRule> rule(std::string_view scheme, std::string_view name, Day day) const;

  // By when a claim with this due day must be there, by the rules of the day on which it is asked.
  // name: bank_notice, payee_notice, withdrawal. The days of Norwegian banks count.
  Found<Deadline> deadline(std::string_view scheme, std::string_view name, Day due, Day today,
                           Law const& law) const;

  // How the house names a field in its receipts, and our code for a reason that it gives, "" when
  // no row has it: clearing_words.tsv, with field "reason:CODE" for reasons. Words are compared
  // without case.
  std::vector<std::string> words(std::string_view scheme, std::string_view field) const;
  std::string code_of(std::string_view scheme, std::string_view reason) const;

 private:
  std::string take(std::map<std::string, std::string, std::less<>> const& row);
  std::string take_word(std::map<std::string, std::string, std::less<>> const& row);
  std::map<std::tuple<std::string, std::string, Day>, ClearingRule> rules_;
  struct Word {
    std::string scheme, field, word;  // word in capitals
  };
  std::vector<Word> words_;
};

}  // namespace airut::config
