#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace airut::pdf {

// An object stream (ISO 32000-1 section 7.5.7) as it goes into a file.
struct PackedObjects {
  std::vector<int> numbers;  // of the objects, in their order
  std::size_t first = 0;     // where the first one begins
  std::string bytes;         // deflated
};

using PackedShared = std::shared_ptr<std::vector<PackedObjects> const>;

// What was packed before, by what it says. Documents of the same shape share their structure and
// most of what leads to it. All threads may use one; it is emptied when it is full.
class KeptPacks {
 public:
  // Makes what is not kept.
  PackedShared find_or_make(std::string key,
                            std::function<std::vector<PackedObjects>()> const& make);

 private:
  std::mutex lock_;
  std::unordered_map<std::string, PackedShared> kept_;
};

// Gathers objects into object streams of at most a thousand.
class ObjectGatherer {
 public:
  void add(int number, std::string_view body);
  // Packs what was gathered and begins anew.
  std::vector<PackedObjects> packed();
  // The same, out of what is kept where the same objects were packed before.
  PackedShared packed(KeptPacks& kept);

 private:
  void pack();

  std::vector<PackedObjects> done_;
  std::vector<int> numbers_;
  std::string heads_, bodies_;
};

}  // namespace airut::pdf
