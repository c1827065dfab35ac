#include "ledger/journal/text.hpp"

#include <algorithm>
#include <cstddef>

#include "formats/model/json_text.hpp"
#include "ledger/journal/fields.hpp"

namespace airut::ledger {
namespace {

using Byte = unsigned char;

bool is_tail(Byte byte) { return (byte & 0xc0U) == 0x80; }

// Length of the well-formed sequence at the front (Unicode 15, table 3-7), 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  auto const at = [&](std::size_t i) { return static_cast<Byte>(text[i]); };
  auto const first = at(0);
  if (first < 0x80) return first == 0 ? 0 : 1;  // NUL: no database keeps it
  if (first < 0xc2 || text.size() < 2) return 0;
  auto const second = at(1);
  if (first < 0xe0) return is_tail(second) ? 2 : 0;
  if (text.size() < 3 || !is_tail(second) || !is_tail(at(2))) return 0;
  if (first < 0xf0) {
    if (first == 0xe0 && second < 0xa0) return 0;  // over-long
    if (first == 0xed && second > 0x9f) return 0;  // surrogate
    return 3;
  }
  if (first > 0xf4 || text.size() < 4 || !is_tail(at(3))) return 0;
  if (first == 0xf0 && second < 0x90) return 0;  // over-long
  if (first == 0xf4 && second > 0x8f) return 0;  // above U+10FFFF
  return 4;
}

// Visits every text of a fact.
template <class Visit>
struct Texts {
  Visit visit;

  void operator()(char const*, auto& member, auto const&...) { each(member); }
  void personal(char const*, auto& member) { each(member); }

 private:
  template <class M>
  void each(M& member) {
    using T = std::remove_const_t<M>;
    if constexpr (std::same_as<T, std::string>) {
      visit(member);
    } else if constexpr (requires {
                           typename T::value_type;
                           member.begin();
                         }) {
      for (auto& item : member) {
        if constexpr (std::same_as<typename T::value_type, std::string>) {
          visit(item);
        } else {
          fields(*this, item);
        }
      }
    }
  }
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  model::append_json_escaped(out, text);
  out += '"';
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string scrubbed(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    auto const length = sequence_length(text);
    if (length == 0) {
      clean += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      clean += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return clean;
}

std::string_view whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  auto const continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
  };
  while (most > 0 && continues(most)) --most;
  return text.substr(0, most);
}

bool is_clean(FactView fact) {
  bool clean = true;
  auto const look = [&](std::string const& text) { clean = clean && is_utf8(text); };
  Texts<decltype(look)> texts{look};
  fact.visit([&](auto const& f) { fields(texts, f); });
  return clean;
}

Fact scrubbed(FactView fact) {
  auto const mend = [](std::string& text) {
    if (!is_utf8(text)) text = scrubbed(std::string_view{text});
  };
  Texts<decltype(mend)> texts{mend};
  return fact.visit([&](auto f) -> Fact {
    fields(texts, f);
    return f;
  });
}

}  // namespace airut::ledger
