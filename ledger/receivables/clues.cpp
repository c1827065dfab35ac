#include "ledger/receivables/clues.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace airut::ledger {
namespace {

constexpr std::size_t reference_most = 25, texts_most = 32, digits_least = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void add_once(std::vector<std::string>& all, std::string one) {
  if (!one.empty() && std::find(all.begin(), all.end(), one) == all.end())
    all.push_back(std::move(one));
}

std::string digits_of(std::string_view word) {
  std::string digits;
  std::copy_if(word.begin(), word.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// Small letters of the region without what stands above or below them. UTF-8, two bytes each.
constexpr std::array<std::pair<std::string_view, char>, 44> plain_letters{{
    {"å", 'a'}, {"Å", 'a'}, {"ä", 'a'}, {"Ä", 'a'}, {"á", 'a'}, {"Á", 'a'}, {"à", 'a'}, {"À", 'a'},
    {"æ", 'a'}, {"Æ", 'a'}, {"ö", 'o'}, {"Ö", 'o'}, {"ø", 'o'}, {"Ø", 'o'}, {"ó", 'o'}, {"Ó", 'o'},
    {"õ", 'o'}, {"Õ", 'o'}, {"é", 'e'}, {"É", 'e'}, {"è", 'e'}, {"È", 'e'}, {"ü", 'u'}, {"Ü", 'u'},
    {"ú", 'u'}, {"Ú", 'u'}, {"í", 'i'}, {"Í", 'i'}, {"č", 'c'}, {"Č", 'c'}, {"š", 's'}, {"Š", 's'},
    {"ž", 'z'}, {"Ž", 'z'}, {"đ", 'd'}, {"Đ", 'd'}, {"ŋ", 'n'}, {"Ŋ", 'n'}, {"ŧ", 't'}, {"Ŧ", 't'},
    {"ð", 'd'}, {"Ð", 'd'}, {"ý", 'y'}, {"Ý", 'y'},
}};

constexpr std::array<std::string_view, 14> legal_forms{
    "oy", "oyj", "ab", "as", "asa", "ky", "tmi", "ry", "ay", "enk", "ans", "ltd", "osk", "r.y"};

// The letter at this place without its accent, and how many bytes it took; 0: no letter or digit.
std::pair<char, std::size_t> letter_at(std::string_view text) {
  auto const c = text.front();
  if (is_digit(c)) return {c, 1};
  if (is_letter(c)) return {static_cast<char>(c | 0x20), 1};
  for (auto const& [letter, plain] : plain_letters) {
    if (text.starts_with(letter)) return {plain, letter.size()};
  }
  return {'\0', 1};
}

}  // namespace

std::vector<std::string> slips_of(std::string_view key) {
  std::vector<std::string> slips;
  bool const fits = key.size() >= digits_least && key.size() <= reference_most &&
                    std::all_of(key.begin(), key.end(), is_digit);
  if (!fits) return slips;
  auto const add = [&](std::string one) {
    if (one != key && one.front() != '0') add_once(slips, std::move(one));
  };
  std::string const whole{key};
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      add(whole.substr(0, at) + digit + whole.substr(at));  // one was missing
      if (at == whole.size()) continue;
      auto wrong = whole;
      wrong[at] = digit;
      add(std::move(wrong));
    }
    if (at < whole.size()) add(whole.substr(0, at) + whole.substr(at + 1));  // one too many
    if (at + 1 < whole.size()) {
      auto swapped = whole;
      std::swap(swapped[at], swapped[at + 1]);
      add(std::move(swapped));
    }
  }
  return slips;
}

std::vector<std::string> numbers_in(std::vector<std::string> const& texts) {
  std::vector<std::string> numbers;
  auto const take = [&](std::string_view word) {
    while (!word.empty() && !is_digit(word.back()) && !is_letter(word.back()))
      word.remove_suffix(1);
    auto const digits = digits_of(word);
    if (digits.size() < digits_least || numbers.size() >= texts_most) return;
    add_once(numbers, std::string{word});
    add_once(numbers, digits);
  };
  for (auto const& text : texts) {
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
      bool const inside =
          at < text.size() && (is_digit(text[at]) || is_letter(text[at]) || text[at] == '-' ||
                               text[at] == '/' || text[at] == '.');
      if (inside) continue;
      if (at > from) take(std::string_view{text}.substr(from, at - from));
      from = at + 1;
    }
  }
  return numbers;
}

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  auto const end_word = [&] {
    bool const form = std::find(legal_forms.begin(), legal_forms.end(), word) != legal_forms.end();
    if (!form) add_once(words, word);
    word.clear();
  };
  while (!name.empty()) {
    auto const [letter, size] = letter_at(name);
    letter == '\0' ? end_word() : word.push_back(letter);
    name.remove_prefix(size);
  }
  end_word();
  return words;
}

int likeness(std::string_view a, std::string_view b) {
  auto const left = name_words(a), right = name_words(b);
  if (left.empty() || right.empty()) return 0;
  std::size_t shared = 0, all = 0;
  for (auto const& word : left) {
    all += word.size();
    bool const there = std::find(right.begin(), right.end(), word) != right.end();
    if (there) shared += 2 * word.size();
  }
  for (auto const& word : right) all += word.size();
  return static_cast<int>(100 * shared / all);
}

}  // namespace airut::ledger
