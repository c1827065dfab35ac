#include "formats/json/tree.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

namespace airut::json {

void append_pointer(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (char const c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

namespace {

constexpr std::size_t depth_max = 32;

model::Finding finding_of(std::string code, std::string pointer, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.pointer = std::move(pointer);
  finding.detail = std::move(detail);
  return finding;
}

template <class Word>
std::uint64_t word_at(char const* letters) {
  Word word = 0;
  std::memcpy(&word, letters, sizeof word);
  return word;
}

// The first and the last letters and the length, mixed: enough to tell the names of one object
// apart nearly always, for much less than a hash of all letters.
std::uint64_t mixed_of(std::string_view key) {
  auto const size = key.size();
  auto const* const first = key.data();
  auto const* const end = first + size;
  std::uint64_t mixed = size;
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
  if (size >= 8) {
    mixed ^= word_at<std::uint64_t>(first) ^ word_at<std::uint64_t>(end - 8) * odd;
  } else if (size >= 4) {
    mixed ^= word_at<std::uint32_t>(first) ^ word_at<std::uint32_t>(end - 4) * odd;
  } else if (size > 0) {
    mixed ^= word_at<unsigned char>(first) << 8 ^ word_at<unsigned char>(first + size / 2) << 16 ^
             word_at<unsigned char>(end - 1) << 24;
  }
  return mixed * odd >> 40;
}

}  // namespace

// Turns the parser's calls into nodes. Text that stands in the source as it is meant is referred to
// there. Decoded text never outgrows the source, so the buffer for it is reserved once and views
// into it hold.
class TreeBuilder {
 public:
  using error_code = boost::json::error_code;
  using view = boost::json::string_view;
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit TreeBuilder(std::string_view source) : source_(source) {
    tree_.nodes_.reserve(source.size() / 16 + 8);
    tree_.nodes_.resize(1);
  }

  Tree take() { return std::move(tree_); }
  model::Findings& duplicates() { return duplicates_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(Kind::object); }
  bool on_object_end(std::size_t, error_code&) {
    look_for_duplicates(tree_.nodes_[open_.back().node]);
    open_.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return open(Kind::array); }
  bool on_array_end(std::size_t, error_code&) {
    open_.pop_back();
    return true;
  }
  bool on_key_part(view part, std::size_t, error_code&) { return append(part); }
  bool on_key(view rest, std::size_t, error_code&) {
    key_ = whole(rest);
    return true;
  }
  bool on_string_part(view part, std::size_t, error_code&) { return append(part); }
  bool on_string(view rest, std::size_t, error_code&) {
    auto const text = whole(rest);
    add(Kind::string).text = text;
    return true;
  }
  bool on_number_part(view part, error_code&) { return append(part); }
  bool on_int64(std::int64_t, view rest, error_code&) { return number(rest); }
  bool on_uint64(std::uint64_t, view rest, error_code&) { return number(rest); }
  template <class Real>
  bool on_double(Real, view rest, error_code&) {
    return number(rest);
  }
  bool on_bool(bool value, error_code&) {
    add(Kind::boolean).flag = value;
    return true;
  }
  bool on_null(error_code&) {
    add(Kind::null);
    return true;
  }
  bool on_comment_part(view, error_code&) { return true; }
  bool on_comment(view, error_code&) { return true; }

 private:
  struct Open {
    std::uint32_t node = 0, last = 0;
  };

  bool append(view part) {
    // At least past the short-string buffer: moving the tree must not move the text.
    if (tree_.text_.empty()) tree_.text_.reserve(std::max<std::size_t>(source_.size(), 64));
    tree_.text_.append(part.data(), part.size());
    return true;
  }
  // The text that ends with this part.
  std::string_view whole(view rest) {
    bool const as_written = from_ == tree_.text_.size() && rest.data() >= source_.data() &&
                            rest.data() <= source_.data() + source_.size();
    if (as_written) return {rest.data(), rest.size()};
    append(rest);
    return cut();
  }
  std::string_view cut() {
    auto const text = std::string_view{tree_.text_}.substr(from_);
    from_ = tree_.text_.size();
    return text;
  }
  bool number(view rest) {
    auto const text = whole(rest);
    add(Kind::number).text = text;
    return true;
  }
  Node& add(Kind kind) {
    auto const index = static_cast<std::uint32_t>(tree_.nodes_.size());
    auto& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    node.key = std::exchange(key_, {});
    if (open_.empty()) return node;
    auto& above = open_.back();
    (above.last == 0 ? tree_.nodes_[above.node].first : tree_.nodes_[above.last].next) = index;
    above.last = index;
    ++tree_.nodes_[above.node].count;
    return tree_.nodes_[index];
  }
  bool open(Kind kind) {
    add(kind);
    open_.push_back({static_cast<std::uint32_t>(tree_.nodes_.size() - 1), 0});
    return true;
  }
  // A bit that no key has set before clears a key of every doubt; most objects are small. Notes the
  // keys of the object on the way.
  bool has_doubtful_key(Node& object) {
    std::array<std::uint64_t, 4> seen{};
    bool doubtful = false;
    for (auto at = object.first; at != 0; at = tree_.nodes_[at].next) {
      auto const key = tree_.nodes_[at].key;
      object.keys |= Key{key}.bit();
      auto const mixed = mixed_of(key);
      auto const bit = std::uint64_t{1} << (mixed & 63u);
      auto& word = seen[(mixed >> 6) & 3u];
      doubtful = doubtful || (word & bit) != 0;
      word |= bit;
    }
    return doubtful;
  }
  void look_for_duplicates(Node& object) {
    if (!has_doubtful_key(object)) return;
    keys_.clear();
    for (auto at = object.first; at != 0; at = tree_.nodes_[at].next)
      keys_.push_back(tree_.nodes_[at].key);
    std::sort(keys_.begin(), keys_.end());
    for (auto at = std::adjacent_find(keys_.begin(), keys_.end()); at != keys_.end();
         at = std::adjacent_find(at + 1, keys_.end())) {
      auto pointer = path();
      append_pointer(pointer, *at);
      duplicates_.push_back(finding_of("duplicate-member", std::move(pointer),
                                       fmt::format("The member \"{}\" is given twice.", *at)));
    }
  }
  // The place of the innermost open value.
  std::string path() const {
    std::string pointer;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      auto const& node = tree_.nodes_[open_[i].node];
      auto const& above = tree_.nodes_[open_[i - 1].node];
      append_pointer(pointer, above.kind == Kind::array ? std::to_string(above.count - 1)
                                                        : std::string{node.key});
    }
    return pointer;
  }

  std::string_view source_;
  Tree tree_;
  std::vector<Open> open_;
  std::vector<std::string_view> keys_;
  std::string_view key_;
  std::size_t from_ = 0;
  model::Findings duplicates_;
};

namespace {

model::Finding syntax_finding(std::string_view bytes, std::size_t at,
                              boost::json::error_code const& error) {
  auto const before = bytes.substr(0, std::min(at, bytes.size()));
  auto const line = std::count(before.begin(), before.end(), '\n') + 1;
  auto const last = before.rfind('\n');
  auto const column = last == before.npos ? before.size() + 1 : before.size() - last;
  auto finding = finding_of("json-syntax", "",
                            fmt::format("The text is not JSON at line {}, column {}: {}.", line,
                                        column, error.message()));
  finding.line = static_cast<int>(line);
  finding.column = static_cast<int>(column);
  return finding;
}

}  // namespace

tl::expected<Tree, model::Findings> Tree::parse(std::string_view bytes) {
  // A byte order mark says nothing (RFC 8259 section 8.1).
  if (constexpr std::string_view mark = "\xEF\xBB\xBF"; bytes.starts_with(mark))
    bytes.remove_prefix(mark.size());
  boost::json::parse_options options;
  options.max_depth = depth_max;
  boost::json::basic_parser<TreeBuilder> parser{options, bytes};
  boost::json::error_code error;
  auto const used = parser.write_some(false, bytes.data(), bytes.size(), error);
  if (!error && bytes.find_first_not_of(" \t\r\n", used) != bytes.npos)
    error = boost::json::error::extra_data;
  if (error) return tl::unexpected{model::Findings{syntax_finding(bytes, used, error)}};
  auto& builder = parser.handler();
  if (!builder.duplicates().empty()) return tl::unexpected{std::move(builder.duplicates())};
  return builder.take();
}

}  // namespace airut::json
