#include "gateway/claim/payer_names.hpp"

#include <algorithm>

namespace airut::gateway {
namespace {

constexpr std::size_t word_least = 3, words_most = 4;

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  while (!name.empty()) {
    auto const end = name.find(' ');
    if (std::min(end, name.size()) >= word_least && words.size() < words_most)
      words.emplace_back(name.substr(0, end));
    name = end == name.npos ? std::string_view{} : name.substr(end + 1);
  }
  return words;
}

}  // namespace

std::vector<std::string> name_beginnings(std::string_view payer_name) {
  auto const words = words_of(payer_name);
  std::vector<std::string> all;
  for (auto const& first : words) {
    for (auto const& second : words) {
      if (first != second) all.push_back(first + " " + second);
    }
  }
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace airut::gateway
