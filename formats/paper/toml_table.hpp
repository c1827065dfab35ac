#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "formats/paper/template.hpp"

namespace airut::paper {

// Typed access to one table of a designer's file. Keys that nobody asked for by finish() are
// unknown. Complaints go to one list for the whole file.
class TomlTable {
 public:
  TomlTable(toml::table const& table, std::string name, std::filesystem::path const& file,
            std::vector<Complaint>& complaints);

  void take(std::string_view key, std::string& value);
  void take(std::string_view key, bool& value);
  void take(std::string_view key, std::vector<std::string>& value);
  // Millimetres in the file, points in value.
  void take_length(std::string_view key, double& value);
  void take_points(std::string_view key, double& value);
  // rrggbb, "client" or one of the names.
  void take_colour(std::string_view key, std::string& value);
  void take_word(std::string_view key, std::string& value,
                 std::vector<std::string_view> const& words);
  bool has(std::string_view key) const { return table_.contains(key); }
  // An inner table; nullopt when absent.
  std::optional<TomlTable> table(std::string_view key);
  std::vector<TomlTable> tables(std::string_view key);
  void wrong(std::string_view key, std::string text);
  std::vector<std::string> keys() const;
  void finish();

 private:
  toml::node const* look(std::string_view key);
  void number(std::string_view key, double& value, double unit, double most);
  void complain(toml::source_region const& at, std::string text);

  toml::table const& table_;
  std::string name_;
  std::filesystem::path const& file_;
  std::vector<Complaint>& complaints_;
  std::vector<std::string> known_;
};

}  // namespace airut::paper
