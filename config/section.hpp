#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/load.hpp"

namespace airut::config {

// What all sections of one file share while it is read.
struct Reading {
  std::filesystem::path file;
  Environment const& environment;
  std::vector<Complaint> complaints;
  void complain(toml::source_region const& at, std::string text);
};

// Typed access to one table. Keys that nobody asked for by finish() are unknown.
class Section {
 public:
  Section(toml::table const& table, Reading& reading, std::string name);
  Section(Section const&) = delete;
  Section& operator=(Section const&) = delete;

  void take(std::string_view key, std::string& value);
  void take(std::string_view key, bool& value);
  void take(std::string_view key, std::filesystem::path& value);
  void take(std::string_view key, std::vector<std::string>& value);
  // Whole numbers within [least, most].
  template <class T>
  void take(std::string_view key, T& value, std::int64_t least, std::int64_t most) {
    if (auto const number = whole(key, least, most)) value = static_cast<T>(*number);
  }
  void take_seconds(std::string_view key, std::chrono::seconds& value, std::int64_t most);
  void take_needed(std::string_view key, std::string& value);
  // { file = "..." } or { env = "..." }; a secret in the open is refused.
  std::optional<Secret> secret(std::string_view key);
  // The text must be one of the words.
  void take_word(std::string_view key, std::string& value,
                 std::vector<std::string_view> const& words);

  toml::table const* table(std::string_view key);
  std::vector<toml::table const*> tables(std::string_view key);
  void note(std::string_view key) { look(key); }  // is read by the caller himself
  bool has(std::string_view key) const { return table_.contains(key); }
  void wrong(std::string_view key, std::string text);  // at the key, or at the table when absent
  // The text below the key names none of those: told at its place, with the nearest one.
  void unknown_name(std::string_view key, std::string const& text, std::string what,
                    std::vector<std::string> const& names);
  std::string const& name() const { return name_; }
  Reading& reading() { return reading_; }
  toml::table const& raw() const { return table_; }
  void finish();

 private:
  toml::node const* look(std::string_view key);
  std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);

  toml::table const& table_;
  Reading& reading_;
  std::string name_;
  std::vector<std::string> known_;
};

}  // namespace airut::config
