#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/tree.hpp"
#include "formats/model/date.hpp"
#include "formats/model/decimal.hpp"
#include "formats/model/money.hpp"

namespace airut::json {

// Takes members out of an object and gathers everything that is wrong with them as findings with
// JSON pointers (RFC 6901). What nobody took by finish() is an unknown member. Term is the
// business term of EN 16931 that a finding names, "" when none.
// The inlined members pass absent members over with a test of one bit: a submission has few of the
// hundred that it may have.
// A trusting reader takes what Airut itself has stored: lengths, counts and members that must be
// there were judged when it came in, and what came in as XML has other limits than the JSON shape.
class ObjectReader {
 public:
  ObjectReader(Tree const& tree, Node const& object, model::Findings& findings,
               bool trusting = false);
  // An unknown member is told without the name that it may have meant: what was asked for is not
  // remembered, which makes a hot path faster.
  void suggest_nothing() { suggesting_ = false; }
  // A member of another reader's object, or an item of its array when index is given.
  ObjectReader(ObjectReader const& above, Node const& object, std::string_view name,
               std::optional<std::size_t> index = std::nullopt);
  ObjectReader(ObjectReader const&) = delete;
  ObjectReader& operator=(ObjectReader const&) = delete;

  // Each gives an empty value when the member is absent or wrong. Length is in bytes.
  std::string text(Key key, std::size_t length = 1000, std::string_view term = "") {
    return is_absent(key) ? std::string{} : present_text(key, length, term);
  }
  std::string needed_text(Key key, std::size_t length = 1000, std::string_view term = "");
  // The same into what is empty so far; an absent member leaves it untouched.
  [[gnu::always_inline]] void take_text(std::string& to, Key key, std::size_t length = 1000,
                                        std::string_view term = "") {
    if (!is_absent(key)) put_text(to, key, length, term);
  }
  // Tells of a line break or tab in what was read: texts that addresses and headers are made of.
  void need_one_line(Key key, std::string_view text, std::string_view term = "");
  [[gnu::always_inline]] void take_decimal(std::optional<model::Decimal>& to, Key key,
                                           std::string_view term = "") {
    if (!is_absent(key)) put_decimal(to, key, term);
  }
  std::optional<model::Decimal> decimal(Key key, std::string_view term = "") {
    return is_absent(key) ? std::nullopt : present_decimal(key, term);
  }
  [[gnu::always_inline]] std::optional<model::Money> money(Key key, model::Currency currency,
                                                           std::string_view term = "") {
    return is_absent(key) ? std::nullopt : present_money(key, currency, term);
  }
  [[gnu::always_inline]] std::optional<model::Date> date(Key key, std::string_view term = "") {
    return is_absent(key) ? std::nullopt : present_date(key, term);
  }
  std::optional<model::Instant> instant(Key key);
  std::optional<bool> flag(Key key);
  std::optional<std::int64_t> whole_number(Key key);
  std::vector<std::string> texts(Key key, std::size_t count, std::size_t length);
  [[gnu::always_inline]] Node const* object(Key key, std::string_view term = "") {
    return is_absent(key) ? nullptr : present(key, Kind::object, term);
  }
  // Items of an array of objects; more than count is a finding.
  [[gnu::always_inline]] std::vector<Node const*> objects(Key key, std::size_t count,
                                                          std::string_view term = "") {
    return is_absent(key) ? std::vector<Node const*>{} : present_objects(key, count, term);
  }
  // The position of the text in the words; nullopt when absent or none of them.
  std::optional<std::size_t> one_of(Key key, std::span<std::string_view const> words,
                                    std::string_view term = "") {
    return is_absent(key) ? std::nullopt : present_word(key, words, term);
  }
  std::optional<std::size_t> one_of(Key key, std::initializer_list<std::string_view> words,
                                    std::string_view term = "") {
    return one_of(key, std::span{words.begin(), words.size()}, term);
  }
  // Items of an array of any kind; more than count is a finding.
  std::vector<Node const*> items(Key key, std::size_t count, std::string_view term = "") {
    return is_absent(key) ? std::vector<Node const*>{} : present_items(key, count, term);
  }

  bool trusting() const { return trusting_; }
  bool has(Key key) const { return (object_.keys & key.bit()) != 0 && find(key.name()) != nullptr; }
  void check_text(std::string_view name, std::string_view text, std::size_t length,
                  std::string_view term);
  void missing(std::string_view name, std::string_view term = "");
  void wrong(std::string_view name, std::string code, std::string detail,
             std::string_view term = "");
  // The same of one element of an array.
  void wrong_item(std::string_view name, std::size_t index, std::string code, std::string detail,
                  std::string_view term = "");
  // The members that may stand here besides those taken; named in the suggestion.
  void finish();
  Tree const& tree() const { return tree_; }
  // Members of the object itself, for maps with free keys; marks them taken.
  std::vector<Node const*> members();

 private:
  bool is_absent(Key key) {
    if (suggesting_) known_.push_back(key.name());
    return (object_.keys & key.bit()) == 0;
  }
  Node const* find(std::string_view name) const;
  Node const* take(Key key, Kind kind, std::string_view term);
  Node const* present(Key key, Kind kind, std::string_view term);
  void put_text(std::string& to, Key key, std::size_t length, std::string_view term);
  void put_decimal(std::optional<model::Decimal>& to, Key key, std::string_view term);
  std::string present_text(Key key, std::size_t length, std::string_view term);
  std::optional<model::Decimal> present_decimal(Key key, std::string_view term);
  std::optional<model::Money> present_money(Key key, model::Currency currency,
                                            std::string_view term);
  std::optional<model::Date> present_date(Key key, std::string_view term);
  std::vector<Node const*> present_items(Key key, std::size_t count, std::string_view term);
  std::vector<Node const*> present_objects(Key key, std::size_t count, std::string_view term);
  std::optional<std::size_t> present_word(Key key, std::span<std::string_view const> words,
                                          std::string_view term);
  std::string pointer() const;

  bool too_many(std::string_view name, Node const& list, std::size_t count, std::string_view term);

  Tree const& tree_;
  Node const& object_;
  model::Findings& findings_;
  bool trusting_ = false, suggesting_ = true;
  ObjectReader const* above_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;
  std::vector<std::string_view> known_;  // what was asked for, when suggesting
  mutable Node const* last_ = nullptr;   // found last; the next one asked for mostly follows it
};

}  // namespace airut::json
