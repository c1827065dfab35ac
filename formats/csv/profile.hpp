#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/table.hpp"

namespace airut::csv {

// One column and the member that it fills. The column is named by its heading, or by its place:
// "#3" is the third. The member is a name of members.hpp, or "ignore".
struct Column {
  std::string column, member;
};

// What a member is where the file has nothing for it; written as the profile writes values.
struct Default {
  std::string member, value;
};

// How one sender's files are laid out, as the operator saved it ([[csv_profile]] of airut.toml).
// A row is an invoice line; rows with the same number (BT-1) are one invoice and need not stand
// together.
struct Profile {
  std::string name;
  Layout layout;
  bool headings = true;                    // the first row names the columns
  char decimal_sign = ',';                 // of amounts, quantities and percentages
  std::string date_format = "YYYY-MM-DD";  // YYYY or YY, MM or M, DD or D, and what is between
  std::vector<Column> columns;
  std::vector<Default> defaults;
};

struct Complaint {
  std::string of;  // the column, or the member of a default; empty: the profile
  std::string text;
};

// What is wrong with a profile; empty when it can be used.
std::vector<Complaint> complaints(Profile const& profile);

}  // namespace airut::csv
