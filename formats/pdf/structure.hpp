#pragma once

#include <string>
#include <string_view>
#include <vector>

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

  // Writes all elements with the parent tree; the number of the StructTreeRoot.
  int write(File& file, std::vector<int> const& pages) const;

 private:
  struct Element {
    Role role;
    int parent;
    std::string alternative;
    Box box;
  };
  struct Kid {
    int parent, element, page, content;  // element < 0: content of a page
  };
  struct Kids;
  std::vector<Kids> kids_by_element(std::vector<int> const& numbers,
                                    std::vector<int> const& pages) const;

  std::vector<Element> elements_;
  std::vector<Kid> kids_;
  std::vector<int> open_;
  std::vector<std::vector<int>> contents_;  // by page: the element of each piece
};

}  // namespace airut::pdf
