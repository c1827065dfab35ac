#include "gateway/batches/csv_profile.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "formats/bank_csv/read.hpp"
#include "formats/json/object_reader.hpp"
#include "formats/json/writer.hpp"

namespace airut::gateway {
namespace {

constexpr std::array encodings = {csv::Encoding::automatic, csv::Encoding::utf_8,
                                  csv::Encoding::windows_1252};
constexpr std::size_t longest = 10'000, most = 10'000;

csv::Encoding encoding_of(std::string_view word) {
  auto const* found = std::find_if(encodings.begin(), encodings.end(),
                                   [&](auto const one) { return csv::encoding_text(one) == word; });
  return found == encodings.end() ? csv::Encoding::automatic : *found;
}

char first_of(std::string_view text) { return text.empty() ? '\0' : text.front(); }

void write_pair(json::Writer& out, std::string_view name, std::string_view value) {
  out.begin_object();
  out.member("name", name);
  out.member("value", value);
  out.end_object();
}

// Calls take(name, value) for each pair of an array.
template <class Take>
void read_pairs(json::ObjectReader& in, std::string_view name, Take const& take) {
  std::size_t index = 0;
  for (auto const* item : in.objects(name, most)) {
    json::ObjectReader pair{in, *item, name, index++};
    auto column = pair.text("name", longest);
    take(std::move(column), pair.text("value", longest));
    pair.finish();
  }
}

}  // namespace

csv::Profile csv_profile(config::CsvProfile const& from) {
  csv::Profile profile;
  profile.name = from.name;
  profile.layout = {first_of(from.delimiter), encoding_of(from.encoding)};
  profile.headings = from.headings;
  profile.decimal_sign = first_of(from.decimal_sign);
  profile.date_format = from.date_format;
  for (auto const& one : from.columns) profile.columns.push_back({one.name, one.value});
  for (auto const& one : from.defaults) profile.defaults.push_back({one.name, one.value});
  return profile;
}

namespace {

std::vector<config::Complaint> placed(config::CsvProfile const& profile, std::string_view key,
                                      std::vector<csv::Complaint> const& complaints) {
  std::vector<config::Complaint> found;
  for (auto const& one : complaints) {
    config::Complaint complaint{profile.file, profile.line, profile.column,
                                std::string{key} + ": " + one.text};
    for (auto const* pairs : {&profile.defaults, &profile.columns}) {
      for (auto const& pair : *pairs) {
        if (one.of.empty() || pair.name != one.of) continue;
        complaint.line = pair.line;
        complaint.column = pair.column;
      }
    }
    found.push_back(std::move(complaint));
  }
  return found;
}

}  // namespace

std::vector<config::Complaint> csv_complaints(config::CsvProfile const& profile) {
  return placed(profile, "csv_profile", csv::complaints(csv_profile(profile)));
}

std::vector<config::Complaint> bank_csv_complaints(config::CsvProfile const& profile) {
  return placed(profile, "bank_csv_profile", bank_csv::complaints(csv_profile(profile)));
}

std::string csv_profile_line(csv::Profile const& profile) {
  json::Writer out;
  out.begin_object();
  out.member("name", profile.name);
  std::string const delimiter(profile.layout.delimiter == 0 ? 0 : 1, profile.layout.delimiter);
  out.member("delimiter", delimiter);
  out.member("encoding", csv::encoding_text(profile.layout.encoding));
  out.member("headings", profile.headings);
  out.member("decimal_sign", std::string(1, profile.decimal_sign));
  out.member("date_format", profile.date_format);
  out.key("columns");
  out.begin_array();
  for (auto const& one : profile.columns) write_pair(out, one.column, one.member);
  out.end_array();
  out.key("defaults");
  out.begin_array();
  for (auto const& one : profile.defaults) write_pair(out, one.member, one.value);
  out.end_array();
  out.end_object();
  return std::move(out).text() + '\n';
}

csv::Profile read_csv_profile_line(std::string_view line) {
  auto const tree = json::Tree::parse(line);
  if (!tree) throw std::runtime_error{"a spooled batch has no CSV profile"};
  model::Findings findings;
  json::ObjectReader in{*tree, tree->root(), findings};
  csv::Profile profile;
  profile.name = in.text("name", longest);
  profile.layout.delimiter = first_of(in.text("delimiter"));
  profile.layout.encoding = encoding_of(in.text("encoding"));
  profile.headings = in.flag("headings").value_or(true);
  profile.decimal_sign = first_of(in.text("decimal_sign"));
  profile.date_format = in.text("date_format", longest);
  read_pairs(in, "columns", [&](std::string name, std::string value) {
    profile.columns.push_back({std::move(name), std::move(value)});
  });
  read_pairs(in, "defaults", [&](std::string name, std::string value) {
    profile.defaults.push_back({std::move(name), std::move(value)});
  });
  in.finish();
  if (!findings.empty()) throw std::runtime_error{"a spooled batch's CSV profile is damaged"};
  return profile;
}

}  // namespace airut::gateway
