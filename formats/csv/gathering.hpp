#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/csv/members.hpp"
#include "formats/csv/read.hpp"

namespace airut::csv {

// The columns of one file: what each fills, and what no column fills.
struct Plan {
  std::vector<std::string> headings;
  std::vector<Member const*> members;  // a column each; null: ignored or not named
  std::vector<bool> named;             // by the profile, "ignore" too
  std::vector<std::pair<Member const*, std::string>> defaults;
};

// By the first row and the number of columns of the widest; what the file lacks is a finding.
Plan plan_of(Row const& first, std::size_t width, Profile const& profile,
             model::Findings& findings);
// The column that fills the member, else the number of columns.
std::size_t column_of(Plan const& plan, std::string_view member);
std::string cell_of(Row const& row, std::size_t column);

// A column that the profile does not name, with a cell in it: a warning.
model::Finding unnamed_column(Plan const& plan, std::size_t column, int line, std::string cell);

// An invoice while its rows are gathered.
class Gathering {
 public:
  Gathering(Plan const& plan, Profile const& profile, Row const& first);

  void add(Row const& row);  // the first one too
  Item finish(std::string number) &&;
  model::Findings& findings() { return findings_; }

 private:
  void fill_from(Row const& row, model::Line& line, bool of_line);
  void fill_column(Row const& row, std::size_t column, Target const& target);
  void compare(Row const& row);
  void note_unnamed(Row const& row);

  Plan const& plan_;
  Profile const& profile_;
  Row first_;
  std::vector<bool> told_;  // columns that the profile does not name
  model::Submission submission_;
  model::Findings findings_, notes_;
};

}  // namespace airut::csv
