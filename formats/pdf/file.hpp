#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/pdf/objects.hpp"

namespace airut::pdf {

// Writes the objects of a PDF 1.7 file (ISO 32000-1): small ones in object streams, with a
// cross-reference stream (sections 7.5.7 and 7.5.8).
class File {
 public:
  File();
  // Numbers are given before the objects are written, so they can name each other.
  int reserve(int count = 1) { return std::exchange(next_, next_ + count); }
  // Goes into an object stream: anything but streams, best what many documents have the same.
  void object(int number, std::string_view body);
  // Objects that were packed before.
  void objects(PackedObjects const& packed);
  // Stands by itself, uncompressed.
  void plain_object(int number, std::string_view body);
  void stream(int number, std::string_view dictionary, std::string_view bytes);
  // The file. The id (32 hex digits) should be a hash of what the document says.
  std::string finish(int root, int info, std::string_view id);

 private:
  struct Place {
    int kind = 0;           // 0 free, 1 at an offset, 2 in an object stream
    std::size_t where = 0;  // offset, or number of the object stream
    int index = 0;
  };
  Place& place(int number);
  void begin(int number);

  std::string out_;
  std::vector<Place> places_;
  ObjectGatherer gathered_;
  int next_ = 1;
};

// A text string: in PDFDocEncoding where that will do, else UTF-16 with its mark, in hex.
std::string text_string(std::string_view utf8);

}  // namespace airut::pdf
