#include "formats/paper/template.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::paper {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::invoice:
      return "invoice";
    case Kind::credit_note:
      return "credit_note";
    case Kind::reminder:
      return "reminder";
    case Kind::collection:
      return "collection";
  }
  return {};
}

std::string Complaint::text_with_place() const {
  return fmt::format("{}:{}:{}: {}", file.string(), line, column, text);
}

bool Template::draws(Kind kind) const {
  return std::find(documents.begin(), documents.end(), kind) != documents.end();
}

Words Template::words(std::string_view language, std::string_view country) const {
  auto own_words = words_of(language, country);
  auto const own = texts.find(std::string{own_words.language});
  if (own == texts.end()) return own_words;
  for (auto const& [word_name, text] : own->second) {
    if (auto const word = word_by_name(word_name)) own_words.*word = text;
  }
  return own_words;
}

}  // namespace airut::paper
