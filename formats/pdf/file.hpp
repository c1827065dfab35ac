#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace airut::pdf {

// Writes the objects of a PDF 1.7 file (ISO 32000-1) and their cross-reference table.
class File {
 public:
  File();
  // Numbers are given before the objects are written, so they can name each other.
  int reserve() { return next_++; }
  void object(int number, std::string_view dictionary);
  void stream(int number, std::string_view dictionary, std::string_view bytes);
  // The file; its id is the SHA-256 of what stands before the trailer.
  std::string finish(int root, int info);

 private:
  void begin(int number);
  std::string out_;
  std::vector<std::size_t> places_;
  int next_ = 1;
};

// A text string of the document information: UTF-16 with its mark, in hex.
std::string text_string(std::string_view utf8);

}  // namespace airut::pdf
