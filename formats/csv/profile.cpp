#include "formats/csv/profile.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "formats/csv/members.hpp"

namespace airut::csv {
namespace {

bool is_place(std::string_view column) {
  return column.size() > 1 && column.size() < 5 && column.front() == '#' &&
         column.find_first_not_of("0123456789", 1) == std::string_view::npos && column[1] != '0';
}

void check_columns(Profile const& profile, std::vector<Complaint>& found) {
  std::set<std::string> columns;
  std::set<Member const*> filled;
  for (auto const& one : profile.columns) {
    if (!columns.insert(one.column).second) {
      found.push_back({one.column, fmt::format("the column \"{}\" stands twice", one.column)});
    }
    if (!profile.headings && !is_place(one.column)) {
      found.push_back(
          {one.column,
           fmt::format("\"{}\": without headings a column is named by its place, \"#1\"",
                       one.column)});
    }
    if (one.member == "ignore") continue;
    auto const* member = find_member(one.member);
    if (member == nullptr) {
      found.push_back({one.column, fmt::format("there is no member \"{}\"", one.member)});
    } else if (!filled.insert(member).second && one.member != "note" && one.member != "BT-22") {
      found.push_back({one.column, fmt::format("two columns fill \"{}\"", one.member)});
    }
  }
}

}  // namespace

std::vector<Complaint> complaints(Profile const& profile) {
  std::vector<Complaint> found;
  if (profile.name.empty()) found.push_back({"", "a profile needs a name"});
  if (profile.decimal_sign != ',' && profile.decimal_sign != '.') {
    found.push_back({"", "the decimal sign is a comma or a point"});
  }
  if (!is_date_format(profile.date_format)) {
    found.push_back({"", fmt::format("\"{}\" is no date format: it needs YYYY, MM and DD once each",
                                     profile.date_format)});
  }
  check_columns(profile, found);
  for (auto const& one : profile.defaults) {
    if (find_member(one.member) == nullptr) {
      found.push_back({one.member, fmt::format("there is no member \"{}\"", one.member)});
    }
  }
  bool const numbered = std::any_of(profile.columns.begin(), profile.columns.end(), [](auto& one) {
    return one.member == "number" || one.member == "BT-1";
  });
  if (!numbered) found.push_back({"", "no column gives the invoice number (BT-1)"});
  return found;
}

}  // namespace airut::csv
