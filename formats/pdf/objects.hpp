#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace airut::pdf {

// An object stream (ISO 32000-1 section 7.5.7) as it goes into a file.
struct PackedObjects {
  std::vector<int> numbers;  // of the objects, in their order
  std::size_t first = 0;     // where the first one begins
  std::string bytes;         // deflated
};

// Gathers objects into object streams of at most a thousand.
class ObjectGatherer {
 public:
  explicit ObjectGatherer(int level);  // of deflate
  void add(int number, std::string_view body);
  // Packs what was gathered and begins anew.
  std::vector<PackedObjects> packed();

 private:
  void pack();

  int level_;
  std::vector<PackedObjects> done_;
  std::vector<int> numbers_;
  std::string heads_, bodies_;
};

}  // namespace airut::pdf
