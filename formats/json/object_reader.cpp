#include "formats/json/object_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "formats/model/edit_distance.hpp"
#include "formats/model/noncharacter.hpp"

namespace airut::json {

namespace {

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a text";
    case Kind::array:
      return "a list";
    case Kind::object:
      return "an object";
  }
  return "";
}

std::string suggestion(std::string_view wrong, std::span<std::string_view const> known) {
  std::string_view nearest;
  std::size_t least = 4;
  for (auto const candidate : known)
    if (auto const edits = model::edit_distance(wrong, candidate); edits < least) {
      least = edits;
      nearest = candidate;
    }
  return nearest.empty() ? "" : fmt::format(" Did you mean \"{}\"?", nearest);
}

bool is_control(char c) {
  auto const code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\n' && c != '\t' && c != '\r') || code == 0x7f;
}

// A text of blanks says nothing: in XML it would make an element that Peppol calls empty (R008).
bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// Whether eight letters may hold one of these: a byte below blank (tabs and line ends too), 7F or
// EF.
bool is_doubtful(char const* letters) {
  std::uint64_t word = 0;
  std::memcpy(&word, letters, sizeof word);
  constexpr std::uint64_t ones = 0x0101010101010101, highs = ones * 0x80;
  auto const lacks = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };  // a zero byte
  auto const below_blank = (word - ones * 0x20) & ~word;
  return ((below_blank | lacks(word ^ (ones * 0x7f)) | lacks(word ^ (ones * 0xef))) & highs) != 0;
}

bool has_control_somewhere(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control) || model::has_noncharacter(text);
}

bool has_control(std::string_view text) {
  constexpr std::size_t step = 8;
  if (text.size() < step) {
    for (char const c : text) {
      if (is_control(c) || static_cast<unsigned char>(c) == 0xef)
        return has_control_somewhere(text);
    }
    return false;
  }
  for (std::size_t at = 0; at + step <= text.size(); at += step) {
    if (is_doubtful(text.data() + at)) return has_control_somewhere(text);
  }
  return is_doubtful(text.data() + text.size() - step) && has_control_somewhere(text);
}

}  // namespace

ObjectReader::ObjectReader(Tree const& tree, Node const& object, model::Findings& findings,
                           bool trusting)
    : tree_(tree), object_(object), findings_(findings), trusting_(trusting) {}

ObjectReader::ObjectReader(ObjectReader const& above, Node const& object, std::string_view name,
                           std::optional<std::size_t> index)
    : tree_(above.tree_),
      object_(object),
      findings_(above.findings_),
      trusting_(above.trusting_),
      suggesting_(above.suggesting_),
      above_(&above),
      name_(name),
      index_(index) {}

std::string ObjectReader::pointer() const {
  if (above_ == nullptr) return {};
  auto pointer = above_->pointer();
  pointer.append("/").append(name_);
  if (index_) pointer.append("/").append(std::to_string(*index_));
  return pointer;
}

// Members mostly come in the order in which they are asked for: the search goes on where the last
// one taken ended and around once.
Node const* ObjectReader::find(std::string_view name) const {
  auto const* const start = last_ == nullptr ? nullptr : tree_.next(*last_);
  for (auto const* node = start; node != nullptr; node = tree_.next(*node))
    if (node->key == name) return node;
  for (auto const* node = tree_.first_child(object_); node != start; node = tree_.next(*node))
    if (node->key == name) return node;
  return nullptr;
}

Node const* ObjectReader::take(Key key, Kind kind, std::string_view term) {
  return is_absent(key) ? nullptr : present(key, kind, term);
}

Node const* ObjectReader::present(Key key, Kind kind, std::string_view term) {
  auto const* node = find(key.name());
  if (node == nullptr) return nullptr;
  last_ = node;
  node->taken = true;
  if (node->kind == kind) return node;
  auto const name = key.name();
  if (kind == Kind::string && node->kind == Kind::number)
    wrong(name, "number-not-string",
          fmt::format("\"{}\" must be given as a text, \"{}\", not as a JSON number.", name,
                      node->text),
          term);
  else
    wrong(name, "wrong-type",
          fmt::format("\"{}\" must be {}, not {}.", name, kind_text(kind), kind_text(node->kind)),
          term);
  return nullptr;
}

