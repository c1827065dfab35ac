#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/csv/profile.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/submission.hpp"

namespace airut::csv {

// One invoice of the file: the rows of one number.
struct Item {
  std::string number;  // BT-1
  int line = 0;        // of its first row
  tl::expected<model::Submission, model::Findings> submission;
  model::Findings notes;  // warnings: cells in columns that the profile does not name
};

struct Read {
  std::vector<Item> items;  // in the order of their first rows
};

// Reads a file by its profile (complaints(profile) must be empty). Findings carry the line and the
// column of the cell, the member as their pointer, and the business term. A row whose number is
// empty is an item of its own that failed. The error: the file cannot be read as a table, or a
// column of the profile is not in it.
tl::expected<Read, model::Findings> read(std::string_view bytes, Profile const& profile);

struct PreviewRow {
  int line = 0;
  std::vector<std::string> cells;
  model::Findings findings;  // of this row alone
};

// What a person who saves a profile wants to see first: how the file was understood, and its first
// rows with what is wrong in them.
struct Preview {
  Layout layout;
  std::vector<std::string> headings, members;  // a column each; the member empty where none
  std::vector<PreviewRow> rows;
  model::Findings findings;  // of the file
};

Preview preview(std::string_view bytes, Profile const& profile, std::size_t rows = 20);

}  // namespace airut::csv
