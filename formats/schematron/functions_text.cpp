#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/characters.hpp"
#include "formats/schematron/functions.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::schematron {
namespace {

Sequence text_result(Call const& call, std::string_view text) {
  return call.e.one(Item::string(text));
}

Sequence kept_result(Call const& call, std::string const& text) {
  return text_result(call, call.e.arena->keep(text));
}

Sequence truth_result(Call const& call, bool truth) { return call.e.one(Item::boolean(truth)); }

// The arguments as text; false when one of them is not.
template <std::size_t count>
bool texts(Call const& call, std::array<std::string_view, count>& texts) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!text_argument(call.e, call[i], texts[i])) return false;
  }
  return true;
}

Sequence string(Call const& call) {
  if (call[0].size() > 1) return call.e.fail("string() of more than one item"), Sequence{};
  return text_result(call, call[0].empty() ? "" : text_of(call.e, call[0].front()));
}

Sequence concat(Call const& call) {
  std::size_t size = 0;
  std::array<std::string_view, 8> few;
  auto* const parts =
      call.size() <= few.size() ? few.data() : call.e.arena->array<std::string_view>(call.size());
  for (std::size_t i = 0; i < call.size(); ++i) {
    auto const atomic = single_atomic(call.e, call[i]);
    if (call.e.failed()) return {};
    parts[i] = atomic ? text_of(call.e, *atomic) : std::string_view{};
    size += parts[i].size();
  }
  auto* const joined = call.e.arena->array<char>(size);
  auto* at = joined;
  for (std::size_t i = 0; i < call.size(); ++i)
    at = std::copy(parts[i].begin(), parts[i].end(), at);
  return text_result(call, {joined, size});
}

// Of numbers and dates too, as XPath 3.1 has it and rule files for Saxon use it.
Sequence string_join(Call const& call) {
  std::string_view between;
  if (call.size() > 1 && !text_argument(call.e, call[1], between)) return {};
  std::string joined;
  for (std::size_t i = 0; i < call[0].size(); ++i) {
    if (i > 0) joined += between;
    joined += text_of(call.e, call[0][i]);
  }
  call.e.spend(joined.size() / 8);
  return kept_result(call, joined);
}

bool real_argument(Call const& call, std::size_t i, double& value) {
  auto const converted = convert(call.e, call[i], {Sort::atomic, Type::real, Occurs::one});
  if (call.e.failed()) return false;
  value = converted.front().real;
  return true;
}

// fn:round of xs:double; infinities and NaN stay.
double rounded(double value) {
  auto const whole = std::floor(value);
  return value - whole >= 0.5 ? whole + 1 : whole;
}

Sequence substring(Call const& call) {
  std::string_view text;
  double start = 0, length = HUGE_VAL;
  if (!text_argument(call.e, call[0], text) || !real_argument(call, 1, start)) return {};
  if (call.size() > 2 && !real_argument(call, 2, length)) return {};
  auto const first = rounded(start);
  auto const end = first + (std::isinf(length) ? length : rounded(length));
  auto const begin = std::max(first, 1.0);
  if (!(end > begin)) return text_result(call, "");  // NaN too
  auto const longest = static_cast<double>(text.size());
  if (begin > longest) return text_result(call, "");
  auto const count = std::min(end - begin, longest);
  return text_result(call, code_point_range(text, static_cast<std::size_t>(begin) - 1,
                                            static_cast<std::size_t>(count)));
}

Sequence string_length(Call const& call) {
  std::string_view text;
  if (!text_argument(call.e, call[0], text)) return {};
  return call.e.one(Item::integer(static_cast<std::int64_t>(count_code_points(text))));
}

bool is_normalized(std::string_view text) {
  if (text.empty()) return true;
  if (is_blank(text.front()) || is_blank(text.back())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i]) && (text[i] != ' ' || text[i + 1] == ' ')) return false;
  }
  return true;
}

Sequence normalize_space(Call const& call) {
  std::string_view text;
  if (!text_argument(call.e, call[0], text)) return {};
  text = trim_blanks(text);
  if (is_normalized(text)) return text_result(call, text);
  auto* const out = call.e.arena->array<char>(text.size());
  std::size_t size = 0;
  for (char const c : text) {
    if (!is_blank(c)) {
      out[size++] = c;
    } else if (out[size - 1] != ' ') {
      out[size++] = ' ';
    }
  }
  return text_result(call, {out, size});
}

template <std::string (*full)(std::string_view)>
Sequence in_case(Call const& call, char first, char last, int distance) {
  std::string_view text;
  if (!text_argument(call.e, call[0], text)) return {};
  if (!is_ascii(text)) return kept_result(call, full(text));
  auto const other = [&](char c) { return c >= first && c <= last; };
  if (std::none_of(text.begin(), text.end(), other)) return text_result(call, text);
  auto* const out = call.e.arena->array<char>(text.size());
  std::transform(text.begin(), text.end(), out,
                 [&](char c) { return other(c) ? static_cast<char>(c + distance) : c; });
  return text_result(call, {out, text.size()});
}

