#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "formats/binding/binding.hpp"

// How the tables of this room are written down and walked.
namespace airut::binding {

// An element with the way to it.
struct Step {
  Step const* above = nullptr;
  xml::Element element;
  std::string path() const;  // "/Invoice/InvoiceLine[2]/Item"
};

// How often something stands below a context: "A/B|C" counts the elements A/B and A/C.
int count(xml::Element context, std::string_view path);
// The first element at the end of the path that is there; none when none is.
xml::Element find(xml::Element context, std::string_view path);
// Whether an element with a text stands there.
bool filled(xml::Element context, std::string_view path);

enum class Set : std::uint8_t { norm, peppol };

inline constexpr int any_number = std::numeric_limits<int>::max();

// How often an element may stand in a context.
struct Occurs {
  std::string_view id, term, context, path;
  int least, most;
  bool with_text = false;  // at least one must have a text
  Set set = Set::norm;
};

constexpr Occurs needed(std::string_view id, std::string_view term, std::string_view context,
                        std::string_view path, int most = any_number, Set set = Set::norm) {
  return {id, term, context, path, 1, most, false, set};
}

constexpr Occurs text_needed(std::string_view id, std::string_view term, std::string_view context,
                             std::string_view path) {
  return {id, term, context, path, 1, any_number, true};
}

constexpr Occurs at_most_one(std::string_view id, std::string_view term, std::string_view context,
                             std::string_view path, Set set = Set::norm) {
  return {id, term, context, path, 0, 1, false, set};
}

constexpr Occurs refused(std::string_view id, std::string_view term, std::string_view context,
                         std::string_view path) {
  return {id, term, context, path, 0, 0};
}

// What a value or several elements together must not be.
struct Wrong {
  std::string_view id, term, context;
  std::string_view sentence;
  bool (*broken)(xml::Element);
  Set set = Set::norm;
  std::string_view code = "element-value";  // of the finding
};

// Gathers what one document breaks.
class Sheet {
 public:
  Sheet(rules::Ask peppol, std::string_view specification)
      : peppol_(peppol), specification_(specification) {}

  rules::Ask peppol() const { return peppol_; }
  bool asks(Set set) const { return set == Set::norm || peppol_ != rules::Ask::no; }

  void check(Occurs const& one, Step const& context);
  void check(Wrong const& one, Step const& context);
  void add(Set set, std::string_view id, std::string_view term, std::string_view code,
           Step const& at, std::string detail, std::string actual = {});

  model::Findings take() && { return std::move(findings_); }

 private:
  rules::Ask peppol_;
  std::string_view specification_;
  bool has_error_ = false;
  model::Findings findings_;
};

// Calls take(step) for each element at the path below; "" is the step itself.
template <class Take>
void each(Step const& from, std::string_view path, Take const& take) {
  if (path.empty()) {
    take(from);
    return;
  }
  auto const slash = path.find('/');
  auto names = path.substr(0, slash);
  auto const rest = slash == path.npos ? std::string_view{} : path.substr(slash + 1);
  while (!names.empty()) {
    auto const bar = names.find('|');
    auto const name = names.substr(0, bar);
    names.remove_prefix(bar == names.npos ? names.size() : bar + 1);
    for (auto one = from.element.child(name); one; one = one.next_sibling(name))
      each(Step{&from, one}, rest, take);
  }
}

// Runs the rows of a table whose contexts stand side by side; a context is looked for once for all
// rows that follow each other with it.
template <class Row, std::size_t size>
void run(Row const (&rows)[size], Step const& root, Sheet& sheet) {
  for (std::size_t first = 0; first < size;) {
    auto last = first;
    while (last < size && rows[last].context == rows[first].context) ++last;
    each(root, rows[first].context, [&](Step const& context) {
      for (auto at = first; at < last; ++at)
        if (sheet.asks(rows[at].set)) sheet.check(rows[at], context);
    });
    first = last;
  }
}

// Looks at every leaf of the tree; see leaves.cpp.
enum class Syntax { ubl, cii };
void check_leaves(Step const& root, Syntax syntax, Sheet& sheet);

void check_ubl_occurrences(Step const& root, Sheet& sheet);
void check_ubl_values(Step const& root, Sheet& sheet);
void check_cii_occurrences(Step const& root, Sheet& sheet);
void check_cii_values(Step const& root, Sheet& sheet);

}  // namespace airut::binding
