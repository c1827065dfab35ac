#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

// What elements Finvoice has, in which order and how long, in versions 3.0
// and 2.01 (schemas of Finance Finland). Used for elements that have no term in
// the model: to know them when they are read, and to put them back where they
// belong.
namespace airut::finvoice {

struct Place {
  std::string_view name;
  std::size_t longest = 0;      // characters in 3.0; 0: no text, or a number of limited form
  std::size_t longest_201 = 0;  // in 2.01
  bool since_30 = false;        // 2.01 does not have it
};

// The children of a group in the schema's order; empty when Finvoice has no
// such group. A group is named by its element, or where that is not enough by
// its parent and it ("A/B").
std::vector<Place> const& children_of(std::string_view parent, std::string_view group);

// Where the child stands in the order of its group; nullopt when it is no child
// of it.
std::optional<std::size_t> rank_of(std::vector<Place> const& group, std::string_view child);

// Whether a path below the root element ("InvoiceDetails/OrderDate",
// "A[2]/B/@c") names something of Finvoice; attributes are known by the element
// they stand on and their own name.
bool is_known(std::string_view root, std::string_view path);

// The tables that shape.cpp reads: a group and its children, "Name", "Name:70",
// "Name:70/35" (in 2.01), "Name+" (since 3.0).
struct Group {
  std::string_view name, children;
};
extern std::vector<Group> const document_groups, row_groups;

}  // namespace airut::finvoice
