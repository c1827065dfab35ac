#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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
// A trusting reader takes what Airut itself has stored: lengths, counts and members that must be
// there were judged when it came in, and what came in as XML has other limits than the JSON shape.
class ObjectReader {
 public:
  ObjectReader(Tree const& tree, Node const& object, model::Findings& findings,
               bool trusting = false);
  // A member of another reader's object, or an item of its array when index is given.
  ObjectReader(ObjectReader const& above, Node const& object, std::string_view name,
               std::optional<std::size_t> index = std::nullopt);
  ObjectReader(ObjectReader const&) = delete;
  ObjectReader& operator=(ObjectReader const&) = delete;

  // Each gives an empty value when the member is absent or wrong. Length is in bytes.
  std::string text(std::string_view name, std::size_t length = 1000, std::string_view term = "");
  std::string needed_text(std::string_view name, std::size_t length = 1000,
                          std::string_view term = "");
  std::optional<model::Decimal> decimal(std::string_view name, std::string_view term = "");
  std::optional<model::Money> money(std::string_view name, model::Currency currency,
                                    std::string_view term = "");
  std::optional<model::Date> date(std::string_view name, std::string_view term = "");
  std::optional<model::Instant> instant(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> whole_number(std::string_view name);
  std::vector<std::string> texts(std::string_view name, std::size_t count, std::size_t length);
  Node const* object(std::string_view name, std::string_view term = "");
  // Items of an array of objects; more than count is a finding.
  std::vector<Node const*> objects(std::string_view name, std::size_t count,
                                   std::string_view term = "");
  // The position of the text in the words; nullopt when absent or none of them.
  std::optional<std::size_t> one_of(std::string_view name,
                                    std::vector<std::string_view> const& words,
                                    std::string_view term = "");

  // Items of an array of any kind; more than count is a finding.
  std::vector<Node const*> items(std::string_view name, std::size_t count,
                                 std::string_view term = "");

  bool trusting() const { return trusting_; }
  bool has(std::string_view name) const;
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
  Node const* find(std::string_view name) const;
  Node const* take(std::string_view name);
  Node const* take(std::string_view name, Kind kind, std::string_view term);
  std::string pointer() const;

  bool too_many(std::string_view name, Node const& list, std::size_t count, std::string_view term);

  Tree const& tree_;
  Node const& object_;
  model::Findings& findings_;
  bool trusting_ = false;
  ObjectReader const* above_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;
  std::vector<std::string_view> known_;
  std::uint64_t present_ = 0;  // a bit for each key there is: most absent ones show at once
  mutable Node const* last_ = nullptr;  // found last; the next one asked for mostly follows it
};

}  // namespace airut::json
