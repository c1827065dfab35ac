#include "ledger/store/dialect.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Length of what is quoted at the front, its quotes included; 0 when nothing is.
std::size_t quoted_length(std::string_view text) {
  if (text.empty() || text.front() != '\'') return 0;
  auto const end = text.find('\'', 1);  // a doubled quote begins a second text at once: the same
  return end == text.npos ? text.size() : end + 1;
}

std::size_t comment_length(std::string_view text) {
  if (!text.starts_with("--")) return 0;
  return std::min(text.find('\n'), text.size());
}

std::size_t word_length(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_word) -
                                  text.begin());
}

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

// Whole words of column definitions and indexes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> types{{
    {"INTEGER", "BIGINT"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""},
}};
constexpr std::array<std::string_view, 2> of_sqlite{"WITHOUT ROWID", "COLLATE NOCASE"};

std::size_t of_sqlite_length(std::string_view text) {
  for (auto const words : of_sqlite) {
    if (text.starts_with(words)) return words.size();
  }
  return 0;
}

std::string_view type_of(std::string_view word) {
  for (auto const& [ours, theirs] : types) {
    if (word == ours) return theirs;
  }
  return word;
}

std::string postgres_table(std::string_view sql) {
  std::string out;
  while (!sql.empty()) {
    if (auto const skipped = of_sqlite_length(sql); skipped > 0) {
      sql.remove_prefix(skipped);
      continue;
    }
    auto const quoted = quoted_length(sql);
    auto const word = quoted > 0 ? 0 : word_length(sql);
    auto const length = std::max<std::size_t>({quoted, word, 1});
    out += word > 0 ? type_of(sql.substr(0, word)) : sql.substr(0, length);
    sql.remove_prefix(length);
  }
  return std::string{trimmed(out)};
}

bool is_about_tables(std::string_view sql) {
  return sql.starts_with("CREATE ") || sql.starts_with("DROP ") || sql.starts_with("ALTER ");
}

}  // namespace

std::string postgres_statement(std::string_view sql) {
  std::string out;
  int highest = 0;
  while (!sql.empty()) {
    if (sql.front() != '?') {
      auto const length = std::max<std::size_t>(quoted_length(sql), 1);
      out += sql.substr(0, length);
      sql.remove_prefix(length);
      continue;
    }
    sql.remove_prefix(1);
    int number = highest + 1;
    auto const digits = std::from_chars(sql.data(), sql.data() + sql.size(), number);
    sql.remove_prefix(static_cast<std::size_t>(digits.ptr - sql.data()));
    highest = std::max(highest, number);
    out += fmt::format("${}", number);
  }
  return out;
}

std::vector<std::string> split_statements(std::string_view text) {
  std::vector<std::string> statements;
  std::string one;
  auto const end_one = [&] {
    if (auto const sql = trimmed(one); !sql.empty()) statements.emplace_back(sql);
    one.clear();
  };
  while (!text.empty()) {
    if (auto const comment = comment_length(text); comment > 0) {
      text.remove_prefix(comment);
      continue;
    }
    auto const length = std::max<std::size_t>(quoted_length(text), 1);
    if (text.front() == ';') {
      end_one();
    } else {
      one += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  end_one();
  return statements;
}

std::vector<std::string> postgres_tables(std::string_view text, Rows rows) {
  std::vector<std::string> statements;
  for (auto const& one : split_statements(text)) {
    if (is_about_tables(one)) {
      statements.push_back(postgres_table(one));
    } else if (rows == Rows::kept) {
      statements.push_back(one);
    }
  }
  return statements;
}

}  // namespace airut::ledger
