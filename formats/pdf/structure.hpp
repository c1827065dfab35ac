#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/objects.hpp"

namespace airut::pdf {

class File;

// What a part of a document is (ISO 32000-1 section 14.8.4), so that it can be read aloud.
enum class Role {
  document,
  heading1,
  heading2,
  paragraph,
  table,
  row,
  column_header,
  row_header,
  cell,
  figure,
};
std::string_view role_name(Role role);  // "TD"

// A rectangle on a page in PDF's own coordinates: points from the bottom left.
struct Box {
  double left = 0, bottom = 0, right = 0, top = 0;
};

// The logical structure of a document, written down while it is drawn: in reading order.
class Structure {
 public:
  // Opens an element inside the one that is open; its number.
  int open(Role role);
  int open_figure(std::string_view alternative, Box const& where);
  void close();
  int current() const { return open_.empty() ? -1 : open_.back(); }
  Role role(int element) const { return elements_[static_cast<std::size_t>(element)].role; }
  // Gives the open element a piece of a page's content; the piece's number on the page (MCID).
  int add_content(int page);

  // Writes all elements with the parent tree; the number of the StructTreeRoot. The objects of the
  // pages follow each other from first_page on.
  int write(File& file, int first_page) const;

 private:
  enum : int { none = -1 };
  struct Element {
    Role role;
    int parent;
    int first_kid = none, last_kid = none;  // in kids_
  };
  // An element, or content of a page when element is none.
  struct Kid {
    int element, page, content;
    int next;
  };
  struct Figure {
    int element;
    std::string alternative;
    Box box;
  };
  // Where the objects have their numbers.
  struct Numbers {
    int root, first_page;
    int parents() const { return root + 1; }
    int column() const { return root + 2; }  // attributes of header cells
    int row() const { return root + 3; }
    int element(int index) const { return root + 4 + index; }
  };
  void add_kid(int parent, Kid kid);
  void append_element(std::string& to, int index, Numbers const& at) const;
  void append_kids(std::string& to, Element const& element, Numbers const& at) const;
  std::vector<PackedObjects> packed(Numbers const& at) const;

  std::vector<Element> elements_;
  std::vector<Kid> kids_;
  std::vector<Figure> figures_;
  std::vector<int> open_;
  std::vector<std::vector<int>> contents_;  // by page: the element of each piece
  std::string shape_;                       // what was done, in order: says all but the figures
  int shape_page_ = 0;                      // page of the last content in it
};

}  // namespace airut::pdf
