#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "config/found.hpp"

// How long the law has books and vouchers kept: config/tables/retention.tsv, overlaid by the
// operator's own rows.
namespace airut::config {

class Retention {
 public:
  static Found<Retention> load(std::filesystem::path const& shipped,
                               std::filesystem::path const& overlay);

  struct Duty {
    Day until{};      // the last day on which it must be there
    std::string law;  // and its paragraph
  };
  // Of a document of the day, whose financial year is the calendar year. kind: invoice. The error
  // says which row is missing.
  Found<Duty> duty(std::string_view country, std::string_view kind, Day day) const;

 private:
  struct Term {
    int years = 0;
    std::string law;
  };
  // By country and kind, from which day.
  std::map<std::pair<std::string, std::string>, std::map<Day, Term>> terms_;
};

}  // namespace airut::config
