#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"
#include "formats/csv/profile.hpp"

namespace airut::gateway {

// The operator's profile as the reader of CSV wants it.
csv::Profile csv_profile(config::CsvProfile const& profile);

// What the reader says against it (members that are not there, no column for the number), each at
// its place in the file.
std::vector<config::Complaint> csv_complaints(config::CsvProfile const& profile);
// The same of a [[bank_csv_profile]].
std::vector<config::Complaint> bank_csv_complaints(config::CsvProfile const& profile);

// The profile on a line of JSON: a batch is worked through by the profile that it came under,
// whatever the operator changes meanwhile. Reading throws std::runtime_error for what is no such
// line.
std::string csv_profile_line(csv::Profile const& profile);
csv::Profile read_csv_profile_line(std::string_view line);

}  // namespace airut::gateway
