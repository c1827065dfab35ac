#include "formats/paper/toml_table.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/model/edit_distance.hpp"

namespace airut::paper {
namespace {

constexpr double longest_mm = 2000, largest_points = 200;

bool is_colour(std::string_view text) {
  return text.size() == 6 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

TomlTable::TomlTable(toml::table const& table, std::string name, std::filesystem::path const& file,
                     std::vector<Complaint>& complaints)
    : table_(table), name_(std::move(name)), file_(file), complaints_(complaints) {}

void TomlTable::complain(toml::source_region const& at, std::string text) {
  complaints_.push_back(
      {file_, static_cast<int>(at.begin.line), static_cast<int>(at.begin.column), std::move(text)});
}

toml::node const* TomlTable::look(std::string_view key) {
  known_.emplace_back(key);
  return table_.get(key);
}

void TomlTable::wrong(std::string_view key, std::string text) {
  auto const* node = table_.get(key);
  complain(node == nullptr ? table_.source() : node->source(), std::move(text));
}

void TomlTable::take(std::string_view key, std::string& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  if (auto const text = node->value_exact<std::string>()) {
    value = *text;
  } else {
    wrong(key, fmt::format("{} must be text in quotes", key));
  }
}

void TomlTable::take(std::string_view key, bool& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  if (auto const flag = node->value_exact<bool>()) {
    value = *flag;
  } else {
    wrong(key, fmt::format("{} must be true or false", key));
  }
}

void TomlTable::take(std::string_view key, std::vector<std::string>& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  auto const* list = node->as_array();
  if (list == nullptr) return wrong(key, fmt::format("{} must be a list of texts", key));
  value.clear();
  for (auto const& one : *list) {
    auto const text = one.value_exact<std::string>();
    if (!text) return complain(one.source(), fmt::format("{} must hold texts only", key));
    value.push_back(*text);
  }
}

void TomlTable::number(std::string_view key, double& value, double unit, double most) {
  auto const* node = look(key);
  if (node == nullptr) return;
  auto const given = node->is_number() ? node->value<double>() : std::nullopt;
  if (!given || *given < 0 || *given > most) {
    return wrong(key, fmt::format("{} must be a number from 0 to {}", key, most));
  }
  value = *given * unit;
}

void TomlTable::take_length(std::string_view key, double& value) {
  number(key, value, pdf::mm, longest_mm);
}

void TomlTable::take_points(std::string_view key, double& value) {
  number(key, value, 1, largest_points);
}

void TomlTable::take_colour(std::string_view key, std::string& value) {
  auto text = value;
  take(key, text);
  bool const named = text == "accent" || text == "text" || text == "muted" || text == "rule" ||
                     text == "shade" || text == "client";
  if (!text.empty() && !named && !is_colour(text)) {
    return wrong(key, fmt::format("{} must be six hex digits (rrggbb) or the name of a colour of "
                                  "this template",
                                  key));
  }
  value = std::move(text);
}

void TomlTable::take_word(std::string_view key, std::string& value,
                          std::vector<std::string_view> const& words) {
  auto text = value;
  take(key, text);
  if (has(key) && std::find(words.begin(), words.end(), text) == words.end()) {
    return wrong(key, fmt::format("{} is \"{}\", but must be one of: {}", key, text,
                                  fmt::join(words, ", ")));
  }
  value = std::move(text);
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  auto const* node = look(key);
  if (node == nullptr) return std::nullopt;
  if (auto const* inner = node->as_table()) {
    return TomlTable{*inner, std::string{key}, file_, complaints_};
  }
  wrong(key, fmt::format("{} must be a table", key));
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> list;
  auto const* node = look(key);
  if (node == nullptr) return list;
  auto const* array = node->as_array();
  if (array == nullptr) {
    wrong(key, fmt::format("{} must be a list of tables", key));
    return list;
  }
  for (auto const& one : *array) {
    if (auto const* inner = one.as_table()) {
      list.emplace_back(*inner, std::string{key}, file_, complaints_);
    } else {
      complain(one.source(), fmt::format("{} must hold tables only", key));
    }
  }
  return list;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> names;
  for (auto const& [key, node] : table_) names.emplace_back(key.str());
  return names;
}

void TomlTable::finish() {
  for (auto const& [key, node] : table_) {
    std::string const name{key.str()};
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    auto const nearest =
        std::min_element(known_.begin(), known_.end(), [&](auto const& a, auto const& b) {
          return model::edit_distance(a, name) < model::edit_distance(b, name);
        });
    auto text = fmt::format("unknown key {}{}{}", name_, name_.empty() ? "" : ".", name);
    if (nearest != known_.end() && model::edit_distance(*nearest, name) <= 3) {
      text += fmt::format("; did you mean {}?", *nearest);
    }
    complain(key.source(), std::move(text));
  }
}

}  // namespace airut::paper
