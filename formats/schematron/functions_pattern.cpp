#include <array>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/functions.hpp"
#include "formats/schematron/regex.hpp"

namespace airut::schematron {
namespace {

struct Matching {
  std::string_view text;
  Regex const* regex = nullptr;
};

// The text, the compiled pattern and the flags, which stand in the last argument if there are any.
bool matching(Call const& call, std::size_t flags_at, Matching& given) {
  std::string_view pattern, flags;
  if (call[1].empty()) return call.e.fail("a pattern is required");
  if (!text_argument(call.e, call[0], given.text) || !text_argument(call.e, call[1], pattern)) {
    return false;
  }
  if (call.size() > flags_at && !text_argument(call.e, call[flags_at], flags)) return false;
  given.regex = call.e.regex(pattern, flags);
  return given.regex != nullptr && call.e.spend(1 + given.text.size() / 16);
}

Sequence matches(Call const& call) {
  Matching given;
  if (!matching(call, 2, given)) return {};
  return call.e.one(Item::boolean(given.regex->found_in(given.text)));
}

Sequence replace(Call const& call) {
  Matching given;
  std::string_view by;
  if (!matching(call, 3, given) || !text_argument(call.e, call[2], by)) return {};
  if (given.regex->matches_empty()) {
    return call.e.fail("replace() with a pattern that matches empty text"), Sequence{};
  }
  auto const replaced = given.regex->replace(given.text, by);
  if (!replaced) return call.e.fail(replaced.error()), Sequence{};
  return call.e.one(call.e.text_item(Kind::string, *replaced));
}

Sequence tokenize(Call const& call) {
  Matching given;
  if (!matching(call, 2, given)) return {};
  if (given.regex->matches_empty()) {
    return call.e.fail("tokenize() with a pattern that matches empty text"), Sequence{};
  }
  if (given.text.empty()) return {};
  Gathering all{*call.e.arena};
  for (auto const part : given.regex->split(given.text)) all.add(Item::string(part));
  call.e.spend(all.size());
  return all.sequence();
}

constexpr std::array all_pattern_functions = {
    LibraryFunction{"matches", 2, 3, matches, Yields::truth, needs_nothing, false, 1},
    LibraryFunction{"replace", 3, 4, replace, Yields::text, needs_nothing, false, 1},
    LibraryFunction{"tokenize", 2, 3, tokenize, Yields::anything, needs_nothing, false, 1},
};

}  // namespace

std::span<LibraryFunction const> pattern_functions() { return all_pattern_functions; }

}  // namespace airut::schematron
