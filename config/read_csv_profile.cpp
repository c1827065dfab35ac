#include "config/parts.hpp"

namespace airut::config {
namespace {

std::vector<CsvProfile::Pair> read_pairs(Section& above, std::string_view key) {
  std::vector<CsvProfile::Pair> pairs;
  auto const* table = above.table(key);
  if (table == nullptr) return pairs;
  for (auto const& [name, node] : *table) {
    CsvProfile::Pair pair;
    pair.name = std::string{name.str()};
    pair.line = static_cast<int>(name.source().begin.line);
    pair.column = static_cast<int>(name.source().begin.column);
    if (auto const text = node.value_exact<std::string>()) {
      pair.value = *text;
    } else {
      above.reading().complain(node.source(),
                               above.name() + "." + std::string{key} + ": write texts");
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace

CsvProfile read_csv_profile(toml::table const& table, Reading& reading) {
  Section in{table, reading, "csv_profile"};
  CsvProfile profile;
  profile.file = reading.file.string();
  profile.line = static_cast<int>(table.source().begin.line);
  profile.column = static_cast<int>(table.source().begin.column);
  in.take_needed("name", profile.name);
  in.take_word("delimiter", profile.delimiter, {";", ",", "\t", "|"});
  in.take_word("encoding", profile.encoding, {"auto", "utf-8", "windows-1252"});
  in.take("headings", profile.headings);
  in.take_word("decimal_sign", profile.decimal_sign, {",", "."});
  in.take("date_format", profile.date_format);
  profile.columns = read_pairs(in, "columns");
  profile.defaults = read_pairs(in, "defaults");
  in.finish();
  return profile;
}

}  // namespace airut::config
