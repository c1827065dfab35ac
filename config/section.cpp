#include "config/section.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace airut::config {

namespace {

// Levenshtein's distance. formats/model/edit_distance.cpp has it, too: config knows nothing of
// formats, and twenty lines are no reason to begin.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row.back();
}

std::string nearest(std::string_view wrong, std::vector<std::string> const& known) {
  std::string best;
  std::size_t least = 4;
  for (auto const& one : known)
    if (auto const edits = distance(wrong, one); edits < least) {
      least = edits;
      best = one;
    }
  return best.empty() ? "" : fmt::format("; did you mean \"{}\"?", best);
}

// Where the text stands below the node; nullptr when it is not there.
toml::node const* text_below(toml::node const& node, std::string const& text) {
  if (auto const* value = node.as_string()) return value->get() == text ? &node : nullptr;
  auto const in_all = [&](auto const& children, auto const& of) -> toml::node const* {
    for (auto const& child : children)
      if (auto const* found = text_below(of(child), text)) return found;
    return nullptr;
  };
  if (auto const* list = node.as_array())
    return in_all(*list, [](toml::node const& one) -> toml::node const& { return one; });
  if (auto const* table = node.as_table())
    return in_all(*table, [](auto const& one) -> toml::node const& { return one.second; });
  return nullptr;
}

bool others_may_read(std::filesystem::path const& path) {
  std::error_code fault;
  auto const permissions = std::filesystem::status(path, fault).permissions();
  return !fault &&
         (permissions & std::filesystem::perms::others_read) != std::filesystem::perms::none;
}

}  // namespace

void Reading::complain(toml::source_region const& at, std::string text) {
  complaints.push_back({file.string(), static_cast<int>(at.begin.line),
                        static_cast<int>(at.begin.column), std::move(text)});
}

Section::Section(toml::table const& table, Reading& reading, std::string name)
    : table_(table), reading_(reading), name_(std::move(name)) {}

toml::node const* Section::look(std::string_view key) {
  known_.emplace_back(key);
  return table_.get(key);
}

void Section::wrong(std::string_view key, std::string text) {
  auto const* node = table_.get(key);
  reading_.complain(node == nullptr ? table_.source() : node->source(),
                    fmt::format("{}: {}", name_, std::move(text)));
}

void Section::unknown_name(std::string_view key, std::string const& text, std::string what,
                           std::vector<std::string> const& names) {
  auto const* below = table_.get(key);
  auto const* place = below == nullptr ? nullptr : text_below(*below, text);
  if (place == nullptr) return wrong(key, what + nearest(text, names));
  reading_.complain(place->source(), fmt::format("{}: {}{}", name_, what, nearest(text, names)));
}

void Section::take(std::string_view key, std::string& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  if (auto const text = node->value_exact<std::string>())
    value = *text;
  else
    wrong(key, fmt::format("{} must be a text", key));
}

void Section::take_needed(std::string_view key, std::string& value) {
  take(key, value);
  if (value.empty()) wrong(key, fmt::format("{} must be given", key));
}

void Section::take(std::string_view key, bool& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  if (auto const flag = node->value_exact<bool>())
    value = *flag;
  else
    wrong(key, fmt::format("{} must be true or false", key));
}

void Section::take(std::string_view key, std::filesystem::path& value) {
  std::string text;
  take(key, text);
  if (text.empty()) return;
  std::filesystem::path const path{text};
  value = path.is_absolute() ? path : reading_.file.parent_path() / path;
}

void Section::take(std::string_view key, std::vector<std::string>& value) {
  auto const* node = look(key);
  if (node == nullptr) return;
  auto const* list = node->as_array();
  if (list == nullptr) return wrong(key, fmt::format("{} must be a list of texts", key));
  value.clear();
  for (auto const& item : *list) {
    if (auto const text = item.value_exact<std::string>())
      value.push_back(*text);
    else
      wrong(key, fmt::format("{} must hold texts only", key));
  }
}

std::optional<std::int64_t> Section::whole(std::string_view key, std::int64_t least,
                                           std::int64_t most) {
  auto const* node = look(key);
  if (node == nullptr) return std::nullopt;
  auto const number = node->value_exact<std::int64_t>();
  if (number && *number >= least && *number <= most) return number;
  wrong(key, fmt::format("{} must be a whole number from {} to {}", key, least, most));
  return std::nullopt;
}

void Section::take_seconds(std::string_view key, std::chrono::seconds& value, std::int64_t most) {
  if (auto const number = whole(key, 1, most)) value = std::chrono::seconds{*number};
}

void Section::take_word(std::string_view key, std::string& value,
                        std::vector<std::string_view> const& words) {
  take(key, value);
  if (!has(key) || std::find(words.begin(), words.end(), value) != words.end()) return;
  wrong(key, fmt::format("{} is \"{}\"; it must be one of {}", key, value, fmt::join(words, ", ")));
}

std::optional<Secret> Section::secret(std::string_view key) {
  auto const* node = look(key);
  if (node == nullptr) return std::nullopt;
  auto const* table = node->as_table();
  if (table == nullptr) {
    wrong(key,
          fmt::format(
              "{} must not stand in the open: write {{ file = \"...\" }} or {{ env = \"...\" }}",
              key));
    return std::nullopt;
  }
  Section in{*table, reading_, name_ + "." + std::string{key}};
  std::filesystem::path file;
  std::string variable;
  in.take("file", file);
  in.take("env", variable);
  in.finish();
  if (file.empty() == variable.empty()) {
    wrong(key, fmt::format("{} needs either a file or an env", key));
    return std::nullopt;
  }
  if (!variable.empty()) {
    auto value = reading_.environment(variable);
    if (!value || value->empty()) wrong(key, fmt::format("the variable {} is not set", variable));
    return Secret{value.value_or(""), "env:" + variable};
  }
  std::ifstream bytes{file};
  std::string value;
  if (!std::getline(bytes, value) || value.empty())
    wrong(key, fmt::format("{} cannot be read or is empty", file.string()));
  else if (others_may_read(file))
    wrong(key, fmt::format("{} is readable by everybody; chmod o-r it", file.string()));
  return Secret{std::move(value), "file:" + file.string()};
}

toml::table const* Section::table(std::string_view key) {
  auto const* node = look(key);
  if (node == nullptr) return nullptr;
  if (node->as_table() == nullptr) wrong(key, fmt::format("{} must be a table", key));
  return node->as_table();
}

std::vector<toml::table const*> Section::tables(std::string_view key) {
  std::vector<toml::table const*> list;
  auto const* node = look(key);
  if (node == nullptr) return list;
  auto const* array = node->as_array();
  if (array == nullptr) {
    wrong(key, fmt::format("write [[{}]], once for each", key));
    return list;
  }
  for (auto const& item : *array) {
    if (item.as_table() != nullptr)
      list.push_back(item.as_table());
    else
      wrong(key, fmt::format("{} must hold tables only", key));
  }
  return list;
}

void Section::finish() {
  for (auto const& [key, node] : table_) {
    std::string const name{key.str()};
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      reading_.complain(key.source(), fmt::format("{}: \"{}\" is not known{}", name_, name,
                                                  nearest(name, known_)));
  }
}

std::string Complaint::text_with_place() const {
  if (line > 0) return fmt::format("{}:{}:{}: {}", file, line, column, text);
  return file.empty() ? text : fmt::format("{}: {}", file, text);
}

Environment process_environment() {
  return [](std::string const& name) -> std::optional<std::string> {
    auto const* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
  };
}

}  // namespace airut::config
