#include "formats/finvoice/merge.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "formats/finvoice/shape.hpp"

namespace airut::finvoice {
namespace {

struct Step {
  std::string_view name;
  std::size_t position = 1;
};

Step step_of(std::string_view text) {
  auto const bracket = text.find('[');
  Step step{text.substr(0, bracket)};
  if (bracket != std::string_view::npos) {
    std::from_chars(text.data() + bracket + 1, text.data() + text.size(), step.position);
  }
  return step;
}

Node* find(Node& parent, Step const& step) {
  std::size_t seen = 0;
  for (auto& child : parent.children) {
    if (child.name == step.name && ++seen == step.position) return &child;
  }
  return nullptr;
}

// A new child behind the last one that may stand before it; null when the group
// has no such place.
Node* add(Node& parent, std::vector<Place> const& places, std::string_view name) {
  auto const rank = rank_of(places, name);
  if (!rank) return nullptr;
  auto at = parent.children.begin();
  for (auto it = parent.children.begin(); it != parent.children.end(); ++it) {
    auto const other = rank_of(places, it->name);
    if (other && *other <= *rank) at = it + 1;
  }
  Node node;
  node.name = name;
  if (name.size() > 6 && name.substr(name.size() - 6) == "Amount") node.attributes = "?";
  return &*parent.children.insert(at, std::move(node));
}

void set_attribute(Node& node, std::string_view name, std::string const& value) {
  auto const head = fmt::format(" {}=\"", name);
  auto const at = node.attributes.find(head);
  if (at != std::string::npos) {
    auto const end = node.attributes.find('"', at + head.size());
    node.attributes.erase(at, end + 1 - at);
  }
  node.attributes += head + value + "\"";
}

// Puts one extra below a node; says what was wrong.
class Putting {
 public:
  Putting(model::Invoice const& invoice, xml::Encoding encoding, std::vector<std::string>& notes)
      : currency_(invoice.currency.code()), encoding_(encoding), notes_(notes) {}

  void put(Node& root, std::vector<model::Extra> const& extras) {
    for (auto const& extra : extras) {
      if (!put(root, extra)) {
        notes_.push_back(fmt::format("{} has no place in Finvoice and was left out.", extra.path));
      }
    }
  }

 private:
  bool put(Node& root, model::Extra const& extra) {
    std::string_view path = extra.path, parent;
    auto* node = &root;
    while (true) {
      auto const slash = path.find('/');
      auto const text = path.substr(0, slash);
      if (text.substr(0, 1) == "@") {
        set_attribute(*node, text.substr(1), escaped(extra.value, encoding_));
        return true;
      }
      auto const step = step_of(text);
      auto const& places = children_of(parent, node->name);
      auto* child = find(*node, step);
      if (child == nullptr) child = add(*node, places, step.name);
      if (child == nullptr) return false;
      give_attributes(*child);
      if (slash == std::string_view::npos) return set_text(*child, places, extra);
      parent = node->name;
      node = child;
      path.remove_prefix(slash + 1);
    }
  }

  // What every amount and date has.
  void give_attributes(Node& node) {
    auto const ends = [&](std::string_view end) {
      return node.name.size() > end.size() &&
             node.name.compare(node.name.size() - end.size(), end.size(), end) == 0;
    };
    if (!node.attributes.empty() && node.attributes != "?") return;
    node.attributes.clear();
    if (ends("Amount"))
      node.attributes = fmt::format(" AmountCurrencyIdentifier=\"{}\"", currency_);
    if (ends("Date")) node.attributes = " Format=\"CCYYMMDD\"";
  }

  bool set_text(Node& node, std::vector<Place> const& places, model::Extra const& extra) {
    auto const rank = rank_of(places, node.name);
    auto const longest = rank ? places[*rank].longest : 0;
    node.text = escaped(extra.value, encoding_);
    if (longest == 0 || count_escaped(node.text, encoding_) <= longest) return true;
    node.text = first_escaped(node.text, longest, encoding_);
    notes_.push_back(fmt::format("{} was cut after {} characters.", extra.path, longest));
    return true;
  }

  std::string currency_;
  xml::Encoding encoding_;
  std::vector<std::string>& notes_;
};

constexpr std::string_view row_name = "InvoiceRow";

bool is_row_place(model::Extra const& extra) {
  return extra.value.empty() && extra.path.compare(0, row_name.size() + 1, "InvoiceRow[") == 0 &&
         extra.path.back() == ']' && extra.path.find('/') == std::string::npos;
}

// A row at the place that the extra names among the rows, or behind the last one.
void add_row(Node& root, model::Extra const& extra) {
  auto const position = step_of(extra.path).position;
  auto at = root.children.end();
  std::size_t seen = 0;
  for (auto it = root.children.begin(); it != root.children.end(); ++it) {
    if (it->name != row_name) continue;
    at = it + 1;
    if (++seen == position) {
      at = it;
      break;
    }
  }
  if (seen == 0) {
    add(root, children_of("", root.name), row_name);
    return;
  }
  Node row;
  row.name = row_name;
  root.children.insert(at, std::move(row));
}

// The extras of sub-rows, which stand in a row as they were written.
void put_in_parts(Putting& putting, Node& row, std::vector<model::Line const*> const& parts) {
  for (std::size_t i = 0; i < parts.size() && i < row.children.size(); ++i) {
    if (parts[i]->nordic) putting.put(row.children[i], parts[i]->nordic->extras);
  }
}

}  // namespace

bool has_row_places(model::Invoice const& invoice) {
  if (!invoice.nordic) return false;
  auto const& extras = invoice.nordic->extras;
  return std::any_of(extras.begin(), extras.end(), is_row_place);
}

bool has_extras(model::Invoice const& invoice) {
  if (invoice.nordic && !invoice.nordic->extras.empty()) return true;
  auto const in_line = [](model::Line const& line) {
    return line.nordic && !line.nordic->extras.empty();
  };
  return std::any_of(invoice.lines.begin(), invoice.lines.end(), [&](auto const& line) {
    auto const parts = sub_rows_of(line);
    return in_line(line) || std::any_of(parts.begin(), parts.end(),
                                        [&](auto const* part) { return in_line(*part); });
  });
}

void put_extras(Tree& tree, model::Invoice const& invoice, xml::Encoding encoding,
                std::vector<std::string>& notes) {
  Putting putting{invoice, encoding, notes};
  std::size_t line = 0;
  std::vector<model::Line const*> parts;  // of the line before
  for (auto& child : tree.root.children) {
    if (child.name != row_name || (line >= invoice.lines.size() && parts.empty())) continue;
    if (!parts.empty()) {
      put_in_parts(putting, child, std::exchange(parts, {}));
      continue;
    }
    auto const& one = invoice.lines[line++];
    if (one.nordic) putting.put(child, one.nordic->extras);
    parts = sub_rows_of(one);
  }
  if (!invoice.nordic) return;
  std::vector<model::Extra> others;
  for (auto const& extra : invoice.nordic->extras) {
    if (is_row_place(extra)) {
      add_row(tree.root, extra);
    } else {
      others.push_back(extra);
    }
  }
  putting.put(tree.root, others);
}

}  // namespace airut::finvoice