Sequence to_upper(Call const& call) { return in_case<upper_case>(call, 'a', 'z', -32); }
Sequence to_lower(Call const& call) { return in_case<lower_case>(call, 'A', 'Z', 32); }

Sequence translate(Call const& call) {
  std::array<std::string_view, 3> given;
  if (!texts(call, given)) return {};
  auto const from = code_points(given[1]);
  auto const to = code_points(given[2]);
  std::string out;
  for (auto rest = given[0]; !rest.empty();) {
    auto const one = xml::decode_utf8(rest);
    if (!one) break;
    auto const found = std::find(from.begin(), from.end(), one->character);
    auto const place = static_cast<std::size_t>(found - from.begin());
    if (found == from.end()) {
      out += rest.substr(0, one->length);
    } else if (place < to.size()) {
      append_code_point(out, to[place]);
    }
    rest.remove_prefix(one->length);
  }
  return kept_result(call, out);
}

Sequence contains(Call const& call) {
  std::array<std::string_view, 2> given;
  if (!texts(call, given)) return {};
  return truth_result(call, given[0].find(given[1]) != std::string_view::npos);
}

Sequence starts_with(Call const& call) {
  std::array<std::string_view, 2> given;
  if (!texts(call, given)) return {};
  return truth_result(call, given[0].starts_with(given[1]));
}

Sequence ends_with(Call const& call) {
  std::array<std::string_view, 2> given;
  if (!texts(call, given)) return {};
  return truth_result(call, given[0].ends_with(given[1]));
}

Sequence substring_before(Call const& call) {
  std::array<std::string_view, 2> given;
  if (!texts(call, given)) return {};
  auto const at = given[0].find(given[1]);
  return text_result(call, at == std::string_view::npos ? "" : given[0].substr(0, at));
}

Sequence substring_after(Call const& call) {
  std::array<std::string_view, 2> given;
  if (!texts(call, given)) return {};
  auto const at = given[0].find(given[1]);
  return text_result(call,
                     at == std::string_view::npos ? "" : given[0].substr(at + given[1].size()));
}

Sequence compare_texts(Call const& call) {
  std::array<std::string_view, 2> given;
  if (call[0].empty() || call[1].empty() || !texts(call, given)) return {};
  auto const order = given[0].compare(given[1]);
  return call.e.one(Item::integer((order > 0) - (order < 0)));
}

Sequence string_to_codepoints(Call const& call) {
  std::string_view text;
  if (!text_argument(call.e, call[0], text)) return {};
  Gathering all{*call.e.arena};
  for (auto const one : code_points(text)) all.add(Item::integer(static_cast<std::int64_t>(one)));
  call.e.spend(all.size());
  return all.sequence();
}

Sequence codepoints_to_string(Call const& call) {
  auto const numbers = convert(call.e, call[0], {Sort::atomic, Type::integer, Occurs::any});
  if (call.e.failed()) return {};
  std::string text;
  for (auto const& number : numbers) {
    auto const in_range = !number.big && number.small > 0 && number.small <= 0x10FFFF;
    if (!in_range || !xml::is_xml_character(static_cast<char32_t>(number.small))) {
      return call.e.fail("codepoints-to-string() of what is no character of XML"), Sequence{};
    }
    append_code_point(text, static_cast<char32_t>(number.small));
  }
  return kept_result(call, text);
}

constexpr std::array all_text_functions = {
    LibraryFunction{"string", 1, 1, string, Yields::text, needs_nothing, true},
    LibraryFunction{"concat", 2, any_number, concat, Yields::text},
    LibraryFunction{"string-join", 1, 2, string_join, Yields::text},
    LibraryFunction{"substring", 2, 3, substring, Yields::text},
    LibraryFunction{"string-length", 1, 1, string_length, Yields::number, needs_nothing, true},
    LibraryFunction{"normalize-space", 1, 1, normalize_space, Yields::text, needs_nothing, true},
    LibraryFunction{"upper-case", 1, 1, to_upper, Yields::text},
    LibraryFunction{"lower-case", 1, 1, to_lower, Yields::text},
    LibraryFunction{"translate", 3, 3, translate, Yields::text},
    LibraryFunction{"contains", 2, 2, contains, Yields::truth},
    LibraryFunction{"starts-with", 2, 2, starts_with, Yields::truth},
    LibraryFunction{"ends-with", 2, 2, ends_with, Yields::truth},
    LibraryFunction{"substring-before", 2, 2, substring_before, Yields::text},
    LibraryFunction{"substring-after", 2, 2, substring_after, Yields::text},
    LibraryFunction{"compare", 2, 2, compare_texts, Yields::number},
    LibraryFunction{"string-to-codepoints", 1, 1, string_to_codepoints},
    LibraryFunction{"codepoints-to-string", 1, 1, codepoints_to_string, Yields::text},
};

}  // namespace

std::span<LibraryFunction const> text_functions() { return all_text_functions; }

}  // namespace airut::schematron
