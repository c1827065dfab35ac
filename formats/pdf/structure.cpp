#include "formats/pdf/structure.hpp"

#include <fmt/format.h>

#include "formats/pdf/append.hpp"
#include "formats/pdf/file.hpp"

namespace airut::pdf {
namespace {

constexpr std::string_view role_names[] = {"Document", "H1", "H2", "P",  "Table",
                                           "TR",       "TH", "TH", "TD", "Figure"};

}  // namespace

std::string_view role_name(Role role) { return role_names[static_cast<std::size_t>(role)]; }

int Structure::open(Role role) {
  int const number = static_cast<int>(elements_.size());
  int const parent = current();
  elements_.push_back({role, parent});
  if (parent >= 0) add_kid(parent, {number, 0, 0, none});
  open_.push_back(number);
  shape_ += static_cast<char>(role);
  return number;
}

int Structure::open_figure(std::string_view alternative, Box const& where) {
  int const number = open(Role::figure);
  figures_.push_back({number, std::string{alternative}, where});
  return number;
}

void Structure::close() {
  open_.pop_back();
  shape_ += ')';
}

int Structure::add_content(int page) {
  auto const index = static_cast<std::size_t>(page);
  if (contents_.size() <= index) contents_.resize(index + 1);
  auto& pieces = contents_[index];
  int const content = static_cast<int>(pieces.size());
  pieces.push_back(current());
  add_kid(current(), {none, page, content, none});
  shape_ += '#';
  if (page != shape_page_) append_number(shape_ += 'p', index);
  shape_page_ = page;
  return content;
}

void Structure::add_kid(int parent, Kid kid) {
  auto& element = elements_[static_cast<std::size_t>(parent)];
  int const place = static_cast<int>(kids_.size());
  kids_.push_back(kid);
  if (element.first_kid == none) {
    element.first_kid = place;
  } else {
    kids_[static_cast<std::size_t>(element.last_kid)].next = place;
  }
  element.last_kid = place;
}

// /Pg and /K: bare numbers belong to the page of the first; content of others says so itself.
void Structure::append_kids(std::string& to, Element const& element, Numbers const& at) const {
  int page = none;
  auto const kid = [&](int place) -> Kid const& { return kids_[static_cast<std::size_t>(place)]; };
  for (int i = element.first_kid; i != none && page == none; i = kid(i).next) {
    if (kid(i).element == none) page = kid(i).page;
  }
  if (page != none) append_reference(to += "/Pg ", at.first_page + page);
  bool const content_only = element.first_kid == element.last_kid && page != none;
  to += content_only ? "/K " : "/K[";
  for (int i = element.first_kid; i != none; i = kid(i).next) {
    auto const& one = kid(i);
    if (i != element.first_kid) to += ' ';
    if (one.element != none) {
      append_reference(to, at.element(one.element));
    } else if (one.page == page) {
      append_number(to, static_cast<unsigned long>(one.content));
    } else {
      append_reference(to += "<</Type/MCR/Pg ", at.first_page + one.page);
      append_number(to += "/MCID ", static_cast<unsigned long>(one.content));
      to += ">>";
    }
  }
  if (!content_only) to += ']';
}

// The element's dictionary, left open.
void Structure::append_element(std::string& to, int index, Numbers const& at) const {
  auto const& one = elements_[static_cast<std::size_t>(index)];
  to.append("<</S/").append(role_name(one.role)).append("/P ");
  append_reference(to, one.parent < 0 ? at.root : at.element(one.parent));
  append_kids(to, one, at);
  if (one.role == Role::column_header) append_reference(to += "/A ", at.column());
  if (one.role == Role::row_header) append_reference(to += "/A ", at.row());
}

// All but the figures.
std::vector<PackedObjects> Structure::packed(Numbers const& at) const {
  ObjectGatherer objects;
  std::string body;
  for (int i = 0; i < static_cast<int>(elements_.size()); ++i) {
    if (elements_[static_cast<std::size_t>(i)].role == Role::figure) continue;
    body.clear();
    append_element(body, i, at);
    objects.add(at.element(i), body += ">>");
  }
  objects.add(at.column(), "<</O/Table/Scope/Column>>");
  objects.add(at.row(), "<</O/Table/Scope/Row>>");
  body.assign("<</Nums[");
  for (std::size_t page = 0; page < contents_.size(); ++page) {
    append_number(body, page);
    body += '[';
    for (int const element : contents_[page]) {
      append_reference(body, at.element(element));
      body += ' ';
    }
    body += ']';
  }
  objects.add(at.parents(), body += "]>>");
  objects.add(at.root, fmt::format("<</Type/StructTreeRoot/K {} 0 R/ParentTree {} 0 R"
                                   "/ParentTreeNextKey {}>>",
                                   at.element(0), at.parents(), contents_.size()));
  return objects.packed();
}

int Structure::write(File& file, int first_page) const {
  Numbers const at{file.reserve(4 + static_cast<int>(elements_.size())), first_page};
  static KeptPacks kept;
  auto const all = kept.find_or_make(shape_ + fmt::format("{} {}", at.root, at.first_page),
                                     [&] { return packed(at); });
  for (auto const& one : *all) file.objects(one);
  std::string body;
  for (auto const& figure : figures_) {
    body.clear();
    append_element(body, figure.element, at);
    body.append("/Alt").append(text_string(figure.alternative));
    auto const& box = figure.box;
    {
      Operators where{body};
      where << "/A<</O/Layout/Placement/Block/BBox[" << box.left << box.bottom << box.right
            << box.top << "]>>>>";
    }
    file.plain_object(at.element(figure.element), body);
  }
  return at.root;
}

}  // namespace airut::pdf
