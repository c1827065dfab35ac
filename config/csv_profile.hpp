#pragma once

#include <string>
#include <vector>

namespace airut::config {

// How one sender's CSV files are laid out ([[csv_profile]], or a file of its own), as it was
// written: what the names mean is formats/csv's to say. Where each stands is kept for complaints.
struct CsvProfile {
  struct Pair {
    std::string name, value;  // a column and its member, or a member and what it is by default
    int line = 0, column = 0;
  };

  std::string name;
  std::string delimiter;           // ; , | or a tab; empty: sniffed
  std::string encoding = "auto";   // auto, utf-8, windows-1252
  bool headings = true;            // the first row names the columns
  std::string decimal_sign = ",";  // or a point
  std::string date_format = "YYYY-MM-DD";
  std::vector<Pair> columns, defaults;
  std::string file;
  int line = 0, column = 0;
};

}  // namespace airut::config