void ObjectReader::wrong(std::string_view name, std::string code, std::string detail,
                         std::string_view term) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.pointer = pointer();
  append_pointer(finding.pointer, name);
  finding.term = term;
  finding.detail = std::move(detail);
  findings_.push_back(std::move(finding));
}

void ObjectReader::wrong_item(std::string_view name, std::size_t index, std::string code,
                              std::string detail, std::string_view term) {
  wrong(name, std::move(code), std::move(detail), term);
  append_pointer(findings_.back().pointer, std::to_string(index));
}

void ObjectReader::missing(std::string_view name, std::string_view term) {
  if (trusting_) return;
  wrong(name, "missing", fmt::format("\"{}\" must be given.", name), term);
}

void ObjectReader::check_text(std::string_view name, std::string_view text, std::size_t length,
                              std::string_view term) {
  if (trusting_) return;
  if (text.size() > length)
    wrong(name, "too-long",
          fmt::format("\"{}\" has {} bytes; {} are allowed.", name, text.size(), length), term);
  if (has_control(text))
    wrong(name, "control-character", fmt::format("\"{}\" holds a control character.", name), term);
}

std::string ObjectReader::present_text(Key key, std::size_t length, std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr || (!trusting_ && is_blank(node->text))) return {};
  check_text(key.name(), node->text, length, term);
  return std::string{node->text};
}

void ObjectReader::put_text(std::string& to, Key key, std::size_t length, std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr || (!trusting_ && is_blank(node->text))) return;
  check_text(key.name(), node->text, length, term);
  to = node->text;
}

void ObjectReader::need_one_line(Key key, std::string_view text, std::string_view term) {
  if (trusting_ || text.find_first_of("\r\n\t") == text.npos) return;
  wrong(key.name(), "control-character",
        fmt::format("\"{}\" has a line break or a tab.", key.name()), term);
}

void ObjectReader::put_decimal(std::optional<model::Decimal>& to, Key key, std::string_view term) {
  to = present_decimal(key, term);
}

std::string ObjectReader::needed_text(Key key, std::size_t length, std::string_view term) {
  auto const* node = take(key, Kind::string, term);
  if (node == nullptr) {
    if (!has(key)) missing(key.name(), term);
    return {};
  }
  if (node->text.empty() || (!trusting_ && is_blank(node->text))) missing(key.name(), term);
  check_text(key.name(), node->text, length, term);
  return std::string{node->text};
}

std::optional<model::Decimal> ObjectReader::present_decimal(Key key, std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr) return std::nullopt;
  auto const name = key.name();
  auto value = model::Decimal::parse(node->text);
  if (!value)
    wrong(name, "bad-decimal",
          fmt::format("\"{}\" is not a decimal number such as \"12.50\": \"{}\".", name,
                      node->text.substr(0, 40)),
          term);
  return value;
}

std::optional<model::Money> ObjectReader::present_money(Key key, model::Currency currency,
                                                        std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr) return std::nullopt;
  auto const name = key.name();
  auto value = model::Money::parse(node->text, currency);
  if (!value)
    wrong(name, "bad-amount",
          fmt::format("\"{}\" is not an amount with at most {} decimals: \"{}\".", name,
                      currency.minor_digits(), node->text.substr(0, 40)),
          term);
  return value;
}

std::optional<model::Date> ObjectReader::present_date(Key key, std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr) return std::nullopt;
  auto const name = key.name();
  auto value = model::parse_date(node->text);
  if (!value)
    wrong(name, "bad-date",
          fmt::format("\"{}\" is not a day written YYYY-MM-DD: \"{}\".", name,
                      node->text.substr(0, 40)),
          term);
  return value;
}

