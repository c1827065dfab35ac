#include "formats/pdf/structure.hpp"

#include <fmt/format.h>

#include "formats/pdf/file.hpp"

namespace airut::pdf {
namespace {

struct RoleWords {
  std::string_view name, attributes;
};
constexpr RoleWords role_words[] = {
    {"Document", ""},
    {"H1", ""},
    {"H2", ""},
    {"P", ""},
    {"Table", ""},
    {"TR", ""},
    {"TH", "/A<</O/Table/Scope/Column>>"},
    {"TH", "/A<</O/Table/Scope/Row>>"},
    {"TD", ""},
    {"Figure", ""},
};

RoleWords const& words_of(Role role) { return role_words[static_cast<std::size_t>(role)]; }

void append_number(std::string& to, int value) {
  fmt::format_int const digits{value};
  to.append(digits.data(), digits.size());
}

void append_reference(std::string& to, int number) {
  append_number(to, number);
  to += " 0 R ";
}

}  // namespace

std::string_view role_name(Role role) { return words_of(role).name; }

int Structure::open(Role role) {
  int const number = static_cast<int>(elements_.size());
  int const parent = current();
  elements_.push_back({role, parent, {}, {}});
  if (parent >= 0) kids_.push_back({parent, number, 0, 0});
  open_.push_back(number);
  return number;
}

int Structure::open_figure(std::string_view alternative, Box const& where) {
  int const number = open(Role::figure);
  elements_.back().alternative = alternative;
  elements_.back().box = where;
  return number;
}

void Structure::close() { open_.pop_back(); }

int Structure::add_content(int page) {
  auto const index = static_cast<std::size_t>(page);
  if (contents_.size() <= index) contents_.resize(index + 1);
  auto& pieces = contents_[index];
  int const content = static_cast<int>(pieces.size());
  pieces.push_back(current());
  kids_.push_back({current(), -1, page, content});
  return content;
}

// What stands in /K, and the page that its bare numbers belong to.
struct Structure::Kids {
  std::string list;
  int page = -1;
};

std::vector<Structure::Kids> Structure::kids_by_element(std::vector<int> const& numbers,
                                                        std::vector<int> const& pages) const {
  std::vector<Kids> all(elements_.size());
  for (auto const& kid : kids_) {
    auto& to = all[static_cast<std::size_t>(kid.parent)];
    if (kid.element >= 0) {
      append_reference(to.list, numbers[static_cast<std::size_t>(kid.element)]);
      continue;
    }
    if (to.page < 0) to.page = kid.page;
    if (to.page == kid.page) {
      append_number(to.list, kid.content);
      to.list += ' ';
    } else {  // content of another page says so itself
      to.list += "<</Type/MCR/Pg ";
      append_reference(to.list, pages[static_cast<std::size_t>(kid.page)]);
      to.list += "/MCID ";
      append_number(to.list, kid.content);
      to.list += ">>";
    }
  }
  return all;
}

int Structure::write(File& file, std::vector<int> const& pages) const {
  int const root = file.reserve(), parents = file.reserve();
  std::vector<int> numbers(elements_.size());
  for (auto& number : numbers) number = file.reserve();
  auto const kids = kids_by_element(numbers, pages);
  std::string body;
  for (std::size_t i = 0; i < elements_.size(); ++i) {
    auto const& one = elements_[i];
    auto const& words = words_of(one.role);
    body.assign("<</S/").append(words.name).append("/P ");
    append_reference(body, one.parent < 0 ? root : numbers[static_cast<std::size_t>(one.parent)]);
    if (kids[i].page >= 0) {
      body += "/Pg ";
      append_reference(body, pages[static_cast<std::size_t>(kids[i].page)]);
    }
    body.append("/K[").append(kids[i].list).append("]").append(words.attributes);
    if (one.role == Role::figure) {
      fmt::format_to(std::back_inserter(body),
                     "/Alt {}/A<</O/Layout/Placement/Block/BBox[{:.2f} {:.2f} {:.2f} {:.2f}]>>",
                     text_string(one.alternative), one.box.left, one.box.bottom, one.box.right,
                     one.box.top);
    }
    body += ">>";
    file.object(numbers[i], body);
  }
  std::string tree = "<</Nums[";
  for (std::size_t page = 0; page < contents_.size(); ++page) {
    append_number(tree, static_cast<int>(page));
    tree += '[';
    for (int const element : contents_[page]) {
      append_reference(tree, numbers[static_cast<std::size_t>(element)]);
    }
    tree += ']';
  }
  file.object(parents, tree + "]>>");
  file.object(root, fmt::format("<</Type/StructTreeRoot/K {} 0 R/ParentTree {} 0 R"
                                "/ParentTreeNextKey {}>>",
                                numbers.empty() ? 0 : numbers.front(), parents, pages.size()));
  return root;
}

}  // namespace airut::pdf
