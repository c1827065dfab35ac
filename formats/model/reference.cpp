#include "formats/model/reference.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/model/ascii.hpp"

namespace airut::model {

namespace {

constexpr std::array<std::pair<ReferenceKind, std::string_view>, 4> kind_names{{
    {ReferenceKind::fi_viite, "fi_viite"},
    {ReferenceKind::rf, "rf"},
    {ReferenceKind::no_kid, "no_kid"},
    {ReferenceKind::free, "free"},
}};
constexpr std::size_t free_length_max = 140;

std::string without_blanks(std::string_view text) {
  std::string kept;
  for (char const c : text)
    if (c != ' ') kept += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return kept;
}

std::string without_zeros(std::string_view text) {
  auto const first = text.find_first_not_of('0');
  return std::string{first == text.npos ? std::string_view{} : text.substr(first)};
}

// Weights 7, 3, 1 from the right (Finnish viitenumero).
char viite_check(std::string_view base) {
  constexpr std::array<int, 3> weights{7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < base.size(); ++i)
    sum += (base[base.size() - 1 - i] - '0') * weights.at(i % 3);
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

// ISO 7064 mod 97 over letters as 10..35.
int mod97(std::string_view text) {
  int rest = 0;
  for (char const c : text)
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  return rest;
}

char mod10_check(std::string_view base) {
  int sum = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    auto const product = (base[base.size() - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

char mod11_check(std::string_view base) {
  int sum = 0, weight = 2;
  for (auto at = base.size(); at > 0; --at) {
    sum += (base[at - 1] - '0') * weight;
    weight = weight == 7 ? 2 : weight + 1;
  }
  auto const rest = sum % 11;
  if (rest == 0) return '0';
  return rest == 1 ? '-' : static_cast<char>('0' + 11 - rest);
}

char kid_check(std::string_view base, KidAlgorithm algorithm) {
  return algorithm == KidAlgorithm::mod10 ? mod10_check(base) : mod11_check(base);
}

bool viite_holds(std::string_view text) {
  return text.size() >= 4 && text.size() <= 20 && all_digits(text) &&
         viite_check(text.substr(0, text.size() - 1)) == text.back();
}

bool rf_holds(std::string_view text) {
  if (text.size() < 5 || text.size() > 25 || !text.starts_with("RF")) return false;
  if (!is_digit(text[2]) || !is_digit(text[3])) return false;
  auto const tail = text.substr(4);
  if (!std::all_of(tail.begin(), tail.end(), [](char c) { return is_digit(c) || is_upper(c); }))
    return false;
  return mod97(std::string{tail} + std::string{text.substr(0, 4)}) == 1;
}

bool kid_holds(std::string_view text, std::optional<KidAlgorithm> algorithm) {
  if (text.size() < 4 || text.size() > 25) return false;
  auto const base = text.substr(0, text.size() - 1);
  if (!all_digits(base)) return false;
  auto const by = [&](KidAlgorithm one) { return kid_check(base, one) == text.back(); };
  if (algorithm) return by(*algorithm);
  return by(KidAlgorithm::mod10) || by(KidAlgorithm::mod11);
}

std::string groups(std::string_view text, std::size_t size, bool from_right) {
  std::string printed;
  auto const lead = from_right ? text.size() % size : 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at > 0 && (at + size - lead) % size == 0) printed += ' ';
    printed += text[at];
  }
  return printed;
}

}  // namespace

std::optional<Reference> Reference::parse(ReferenceKind kind, std::string_view text,
                                          std::optional<KidAlgorithm> algorithm) {
  if (kind == ReferenceKind::free) {
    if (text.empty() || text.size() > free_length_max) return std::nullopt;
    return Reference{kind, std::string{text}};
  }
  auto plain = without_blanks(text);
  if (kind == ReferenceKind::fi_viite) {
    if (plain.size() < 4 || plain.size() > 20 || !all_digits(plain)) return std::nullopt;
    plain = without_zeros(plain);
    if (plain.size() < 4) plain.insert(0, 4 - plain.size(), '0');
    if (!viite_holds(plain)) return std::nullopt;
  }
  if (kind == ReferenceKind::rf && !rf_holds(plain)) return std::nullopt;
  if (kind == ReferenceKind::no_kid && !kid_holds(plain, algorithm)) return std::nullopt;
  return Reference{kind, std::move(plain)};
}

std::optional<Reference> Reference::recognise(std::string_view text) {
  if (auto rf = parse(ReferenceKind::rf, text)) return rf;
  if (auto viite = parse(ReferenceKind::fi_viite, text)) return viite;
  return parse(ReferenceKind::free, text);
}

std::optional<Reference> Reference::make_viite(std::string_view base) {
  if (base.size() < 3 || base.size() > 19 || !all_digits(base)) return std::nullopt;
  return parse(ReferenceKind::fi_viite, std::string{base} + viite_check(base));
}

// A Finnish RF carries a whole viitenumero, so that banks may convert one into the other.
std::optional<Reference> Reference::make_rf(std::string_view base) {
  auto const inner = make_viite(base);
  if (!inner) return std::nullopt;
  auto const check = 98 - mod97(inner->text() + "RF00");
  auto const digits = (check < 10 ? "0" : "") + std::to_string(check);
  return parse(ReferenceKind::rf, "RF" + digits + inner->text());
}

std::optional<Reference> Reference::make_kid(std::string_view base, KidAlgorithm algorithm) {
  if (base.size() < 3 || base.size() > 24 || !all_digits(base)) return std::nullopt;
  return parse(ReferenceKind::no_kid, std::string{base} + kid_check(base, algorithm), algorithm);
}

std::string Reference::printed() const {
  switch (kind_) {
    case ReferenceKind::fi_viite:
      return groups(text_, 5, true);
    case ReferenceKind::rf:
      return groups(text_, 4, false);
    case ReferenceKind::no_kid:
    case ReferenceKind::free:
      break;
  }
  return text_;
}

std::string Reference::match_key() const { return reference_match_key(text_); }

std::string reference_match_key(std::string_view text) {
  auto const plain = without_blanks(text);
  if (rf_holds(plain) && all_digits(std::string_view{plain}.substr(4)))
    return without_zeros(std::string_view{plain}.substr(4));
  return all_digits(plain) ? without_zeros(plain) : plain;
}

std::string_view reference_kind_text(ReferenceKind kind) {
  return kind_names.at(static_cast<std::size_t>(kind)).second;
}

}  // namespace airut::model