std::optional<model::Instant> ObjectReader::instant(Key key) {
  auto const* node = take(key, Kind::string, "");
  if (node == nullptr) return std::nullopt;
  auto value = model::parse_instant(node->text);
  if (!value)
    wrong(key.name(), "bad-time",
          fmt::format("\"{}\" is not a moment such as 2026-11-22T06:00:00Z.", key.name()));
  return value;
}

std::optional<bool> ObjectReader::flag(Key key) {
  auto const* node = take(key, Kind::boolean, "");
  return node == nullptr ? std::nullopt : std::optional{node->flag};
}

std::optional<std::int64_t> ObjectReader::whole_number(Key key) {
  auto const* node = take(key, Kind::number, "");
  if (node == nullptr) return std::nullopt;
  std::int64_t value = 0;
  auto const* end = node->text.data() + node->text.size();
  if (auto const read = std::from_chars(node->text.data(), end, value);
      read.ec == std::errc{} && read.ptr == end)
    return value;
  wrong(key.name(), "wrong-value", fmt::format("\"{}\" must be a whole number.", key.name()));
  return std::nullopt;
}

bool ObjectReader::too_many(std::string_view name, Node const& list, std::size_t count,
                            std::string_view term) {
  if (trusting_ || list.count <= count) return false;
  wrong(name, "too-many",
        fmt::format("\"{}\" has {} items; {} are allowed.", name, list.count, count), term);
  return true;
}

std::vector<std::string> ObjectReader::texts(Key key, std::size_t count, std::size_t length) {
  auto const name = key.name();
  std::vector<std::string> list;
  for (auto const* item : items(key, count)) {
    if (item->kind != Kind::string) {
      wrong(name, "wrong-type", fmt::format("\"{}\" must hold texts only.", name));
      return list;
    }
    check_text(name, item->text, length, "");
    list.emplace_back(item->text);
  }
  return list;
}

std::vector<Node const*> ObjectReader::present_items(Key key, std::size_t count,
                                                     std::string_view term) {
  auto const* node = present(key, Kind::array, term);
  std::vector<Node const*> list;
  if (node == nullptr || too_many(key.name(), *node, count, term)) return list;
  list.reserve(node->count);
  for (auto const* item = tree_.first_child(*node); item != nullptr; item = tree_.next(*item))
    list.push_back(item);
  return list;
}

std::vector<Node const*> ObjectReader::present_objects(Key key, std::size_t count,
                                                       std::string_view term) {
  auto list = present_items(key, count, term);
  auto const name = key.name();
  std::size_t index = 0;
  std::erase_if(list, [&](Node const* item) {
    auto const place = index++;
    if (item->kind == Kind::object) return false;
    wrong(fmt::format("{}/{}", name, place), "wrong-type",
          fmt::format("\"{}\" must hold objects only.", name), term);
    return true;
  });
  return list;
}

std::optional<std::size_t> ObjectReader::present_word(Key key,
                                                      std::span<std::string_view const> words,
                                                      std::string_view term) {
  auto const* node = present(key, Kind::string, term);
  if (node == nullptr) return std::nullopt;
  auto const name = key.name();
  auto const found = std::find(words.begin(), words.end(), node->text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  wrong(name, "wrong-value",
        fmt::format("\"{}\" is \"{}\"; it must be one of {}.", name, node->text.substr(0, 40),
                    fmt::join(words, ", ")),
        term);
  return std::nullopt;
}

std::vector<Node const*> ObjectReader::members() {
  std::vector<Node const*> list;
  for (auto const* node = tree_.first_child(object_); node != nullptr; node = tree_.next(*node)) {
    node->taken = true;
    list.push_back(node);
  }
  return list;
}

void ObjectReader::finish() {
  for (auto const* node = tree_.first_child(object_); node != nullptr; node = tree_.next(*node)) {
    if (node->taken) continue;
    wrong(node->key, "unknown-member",
          fmt::format("\"{}\" is not known here.{}", node->key, suggestion(node->key, known_)));
  }
}

}  // namespace airut::json
